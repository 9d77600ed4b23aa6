"""What was said of goals: the versions in force, the key results, and how their owners said it goes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, update
from sqlalchemy import select as pick
from sqlmodel import col, select

from bot.domain.goals import GoalState
from storage.cycles import Cycle
from storage.database import Tx
from storage.goals import Goal, GoalUpdate, GoalVersion, KeyResult
from storage.inserting import insert_row


async def find(tx: Tx, goal_id: int) -> Goal | None:
    return await tx.get(Goal, goal_id)


async def by_ids(tx: Tx, ids: Sequence[int]) -> dict[int, Goal]:
    """These goals, by id."""
    rows = await tx.exec(select(Goal).where(col(Goal.id).in_(ids))) if ids else ()
    return {one.id: one for one in rows}


async def in_force(tx: Tx, goal_ids: Sequence[int]) -> dict[int, GoalVersion]:
    """The version that each of these goals stands at, by goal id."""
    if not goal_ids:
        return {}
    now = and_(col(GoalVersion.goal_id) == col(Goal.id), col(GoalVersion.number) == col(Goal.version))
    rows = await tx.exec(select(GoalVersion).join(Goal, now).where(col(Goal.id).in_(goal_ids)))
    return {one.goal_id: one for one in rows}


async def results(tx: Tx, goal_ids: Sequence[int]) -> dict[int, list[KeyResult]]:
    """The key results that are still there, of each of these goals, in their order."""
    found: dict[int, list[KeyResult]] = {one: [] for one in goal_ids}
    wanted = select(KeyResult).where(col(KeyResult.goal_id).in_(goal_ids), col(KeyResult.dropped_at).is_(None))
    for one in await tx.exec(wanted.order_by(col(KeyResult.position))) if goal_ids else ():
        found[one.goal_id].append(one)
    return found


async def said(tx: Tx, goal_id: int) -> list[GoalUpdate]:
    """All that was said of a goal and its key results, the oldest first."""
    found = select(GoalUpdate).where(GoalUpdate.goal_id == goal_id)
    return list(await tx.exec(found.order_by(col(GoalUpdate.said_at), col(GoalUpdate.id))))


async def last_value(tx: Tx, goal_id: int) -> float | None:
    """The last value that was said of the goal itself."""
    found = pick(col(GoalUpdate.value)).where(*_valued(goal_id), col(GoalUpdate.key_result_id).is_(None))
    last = found.order_by(col(GoalUpdate.said_at).desc(), col(GoalUpdate.id).desc()).limit(1)
    value: float | None = (await (await tx.connection()).execute(last)).scalar()
    return value


async def months(tx: Tx, goal_id: int) -> dict[date, float]:
    """The actual value of each month; said twice, the later one."""
    found = pick(col(GoalUpdate.month), col(GoalUpdate.value)).where(
        *_valued(goal_id), col(GoalUpdate.month).is_not(None)
    )
    rows: Any = await (await tx.connection()).execute(found.order_by(col(GoalUpdate.said_at), col(GoalUpdate.id)))
    return {row[0]: row[1] for row in rows}


def _valued(goal_id: int) -> tuple[ColumnElement[bool], ...]:
    return (col(GoalUpdate.goal_id) == goal_id, col(GoalUpdate.value).is_not(None))


async def has(tx: Tx, workspace_id: int, source: str) -> bool:
    """Whether what came from there is written down already."""
    found = select(GoalUpdate.id).where(GoalUpdate.workspace_id == workspace_id, GoalUpdate.source == source)
    return (await tx.exec(found)).first() is not None


async def note(tx: Tx, goal: Goal, source: str, row: Mapping[str, Any]) -> None:
    """Write down how somebody said it goes; from the same source once."""
    empty = dict.fromkeys(("key_result_id", "checkin_id", "value", "month", "progress", "confidence", "words"))
    key = {"workspace_id": goal.workspace_id, "goal_id": goal.id, "source": source}
    await insert_row(tx, GoalUpdate, {**key, **empty, **row})


async def of_checkin(tx: Tx, checkin_id: int) -> list[GoalUpdate]:
    """What was said in a check-in, in the order it was said."""
    found = select(GoalUpdate).where(GoalUpdate.checkin_id == checkin_id)
    return list(await tx.exec(found.order_by(col(GoalUpdate.goal_id), col(GoalUpdate.id))))


async def take_back(tx: Tx, checkin_id: int, goal_id: int) -> None:
    """Forget what a check-in said of a goal."""
    connection = await tx.connection()
    mine = and_(col(GoalUpdate.checkin_id) == checkin_id, col(GoalUpdate.goal_id) == goal_id)
    await connection.execute(delete(GoalUpdate).where(mine))


async def running(tx: Tx, owner_id: int, today: date) -> list[Goal]:
    """What this person answers for and has agreed on, what is due first in front; not before its cycle has begun."""
    found = (
        select(Goal)
        .outerjoin(Cycle, col(Cycle.id) == col(Goal.cycle_id))
        .where(Goal.owner_id == owner_id, Goal.state == GoalState.CONFIRMED)
        .where(or_(col(Cycle.id).is_(None), col(Cycle.starts) <= today))
        .order_by(col(Goal.due), col(Goal.id))
    )
    return list(await tx.exec(found))


async def note_progress(tx: Tx, workspace_id: int, source: str, progress: float | None) -> None:
    """Keep with what was said how far the goal was afterwards."""
    connection = await tx.connection()
    mine = and_(col(GoalUpdate.workspace_id) == workspace_id, col(GoalUpdate.source) == source)
    await connection.execute(update(GoalUpdate).where(mine).values(progress=progress))


async def written_by(tx: Tx, goal_ids: Sequence[int], person_id: int) -> set[int]:
    """Those of these goals of which this person proposed a version."""
    found = select(GoalVersion.goal_id).where(
        col(GoalVersion.goal_id).in_(goal_ids),
        GoalVersion.written_by == person_id,
        col(GoalVersion.proposed_at).is_not(None),
    )
    return set(await tx.exec(found.distinct()))


async def said_lately(tx: Tx, goal_id: int, most: int) -> list[GoalUpdate]:
    """What was said of a goal itself, the newest first."""
    found = select(GoalUpdate).where(GoalUpdate.goal_id == goal_id, col(GoalUpdate.key_result_id).is_(None))
    return list(await tx.exec(found.order_by(col(GoalUpdate.said_at).desc(), col(GoalUpdate.id).desc()).limit(most)))
