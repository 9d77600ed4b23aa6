"""Who waits to be told of a part of a cycle that is over: its managers, at their hours, and whom they led in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, tuple_
from sqlalchemy import select as pick
from sqlmodel import col, select

from bot.domain.cadence import DAY
from bot.domain.cycle_summaries_told import END
from bot.domain.cycles import Stage
from storage.cycle_summaries import CycleSummary
from storage.cycles import Cycle, CyclePerson
from storage.database import Tx
from storage.people import Person
from storage.reporting import ReportingLine, holds


async def cycles_told(tx: Tx, since: date, closed_since: datetime) -> list[Cycle]:
    """Cycles that run and end on `since` or later, or have days of each one's own; and those that were closed after `closed_since`."""
    runs = (col(Cycle.stage) == Stage.RUNNING) & (col(Cycle.rolling) | (col(Cycle.ends) >= since))
    closed = (col(Cycle.stage) == Stage.CLOSED) & (col(Cycle.closed_at) > closed_since)
    return list(await tx.exec(select(Cycle).where(runs | closed).order_by(col(Cycle.id))))


async def first_days(tx: Tx, cycle_id: int, since: date) -> list[date]:
    """The days on which the cycle begins for somebody, from that day on, in their order."""
    found = pick(col(CyclePerson.begins)).where(col(CyclePerson.cycle_id) == cycle_id, col(CyclePerson.begins) >= since)
    rows = await (await tx.connection()).execute(found.distinct().order_by(col(CyclePerson.begins)))
    return list(rows.scalars())


@dataclass(frozen=True)
class Over:
    """A part of a cycle that is over, with its last day. `begins`: of those alone for whom the cycle begins on one of these days."""

    cycle_id: int
    part: str
    last: date
    begins: Sequence[date] = ()


def in_it(over: Over) -> tuple[ColumnElement[bool], ...]:
    """The condition that somebody was in the cycle on that day.

    HR closes a cycle on a day in UTC; people in the west leave it on the day before that, which is the day it is for them.
    """
    mine = CyclePerson
    until = over.last - DAY if over.part == END else over.last
    there = (
        col(mine.cycle_id) == over.cycle_id,
        col(mine.joined_on) <= over.last,
        col(mine.left_on).is_(None) | (col(mine.left_on) >= until),
    )
    return (*there, col(mine.begins).in_(over.begins)) if over.begins else there


def _led(over: Over, *columns: Any) -> Select[Any]:
    """Those who were in the cycle on its last day, with who led them then."""
    found = (
        pick(*columns)
        .select_from(ReportingLine)
        .join(CyclePerson, col(CyclePerson.person_id) == col(ReportingLine.person_id))
        .join(Person, col(Person.id) == col(ReportingLine.person_id))
    )
    return found.where(*in_it(over), col(ReportingLine.manager_id).is_not(None), *holds(over.last), col(Person.active))


def _waiting(over: Over) -> tuple[ColumnElement[bool], ...]:
    """The condition that somebody led a person of the cycle on its last day, and was not told of this part up to that day.

    Nor of the whole cycle up to it: one that was over, and is opened again, tells of its last phase no more. Where the days are each
    one's own, others were told of the same part, and on the same day.
    """
    told = pick(col(CycleSummary.manager_id)).where(
        col(CycleSummary.cycle_id) == over.cycle_id,
        col(CycleSummary.part).in_((over.part, END)),
        col(CycleSummary.last) >= over.last,
    )
    if over.begins:
        told = told.where(col(CycleSummary.first).in_(over.begins))
    led = _led(over, col(ReportingLine.manager_id))
    return (col(Person.active).is_(True), col(Person.id).in_(led), col(Person.id).not_in(told))


async def hours_waiting(tx: Tx, over: Over) -> list[tuple[str, time]]:
    """Zones and digest hours of the managers who wait for this part, each pair once."""
    found = pick(col(Person.zone), col(Person.digest_at)).where(*_waiting(over)).distinct()
    return [(zone, at) for zone, at in await (await tx.connection()).execute(found)]


async def zones(tx: Tx, workspace_id: int) -> list[str]:
    """The zones in which the people of a workspace live."""
    found = pick(col(Person.zone)).where(col(Person.workspace_id) == workspace_id, col(Person.active)).distinct()
    return list((await (await tx.connection()).execute(found)).scalars())


async def managers_waiting(
    tx: Tx, over: Over, hours: Sequence[tuple[str, time]], most: int, without: Sequence[str] = ()
) -> list[int]:
    """The ids of managers with one of these zones and digest hours who wait for this part.

    `without`: left out are those who led somebody in one of these zones on its last day.
    """
    theirs = tuple_(col(Person.zone), col(Person.digest_at)).in_(hours)
    found = pick(col(Person.id)).where(*_waiting(over), theirs).order_by(col(Person.id)).limit(most)
    if without:
        there = pick(col(ReportingLine.manager_id)).join(Person, col(Person.id) == col(ReportingLine.person_id))
        there = there.where(*holds(over.last), col(ReportingLine.manager_id).is_not(None))
        found = found.where(col(Person.id).not_in(there.where(col(Person.zone).in_(without), col(Person.active))))
    return list((await (await tx.connection()).execute(found)).scalars())


async def of_whom(tx: Tx, over: Over, managers: Sequence[int]) -> dict[int, dict[int, date]]:
    """Whom of the cycle these managers led on the part's last day, each with the day on which it begins for them; by manager."""
    found = _led(over, col(ReportingLine.manager_id), col(ReportingLine.person_id), col(CyclePerson.begins))
    found = found.where(col(ReportingLine.manager_id).in_(managers)).order_by(col(ReportingLine.person_id))
    made: dict[int, dict[int, date]] = {}
    for manager, person, begins in await (await tx.connection()).execute(found):
        made.setdefault(manager, {})[person] = begins
    return made
