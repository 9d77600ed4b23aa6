"""Counting what is going to be sent: statements alone, grouped as far as the database can, and read as they come."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal
from sqlalchemy import select as pick
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from bot.domain import announcements
from bot.domain.cycles import Stage
from bot.domain.notices import State
from storage.announcements import Announcement
from storage.announcements_to import AnnouncementTo
from storage.cycles import Cycle, CyclePerson
from storage.database import Tx
from storage.delivery import UNDELIVERED
from storage.notices import Notice
from storage.people import Person
from storage.periods import Period, Turn
from storage.pulses import PulseSlot
from storage.reporting import ReportingLine, holds
from storage.series import Series
from storage.summaries import Summary

AT_ONCE = 2_000
"""Rows read in one go: memory does not grow with the company."""
Rows = AsyncIterator[Any]


async def each(tx: Tx, found: Any) -> Rows:
    connection = await tx.connection()
    async with connection.stream(found.execution_options(yield_per=AT_ONCE)) as rows:
        async for row in rows:
            yield row


async def turns(tx: Tx, workspace_id: int, first: int, last: int) -> list[tuple[int, int, str]]:
    """What the people with ids between these two are due next: person, series, slot."""
    found = pick(col(Turn.person_id), col(Turn.series_id), col(Turn.slot)).where(
        col(Turn.workspace_id) == workspace_id, col(Turn.person_id).between(first, last), col(Turn.due_at).is_not(None)
    )
    return [(row[0], row[1], row[2]) for row in await (await tx.connection()).execute(found)]


def reminders(tx: Tx, workspace_id: int, last: datetime) -> Rows:
    """Reminders of what is open and not answered: series, slot, zone, moment, how many."""
    by = (col(Period.series_id), col(Period.slot), col(Person.zone), col(Period.reminds_at))
    found = (
        pick(*by, func.count())
        .join(Person, col(Person.id) == col(Period.person_id))
        .where(
            col(Period.outcome).is_(None),
            col(Period.reminds_at) <= last,
            col(Period.workspace_id) == workspace_id,
            col(Period.reminded).is_(False),
        )
        .group_by(*by)
    )
    return each(tx, found)


def _owed(workspace_id: int, kinds: Sequence[str], last: datetime) -> tuple[Any, ...]:
    return (
        UNDELIVERED,
        col(Notice.due_at) <= last,
        col(Notice.workspace_id) == workspace_id,
        col(Notice.state) == State.PENDING,
        col(Notice.ts).is_(None),
        col(Notice.kind).in_(kinds),
    )


def _due() -> ColumnElement[datetime]:
    """When it was due: what is held waits somewhere else."""
    return func.coalesce(col(Notice.held_from), col(Notice.due_at))


def asked(tx: Tx, workspace_id: int, kinds: Sequence[str], last: datetime) -> Rows:
    """Owed messages that ask for a period: kind, series, slot, zone, moment, how many."""
    by = (col(Notice.kind), col(Period.series_id), col(Period.slot), col(Person.zone), _due())
    found = (
        pick(*by, func.count())
        .select_from(Notice)
        .join(Period, col(Period.id) == col(Notice.subject_id))
        .join(Person, col(Person.id) == col(Notice.recipient_id))
        .where(*_owed(workspace_id, kinds, last))
        .group_by(*by)
    )
    return each(tx, found)


def owed(tx: Tx, workspace_id: int, kinds: Sequence[str], told_apart: Sequence[str], last: datetime) -> Rows:
    """Other owed messages: kind, subject, occurrence, zone, moment, how many. Of kinds not `told_apart`, subject and occurrence
    are empty."""
    apart = col(Notice.kind).in_(told_apart)
    subject = case((apart, col(Notice.subject_id)), else_=literal(0)).label("subject")
    part = case((apart, col(Notice.occurrence)), else_=literal("")).label("part")
    found = (
        pick(col(Notice.kind), subject, part, col(Person.zone), _due().label("at"), func.count())
        .select_from(Notice)
        .join(Person, col(Person.id) == col(Notice.recipient_id))
        .where(*_owed(workspace_id, kinds, last))
        .group_by(col(Notice.kind), "subject", "part", col(Person.zone), "at")
    )
    return each(tx, found)


async def leading(
    tx: Tx, workspace_id: int, series_id: int, slot: str, on: date, after: int, most: int
) -> list[tuple[int, time]]:
    """The next who lead somebody that the series asks, and have no summary of that slot: person and hour for it, by id."""
    led = (
        pick(col(ReportingLine.manager_id))
        .join(Turn, col(Turn.person_id) == col(ReportingLine.person_id))
        .where(*holds(on), col(ReportingLine.manager_id).is_not(None))
        .where(col(Turn.series_id) == series_id, col(Turn.due_at).is_not(None))
    )
    told = pick(col(Summary.manager_id)).where(col(Summary.series_id) == series_id, col(Summary.slot) == slot)
    found = pick(col(Person.id), col(Person.digest_at)).where(
        col(Person.workspace_id) == workspace_id,
        col(Person.active),
        col(Person.id) > after,
        col(Person.id).in_(led),
        col(Person.id).not_in(told),
    )
    rows = await (await tx.connection()).execute(found.order_by(col(Person.id)).limit(most))
    return [(row[0], row[1]) for row in rows]


async def hours(tx: Tx, people: Sequence[int]) -> list[tuple[str, time, int]]:
    """How many of these people have which zone and hour for summaries."""
    found: list[tuple[str, time, int]] = []
    by = (col(Person.zone), col(Person.digest_at))
    for at in range(0, len(people), AT_ONCE):
        wanted = pick(*by, func.count()).where(col(Person.id).in_(people[at : at + AT_ONCE])).group_by(*by)
        found += [(row[0], row[1], row[2]) for row in await (await tx.connection()).execute(wanted)]
    return found


def confirming(tx: Tx, workspace_id: int, last: datetime) -> Rows:
    """Who was asked to confirm an announcement and has not: announcement, zone, next reminder, reminders had and foreseen, how many."""
    by = (
        col(AnnouncementTo.announcement_id),
        col(Person.zone),
        col(AnnouncementTo.remind_at),
        col(AnnouncementTo.reminded),
        col(Announcement.reminders),
    )
    found = (
        pick(*by, func.count())
        .select_from(AnnouncementTo)
        .join(Announcement, col(Announcement.id) == col(AnnouncementTo.announcement_id))
        .join(Person, col(Person.id) == col(AnnouncementTo.person_id))
        .where(
            col(AnnouncementTo.remind_at) <= last,
            col(AnnouncementTo.workspace_id) == workspace_id,
            col(AnnouncementTo.understood_at).is_(None),
            col(AnnouncementTo.reminded) < col(Announcement.reminders),
            col(Announcement.stage).in_(announcements.OUT),
            col(Person.active),
        )
        .group_by(*by)
    )
    return each(tx, found)


async def scheduled(tx: Tx, workspace_id: int, last: datetime) -> list[Announcement]:
    """Announcements that wait for their time."""
    found = select(Announcement).where(
        col(Announcement.workspace_id) == workspace_id,
        col(Announcement.stage) == announcements.Stage.SCHEDULED,
        col(Announcement.starts_at) <= last,
    )
    return list(await tx.exec(found.order_by(col(Announcement.id))))


def in_cycles(tx: Tx, workspace_id: int) -> Rows:
    """Who is in a running cycle: cycle, its first day, zone, the day that this is for them, how many."""
    by = (col(Cycle.id), col(Cycle.starts), col(Person.zone), col(CyclePerson.begins))
    found = (
        pick(*by, func.count())
        .select_from(CyclePerson)
        .join(Cycle, col(Cycle.id) == col(CyclePerson.cycle_id))
        .join(Person, col(Person.id) == col(CyclePerson.person_id))
        .where(
            col(Cycle.workspace_id) == workspace_id,
            col(Cycle.stage) == Stage.RUNNING,
            col(CyclePerson.left_on).is_(None),
            col(Person.active),
        )
        .group_by(*by)
    )
    return each(tx, found)


async def cycles(tx: Tx, workspace_id: int) -> list[Cycle]:
    """The cycles that run."""
    found = select(Cycle).where(Cycle.workspace_id == workspace_id, Cycle.stage == Stage.RUNNING)
    return list(await tx.exec(found.order_by(col(Cycle.id))))


async def leading_in(tx: Tx, cycle_id: int, on: date) -> list[tuple[str, time, int]]:
    """How many who lead somebody in that cycle have which zone and hour for summaries."""
    led = (
        pick(col(ReportingLine.manager_id))
        .join(CyclePerson, col(CyclePerson.person_id) == col(ReportingLine.person_id))
        .where(*holds(on), col(CyclePerson.cycle_id) == cycle_id, col(CyclePerson.left_on).is_(None))
    )
    by = (col(Person.zone), col(Person.digest_at))
    found = pick(*by, func.count()).where(col(Person.active), col(Person.id).in_(led)).group_by(*by)
    return [(row[0], row[1], row[2]) for row in await (await tx.connection()).execute(found)]


async def leading_by_first_day(tx: Tx, cycle_id: int, on: date) -> list[tuple[date, str, time, int]]:
    """How many who lead somebody for whom that cycle begins on which day have which zone and hour for summaries."""
    lead = aliased(Person)
    by = (col(CyclePerson.begins), col(lead.zone), col(lead.digest_at))
    found = (
        pick(*by, func.count(col(lead.id).distinct()))
        .select_from(CyclePerson)
        .join(ReportingLine, col(ReportingLine.person_id) == col(CyclePerson.person_id))
        .join(lead, col(lead.id) == col(ReportingLine.manager_id))
        .where(*holds(on), col(CyclePerson.cycle_id) == cycle_id, col(CyclePerson.left_on).is_(None), col(lead.active))
        .group_by(*by)
    )
    return [(row[0], row[1], row[2], row[3]) for row in await (await tx.connection()).execute(found)]


async def cycle_names(tx: Tx, workspace_id: int, ids: Sequence[int]) -> dict[int, str]:
    """What these cycles of the workspace are called, by id."""
    found = pick(col(Cycle.id), col(Cycle.name)).where(col(Cycle.id).in_(ids), col(Cycle.workspace_id) == workspace_id)
    return {row[0]: row[1] for row in await (await tx.connection()).execute(found)}


async def pulses_open(tx: Tx, workspace_id: int, last: datetime) -> list[tuple[int, str, datetime]]:
    """Pulses that are asking, and may close by then: series, slot, when it is looked."""
    found = pick(col(PulseSlot.series_id), col(PulseSlot.slot), col(PulseSlot.looks_at)).where(
        col(PulseSlot.workspace_id) == workspace_id, col(PulseSlot.closed_at).is_(None), col(PulseSlot.looks_at) <= last
    )
    rows = await (await tx.connection()).execute(found)
    return [(of, slot, at) for of, slot, at in rows if at is not None]


async def named(tx: Tx, series_ids: Sequence[int]) -> dict[int, Series]:
    """The series with these ids, by id."""
    found = select(Series).where(col(Series.id).in_(series_ids))
    return {one.id: one for one in await tx.exec(found)}
