"""Counting for summaries: each figure of all managers of a batch in one statement. No words are read here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, func, select, tuple_
from sqlmodel import col

from bot.domain.checkins import RECORD, HelpState, Outcome
from storage.checkins import Blocker, CheckIn, Mood
from storage.database import Tx
from storage.people import Person
from storage.periods import Period
from storage.readers import Reader
from storage.reporting import ReportingLine, holds
from storage.summaries import Summary

MANY = 500
"""Teams in one statement: it reads the rows of its slot once, so that more of them cost less each, and memory stays flat."""
UNASKED = (Outcome.NONE, Outcome.DROPPED)
"""Outcomes of periods in which nobody was asked anything."""


@dataclass(frozen=True)
class Turn:
    """Which turn of which series is counted, and the day that says who led whom."""

    series_id: int
    slot: str
    day: date


def _wanted(turn: Turn) -> tuple[ColumnElement[bool], ...]:
    """The condition that somebody leads a person who was asked in this turn, and has no summary of it."""
    led = (
        select(col(ReportingLine.manager_id))
        .join(Period, col(Period.person_id) == col(ReportingLine.person_id))
        .where(
            *holds(turn.day),
            col(ReportingLine.manager_id).is_not(None),
            col(Period.series_id) == turn.series_id,
            col(Period.slot) == turn.slot,
            col(Period.outcome).is_(None) | col(Period.outcome).not_in(UNASKED),
        )
    )
    kept = select(col(Summary.manager_id)).where(
        col(Summary.series_id) == turn.series_id, col(Summary.slot) == turn.slot
    )
    return (col(Person.active).is_(True), col(Person.id).in_(led), col(Person.id).not_in(kept))


async def hours_waiting(tx: Tx, turn: Turn) -> list[tuple[str, time]]:
    """Zones and digest hours of the managers who have no summary of this turn, each pair once."""
    found = select(col(Person.zone), col(Person.digest_at)).where(*_wanted(turn)).distinct()
    return [(zone, at) for zone, at in await (await tx.connection()).execute(found)]


async def managers_waiting(tx: Tx, turn: Turn, hours: Sequence[tuple[str, time]], most: int) -> list[int]:
    """The ids of managers with one of these zones and digest hours who have no summary of this turn."""
    theirs = tuple_(col(Person.zone), col(Person.digest_at)).in_(hours)
    found = select(col(Person.id)).where(*_wanted(turn), theirs).order_by(col(Person.id)).limit(most)
    return list((await (await tx.connection()).execute(found)).scalars())


async def turnouts(tx: Tx, turn: Turn, managers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Who answered and how they are, by manager id; the names are those of the rules' figures."""
    counted: dict[int, dict[str, Any]] = {}
    for at in range(0, len(managers), MANY):
        counted |= await _by_manager(tx, _turnouts(turn, managers[at : at + MANY]))
    return counted


def _turnouts(turn: Turn, managers: Sequence[int]) -> Any:
    sent = (Outcome.ANSWERED, Outcome.LATE)
    asked = col(Period.outcome).is_(None) | col(Period.outcome).not_in(UNASKED)
    return (
        select(
            col(ReportingLine.manager_id),
            _count(col(Period.outcome).in_(sent)).label("answered"),
            _count(col(Period.outcome) == Outcome.AWAY).label("away"),
            _count(col(Period.outcome) == Outcome.SKIPPED).label("skipped"),
            _count(col(Period.outcome) == Outcome.MISSED).label("missed"),
            _count(col(Period.outcome).is_(None)).label("open"),
            func.max(col(Period.closes_at)).label("last_closes_at"),
            func.count(col(Mood.id)).label("moods"),
            func.coalesce(func.sum(col(Mood.value)), 0).label("mood_sum"),
            _count(and_(col(Mood.id).is_not(None), col(Reader.id).is_(None))).label("hidden"),
        )
        .select_from(ReportingLine)
        .join(Period, col(Period.person_id) == col(ReportingLine.person_id))
        .outerjoin(CheckIn, col(CheckIn.period_id) == col(Period.id))
        .outerjoin(Mood, col(Mood.checkin_id) == col(CheckIn.id))
        .outerjoin(Reader, _reads(col(CheckIn.id), col(ReportingLine.manager_id)))
        .where(col(ReportingLine.manager_id).in_(managers), *holds(turn.day))
        .where(col(Period.series_id) == turn.series_id, col(Period.slot) == turn.slot, asked)
        .group_by(col(ReportingLine.manager_id))
    )


async def blockers(tx: Tx, day: date, managers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """How much stands in the way of those whom these managers led on that day and who take part, by manager id."""
    found = (
        select(col(ReportingLine.manager_id), func.count(col(Blocker.id)).label("blockers"))
        .join(Blocker, col(Blocker.person_id) == col(ReportingLine.person_id))
        .join(Person, col(Person.id) == col(Blocker.person_id))
        .where(col(ReportingLine.manager_id).in_(managers), *holds(day), col(Blocker.closed_at).is_(None))
        .where(col(Person.active).is_(True))
        .group_by(col(ReportingLine.manager_id))
    )
    return await _by_manager(tx, found)


async def help_waiting(tx: Tx, managers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Requests for help that wait for these managers, by manager id: `asked` without a word yet, `waiting` in all."""
    found = (
        select(
            col(Blocker.help_from),
            _count(col(Blocker.help_state) == HelpState.ASKED).label("asked"),
            func.count(col(Blocker.id)).label("waiting"),
        )
        .join(Person, col(Person.id) == col(Blocker.person_id))
        .where(col(Blocker.help_from).in_(managers), col(Blocker.closed_at).is_(None), col(Person.active).is_(True))
        .where(col(Blocker.help_state).in_((HelpState.ASKED, HelpState.ACCEPTED)))
        .group_by(col(Blocker.help_from))
    )
    return await _by_manager(tx, found)


async def unread(tx: Tx, managers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """How many check-ins these managers have not opened, by manager id."""
    found = (
        select(col(Reader.person_id), func.count(col(Reader.id)).label("unread"))
        .where(col(Reader.person_id).in_(managers), col(Reader.kind) == RECORD, col(Reader.read_at).is_(None))
        .group_by(col(Reader.person_id))
    )
    return await _by_manager(tx, found)


def _reads(checkin_id: Any, person_id: Any) -> ColumnElement[bool]:
    """The condition that a row of Reader lets this person read this check-in."""
    return and_(col(Reader.kind) == RECORD, col(Reader.record_id) == checkin_id, col(Reader.person_id) == person_id)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0), type_=Integer)


async def _by_manager(tx: Tx, found: Any) -> dict[int, dict[str, Any]]:
    rows = (await (await tx.connection()).execute(found)).mappings()
    counted: dict[int, dict[str, Any]] = {}
    for row in rows:
        manager, *names = row
        counted[row[manager]] = {str(name): row[name] for name in names}
    return counted
