"""Periods: one slot of a series for one person; and turns: which slot each person is due next, and when."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel, col, select

from bot.domain.checkins import Outcome
from storage.columns import choice_or_none, link, row_id
from storage.database import Tx


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
        UniqueConstraint("series_id", "person_id", "slot"),
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


async def get(tx: Tx, period_id: int) -> Period:
    return await tx.get_one(Period, period_id)


async def find(tx: Tx, series_id: int, person_id: int, slot: str) -> Period | None:
    found = select(Period).where(Period.series_id == series_id, Period.person_id == person_id, Period.slot == slot)
    return (await tx.exec(found)).one_or_none()


async def open_for(tx: Tx, person_id: int, now: datetime) -> list[Period]:
    """The periods this person can answer at `now`, the one that closes first in front."""
    found = (
        select(Period)
        .where(
            Period.person_id == person_id,
            Period.closes_at > now,
            col(Period.outcome).is_(None) | (Period.outcome == Outcome.ANSWERED),
        )
        .order_by(col(Period.closes_at), col(Period.id))
    )
    return list(await tx.exec(found))
