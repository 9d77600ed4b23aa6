"""Cycles: a span of days with a name, such as Q1 2027, its phases, and who is in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, delete
from sqlalchemy import select as pick
from sqlmodel import Field, SQLModel, col, select

from bot.domain.cycles import Phase, Phased, Stage
from storage.columns import choice, choice_or_none, link, row_id
from storage.database import Tx
from storage.people import Person


class Cycle(SQLModel, table=True):
    """From `starts` to `ends`, both included, by each person's own calendar.

    `audience`: whom it is for, as a series keeps it; `revision` counts HR's edits. `rolling`: each person's days count from their own
    first day at work instead of `starts`. `belongs`: the series, the cadence of 1:1s and the forms that are part of it
    (bot/domain/cycles_parts.py). `gates`: those switched on (bot/domain/gates.py). `paused_at`, `resumed_at`: since when it
    was paused last, or closed and opened again, and when that was over.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "name"),
        Index("ix_cycle_span", "workspace_id", "ends", "id"),
        Index("ix_cycle_stage", "stage", "id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    name: str = Field(max_length=80)
    starts: date
    ends: date
    made_by: int = link("person.id")
    made_at: datetime
    stage: Stage = choice(Stage, Stage.PLANNED)
    revision: int = 1
    audience: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    rolling: bool = False
    belongs: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    gates: list[str] = Field(default_factory=list, sa_type=JSON)
    started_at: datetime | None = None
    paused_at: datetime | None = None
    resumed_at: datetime | None = None
    closed_at: datetime | None = None


class CyclePhase(SQLModel, table=True):
    """One phase of a cycle. Both days belong to it."""

    __tablename__ = "cycle_phase"
    __table_args__ = (UniqueConstraint("cycle_id", "phase"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    cycle_id: int = link("cycle.id")
    phase: Phase = choice(Phase)
    starts: date
    ends: date


class CyclePerson(SQLModel, table=True):
    """Somebody's part in a cycle, from `joined_on` to `left_on` by their own calendar, both included.

    `left_on` is None while it goes on. One that was over before it began has a `left_on` before its `joined_on`.

    `begins`: the day that the cycle's first day is for them; its phases are later by as much. What phase they are in follows from the
    day alone: `told` is only the last one they were told of, and `due_at`, in UTC, when the next begins where they are; None: no more.
    """

    __tablename__ = "cycle_person"
    __table_args__ = (
        UniqueConstraint("cycle_id", "person_id"),
        Index("ix_cycle_person_due", "due_at", "id"),
        Index("ix_cycle_person_next", "cycle_id", "due_at", "id"),
        Index("ix_cycle_person_person", "person_id", "cycle_id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    cycle_id: int = link("cycle.id")
    person_id: int = link("person.id")
    begins: date
    joined_on: date
    left_on: date | None = None
    told: Phase | None = choice_or_none(Phase)
    due_at: datetime | None = None


class CycleLook(SQLModel, table=True):
    """How far it is looked who is in a cycle, and what of the cycle was seen last.

    `after`: the last person looked at; None: all were, at the last time it `began_at`. `running_since`: since when it runs, or runs
    again.
    """

    __tablename__ = "cycle_look"
    __table_args__ = (UniqueConstraint("cycle_id"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    cycle_id: int = link("cycle.id")
    stage: Stage = choice(Stage)
    revision: int
    after: int | None = None
    began_at: datetime
    running_since: datetime


async def lock(tx: Tx, cycle_id: int) -> Cycle | None:
    """The cycle; nobody else changes it until the transaction ends."""
    found = select(Cycle).where(Cycle.id == cycle_id).with_for_update().execution_options(populate_existing=True)
    return (await tx.exec(found)).one_or_none()


async def set_phases(tx: Tx, cycle: Cycle, phases: Sequence[Phased]) -> None:
    """These phases instead of those that it had."""
    await tx.exec(delete(CyclePhase).where(col(CyclePhase.cycle_id) == cycle.id))
    for one in phases:
        tx.add(CyclePhase(workspace_id=cycle.workspace_id, cycle_id=cycle.id, **vars(one)))
    await tx.flush()


async def over(tx: Tx, before: date) -> list[int]:
    """The ids of running cycles whose last day is before that day; rolling ones go on until HR closes them."""
    found = select(Cycle.id).where(
        Cycle.stage == Stage.RUNNING, col(Cycle.rolling).is_(False), col(Cycle.ends) < before
    )
    return list(await tx.exec(found.order_by(col(Cycle.id))))


@dataclass(frozen=True)
class Inside:
    """Somebody's part in a cycle: the day that its first is for them, and their last, if they have left."""

    begins: date
    left_on: date | None


async def taken_in(tx: Tx, cycle_id: int, after: int, last: int) -> dict[int, Inside]:
    """Those who have a part in the cycle, of the people with an id after that one up to the last."""
    mine = CyclePerson
    found = pick(col(mine.person_id), col(mine.begins), col(mine.left_on)).where(
        col(mine.cycle_id) == cycle_id, col(mine.person_id) > after, col(mine.person_id) <= last
    )
    return {row[0]: Inside(row[1], row[2]) for row in await (await tx.connection()).execute(found)}


async def elsewhere(tx: Tx, cycle: Cycle, after: int, last: int, day: date) -> dict[int, date]:
    """The last day, in the other cycle of the workspace that they are in, of the same people; where it is not over on that day.

    One that begins once this one is over counts for nothing.
    """
    mine, ends_here = CyclePerson, day + (cycle.ends - cycle.starts) if cycle.rolling else max(day, cycle.ends)
    found = (
        pick(col(mine.person_id), col(mine.left_on), col(mine.begins), col(Cycle.starts), col(Cycle.ends))
        .join(Cycle, col(Cycle.id) == col(mine.cycle_id))
        .where(
            col(Cycle.workspace_id) == cycle.workspace_id,
            col(Cycle.id) != cycle.id,
            col(Cycle.stage).in_((Stage.RUNNING, Stage.PAUSED)),
            col(mine.person_id) > after,
            col(mine.person_id) <= last,
            col(mine.joined_on) <= ends_here,
        )
    )
    made: dict[int, date] = {}
    for who, left_on, begins, starts, ends in await (await tx.connection()).execute(found):
        until = ends + (begins - starts)
        until = until if left_on is None else min(until, left_on)
        if until >= day:
            made[who] = max(until, made.get(who, until))
    return made


async def without_zone(tx: Tx, workspace_id: int, after: int, last: int) -> set[int]:
    """Those of the same people who live in a zone that nobody named."""
    found = pick(col(Person.id)).where(
        col(Person.workspace_id) == workspace_id,
        col(Person.id) > after,
        col(Person.id) <= last,
        col(Person.zone_from).is_(None),
    )
    return {row[0] for row in await (await tx.connection()).execute(found)}
