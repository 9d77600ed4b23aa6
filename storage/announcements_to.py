"""For whom an announcement is: one row a person, with when they are due it, and when they read and confirmed it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Index, UniqueConstraint, case, func, or_, text, update
from sqlalchemy import select as pick
from sqlmodel import SQLModel, col, select

from bot.domain.announcements import OUT, TOLD, Place
from storage.announcements import Announcement
from storage.columns import link, row_id
from storage.database import Tx
from storage.inserting import insert_new
from storage.notices import Notice
from storage.people import MANY, Person
from storage.reporting import Department, Membership, ReportingLine, holds

_WAITS = "remind_at IS NOT NULL"


class AnnouncementTo(SQLModel, table=True):
    """`read_at`: they pressed a button that shows it; `understood_at`: they confirmed it; each with the version that they saw.

    `remind_at`: when they are reminded next, if they have not confirmed by then; `reminded`: how often they were.
    """

    __tablename__ = "announcement_to"
    __table_args__ = (
        UniqueConstraint("announcement_id", "person_id"),
        Index("ix_announcement_to_person", "person_id", "announcement_id"),
        Index("ix_announcement_to_remind", "remind_at", "id", postgresql_where=text(_WAITS), sqlite_where=text(_WAITS)),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    announcement_id: int = link("announcement.id")
    person_id: int = link("person.id")
    due_at: datetime
    read_at: datetime | None = None
    read_version: int | None = None
    understood_at: datetime | None = None
    understood_version: int | None = None
    remind_at: datetime | None = None
    reminded: int = 0


async def add(tx: Tx, rows: Sequence[dict[str, Any]]) -> None:
    """Mean these people; who is meant already stays as they are."""
    await insert_new(tx, AnnouncementTo, rows)


async def meant(tx: Tx, announcement_id: int, people: Sequence[int]) -> set[int]:
    """Those of these people for whom it is already."""
    found: set[int] = set()
    for at in range(0, len(people), MANY):
        some = col(AnnouncementTo.person_id).in_(people[at : at + MANY])
        found |= set(
            await tx.exec(
                select(AnnouncementTo.person_id).where(AnnouncementTo.announcement_id == announcement_id, some)
            )
        )
    return found


async def find(tx: Tx, announcement_id: int, person_id: int) -> AnnouncementTo | None:
    """Somebody's row, as it is now."""
    found = select(AnnouncementTo).where(
        AnnouncementTo.announcement_id == announcement_id, AnnouncementTo.person_id == person_id
    )
    return (await tx.exec(found.execution_options(populate_existing=True))).one_or_none()


async def after(tx: Tx, announcement_id: int, row_id: int, most: int) -> list[AnnouncementTo]:
    """The next rows of an announcement."""
    found = select(AnnouncementTo).where(
        AnnouncementTo.announcement_id == announcement_id, col(AnnouncementTo.id) > row_id
    )
    return list(await tx.exec(found.order_by(col(AnnouncementTo.id)).limit(most)))


async def mark_read(tx: Tx, announcement_id: int, person_id: int, version: int, now: datetime) -> None:
    """The first time counts, and the newest version that they saw."""
    await _mark(tx, announcement_id, person_id, "read", version, now)


async def mark_understood(tx: Tx, announcement_id: int, person_id: int, version: int, now: datetime) -> bool:
    """Whether it is for this person. Pressed twice, the first time stays; a newer version counts anew."""
    return await _mark(tx, announcement_id, person_id, "understood", version, now)


async def _mark(tx: Tx, announcement_id: int, person_id: int, what: str, version: int, now: datetime) -> bool:
    at, seen = col(getattr(AnnouncementTo, f"{what}_at")), col(getattr(AnnouncementTo, f"{what}_version"))
    newer = or_(seen.is_(None), seen < version)
    values = {f"{what}_at": case((newer, now), else_=at), f"{what}_version": case((newer, version), else_=seen)}
    mine = (col(AnnouncementTo.announcement_id) == announcement_id, col(AnnouncementTo.person_id) == person_id)
    await tx.flush()
    connection = await tx.connection()
    marked = await connection.execute(
        update(AnnouncementTo).where(*mine).values(**values).returning(col(AnnouncementTo.id))
    )
    return marked.first() is not None


async def lasting(tx: Tx, person_id: int, today: date) -> list[Announcement]:
    """What was told to somebody, by DM or in a channel, and lasts; the newest first."""
    told = (
        pick(col(Notice.id))
        .where(
            col(Notice.kind) == TOLD.name,
            col(Notice.subject_id) == col(Announcement.id),
            col(Notice.recipient_id) == person_id,
            col(Notice.ts).is_not(None),
        )
        .exists()
    )
    found = (
        select(Announcement)
        .join(AnnouncementTo, col(AnnouncementTo.announcement_id) == col(Announcement.id))
        .where(
            AnnouncementTo.person_id == person_id,
            col(Announcement.stage).in_(OUT),
            Announcement.lasts_until >= today,
            told | (col(Announcement.place) == Place.CHANNEL),
        )
        .order_by(col(Announcement.id).desc())
    )
    return list(await tx.exec(found))


async def to_remind(tx: Tx, now: datetime, most: int) -> list[tuple[AnnouncementTo, Announcement, Person]]:
    """Who is due a reminder, held until the transaction ends."""
    found = (
        select(AnnouncementTo, Announcement, Person)
        .join(Announcement, col(Announcement.id) == col(AnnouncementTo.announcement_id))
        .join(Person, col(Person.id) == col(AnnouncementTo.person_id))
        .where(col(AnnouncementTo.remind_at).is_not(None), col(AnnouncementTo.remind_at) <= now)
        .order_by(col(AnnouncementTo.remind_at), col(AnnouncementTo.id))
        .limit(most)
        .with_for_update(of=AnnouncementTo, skip_locked=True)
    )
    return list(await tx.exec(found))


async def count(tx: Tx, announcement_id: int, until: int | None = None) -> int:
    """For how many people it is; `until`: up to that row."""
    found = select(func.count(col(AnnouncementTo.id))).where(AnnouncementTo.announcement_id == announcement_id)
    if until is not None:
        found = found.where(col(AnnouncementTo.id) <= until)
    return (await tx.exec(found)).one()


async def count_done(tx: Tx, announcement_id: int) -> tuple[int, int]:
    """How many have read it, and how many have confirmed it."""
    found = select(func.count(col(AnnouncementTo.read_at)), func.count(col(AnnouncementTo.understood_at))).where(
        AnnouncementTo.announcement_id == announcement_id
    )
    read, understood = (await tx.exec(found)).one()
    return read, understood


async def by_department(tx: Tx, announcement_id: int, on: date, *, asks: bool) -> list[tuple[int, str, int, int]]:
    """Each department with its id, its name, how many are meant, and how many are done; those of none have 0 and no name."""
    found = (
        pick(
            func.coalesce(col(Department.id), 0),
            func.coalesce(col(Department.name), ""),
            func.count(col(AnnouncementTo.id)),
            func.count(_done(asks)),
        )
        .select_from(AnnouncementTo)
        .outerjoin(Membership, _member(on))
        .outerjoin(Department, col(Department.id) == col(Membership.department_id))
        .where(col(AnnouncementTo.announcement_id) == announcement_id)
        .group_by(col(Department.id), col(Department.name))
        .order_by(func.coalesce(col(Department.name), ""))
    )
    rows = await (await tx.connection()).execute(found)
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def _done(asks: bool) -> Any:
    """What counts as done: confirmed, where that was asked for, else read."""
    return col(AnnouncementTo.understood_at) if asks else col(AnnouncementTo.read_at)


def _member(on: date) -> ColumnElement[bool]:
    held = or_(col(Membership.until).is_(None), col(Membership.until) > on)
    return (col(Membership.person_id) == col(AnnouncementTo.person_id)) & (col(Membership.since) <= on) & held


async def people(
    tx: Tx, announcement_id: int, on: date, *, department: int | None = None, after: int = 0, most: int
) -> list[tuple[AnnouncementTo, Person, str]]:
    """For whom it is, with their department, in the order of their rows; `department` 0: those of none, None: all."""
    found = (
        select(AnnouncementTo, Person, Department.name)
        .join(Person, col(Person.id) == col(AnnouncementTo.person_id))
        .outerjoin(Membership, _member(on))
        .outerjoin(Department, col(Department.id) == col(Membership.department_id))
        .where(AnnouncementTo.announcement_id == announcement_id, col(AnnouncementTo.id) > after)
    )
    if department is not None:
        found = found.where(func.coalesce(col(Department.id), 0) == department)
    rows = await tx.exec(found.order_by(col(AnnouncementTo.id)).limit(most))
    return [(row, person, name or "") for row, person, name in rows]


async def below(tx: Tx, manager_id: int, on: date) -> list[int]:
    """Who takes part and reports to this manager on that day, directly or not."""
    found: set[int] = set()
    asked = [manager_id]
    while asked:
        reports: set[int] = set()
        for at in range(0, len(asked), MANY):
            lines = select(ReportingLine.person_id).where(
                col(ReportingLine.manager_id).in_(asked[at : at + MANY]), *holds(on)
            )
            reports |= set(await tx.exec(lines))
        asked = sorted(reports - found - {manager_id})
        found |= set(asked)
    return sorted(found)


async def count_among(tx: Tx, announcement_id: int, ids: Sequence[int], *, asks: bool) -> tuple[int, int]:
    """For how many of these people it is, and how many of those are done."""
    every = finished = 0
    for at in range(0, len(ids), MANY):
        found = pick(func.count(col(AnnouncementTo.id)), func.count(_done(asks))).where(
            col(AnnouncementTo.announcement_id) == announcement_id,
            col(AnnouncementTo.person_id).in_(ids[at : at + MANY]),
        )
        row = (await (await tx.connection()).execute(found)).one()
        every, finished = every + row[0], finished + row[1]
    return every, finished
