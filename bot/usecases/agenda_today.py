"""Both are told of the agenda on the day of their talk."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import agenda as rules
from bot.domain.agenda import HORIZON, TODAY, Sort
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.notices import NoLonger
from bot.domain.one_on_ones import TalkState
from bot.usecases import notices, working
from bot.usecases.agenda import access_agenda
from storage import agenda as store
from storage import agenda_talks as talks
from storage import people
from storage.database import Tx
from storage.notices import Notice
from storage.one_on_ones import OneOnOne
from storage.people import Person

BATCH = 500
CHANGED, OVER, BEGUN = "changed", "pair_over", "begun"


@dataclass(frozen=True)
class Today:
    """What is told: with whom, when, and how many points of each sort there are."""

    talk: OneOnOne
    other: Person
    counts: dict[Sort, int]


async def plan_due(tx: Tx, now: datetime) -> int:
    """Owe both the agenda of the talks of the next days. How many talks there were.

    Safe to repeat: for each talk, person and day there is one notice. One that was dropped as its talk had moved away is owed
    once more when it comes back.
    """
    found = await store.to_plan(tx, now, now + HORIZON, BATCH)
    who = await people.by_ids(tx, sorted({one for talk in found for one in (talk.person_id, talk.manager_id)}))
    hours = await working.of(tx, list(who.values()), now)
    for talk in found:
        for person in (who[talk.person_id], who[talk.manager_id]):
            if talk.at is not None:
                await _owe(tx, talk, talk.at, person, rules.told_at(talk.at, hours[person.id]), now)
    await store.plan(tx, found)
    return len(found)


async def _owe(tx: Tx, talk: OneOnOne, at: datetime, person: Person, due_at: datetime, now: datetime) -> None:
    day = rules.day_of(at, person.zone)
    owed = await notices.owe(
        tx,
        TODAY,
        workspace_id=talk.workspace_id,
        subject_id=talk.id,
        recipient_id=person.id,
        occurrence=day,
        due_at=due_at,
        now=now,
        not_after=at,
    )
    if owed is None:
        await notices.owe_after_all(tx, TODAY, subject_id=talk.id, recipient_id=person.id, now=now, occurrence=day)


async def access_today(tx: Tx, notice: Notice, me: Person, now: datetime) -> Today:
    """What is told of the agenda. Raises NoLonger where the talk is on another day by now, or is not held."""
    talk = await talks.find(tx, notice.subject_id)
    if talk is None or me.id not in (talk.person_id, talk.manager_id):
        raise NotAllowed("not_found")
    agreed = talk.state == TalkState.AGREED and talk.at is not None
    if not agreed or talk.at is None or rules.day_of(talk.at, me.zone) != notice.occurrence:
        raise NoLonger(CHANGED)
    if talk.at <= now:
        raise NoLonger(BEGUN)
    try:
        found = await access_agenda(tx, me, talk.id, now)
    except RuleBroken:
        raise NoLonger(OVER) from None
    return Today(talk, found.pair.other, found.counts)
