"""Counting for HR, in the database: who took part, by department, and what did not arrive. No names of those who answered."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_
from sqlalchemy import select as pick
from sqlmodel import col, select

from bot.domain.checkins import Outcome
from bot.domain.notices import TOO_LATE, State
from bot.domain.numbers import Group
from storage.database import Tx
from storage.notices import STUCK, Notice
from storage.people import Person
from storage.periods import Period
from storage.reporting import Department, Membership

ANSWERED = (Outcome.ANSWERED, Outcome.LATE)
NOT_ASKED = (Outcome.AWAY, Outcome.NONE, Outcome.DROPPED)


async def participation(tx: Tx, workspace_id: int, series_id: int, slot: str, on: date, now: datetime) -> list[Group]:
    """One slot of a series by the department that people belonged to on that day; those of none under an empty name.

    Begins with the people, whose periods are found by their key: the periods of all years are never read.
    """
    outcome = col(Period.outcome)
    count = {
        "asked": or_(outcome.is_(None), outcome.not_in(NOT_ASKED)),
        "answered": outcome.in_(ANSWERED),
        "skipped": outcome == Outcome.SKIPPED,
        "away": outcome == Outcome.AWAY,
    }
    found: Any = (
        pick(
            col(Department.name).label("department"),
            *(func.sum(case((condition, 1), else_=0)).label(name) for name, condition in count.items()),
        )
        .select_from(Person)
        .join(
            Period,
            (col(Period.series_id) == series_id) & (col(Period.person_id) == col(Person.id)) & (Period.slot == slot),
        )
        .outerjoin(
            Membership,
            (col(Membership.person_id) == col(Person.id))
            & (col(Membership.since) <= on)
            & or_(col(Membership.until).is_(None), col(Membership.until) > on),
        )
        .outerjoin(Department, col(Department.id) == col(Membership.department_id))
        .where(col(Person.workspace_id) == workspace_id, col(Period.opens_at) <= now)
        .group_by(col(Department.name))
    )
    rows = await (await tx.connection()).execute(found)
    return [Group(row.department or "", row.asked, row.answered, row.skipped, row.away) for row in rows]


async def failed(tx: Tx, workspace_id: int, doubted_before: datetime, most: int) -> list[tuple[Notice, Person]]:
    """Messages that failed, or are in doubt since before that moment, with whom they are for; the newest first."""
    found = (
        select(Notice, Person)
        .join(Person, col(Person.id) == col(Notice.recipient_id))
        .where(STUCK, Notice.workspace_id == workspace_id, col(Person.active), _stuck(doubted_before))
        .order_by(col(Notice.due_at).desc(), col(Notice.id).desc())
        .limit(most)
    )
    return [(notice, person) for notice, person in await tx.exec(found)]


async def count_failed(tx: Tx, workspace_id: int, doubted_before: datetime) -> int:
    found = (
        select(func.count(col(Notice.id)))
        .join(Person, col(Person.id) == col(Notice.recipient_id))
        .where(STUCK, Notice.workspace_id == workspace_id, col(Person.active), _stuck(doubted_before))
    )
    return (await tx.exec(found)).one()


def _stuck(doubted_before: datetime) -> ColumnElement[bool]:
    doubt = (col(Notice.state) == State.IN_DOUBT) & (col(Notice.sending_at) < doubted_before)
    return or_(col(Notice.state) == State.FAILED, doubt)


async def left_out(tx: Tx, workspace_id: int, since: datetime) -> dict[str, tuple[int, datetime]]:
    """How many messages of each kind came too late to be sent since that moment, and when the last of them was due."""
    found = (
        pick(col(Notice.kind), func.count(), func.max(col(Notice.due_at)))
        .where(
            STUCK,
            col(Notice.workspace_id) == workspace_id,
            col(Notice.due_at) >= since,
            col(Notice.state) == State.DROPPED,
            col(Notice.why) == TOO_LATE,
        )
        .group_by(col(Notice.kind))
    )
    rows = await (await tx.connection()).execute(found)
    return {kind: (count, last) for kind, count, last in rows}
