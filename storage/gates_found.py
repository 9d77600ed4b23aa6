"""What there is of people in a cycle that its gates ask for: goals, talks and feedback, counted in the database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, false, func, literal, or_, select
from sqlalchemy.orm import Mapped
from sqlmodel import col

from bot.domain.feedback import RECORD, Aim, Form
from bot.domain.goals import Ending, GoalState
from bot.domain.one_on_ones import TalkState
from storage.cycles import CyclePerson
from storage.database import Tx
from storage.feedback import Feedback
from storage.goals import Goal, GoalVersion
from storage.one_on_ones import OneOnOne
from storage.people import Person
from storage.readers import Reader
from storage.reporting import ReportingLine, holds


@dataclass(frozen=True)
class Span:
    """The days of a cycle for those who live in that zone and for whom it begins on that day: from `first` on, before `until`, in UTC."""

    zone: str
    begins: date
    first: datetime
    until: datetime


@dataclass(frozen=True)
class Part:
    """Somebody's part in the cycle, and where they live."""

    person_id: int
    zone: str
    begins: date
    joined_on: date
    left_on: date | None


CONFIRMED = or_(
    col(Goal.state) == GoalState.CONFIRMED,
    and_(col(Goal.state) == GoalState.CLOSED, col(Goal.ended) != Ending.DROPPED),
)
PROPOSED = col(Goal.state) == GoalState.PROPOSED
UNSAID = and_(col(OneOnOne.state).in_([TalkState.PROPOSED, TalkState.AGREED]), col(OneOnOne.look_at).is_not(None))
"""Of a talk whose time is over: whether it took place is still open."""
CONSTRUCTIVE = or_(col(Feedback.form) == Form.SANDWICH, col(Feedback.aim) == Aim.CHANGE)
"""As bot/domain/feedback.py `Written.constructive` has it."""


def within(moment: Mapped[Any], spans: Iterable[Span]) -> ColumnElement[bool]:
    """That a moment lies in the days of the cycle, of people in Person and CyclePerson."""
    each = [
        and_(
            col(Person.zone) == one.zone,
            col(CyclePerson.begins) == one.begins,
            moment >= one.first,
            moment < one.until,
        )
        for one in spans
    ]
    return or_(false(), *each)


async def parts(tx: Tx, cycle_id: int, person_ids: Sequence[int]) -> list[Part]:
    """These people's parts in the cycle."""
    wanted = (col(Person.id), col(Person.zone), col(CyclePerson.begins), col(CyclePerson.joined_on))
    found = (
        select(*wanted, col(CyclePerson.left_on))
        .join(CyclePerson, col(CyclePerson.person_id) == col(Person.id))
        .where(col(CyclePerson.cycle_id) == cycle_id, col(Person.id).in_(person_ids))
    )
    return [Part(*row) for row in await (await tx.connection()).execute(found)]


async def goals(tx: Tx, cycle_id: int, person_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """How many of each one's goals of the cycle are confirmed, and how many proposed, at every level."""
    each = (func.sum(case((one, 1), else_=0)) for one in (CONFIRMED, PROPOSED))
    found = select(col(Goal.owner_id), *each).where(col(Goal.cycle_id) == cycle_id, col(Goal.owner_id).in_(person_ids))
    rows = await (await tx.connection()).execute(found.group_by(col(Goal.owner_id)))
    return {owner: (int(confirmed), int(proposed)) for owner, confirmed, proposed in rows}


async def waits_for(tx: Tx, cycle_id: int, person_ids: Sequence[int]) -> dict[int, list[int]]:
    """Whose agreement is asked for, of each one's goals that nobody has confirmed before."""
    found = (
        select(col(Goal.owner_id), col(GoalVersion.waits_for))
        .join(GoalVersion, col(GoalVersion.goal_id) == col(Goal.id))
        .where(col(Goal.cycle_id) == cycle_id, col(Goal.owner_id).in_(person_ids), PROPOSED)
        .where(col(GoalVersion.waits_for).is_not(None))
        .distinct()
        .order_by(col(Goal.owner_id), col(GoalVersion.waits_for))
    )
    made: dict[int, list[int]] = {}
    for owner, asked in await (await tx.connection()).execute(found):
        made.setdefault(owner, []).append(int(asked or 0))
    return made


async def talks(
    tx: Tx, cycle_id: int, person_ids: Sequence[int], spans: Iterable[Span], now: datetime
) -> dict[int, tuple[int, int]]:
    """How many talks of each one within the cycle's days were recorded, and how many are over and open, whoever led them then."""
    each = (func.sum(case((one, 1), else_=0)) for one in (col(OneOnOne.state) == TalkState.HELD, UNSAID))
    found = (
        select(col(Person.id), *each)
        .join(CyclePerson, col(CyclePerson.person_id) == col(Person.id))
        .join(OneOnOne, col(OneOnOne.person_id) == col(Person.id))
        .where(col(CyclePerson.cycle_id) == cycle_id, col(Person.id).in_(person_ids))
        .where(col(OneOnOne.at) <= now, within(col(OneOnOne.at), spans))
        .group_by(col(Person.id))
    )
    rows = await (await tx.connection()).execute(found)
    return {person: (int(held), int(unsaid)) for person, held, unsaid in rows}


def from_or_for(rater: Any) -> ColumnElement[bool]:
    """That feedback is by that one, or was shared with them."""
    shared = exists().where(
        col(Reader.kind) == RECORD, col(Reader.record_id) == col(Feedback.id), col(Reader.person_id) == rater
    )
    return or_(col(Feedback.author_id) == rater, shared)


READ = exists().where(
    col(Reader.kind) == RECORD,
    col(Reader.record_id) == col(Feedback.id),
    col(Reader.person_id) == col(Feedback.subject_id),
    col(Reader.read_at).is_not(None),
)
"""Its receiver has read it."""


def counts_as_said(spans: Iterable[Span], now: datetime) -> ColumnElement[bool]:
    """That feedback asks for a change, reached its receiver within the cycle's days and stands."""
    moment = col(Feedback.due_at)
    stands = col(Feedback.withdrawn_at).is_(None)
    return and_(CONSTRUCTIVE, stands, moment <= now, within(moment, spans))


async def feedback(
    tx: Tx, cycle_id: int, person_ids: Sequence[int], spans: Iterable[Span], now: datetime, rater: int | None = None
) -> dict[int, tuple[int, int]]:
    """How many pieces of feedback that asks for a change each one has read, and how many not, by or shared with that rater.

    None: by whoever leads them today.
    """
    leads = col(ReportingLine.manager_id) if rater is None else literal(rater)
    each = (func.sum(case((one, 1), else_=0)) for one in (READ, ~READ))
    found = (
        select(col(Person.id), *each)
        .join(CyclePerson, col(CyclePerson.person_id) == col(Person.id))
        .join(Feedback, col(Feedback.subject_id) == col(Person.id))
        .where(col(CyclePerson.cycle_id) == cycle_id, col(Person.id).in_(person_ids))
        .where(counts_as_said(spans, now), from_or_for(leads))
        .group_by(col(Person.id))
    )
    if rater is None:
        led = and_(col(ReportingLine.person_id) == col(Person.id), *holds(now.date()))
        found = found.join(ReportingLine, led)
    rows = await (await tx.connection()).execute(found)
    return {person: (int(read), int(unread)) for person, read, unread in rows}
