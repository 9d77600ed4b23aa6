"""How many people of a cycle its gates hold, for HR: counted in the database, of a whole company at once."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, FromClause, and_, exists, false, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col

from bot.domain.one_on_ones import TalkState
from storage.cycles import CyclePerson
from storage.database import Tx
from storage.feedback import Feedback
from storage.gates_found import CONFIRMED, PROPOSED, READ, Part, Span, counts_as_said, from_or_for, within
from storage.goals import Goal
from storage.one_on_ones import OneOnOne
from storage.people import Person
from storage.reporting import ReportingLine, holds


async def spans(tx: Tx, cycle_id: int) -> list[tuple[str, date]]:
    """The zones in which people of the cycle live, each with the days on which it begins for them."""
    found = (
        select(col(Person.zone), col(CyclePerson.begins))
        .join(CyclePerson, col(CyclePerson.person_id) == col(Person.id))
        .where(col(CyclePerson.cycle_id) == cycle_id, col(Person.active))
        .distinct()
        .order_by(col(Person.zone), col(CyclePerson.begins))
    )
    return [(zone, begins) for zone, begins in await (await tx.connection()).execute(found)]


async def people(tx: Tx, cycle_id: int, among: Sequence[Span], on: date, *, led: bool) -> int:
    """How many are in the cycle on that day, of those who live there; `led`: only whom somebody leads."""
    found = select(func.count()).select_from(_everyone()).where(*_in_cycle(cycle_id, among, on))
    found = found.where(_led(on)) if led else found
    return int((await (await tx.connection()).execute(found)).scalar_one())


async def without_goals(tx: Tx, cycle_id: int, among: Sequence[Span], on: date, most: int) -> tuple[int, list[str]]:
    """How many have no goal confirmed, or one that waits; and the first of their names."""
    mine = (col(Goal.cycle_id) == cycle_id, col(Goal.owner_id) == col(Person.id))
    lacks = or_(exists().where(*mine, PROPOSED), ~exists().where(*mine, CONFIRMED))
    where = (*_in_cycle(cycle_id, among, on), lacks)
    connection = await tx.connection()
    count = await connection.execute(select(func.count()).select_from(_everyone()).where(*where))
    names = select(col(Person.name)).select_from(_everyone()).where(*where).order_by(col(Person.name), col(Person.id))
    return int(count.scalar_one()), [row[0] for row in await connection.execute(names.limit(most))]


async def without_talks(
    tx: Tx, cycle_id: int, among: Sequence[Span], on: date, now: datetime
) -> tuple[int, list[Part]]:
    """Of those whom somebody leads, how many have no recorded talk, and the parts of those who have one: it may be enough for them."""
    held = (
        select(func.count(col(OneOnOne.id)))
        .where(col(OneOnOne.person_id) == col(Person.id), col(OneOnOne.state) == TalkState.HELD)
        .where(col(OneOnOne.at) <= now, within(col(OneOnOne.at), among))
        .correlate(Person, CyclePerson)
        .scalar_subquery()
    )
    where = (*_in_cycle(cycle_id, among, on), _led(on))
    connection = await tx.connection()
    none = await connection.execute(select(func.count()).select_from(_everyone()).where(*where, held == 0))
    wanted = (col(Person.id), col(Person.zone), col(CyclePerson.begins), col(CyclePerson.joined_on))
    one = select(*wanted, col(CyclePerson.left_on)).select_from(_everyone()).where(*where, held == 1)
    return int(none.scalar_one()), [Part(*row) for row in await connection.execute(one)]


async def without_feedback(tx: Tx, cycle_id: int, among: Sequence[Span], on: date, now: datetime) -> int:
    """Of those whom somebody leads, how many have read no feedback that asks for a change, by or shared with who leads them."""
    told = (
        select(col(Feedback.id))
        .join(ReportingLine, col(ReportingLine.person_id) == col(Feedback.subject_id))
        .where(col(Feedback.subject_id) == col(Person.id), *holds(on), counts_as_said(among, now), READ)
        .where(from_or_for(col(ReportingLine.manager_id)))
        .correlate(Person, CyclePerson)
        .exists()
    )
    found = select(func.count()).select_from(_everyone()).where(*_in_cycle(cycle_id, among, on), _led(on), ~told)
    return int((await (await tx.connection()).execute(found)).scalar_one())


def _everyone() -> FromClause:
    person, part = (SQLModel.metadata.tables[str(one.__tablename__)] for one in (Person, CyclePerson))
    return part.join(person, person.c.id == part.c.person_id)


def _in_cycle(cycle_id: int, among: Sequence[Span], on: date) -> tuple[ColumnElement[bool], ...]:
    live = [and_(col(Person.zone) == one.zone, col(CyclePerson.begins) == one.begins) for one in among]
    return (
        col(CyclePerson.cycle_id) == cycle_id,
        col(Person.active).is_(True),
        col(CyclePerson.joined_on) <= on,
        or_(col(CyclePerson.left_on).is_(None), col(CyclePerson.left_on) >= on),
        or_(false(), *live),
    )


def _led(on: date) -> ColumnElement[bool]:
    manager = aliased(Person)
    return (
        select(col(ReportingLine.id))
        .join(manager, col(manager.id) == col(ReportingLine.manager_id))
        .where(col(ReportingLine.person_id) == col(Person.id), col(manager.active), *holds(on))
        .correlate(Person)
        .exists()
    )
