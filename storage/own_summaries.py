"""People's own summaries of cycles: what was counted when, and what they added."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, and_, func, or_
from sqlmodel import Field, SQLModel, col, select

from bot.domain.actions import ActionState
from bot.domain.cycles import Phase, Stage
from bot.domain.own_summaries import RECORD, Part
from storage.actions import Action
from storage.columns import choice, link, link_or_none, row_id
from storage.cycles import Cycle, CyclePerson
from storage.database import Tx
from storage.people import Person
from storage.readers import Reader
from storage.words import words


class OwnSummary(SQLModel, table=True):
    """What was counted of somebody's cycle from `first` to `last`, both included; figures and record ids, never words."""

    __tablename__ = "own_summary"
    __table_args__ = (
        UniqueConstraint("person_id", "cycle_id", "part"),
        Index("ix_own_summary_cycle", "cycle_id", "id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    cycle_id: int = link("cycle.id")
    person_id: int = link("person.id")
    part: Part = choice(Part)
    first: date
    last: date
    figures: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    records: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    counted_at: datetime


class OwnAddition(SQLModel, table=True):
    """What somebody added to their summary, dated by them. Who else may read it stands among the readers.

    `source` makes a repeat harmless: the form it came from.
    """

    __tablename__ = "own_addition"
    __table_args__ = (
        UniqueConstraint("workspace_id", "source"),
        Index("ix_own_addition_person", "person_id", "cycle_id", "day", "id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    cycle_id: int = link("cycle.id")
    person_id: int = link("person.id")
    source: str = Field(max_length=128)
    day: date
    goal_id: int | None = link_or_none("goal.id")
    words: str | None = words()
    written_at: datetime
    changed_at: datetime | None = None


async def parts(tx: Tx, person_id: int) -> list[tuple[Cycle, CyclePerson]]:
    """The cycles that somebody is or was in, the one that began last in front."""
    found = select(Cycle, CyclePerson).join(CyclePerson, col(CyclePerson.cycle_id) == col(Cycle.id))
    found = found.where(
        CyclePerson.person_id == person_id,
        or_(col(CyclePerson.left_on).is_(None), col(CyclePerson.left_on) >= col(CyclePerson.joined_on)),
    )
    rows = await tx.exec(found.order_by(col(CyclePerson.begins).desc(), col(Cycle.id).desc()))
    return [(cycle, mine) for cycle, mine in rows]


async def every_addition(tx: Tx, person_id: int) -> list[OwnAddition]:
    """All that somebody added, in whatever cycle, in the order of its days."""
    found = select(OwnAddition).where(OwnAddition.person_id == person_id)
    return list(await tx.exec(found.order_by(col(OwnAddition.day), col(OwnAddition.id))))


async def kept(tx: Tx, person_id: int, cycle_id: int) -> dict[Part, OwnSummary]:
    """What was kept of somebody's cycle."""
    found = select(OwnSummary).where(OwnSummary.person_id == person_id, OwnSummary.cycle_id == cycle_id)
    return {one.part: one for one in await tx.exec(found)}


async def ends(tx: Tx, person_ids: Sequence[int], cycle_id: int) -> dict[int, OwnSummary]:
    """What was kept of all of their part in a cycle, by person."""
    found = select(OwnSummary).where(
        col(OwnSummary.person_id).in_(person_ids), OwnSummary.cycle_id == cycle_id, OwnSummary.part == Part.END
    )
    return {one.person_id: one for one in await tx.exec(found)}


async def at_check(tx: Tx, most: int) -> list[tuple[Cycle, CyclePerson]]:
    """Who is in the "check" of a running cycle, or after it, and has no summary of what was before."""
    there = select(OwnSummary.id).where(
        col(OwnSummary.person_id) == col(CyclePerson.person_id),
        col(OwnSummary.cycle_id) == col(CyclePerson.cycle_id),
        col(OwnSummary.part) == Part.CHECK,
    )
    found = select(Cycle, CyclePerson).join(CyclePerson, col(CyclePerson.cycle_id) == col(Cycle.id))
    found = found.where(
        col(Cycle.stage) == Stage.RUNNING,
        col(CyclePerson.told).in_((Phase.CHECK, Phase.ACT)),
        col(CyclePerson.left_on).is_(None),
        ~there.exists(),
    )
    rows = await tx.exec(found.order_by(col(CyclePerson.cycle_id), col(CyclePerson.id)).limit(most))
    return [(cycle, mine) for cycle, mine in rows]


async def at_end(tx: Tx, since: date, most: int) -> list[tuple[Cycle, CyclePerson]]:
    """For whom a cycle has been over since that day, without a summary of all of it."""
    there = select(OwnSummary.id).where(
        col(OwnSummary.person_id) == col(CyclePerson.person_id),
        col(OwnSummary.cycle_id) == col(CyclePerson.cycle_id),
        col(OwnSummary.part) == Part.END,
        # Who came back into it and left again has a later end.
        col(OwnSummary.last) == col(CyclePerson.left_on),
    )
    moment = datetime.combine(since, time(), UTC)
    lately = or_(col(Cycle.stage) != Stage.CLOSED, col(Cycle.closed_at) >= moment)
    found = select(Cycle, CyclePerson).join(CyclePerson, col(CyclePerson.cycle_id) == col(Cycle.id))
    found = found.where(
        col(Cycle.stage) != Stage.PLANNED,
        lately,
        col(CyclePerson.left_on) >= since,
        col(CyclePerson.left_on) >= col(CyclePerson.joined_on),
        ~there.exists(),
    )
    rows = await tx.exec(found.order_by(col(CyclePerson.cycle_id), col(CyclePerson.id)).limit(most))
    return [(cycle, mine) for cycle, mine in rows]


async def actions_done(tx: Tx, owners: Sequence[int], first: date, until: date) -> dict[int, list[int]]:
    """The ids of what these people did of what they had said they would, from the first day to before `until`; by person."""
    found: dict[int, list[int]] = {one: [] for one in owners}
    wanted = select(Action.owner_id, Action.id).where(
        col(Action.owner_id).in_(owners),
        Action.state == ActionState.DONE,
        col(Action.settled_at) >= datetime.combine(first, time(), UTC),
        col(Action.settled_at) < datetime.combine(until, time(), UTC),
    )
    for owner, action in await tx.exec(wanted.order_by(col(Action.id))):
        found[owner].append(action)
    return found


async def additions(tx: Tx, person_id: int, cycle_id: int) -> list[OwnAddition]:
    """What somebody added in a cycle, the latest day in front."""
    found = select(OwnAddition).where(OwnAddition.person_id == person_id, OwnAddition.cycle_id == cycle_id)
    return list(await tx.exec(found.order_by(col(OwnAddition.day).desc(), col(OwnAddition.id).desc())))


async def locked(tx: Tx, addition_id: int) -> OwnAddition | None:
    """The addition, held until the transaction ends: two devices take turns."""
    found = select(OwnAddition).where(OwnAddition.id == addition_id).with_for_update()
    return (await tx.exec(found.execution_options(populate_existing=True))).one_or_none()


async def count_additions(tx: Tx, person_id: int, cycle_id: int) -> int:
    found = select(func.count(col(OwnAddition.id))).where(
        OwnAddition.person_id == person_id, OwnAddition.cycle_id == cycle_id
    )
    return (await tx.exec(found)).one()


async def for_reader(tx: Tx, reader_id: int, *, page: int, most: int) -> list[tuple[OwnAddition, Person, Cycle]]:
    """A page of what others added and let this person read, the latest in front; one more than the page, where there is more."""
    found = (
        select(OwnAddition, Person, Cycle)
        .join(
            Reader,
            and_(
                col(Reader.kind) == RECORD,
                col(Reader.record_id) == col(OwnAddition.id),
                col(Reader.person_id) == reader_id,
            ),
        )
        .join(Person, col(Person.id) == col(OwnAddition.person_id))
        .join(Cycle, col(Cycle.id) == col(OwnAddition.cycle_id))
        .order_by(col(OwnAddition.day).desc(), col(OwnAddition.id).desc())
    )
    rows = await tx.exec(found.offset(page * most).limit(most + 1))
    return [(one, person, cycle) for one, person, cycle in rows]
