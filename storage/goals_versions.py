"""Goals and their versions as they are written and agreed on: found, locked, listed."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import delete, func
from sqlmodel import col, select

from bot.domain.goals import Ending, GoalState, Level
from storage.cycles import Cycle
from storage.database import Tx
from storage.goals import Goal, GoalUpdate, GoalVersion, KeyResult
from storage.notices import Notice

OPEN = (GoalState.PROPOSED, GoalState.CONFIRMED)


async def find(tx: Tx, goal_id: int) -> Goal | None:
    return await tx.get(Goal, goal_id)


async def locked(tx: Tx, goal_id: int) -> Goal | None:
    """The goal, held until the transaction ends: two who write or agree take turns."""
    found = select(Goal).where(Goal.id == goal_id).with_for_update().execution_options(populate_existing=True)
    return (await tx.exec(found)).one_or_none()


async def by_source(tx: Tx, workspace_id: int, source: str) -> Goal | None:
    return (await tx.exec(select(Goal).where(Goal.workspace_id == workspace_id, Goal.source == source))).one_or_none()


async def by_sources(tx: Tx, workspace_id: int, sources: Sequence[str]) -> dict[str, Goal]:
    """The goals that were made from these, by what they were made from."""
    found = select(Goal).where(Goal.workspace_id == workspace_id, col(Goal.source).in_(sources))
    return {one.source: one for one in await tx.exec(found)}


async def version_by_source(tx: Tx, workspace_id: int, source: str) -> GoalVersion | None:
    found = select(GoalVersion).where(GoalVersion.workspace_id == workspace_id, GoalVersion.source == source)
    return (await tx.exec(found)).one_or_none()


async def versions(tx: Tx, goal_id: int) -> list[GoalVersion]:
    """Every version, in the order of their numbers."""
    found = select(GoalVersion).where(GoalVersion.goal_id == goal_id).order_by(col(GoalVersion.number))
    return list(await tx.exec(found.execution_options(populate_existing=True)))


async def in_force(tx: Tx, goal_ids: Sequence[int]) -> dict[int, GoalVersion]:
    """The version that each goal stands by, by goal; of one that is not confirmed yet, the newest."""
    if not goal_ids:
        return {}
    found = select(GoalVersion).join(Goal, col(Goal.id) == col(GoalVersion.goal_id))
    found = found.where(col(Goal.id).in_(goal_ids), col(GoalVersion.number) == col(Goal.version))
    return {one.goal_id: one for one in await tx.exec(found)}


async def key_results(tx: Tx, goal_id: int) -> list[KeyResult]:
    """Those that were ever agreed on, dropped ones too, in their order."""
    return list(await tx.exec(select(KeyResult).where(KeyResult.goal_id == goal_id).order_by(col(KeyResult.position))))


async def weights(tx: Tx, owner_id: int, cycle_id: int | None, *, without: int | None = None) -> dict[int, int | None]:
    """The weights of somebody's own goals in a cycle, by goal; drafts and what was dropped have none."""
    found = select(Goal.id, Goal.weight).where(
        Goal.owner_id == owner_id,
        Goal.level == Level.PERSON,
        col(Goal.cycle_id).is_(None) if cycle_id is None else Goal.cycle_id == cycle_id,
        Goal.state != GoalState.DRAFT,
        col(Goal.ended).is_(None) | (col(Goal.ended) != Ending.DROPPED),
    )
    if cycle_id is None:
        found = found.where(Goal.state != GoalState.CLOSED)
    return {goal: weight for goal, weight in await tx.exec(found) if goal != without}


async def of_owner(
    tx: Tx, owner_id: int, *, states: Collection[GoalState] = OPEN, cycle_id: int | None = None
) -> list[Goal]:
    """What somebody answers for, at every level, in the order it was made; of one cycle, where that is named."""
    found = select(Goal).where(Goal.owner_id == owner_id, col(Goal.state).in_(states)).order_by(col(Goal.id))
    return list(await tx.exec(found.where(Goal.cycle_id == cycle_id) if cycle_id is not None else found))


async def drafts_of(tx: Tx, writer_id: int, workspace_id: int) -> list[Goal]:
    """What this person has written and proposed to nobody yet."""
    found = select(Goal).where(
        Goal.workspace_id == workspace_id, Goal.state == GoalState.DRAFT, Goal.made_by == writer_id
    )
    return list(await tx.exec(found.order_by(col(Goal.id))))


async def at_levels(tx: Tx, workspace_id: int, levels: Collection[Level], most: int) -> list[Goal]:
    """What is open at these levels of the company, the newest first."""
    found = select(Goal).where(
        Goal.workspace_id == workspace_id, col(Goal.level).in_(levels), col(Goal.state).in_(OPEN)
    )
    return list(await tx.exec(found.order_by(col(Goal.id).desc()).limit(most)))


async def owned_by(tx: Tx, owners: Collection[int], levels: Collection[Level], most: int) -> list[Goal]:
    """What these people answer for at these levels, the newest first."""
    found = select(Goal).where(col(Goal.owner_id).in_(owners), col(Goal.level).in_(levels), col(Goal.state).in_(OPEN))
    return list(await tx.exec(found.order_by(col(Goal.id).desc()).limit(most)))


async def above(tx: Tx, parent_id: int | None) -> list[Goal]:
    """The goal with this id and those it supports, the nearest first; ends where a loop would close."""
    found: dict[int, Goal] = {}
    at = parent_id
    while at is not None and at not in found:
        goal = await tx.get(Goal, at)
        if goal is None:
            break
        found[at] = goal
        at = goal.parent_id
    return list(found.values())


async def waiting(tx: Tx, after: int, most: int) -> list[GoalVersion]:
    """Versions that wait for somebody's agreement, in the order of ids, from `after` on."""
    found = select(GoalVersion).where(col(GoalVersion.waits_for).is_not(None), col(GoalVersion.id) > after)
    return list(await tx.exec(found.order_by(col(GoalVersion.id)).limit(most)))


async def waiting_for(tx: Tx, person_id: int) -> list[GoalVersion]:
    """The versions that wait for this person's agreement, the oldest first."""
    found = select(GoalVersion).where(GoalVersion.waits_for == person_id)
    return list(await tx.exec(found.order_by(col(GoalVersion.id))))


async def current_value(tx: Tx, goal_id: int) -> float | None:
    """What was said last of the goal's own measure."""
    found = select(GoalUpdate.value).where(
        GoalUpdate.goal_id == goal_id, col(GoalUpdate.key_result_id).is_(None), col(GoalUpdate.value).is_not(None)
    )
    return (await tx.exec(found.order_by(col(GoalUpdate.said_at).desc(), col(GoalUpdate.id).desc()))).first()


async def wrote(tx: Tx, goal_id: int, person_id: int) -> bool:
    """Whether this person proposed one of its versions."""
    found = select(GoalVersion.id).where(
        GoalVersion.goal_id == goal_id,
        GoalVersion.written_by == person_id,
        col(GoalVersion.proposed_at).is_not(None),
    )
    return (await tx.exec(found)).first() is not None


async def told(tx: Tx, goal_id: int, kinds: Collection[str]) -> list[int]:
    """Who was, or is to be, told something of these kinds about the goal."""
    found = select(Notice.recipient_id).where(col(Notice.kind).in_(kinds), Notice.subject_id == goal_id)
    return list(await tx.exec(found.distinct()))


async def outside(tx: Tx, cycle_id: int, starts: date, ends: date) -> int:
    """How many goals of a cycle would be due outside these days."""
    found = select(func.count(col(Goal.id))).where(
        Goal.cycle_id == cycle_id,
        Goal.state != GoalState.CLOSED,
        (col(Goal.due) < starts) | (col(Goal.due) > ends),
    )
    return (await tx.exec(found)).one()


async def cycles(tx: Tx, workspace_id: int, since: date | None = None) -> list[Cycle]:
    """The cycles, the first to end in front; those that end before `since` are left out."""
    found = select(Cycle).where(Cycle.workspace_id == workspace_id)
    found = found if since is None else found.where(col(Cycle.ends) >= since)
    return list(await tx.exec(found.order_by(col(Cycle.ends), col(Cycle.id))))


async def remove(tx: Tx, goal_id: int) -> None:
    """Delete a draft and all that was written of it."""
    connection = await tx.connection()
    await connection.execute(delete(GoalVersion).where(col(GoalVersion.goal_id) == goal_id))
    await connection.execute(delete(Goal).where(col(Goal.id) == goal_id))
