"""Dated lines: who reports to whom, and who belongs to which department, from which day to which, known from where."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Index, ScalarSelect, UniqueConstraint, bindparam, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Field, SQLModel, col, select

from bot.domain.roles import Source
from storage.columns import choice, link, link_or_none, row_id
from storage.database import Tx
from storage.people import MANY, Person


class ReportingLine(SQLModel, table=True):
    """`person` reports to `manager` (nobody: None) from `since` until the day before `until` (open: None)."""

    __table_args__ = (
        UniqueConstraint("person_id", "since"),
        Index("ix_reportingline_manager", "manager_id", "until", "person_id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    person_id: int = link("person.id")
    manager_id: int | None = link_or_none("person.id")
    since: date
    until: date | None = None
    source: Source = choice(Source)


class Department(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("workspace_id", "name"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    name: str = Field(max_length=255)


class Membership(SQLModel, table=True):
    """`person` belongs to `department` (none: None) from `since` until the day before `until` (open: None)."""

    __table_args__ = (
        UniqueConstraint("person_id", "since"),
        Index("ix_membership_department", "department_id", "until", "person_id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    person_id: int = link("person.id")
    department_id: int | None = link_or_none("department.id")
    since: date
    until: date | None = None
    source: Source = choice(Source)


async def manager_of(tx: Tx, person_id: int, on: date) -> Person | None:
    """Whom this person reports to on that day."""
    return (await tx.exec(_MANAGER_OF, params={"person": person_id, "day": on})).one_or_none()


async def reports_of(tx: Tx, manager_id: int, on: date) -> list[Person]:
    """Who reports to this manager on that day and still takes part, by name."""
    found = (
        select(Person)
        .join(ReportingLine, col(ReportingLine.person_id) == col(Person.id))
        .where(*_reports_to(manager_id, on))
        .order_by(Person.name, col(Person.id))
    )
    return list(await tx.exec(found))


def _reports_to(manager_id: int, on: date) -> tuple[ColumnElement[bool], ...]:
    return (col(ReportingLine.manager_id) == manager_id, col(Person.active).is_(True), *holds(on))


def holds(on: date | ColumnElement[date]) -> tuple[ColumnElement[bool], ...]:
    """The condition that a reporting line is in force on that day."""
    return (col(ReportingLine.since) <= on, or_(col(ReportingLine.until).is_(None), col(ReportingLine.until) > on))


def department_on(person_id: Any, day: Any, next_day: Any) -> ScalarSelect[int | None]:
    """The department that somebody belongs to on that day, or on the next one: an import counts in days of UTC, a person in their own.

    One that they come to afterwards does not change it.
    """
    found = select(Membership.department_id).where(
        col(Membership.person_id) == person_id,
        col(Membership.department_id).is_not(None),
        col(Membership.since) <= next_day,
        or_(col(Membership.until).is_(None), col(Membership.until) > day),
    )
    return found.order_by(col(Membership.since)).limit(1).scalar_subquery()


async def led_since(tx: Tx, manager_id: int, day: date) -> list[int]:
    """The ids of those who reported to somebody on that day or on any after it."""
    open_ = or_(col(ReportingLine.until).is_(None), col(ReportingLine.until) > day)
    found = select(ReportingLine.person_id).where(col(ReportingLine.manager_id) == manager_id, open_)
    return list(await tx.exec(found.distinct()))


async def leaders(tx: Tx, workspace_id: int, on: date) -> list[int]:
    """The ids of those to whom somebody who takes part reports on that day."""
    leader = aliased(Person)
    found = (
        select(ReportingLine.manager_id)
        .join(Person, col(Person.id) == col(ReportingLine.person_id))
        .join(leader, col(leader.id) == col(ReportingLine.manager_id))
        .where(ReportingLine.workspace_id == workspace_id, col(Person.active), col(leader.active), *holds(on))
        .distinct()
        .order_by(col(ReportingLine.manager_id))
    )
    return [one for one in await tx.exec(found) if one is not None]


async def leads(tx: Tx, manager_id: int, on: date) -> bool:
    """Whether somebody who takes part reports to this person on that day."""
    found = select(ReportingLine.id).join(Person, col(Person.id) == col(ReportingLine.person_id))
    return (await tx.exec(found.where(*_reports_to(manager_id, on)).limit(1))).first() is not None


# Written down once, as all statements of a submit are: putting them together takes longer than running them.
_MANAGER_OF = (
    select(Person)
    .join(ReportingLine, col(ReportingLine.manager_id) == col(Person.id))
    .where(col(ReportingLine.person_id) == bindparam("person"), *holds(bindparam("day", type_=Date())))
)


async def without_manager(tx: Tx, workspace_id: int, on: date, most: int | None = None) -> list[Person]:
    """Who takes part and reports to nobody who does on that day, by name; whoever reports to nobody on purpose is left out."""
    found = select(Person).where(*_unled(workspace_id, on)).order_by(col(Person.name), col(Person.id)).limit(most)
    return list(await tx.exec(found))


async def count_without_manager(tx: Tx, workspace_id: int, on: date) -> int:
    return (await tx.exec(select(func.count(col(Person.id))).where(*_unled(workspace_id, on)))).one()


def _unled(workspace_id: int, on: date) -> tuple[ColumnElement[bool], ...]:
    manager = aliased(Person)
    led = (
        select(ReportingLine.person_id)
        .outerjoin(manager, col(ReportingLine.manager_id) == col(manager.id))
        .where(ReportingLine.workspace_id == workspace_id, *holds(on))
        .where(or_(col(ReportingLine.manager_id).is_(None), col(manager.active).is_(True)))
        .where(or_(col(manager.employed_until).is_(None), col(manager.employed_until) >= on))
    )
    return (col(Person.workspace_id) == workspace_id, col(Person.active).is_(True), col(Person.id).not_in(led))


async def managers_of(tx: Tx, ids: Sequence[int], on: date) -> dict[int, int]:
    """To whom each of these people reports on that day, by person id; who reports to nobody is left out."""
    found: dict[int, int] = {}
    for at in range(0, len(ids), MANY):
        some = col(ReportingLine.person_id).in_(ids[at : at + MANY])
        lines = select(ReportingLine.person_id, ReportingLine.manager_id).where(some, *holds(on))
        found |= {person: manager for person, manager in await tx.exec(lines) if manager is not None}
    return found


async def departments_of(tx: Tx, ids: Sequence[int], on: date) -> dict[int, int]:
    """To which department each of these people belongs on that day, by person id."""
    found: dict[int, int] = {}
    ended = col(Membership.until).is_(None) | (col(Membership.until) > on)
    for at in range(0, len(ids), MANY):
        some = col(Membership.person_id).in_(ids[at : at + MANY])
        lines = select(Membership.person_id, Membership.department_id).where(some, Membership.since <= on, ended)
        found |= {person: department for person, department in await tx.exec(lines) if department is not None}
    return found


async def departments(tx: Tx, workspace_id: int) -> list[Department]:
    """All departments, by name."""
    found = select(Department).where(Department.workspace_id == workspace_id).order_by(col(Department.name))
    return list(await tx.exec(found))


async def above(tx: Tx, person_id: int, on: date) -> list[int]:
    """The ids of those whom this person reports to on that day, the nearest first; ends where a circle would close."""
    found: list[int] = []
    one = person_id
    while True:
        line = select(ReportingLine.manager_id).where(ReportingLine.person_id == one, *holds(on))
        manager = (await tx.exec(line)).first()
        if manager is None or manager in found:
            return found
        found.append(manager)
        one = manager


async def everyone_above(tx: Tx, ids: Sequence[int], on: date) -> dict[int, set[int]]:
    """The ids of all whom each of these people reports to on that day, directly or over others; level by level, for thousands."""
    found: dict[int, set[int]] = {one: set() for one in ids}
    managers: dict[int, int] = {}
    asked: set[int] = set()
    level = set(ids)
    while level:
        managers |= await managers_of(tx, sorted(level), on)
        asked |= level
        level = {managers[one] for one in level if one in managers} - asked
    for one, those in found.items():
        at = managers.get(one)
        while at is not None and at not in those:
            those.add(at)
            at = managers.get(at)
    return found


async def everyone_below(tx: Tx, manager_id: int, on: date) -> dict[int, int]:
    """All who report to this person on that day and take part: how many steps below, 1 for directly."""
    found: dict[int, int] = {}
    level, step = {manager_id}, 0
    while level:
        step += 1
        below: set[int] = set()
        for at in range(0, len(level), MANY):
            some = col(ReportingLine.manager_id).in_(sorted(level)[at : at + MANY])
            lines = select(ReportingLine.person_id).join(Person, col(Person.id) == col(ReportingLine.person_id))
            below |= set(await tx.exec(lines.where(some, col(Person.active), *holds(on))))
        level = below - found.keys() - {manager_id}
        found |= dict.fromkeys(level, step)
    return found
