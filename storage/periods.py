"""Periods: one slot of a series for one person; and turns: which slot each person is due next, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Index, UniqueConstraint, bindparam, column, table, update
from sqlalchemy import select as pick
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Field, SQLModel, col, select

from bot.domain.checkins import Outcome, SeriesKind
from storage.columns import choice_or_none, link, row_id
from storage.database import Tx
from storage.prepared import Prepared


class Turn(SQLModel, table=True):
    """What one person is due next in one series. `due_at` is UTC, computed from their zone, recomputed when zone or rule change.

    `due_at` is None while nothing is due: the series is paused or ended, or the person no longer takes part.
    """

    __table_args__ = (
        UniqueConstraint("series_id", "person_id"),
        Index("ix_turn_due", "due_at", "id"),
        Index("ix_turn_person", "person_id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    series_id: int = link("series.id")
    person_id: int = link("person.id")
    slot: str = Field(max_length=16)
    due_at: datetime | None = None


class Period(SQLModel, table=True):
    """One slot of a series for one person. Times are UTC and stay what they were when it was made. `outcome` None: open."""

    __table_args__ = (
        UniqueConstraint("series_id", "slot", "person_id"),
        Index("ix_period_person", "person_id", "closes_at"),
        Index("ix_period_open", "outcome", "closes_at", "id"),
        Index("ix_period_remind", "outcome", "reminds_at", "id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    series_id: int = link("series.id")
    person_id: int = link("person.id")
    slot: str = Field(max_length=16)
    opens_at: datetime
    reminds_at: datetime | None = None
    reminded: bool = False
    closes_at: datetime
    short: bool = False
    outcome: Outcome | None = choice_or_none(Outcome)
    why: str | None = Field(default=None, max_length=64)
    settled_at: datetime | None = None


def of_checkins() -> ColumnElement[bool]:
    """The condition that a period is not of a pulse: who took part there is nobody's to see, and no form of a check-in."""
    series = table("series", column("id"), column("kind"))
    return col(Period.series_id).not_in(pick(series.c.id).where(series.c.kind == SeriesKind.PULSE.value))


async def get(tx: Tx, period_id: int) -> Period:
    return await tx.get_one(Period, period_id)


async def find(tx: Tx, series_id: int, person_id: int, slot: str) -> Period | None:
    found = select(Period).where(Period.series_id == series_id, Period.person_id == person_id, Period.slot == slot)
    return (await tx.exec(found)).one_or_none()


async def open_for(tx: Tx, person_id: int, now: datetime) -> list[Period]:
    """The check-ins this person can answer at `now`, the one that closes first in front. Not the pulses."""
    found = (
        select(Period)
        .where(
            Period.person_id == person_id,
            Period.closes_at > now,
            col(Period.outcome).is_(None) | col(Period.outcome).in_([Outcome.ANSWERED, Outcome.SKIPPED]),
            of_checkins(),
        )
        .order_by(col(Period.closes_at), col(Period.id))
    )
    return list(await tx.exec(found))


@dataclass(frozen=True)
class Due:
    """A turn whose time has come."""

    turn_id: int
    workspace_id: int
    series_id: int
    person_id: int
    slot: str


async def due(tx: Tx, now: datetime, most: int) -> list[Due]:
    """The turns that are due, the earliest first."""
    found = (
        pick(col(Turn.id), col(Turn.workspace_id), col(Turn.series_id), col(Turn.person_id), col(Turn.slot))
        .where(col(Turn.due_at) <= now)
        .order_by(col(Turn.due_at), col(Turn.id))
        .limit(most)
    )
    connection = await tx.connection()
    return [Due(*row) for row in (await connection.execute(found)).all()]


async def advance(tx: Tx, moved: Sequence[dict[str, Any]]) -> None:
    """Move turns on: each of `moved` has `turn`, the slot it `was` at, the next `to` and when it is due `at`."""
    if moved:
        statement = (
            update(Turn)
            .where(col(Turn.id) == bindparam("turn"), col(Turn.slot) == bindparam("was"))
            .values(slot=bindparam("to"), due_at=bindparam("at"))
        )
        await (await tx.connection()).execute(statement, list(moved))


async def turns(tx: Tx, series_id: int, people: Sequence[int]) -> dict[int, Turn]:
    """The turns of these people in a series, by person id."""
    found = select(Turn).where(Turn.series_id == series_id, col(Turn.person_id).in_(people))
    return {turn.person_id: turn for turn in await tx.exec(found)}


async def rest(tx: Tx, people: Sequence[int]) -> None:
    """Nothing more is due to these people."""
    if people:
        await (await tx.connection()).execute(update(Turn).where(col(Turn.person_id).in_(people)).values(due_at=None))


async def rest_in(tx: Tx, series_id: int, people: Sequence[int]) -> None:
    """Nothing more is due to these people in this series."""
    if people:
        statement = update(Turn).where(col(Turn.series_id) == series_id, col(Turn.person_id).in_(people))
        await (await tx.connection()).execute(statement.values(due_at=None))


async def drop_open(tx: Tx, people: Sequence[int], why: str, now: datetime) -> None:
    """Close the open periods of these people, with the reason."""
    if people:
        statement = (
            update(Period)
            .where(col(Period.person_id).in_(people), col(Period.outcome).is_(None))
            .values(outcome=Outcome.DROPPED, why=why, settled_at=now)
        )
        await (await tx.connection()).execute(statement)


async def to_remind(tx: Tx, now: datetime, most: int) -> list[tuple[int, int, int, datetime]]:
    """Open periods whose reminder is due: id, workspace, person, and when the window closes."""
    found = (
        pick(col(Period.id), col(Period.workspace_id), col(Period.person_id), col(Period.closes_at))
        .where(col(Period.outcome).is_(None), col(Period.reminds_at) <= now, col(Period.reminded).is_(False))
        .order_by(col(Period.reminds_at), col(Period.id))
        .limit(most)
    )
    return [(row[0], row[1], row[2], row[3]) for row in (await (await tx.connection()).execute(found)).all()]


async def mark_reminded(tx: Tx, ids: Sequence[int]) -> None:
    if ids:
        await (await tx.connection()).execute(update(Period).where(col(Period.id).in_(ids)).values(reminded=True))


@dataclass(frozen=True)
class Unanswered:
    """A period that waits for an answer."""

    period_id: int
    workspace_id: int
    person_id: int
    opens_at: datetime
    reminds_at: datetime | None
    closes_at: datetime


_UNANSWERED = (
    col(Period.id),
    col(Period.workspace_id),
    col(Period.person_id),
    col(Period.opens_at),
    col(Period.reminds_at),
    col(Period.closes_at),
)


async def unanswered(tx: Tx, series_id: int, slots: Sequence[str], people: Sequence[int]) -> list[Unanswered]:
    """Those of these people's periods in these slots that wait for an answer."""
    found = pick(*_UNANSWERED).where(
        col(Period.series_id) == series_id,
        col(Period.slot).in_(slots),
        col(Period.person_id).in_(people),
        col(Period.outcome).is_(None),
    )
    return [Unanswered(*row) for row in (await (await tx.connection()).execute(found)).all()]


# Written down once, as all statements of a submit are: putting them together takes longer than running them.
_LOCKED = (
    select(Period)
    .where(
        col(Period.series_id) == bindparam("series"),
        col(Period.person_id) == bindparam("person"),
        col(Period.slot) == bindparam("slot"),
    )
    .with_for_update()
    .execution_options(populate_existing=True)
)


async def locked(tx: Tx, series_id: int, person_id: int, slot: str) -> Period | None:
    """The period, held until the transaction ends: two submits of one form take turns."""
    return (await tx.exec(_LOCKED, params={"series": series_id, "person": person_id, "slot": slot})).one_or_none()


_SETTLE = Prepared(
    update(Period)
    .where(col(Period.id) == bindparam("this"))
    .values(outcome=bindparam("became"), settled_at=bindparam("at"))
    .returning(col(Period.id))
)


async def settle(tx: Tx, period: Period, outcome: Outcome, now: datetime) -> None:
    """Say what became of the period."""
    await _SETTLE.run(tx, this=period.id, became=outcome, at=now)
    set_committed_value(period, "outcome", outcome)
    set_committed_value(period, "settled_at", now)


async def latest_of(tx: Tx, people: Sequence[int], since: datetime, now: datetime) -> dict[int, Period]:
    """The last check-in of each of these people that opened between `since` and `now`, or was answered early, by person id."""
    found = (
        select(Period)
        .where(
            col(Period.person_id).in_(people),
            col(Period.closes_at) > since,
            (col(Period.opens_at) <= now) | (Period.outcome == Outcome.ANSWERED),
            of_checkins(),
        )
        .order_by(col(Period.opens_at))
    )
    return {period.person_id: period for period in await tx.exec(found)}


async def unsettled(tx: Tx, people: Sequence[int], now: datetime) -> list[Period]:
    """The periods of these people that wait for an answer and whose window is not over."""
    found = select(Period).where(
        col(Period.person_id).in_(people), col(Period.outcome).is_(None), Period.closes_at > now
    )
    return list(await tx.exec(found.order_by(col(Period.id))))
