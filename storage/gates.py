"""Gates of cycles: whom HR let pass one and why, and since when a gate is on where it was switched on in the middle."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Index, UniqueConstraint, and_, exists
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col, select

from bot.domain.gates import Gate
from bot.domain.notices import State
from storage.columns import choice, link, link_or_none, row_id
from storage.cycles import Cycle, CyclePerson
from storage.cycles_people import OUT
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person
from storage.reporting import ReportingLine, holds
from storage.words import words


class GateOverride(SQLModel, table=True):
    """HR lets `person` pass that gate of the cycle, and why; in force until `taken_back_at`.

    `nth` counts from 0: taken back, it can be given anew, and each reason is kept.
    """

    __tablename__ = "gate_override"
    __table_args__ = (
        UniqueConstraint("cycle_id", "person_id", "gate", "nth"),
        Index("ix_gate_override_cycle", "cycle_id", "made_at", "id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    cycle_id: int = link("cycle.id")
    person_id: int = link("person.id")
    gate: Gate = choice(Gate)
    nth: int = 0
    reason: str | None = words()
    made_by: int = link("person.id")
    made_at: datetime
    taken_back_by: int | None = link_or_none("person.id")
    taken_back_at: datetime | None = None
    taken_back_why: str | None = words()


class GateSwitch(SQLModel, table=True):
    """A gate that was switched on while its cycle ran, last at `on_at`.

    `told_after`: those in the cycle up to this one have been told; None: all have.
    """

    __tablename__ = "gate_switch"
    __table_args__ = (UniqueConstraint("cycle_id", "gate"), Index("ix_gate_switch_told", "told_after", "id"))

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    cycle_id: int = link("cycle.id")
    gate: Gate = choice(Gate)
    on_at: datetime
    told_after: int | None = None


async def of_cycle(tx: Tx, cycle_id: int) -> list[GateOverride]:
    """Every override of a cycle, those that were taken back too, the newest first."""
    found = select(GateOverride).where(GateOverride.cycle_id == cycle_id)
    return list(await tx.exec(found.order_by(col(GateOverride.made_at).desc(), col(GateOverride.id).desc())))


async def of_people(tx: Tx, cycle_id: int, person_ids: Sequence[int]) -> list[GateOverride]:
    """The overrides of these people in that cycle, those that were taken back too, the oldest first."""
    found = select(GateOverride).where(GateOverride.cycle_id == cycle_id, col(GateOverride.person_id).in_(person_ids))
    return list(await tx.exec(found.order_by(col(GateOverride.id))))


async def about(tx: Tx, person_id: int) -> list[GateOverride]:
    """Every override of one person, those that were taken back too, the oldest first."""
    found = select(GateOverride).where(GateOverride.person_id == person_id)
    return list(await tx.exec(found.order_by(col(GateOverride.id))))


async def locked(tx: Tx, override_id: int) -> GateOverride | None:
    """The override, held until the transaction ends."""
    found = select(GateOverride).where(GateOverride.id == override_id).with_for_update()
    return (await tx.exec(found.execution_options(populate_existing=True))).one_or_none()


@dataclass(frozen=True)
class Untold:
    """An override of which a manager was not told. `elsewhere`: another was, or is about to be."""

    override: GateOverride
    kind: str
    recipient_id: int
    elsewhere: bool


async def untold(tx: Tx, given: str, taken_back: str, why: Sequence[str]) -> list[Untold]:
    """What of these two kinds was dropped unsent for one of these reasons, and not owed to the person themselves; in cycles that run
    or are paused, and of overrides that were taken back only that they were."""
    one, other = GateOverride, aliased(Notice)
    live = (
        col(other.kind) == col(Notice.kind),
        col(other.subject_id) == col(one.id),
        col(other.state) != State.DROPPED,
    )
    elsewhere = select(other.id).where(*live, col(other.recipient_id) != col(one.person_id)).exists()
    found = (
        select(one, Notice.kind, Notice.recipient_id, elsewhere)
        .join(Cycle, col(Cycle.id) == col(one.cycle_id))
        .join(Notice, col(Notice.subject_id) == col(one.id))
        .where(col(Cycle.stage).in_(OUT), col(Notice.recipient_id) != col(one.person_id))
        .where(col(Notice.kind).in_((given, taken_back)), col(Notice.state) == State.DROPPED, col(Notice.why).in_(why))
        .where((col(Notice.kind) == taken_back) | col(one.taken_back_at).is_(None), col(Notice.ts).is_(None))
        .order_by(col(one.id), col(Notice.id))
    )
    return [Untold(*row) for row in await tx.exec(found)]


async def switches(tx: Tx, cycle_id: int) -> dict[Gate, GateSwitch]:
    """The gates of a cycle that were switched on while it ran."""
    return {one.gate: one for one in await tx.exec(select(GateSwitch).where(GateSwitch.cycle_id == cycle_id))}


async def to_tell(tx: Tx) -> GateSwitch | None:
    """A switch of which not everybody has been told, held until the transaction ends; another clock takes another."""
    found = select(GateSwitch).where(col(GateSwitch.told_after).is_not(None)).order_by(col(GateSwitch.id)).limit(1)
    held = found.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    return (await tx.exec(held)).one_or_none()


async def people_after(tx: Tx, cycle_id: int, after: int, most: int) -> list[tuple[int, int]]:
    """The next who are in the cycle, in the order in which they were taken in: their part's id, and theirs."""
    found = select(CyclePerson.id, CyclePerson.person_id).where(CyclePerson.cycle_id == cycle_id)
    found = found.where(col(CyclePerson.id) > after, col(CyclePerson.left_on).is_(None))
    return [(part, person) for part, person in await tx.exec(found.order_by(col(CyclePerson.id)).limit(most))]


async def told_since(tx: Tx, since: datetime) -> list[GateSwitch]:
    """The switches after that moment of which everybody was told whom they concerned then."""
    found = select(GateSwitch).where(col(GateSwitch.told_after).is_(None), col(GateSwitch.on_at) > since)
    return list(await tx.exec(found.order_by(col(GateSwitch.id))))


def _led(cycle_id: int, on: date) -> Any:
    """Everybody in the cycle, with who leads them on that day."""
    line, part, manager = ReportingLine, CyclePerson, aliased(Person)
    return (
        select(col(part.person_id), col(line.manager_id))
        .join(line, and_(col(line.person_id) == col(part.person_id), *holds(on)))
        .join(Person, col(Person.id) == col(part.person_id))
        .join(manager, col(manager.id) == col(line.manager_id))
        .where(col(part.cycle_id) == cycle_id, col(part.left_on).is_(None), col(Person.active), col(manager.active))
        .order_by(col(line.manager_id), col(part.id))
    )


def _notice(cycle_id: int, kind: str, occurrence: str) -> ColumnElement[bool]:
    """The condition that a notice is that one for who leads them."""
    return and_(
        col(Notice.kind) == kind,
        col(Notice.subject_id) == cycle_id,
        col(Notice.recipient_id) == col(ReportingLine.manager_id),
        col(Notice.occurrence) == occurrence,
    )


async def led_since(tx: Tx, cycle_id: int, kind: str, occurrence: str, since: date, on: date) -> list[tuple[int, int]]:
    """Those in the cycle who have their manager of that day since `since` or later, and the manager, who has no such notice."""
    has = exists().where(_notice(cycle_id, kind, occurrence))
    found = _led(cycle_id, on).where(col(ReportingLine.since) >= since, ~has)
    return [(person, manager) for person, manager in await tx.exec(found)]


async def led_dropped(
    tx: Tx, cycle_id: int, kind: str, occurrence: str, why: Sequence[str], on: date
) -> list[tuple[int, int]]:
    """Those in the cycle, and their manager of that day, for whom that notice was dropped for one of these reasons."""
    found = _led(cycle_id, on).join(Notice, _notice(cycle_id, kind, occurrence))
    found = found.where(Notice.state == State.DROPPED, col(Notice.why).in_(why), col(Notice.ts).is_(None))
    return [(person, manager) for person, manager in await tx.exec(found)]
