"""Two quiet questions after a 1:1, for the one who is led: their own to read, and averages of four people or more for others."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from bot.domain import one_on_ones as rules
from bot.domain import privacy
from bot.domain.errors import NotAllowed, RuleBroken
from bot.usecases import one_on_ones_pairs as pairs
from bot.usecases import one_on_ones_telling as telling
from bot.usecases import roles
from bot.usecases.one_on_ones_pairs import Shown
from storage import inserting, reporting
from storage import one_on_ones_survey as store
from storage.database import Tx
from storage.one_on_ones import OneOnOne
from storage.one_on_ones_survey import TalkSurvey
from storage.people import Person


@dataclass(frozen=True)
class Asked:
    """The two questions about a talk, and what I answered."""

    shown: Shown
    said: TalkSurvey | None


@dataclass(frozen=True)
class Average:
    """Of so many people, over the thirteen weeks before `until`."""

    people: int
    heard: float
    next_step: float
    until: date


async def access_survey(tx: Tx, me: Person, talk_id: int, now: datetime) -> Asked:
    """The questions, or my own answers. Raises NotAllowed for everybody but the one who is led, RuleBroken where nothing is asked."""
    talk = await tx.get(OneOnOne, talk_id)
    if talk is None or talk.person_id != me.id:
        raise NotAllowed("not_found")
    said = await store.of_talk(tx, talk.id)
    shown = await pairs.show(tx, me, talk, now)
    if said is None and not shown.asked:
        raise RuleBroken("survey_over")
    return Asked(shown, said)


async def answer(tx: Tx, me: Person, talk_id: int, heard: str | None, next_step: str | None, now: datetime) -> None:
    """Answer both, once; a second answer changes nothing. Raises RuleBroken at its field."""
    asked = await access_survey(tx, me, talk_id, now)
    values = {"heard": rules.check_percent(heard, "heard"), "next_step": rules.check_percent(next_step, "next_step")}
    if asked.said is not None:
        return
    talk = asked.shown.talk
    row = {"workspace_id": talk.workspace_id, "talk_id": talk.id, "person_id": me.id, "manager_id": talk.manager_id}
    await inserting.insert_once(tx, TalkSurvey, row | values | {"said_at": now})
    await telling.show_again(tx, talk, now)


async def access_own_average(tx: Tx, me: Person, now: datetime) -> Average | None:
    """What people said after their talks with me; None: they are too few."""
    since, until, end = _span(me, now)
    mine = await store.about(tx, [me.id], since, until)
    if not mine:
        return None
    everybody = {one.person_id for one in await store.between(tx, me.workspace_id, since, until)}
    return _average(mine, end, len(everybody - {one.person_id for one in mine}))


async def access_below(tx: Tx, me: Person, now: datetime) -> Average | None:
    """The same of those who report to me and lead people themselves, all of them together."""
    since, until, end = _span(me, now)
    reports = [one.id for one in await reporting.reports_of(tx, me.id, pairs.local_day(me, now))]
    below = await store.about(tx, reports, since, until) if reports else []
    if not below:
        return None
    everybody = {one.person_id for one in await store.between(tx, me.workspace_id, since, until)}
    return _average(below, end, len(everybody - {one.person_id for one in below}))


async def access_average(tx: Tx, me: Person, now: datetime) -> Average | None:
    """The same of the whole company, for HR. Raises NotAllowed for everybody else."""
    await roles.require_hr(tx, me)
    since, until, end = _span(me, now)
    return _average(await store.between(tx, me.workspace_id, since, until), end, 0)


def _span(me: Person, now: datetime) -> tuple[datetime, datetime, date]:
    since, until = rules.survey_span(pairs.local_day(me, now))
    first, last = (datetime.combine(day, time(0), UTC) for day in (since, until))
    return first, last, until


def _average(said: Sequence[TalkSurvey], until: date, others: int) -> Average | None:
    """People, not answers: who answered more often counts once."""
    heard = privacy.average(_each((one.person_id, one.heard) for one in said), others)
    following = privacy.average(_each((one.person_id, one.next_step) for one in said), others)
    if heard is None or following is None:
        return None
    return Average(len({one.person_id for one in said}), heard, following, until)


def _each(values: Iterable[tuple[int, int]]) -> dict[int, float]:
    every: dict[int, list[int]] = defaultdict(list)
    for person_id, value in values:
        every[person_id].append(value)
    return {person_id: sum(some) / len(some) for person_id, some in every.items()}
