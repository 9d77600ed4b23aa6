"""Whom a cycle means and has not taken in, whom it has and means no longer, and who is due to be told of a phase."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, update
from sqlalchemy import select as pick
from sqlmodel import SQLModel, col, select

from bot.domain.cycles import Phase, Stage
from bot.domain.notices import State
from storage.cycles import Cycle, CycleLook, CyclePerson
from storage.cycles_people import OUT
from storage.database import Tx
from storage.inserting import insert_new, insert_once
from storage.notices import Notice
from storage.people import MANY, Person
from storage.workspaces import Workspace, WorkspaceState


@dataclass(frozen=True, slots=True)
class Seen:
    """As much of a person as says whether a cycle takes them in, and their part in it; `part_id` None: they have none."""

    id: int
    zone: str
    active: bool
    left_at: datetime | None
    employed_from: date | None
    employed_until: date | None
    part_id: int | None
    begins: date | None
    joined_on: date | None
    left_on: date | None
    told: Phase | None
    due_at: datetime | None

    @property
    def takes_part(self) -> bool:
        return self.part_id is not None and self.left_on is None


_SEEN = (
    *(col(getattr(Person, name)) for name in ("id", "zone", "active", "left_at", "employed_from", "employed_until")),
    *(col(getattr(CyclePerson, name)) for name in ("id", "begins", "joined_on", "left_on", "told", "due_at")),
)


async def out(tx: Tx) -> list[tuple[Cycle, CycleLook | None]]:
    """Every cycle that runs, is paused, or was closed since it was last looked at; first those in which everybody has days of their
    own, then the one that begins first."""
    found = (
        select(Cycle, CycleLook)
        .join(Workspace, col(Workspace.id) == col(Cycle.workspace_id))
        .outerjoin(CycleLook, col(CycleLook.cycle_id) == col(Cycle.id))
        .where(
            Workspace.state == WorkspaceState.ACTIVE,
            col(Cycle.stage).in_(OUT)
            | (col(CycleLook.stage).is_not(None) & (col(CycleLook.stage) != Stage.CLOSED))
            | col(CycleLook.after).is_not(None),
        )
        .order_by(col(Cycle.rolling).desc(), col(Cycle.starts), col(Cycle.id))
    )
    return [(cycle, look) for cycle, look in await tx.exec(found)]


async def with_cycles(tx: Tx) -> list[int]:
    """The workspaces in which cycles run or are paused."""
    found = select(CycleLook.workspace_id).where(col(CycleLook.stage).in_(OUT)).distinct()
    return list(await tx.exec(found.order_by(col(CycleLook.workspace_id))))


async def looked_after(tx: Tx, workspace_id: int) -> list[Cycle]:
    """The cycles of a workspace that run or are paused, in the same order; nobody else takes people in or out until this transaction
    ends."""
    locked = select(CycleLook).where(CycleLook.workspace_id == workspace_id).order_by(col(CycleLook.cycle_id))
    known = {look.cycle_id for look in await tx.exec(locked.with_for_update())}
    found = select(Cycle).where(Cycle.workspace_id == workspace_id, col(Cycle.stage).in_(OUT))
    rows = await tx.exec(found.order_by(col(Cycle.rolling).desc(), col(Cycle.starts), col(Cycle.id)))
    return [one for one in rows if one.id in known]


async def first_look(tx: Tx, cycle: Cycle, now: datetime) -> None:
    """Begin to look after a cycle."""
    row = {"workspace_id": cycle.workspace_id, "cycle_id": cycle.id, "stage": cycle.stage, "revision": cycle.revision}
    await insert_once(tx, CycleLook, row | {"after": 0, "began_at": now, "running_since": now})


async def following(tx: Tx, cycle: Cycle, after: int, most: int) -> list[Seen]:
    """The next people of the workspace, in the order of their ids; of those who left it, whoever still takes part in the cycle."""
    still = col(CyclePerson.id).is_not(None) & col(CyclePerson.left_on).is_(None)
    known = col(Person.active) if cycle.stage in OUT else still
    return await _seen(tx, cycle, (col(Person.id) > after, known | still), most)


async def these(tx: Tx, cycle: Cycle, person_ids: Sequence[int]) -> list[Seen]:
    """These people, as far as they are in the cycle's workspace."""
    found: list[Seen] = []
    for at in range(0, len(person_ids), MANY):
        found += await _seen(tx, cycle, (col(Person.id).in_(person_ids[at : at + MANY]),))
    return found


async def _seen(tx: Tx, cycle: Cycle, where: Sequence[ColumnElement[bool]], most: int | None = None) -> list[Seen]:
    mine = (col(CyclePerson.person_id) == col(Person.id)) & (col(CyclePerson.cycle_id) == cycle.id)
    found = pick(*_SEEN).select_from(Person).outerjoin(CyclePerson, mine)
    found = found.where(col(Person.workspace_id) == cycle.workspace_id, *where).order_by(col(Person.id)).limit(most)
    return [Seen(*row) for row in await (await tx.connection()).execute(found)]


async def elsewhere(tx: Tx, cycle_id: int, person_ids: Sequence[int]) -> list[tuple[Cycle, CyclePerson]]:
    """The parts of these people in other cycles, each with its cycle."""
    found: list[tuple[Cycle, CyclePerson]] = []
    for at in range(0, len(person_ids), MANY):
        some = col(CyclePerson.person_id).in_(person_ids[at : at + MANY])
        parts = select(Cycle, CyclePerson).join(CyclePerson, col(CyclePerson.cycle_id) == col(Cycle.id))
        found += list(await tx.exec(parts.where(some, col(CyclePerson.cycle_id) != cycle_id)))
    return found


async def add(tx: Tx, rows: Sequence[dict[str, Any]]) -> None:
    """Take these people in; whoever has a row already keeps it."""
    await insert_new(tx, CyclePerson, rows)


async def change(tx: Tx, rows: Sequence[dict[str, Any]]) -> None:
    """Write parts anew: each row has `part`, the id, and `new_` with the name of each column."""
    if not rows:
        return
    names = [name for name in rows[0] if name != "part"]
    kept = SQLModel.metadata.tables[str(CyclePerson.__tablename__)]
    values: dict[str, Any] = {name.removeprefix("new_"): bindparam(name) for name in names}
    await (await tx.connection()).execute(update(kept).where(kept.c.id == bindparam("part")).values(values), list(rows))


async def anybody(tx: Tx, cycle_id: int) -> bool:
    """Whether somebody's part in it goes on."""
    found = select(CyclePerson.id).where(CyclePerson.cycle_id == cycle_id, col(CyclePerson.left_on).is_(None)).limit(1)
    return (await tx.exec(found)).first() is not None


async def due(tx: Tx, cycle_id: int, now: datetime, most: int) -> list[tuple[CyclePerson, Person]]:
    """Who is to be told of a phase by now, held until the transaction ends."""
    found = (
        select(CyclePerson, Person)
        .join(Person, col(Person.id) == col(CyclePerson.person_id))
        .where(CyclePerson.cycle_id == cycle_id, col(CyclePerson.due_at) <= now)
        .order_by(col(CyclePerson.due_at), col(CyclePerson.id))
        .limit(most)
        .with_for_update(of=CyclePerson, skip_locked=True)
    )
    return [(mine, person) for mine, person in await tx.exec(found)]


async def untold(tx: Tx, kind: str, cycle_id: int, why: Sequence[str], now: datetime) -> None:
    """Whoever was not told for one of these reasons is to be told at once; who was let go, when they are taken in again."""
    dropped = pick(col(Notice.recipient_id)).where(
        col(Notice.kind) == kind,
        col(Notice.subject_id) == cycle_id,
        col(Notice.state) == State.DROPPED,
        col(Notice.why).in_(why),
    )
    theirs = (col(CyclePerson.cycle_id) == cycle_id, col(CyclePerson.person_id).in_(dropped))
    connection, apart = await tx.connection(), {"synchronize_session": False}
    inside = update(CyclePerson).where(*theirs, col(CyclePerson.left_on).is_(None)).values(due_at=now)
    await connection.execute(inside, execution_options=apart)
    await connection.execute(update(CyclePerson).where(*theirs).values(told=None), execution_options=apart)


async def not_told(
    tx: Tx, kind: str, cycle_id: int, why: Sequence[str], person_ids: Sequence[int]
) -> set[tuple[int, str]]:
    """Those of these people who were not told for one of these reasons, with the occurrence that it was."""
    found = select(Notice.recipient_id, Notice.occurrence).where(
        Notice.kind == kind,
        Notice.subject_id == cycle_id,
        col(Notice.recipient_id).in_(person_ids),
        Notice.state == State.DROPPED,
        col(Notice.why).in_(why),
    )
    return {(person_id, occurrence) for person_id, occurrence in await tx.exec(found)}


async def messages(tx: Tx, kind: str, cycle_id: int, person_ids: Sequence[int]) -> list[tuple[int, str, bool]]:
    """What these people are owed of this kind, in its order: whose, its occurrence, and whether it was sent."""
    found: list[tuple[int, str, bool]] = []
    for at in range(0, len(person_ids), MANY):
        owed = select(Notice.recipient_id, Notice.occurrence, Notice.ts).where(
            Notice.kind == kind,
            Notice.subject_id == cycle_id,
            col(Notice.recipient_id).in_(person_ids[at : at + MANY]),
        )
        found += [(who, what, ts is not None) for who, what, ts in await tx.exec(owed.order_by(col(Notice.id)))]
    return found
