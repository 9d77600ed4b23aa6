"""Talks that were: what was written for both, what was struck and what came of them; and what a new manager may read of them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from bot.domain import checkins, one_on_ones
from bot.domain.actions import ActionState
from bot.domain.agenda import Sort
from bot.domain.errors import NotAllowed, RuleBroken
from bot.usecases.actions import ToDo
from bot.usecases.agenda_pairs import access_pair, leads
from bot.usecases.agenda_points import Point, added
from storage import actions as action_rows
from storage import agenda as agenda_rows
from storage import agenda_talks as talks
from storage import one_on_one_notes as store
from storage import people
from storage.agenda import AgendaItem
from storage.database import Tx
from storage.one_on_one_notes import PrivateTalkNote, ResultStand, SharedTalkNote
from storage.one_on_ones import OneOnOne
from storage.people import Person

PAGE = 10
SORTS = {"feedback": Sort.FEEDBACK, "blocker": Sort.BLOCKER, "goal": Sort.GOAL, "action": Sort.ACTION}


@dataclass(frozen=True)
class Past:
    """A talk as somebody may read it. `took_part`: they are one of the two; else they lead the person now, and read what went over.

    `notes` with their authors; `private` my own. `struck`: points that were added; `by_itself` counts the others.
    """

    talk: OneOnOne
    me: Person
    person: Person
    manager: Person
    took_part: bool
    notes: list[tuple[Person, SharedTalkNote]]
    private: PrivateTalkNote | None
    struck: list[Point]
    by_itself: dict[Sort, int]
    actions: list[ToDo]
    stand: ResultStand | None


@dataclass(frozen=True)
class Row:
    """A talk in the list. `notes`: how many of the two wrote one for both. `other`: with whom it was."""

    talk: OneOnOne
    other: Person
    notes: int


@dataclass(frozen=True)
class Talks:
    """One page, the newest first. `older`: the id before which the next page begins; `left`: what stood on an agenda that is over."""

    other: Person
    rows: list[Row]
    older: int | None
    left: list[Point]
    goes_on: bool


async def access_past(tx: Tx, me: Person, talk_id: int, now: datetime) -> Past:
    """For the two of it, and for whoever leads the person now: shared notes and open actions alone. Raises NotAllowed for all others.

    What was written about one that was skipped is handed over as well; why it was, its two alone read.
    """
    talk = await talks.find(tx, talk_id)
    if talk is None or talk.workspace_id != me.workspace_id:
        raise NotAllowed("not_found")
    who = await people.by_ids(tx, [talk.person_id, talk.manager_id])
    took_part = me.id in who
    if not took_part and not await leads(tx, me.id, who[talk.person_id], now):
        raise NotAllowed("not_found")
    struck = await agenda_rows.struck_in(tx, talk_id) if took_part else []
    return Past(
        talk=talk if took_part else OneOnOne(**{**talk.model_dump(), "why_skipped": None}),
        me=me,
        person=who[talk.person_id],
        manager=who[talk.manager_id],
        took_part=took_part,
        notes=[(who[one.author_id], one) for one in await store.shared(tx, [talk_id]) if one.words != ""],
        private=await store.private(tx, talk_id, me.id),
        struck=await added(tx, me, [one for one in struck if not one.by_itself], then=True),
        by_itself=_counted(me, struck),
        actions=await _actions(tx, talk, took_part=took_part),
        stand=await store.stand(tx, talk_id) if took_part else None,
    )


def _counted(me: Person, struck: list[AgendaItem]) -> dict[Sort, int]:
    """How many of what came by itself; a flag is counted for whoever set it alone."""
    found: Counter[Sort] = Counter()
    for one in struck:
        if one.by_itself and one.about == checkins.RECORD:
            found[Sort.FLAGGED] += one.struck_by == me.id
        elif one.by_itself:
            found[SORTS[one.about]] += 1
    return {sort: count for sort, count in found.items() if count}


async def _actions(tx: Tx, talk: OneOnOne, *, took_part: bool) -> list[ToDo]:
    made = await action_rows.made_of(tx, one_on_ones.RECORD, talk.id)
    found = [one for one in made if took_part or one.state == ActionState.OPEN]
    who = await people.by_ids(tx, sorted({one for each in found for one in (each.owner_id, each.made_by)}))
    return [ToDo(one, who[one.owner_id], who[one.made_by]) for one in found]


async def access_other(tx: Tx, me: Person, slack_id: str) -> int:
    """The id of somebody who is named by their Slack id."""
    other = await people.find(tx, me.workspace_id, slack_id)
    if other is None:
        raise RuleBroken("person_inactive")
    return other.id


async def access_talks(tx: Tx, me: Person, other_id: int, now: datetime, *, before: int | None = None) -> Talks:
    """The talks I may read with somebody. While we report to each other: all of the person's, whoever led them then; else ours alone."""
    other = await tx.get(Person, other_id)
    if other is None or other.workspace_id != me.workspace_id:
        raise NotAllowed("not_found")
    try:
        person_id, manager_id = (await access_pair(tx, me, other_id, now)).person.id, None
    except RuleBroken:
        last = await talks.ever(tx, me.id, other_id)
        if last is None:
            raise
        person_id, manager_id = last.person_id, last.manager_id
    found = await talks.past(tx, me.id, person_id, manager_id, now, PAGE + 1, before)
    shown = found[:PAGE]
    notes = Counter(one.talk_id for one in await store.shared(tx, [one.id for one in shown]) if one.words != "")
    ids = sorted({one for each in shown for one in (each.person_id, each.manager_id)})
    who = await people.by_ids(tx, ids)
    left = [] if manager_id is None else await agenda_rows.left(tx, person_id, manager_id)
    rows = [Row(one, who[one.person_id if one.manager_id == me.id else one.manager_id], notes[one.id]) for one in shown]
    older = shown[-1].id if len(found) > PAGE else None
    return Talks(other, rows, older, await added(tx, me, left, then=True), goes_on=manager_id is None)
