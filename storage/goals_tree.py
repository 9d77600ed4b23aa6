"""The tree of goals: from a goal up to where its progress counts, what is below, and the whole of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, Integer, and_, bindparam, case, func, literal, or_, update
from sqlalchemy import select as pick
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from bot.domain.goals import Ending, GoalState, ProgressFrom
from bot.domain.goals_progress import ONE_PART, Below, Node
from storage.database import Tx
from storage.goals import Goal

DEPTH_MAX = 20
"""Steps up or down: more levels than any company has, and the end of a circle, should there ever be one."""
MANY = 500
"""Ids in one condition."""

COMPUTED = and_(col(Goal.state) != GoalState.CLOSED, col(Goal.progress_from) == ProgressFrom.BELOW)
"""As `is_computed`."""
COUNTING = or_(
    col(Goal.state) == GoalState.CONFIRMED,
    and_(col(Goal.state) == GoalState.CLOSED, or_(col(Goal.ended).is_(None), col(Goal.ended) != Ending.DROPPED)),
)
"""As `counts`."""


async def hold(tx: Tx, goal_ids: Sequence[int]) -> list[Goal]:
    """These goals and those above them whose progress follows, held until the transaction ends; the deepest first.

    All are taken in one order, from the leaves up: two changes at once wait for each other instead of for ever.
    """
    held: list[Goal] = []
    for _ in range(3):
        way = await _way(tx, goal_ids)
        held = await _taken(tx, way)
        if {one.id: one.parent_id for one in held} == way:
            break
    return held


async def _way(tx: Tx, goal_ids: Sequence[int]) -> dict[int, int | None]:
    """Each goal on the way up, with the one above it."""
    wanted = set(goal_ids)
    begin: Any = pick(col(Goal.id).label("id"), col(Goal.parent_id).label("parent_id"), literal(0).label("steps"))
    way = begin.where(col(Goal.id).in_(wanted)).cte("way", recursive=True)
    above = aliased(Goal)
    following = and_(col(above.state) != GoalState.CLOSED, col(above.progress_from) == ProgressFrom.BELOW)
    more = pick(col(above.id), col(above.parent_id), way.c.steps + 1).where(
        col(above.id) == way.c.parent_id, following, way.c.steps < DEPTH_MAX
    )
    way = way.union_all(more)
    rows = await (await tx.connection()).execute(pick(way.c.id, way.c.parent_id).distinct())
    return {row[0]: row[1] for row in rows}


async def _taken(tx: Tx, way: dict[int, int | None]) -> list[Goal]:
    depth = depths(way)
    order = sorted(way, key=lambda one: (-depth[one], one))
    if not order:
        return []
    places = case({one: at for at, one in enumerate(order)}, value=col(Goal.id))
    found = select(Goal).where(col(Goal.id).in_(order)).order_by(places).with_for_update()
    return list(await tx.exec(found.execution_options(populate_existing=True)))


def depths(way: dict[int, int | None]) -> dict[int, int]:
    """How many steps each of these goals is below the highest one above it among them."""
    found: dict[int, int] = {}
    for one, above in way.items():
        steps, at = 0, above
        while at in way and steps < DEPTH_MAX:
            steps, at = steps + 1, way[at]
        found[one] = steps
    return found


async def below(tx: Tx, goal_ids: Sequence[int], without: Sequence[int] = ()) -> dict[int, Below]:
    """What directly supports each of these goals, added up; `without` some of it."""
    if not goal_ids:
        return {}
    parts = func.coalesce(col(Goal.contribution), ONE_PART)
    told = col(Goal.progress).is_not(None)
    found = (
        pick(
            col(Goal.parent_id),
            func.sum(case((told, parts * col(Goal.progress)), else_=0.0)),
            func.sum(case((told, parts), else_=0)),
            func.count(col(Goal.progress)),
            func.count(col(Goal.id)),
        )
        .where(col(Goal.parent_id).in_(goal_ids), COUNTING)
        .group_by(col(Goal.parent_id))
    )
    if without:
        found = found.where(col(Goal.id).not_in(without))
    rows = await (await tx.connection()).execute(found)
    return {row[0]: Below(float(row[1] or 0), int(row[2] or 0), row[3], row[4]) for row in rows}


async def nodes(tx: Tx, workspace_id: int) -> list[Node]:
    """Every goal of a workspace that could count for another one, or whose progress could follow others."""
    wanted = pick(
        col(Goal.id),
        col(Goal.parent_id),
        col(Goal.contribution),
        col(Goal.progress),
        case((COUNTING, 1), else_=0),
        case((COMPUTED, 1), else_=0),
    ).where(col(Goal.workspace_id) == workspace_id, or_(col(Goal.parent_id).is_not(None), COMPUTED))
    rows = await (await tx.connection()).execute(wanted)
    return [Node(row[0], row[1], row[2], row[3], bool(row[4]), bool(row[5])) for row in rows]


@dataclass(frozen=True)
class Repair:
    """What a computed goal shows, and what it should."""

    goal_id: int
    was: float | None
    should: float | None


async def write(tx: Tx, repairs: Sequence[Repair]) -> None:
    """Put in what was computed, where nothing else was put in meanwhile."""
    known = [one for one in repairs if one.was is not None]
    unknown = [one for one in repairs if one.was is None]
    connection = await tx.connection()
    same = update(Goal).where(col(Goal.id) == bindparam("goal"), COMPUTED).values(progress=bindparam("should"))
    for some, condition in ((known, col(Goal.progress) == bindparam("was")), (unknown, col(Goal.progress).is_(None))):
        if some:
            # A value that no statement names is left aside.
            rows = [{"goal": one.goal_id, "should": one.should, "was": one.was} for one in some]
            await connection.execute(same.where(condition), rows)


async def paths(tx: Tx, goal_ids: Sequence[int]) -> dict[int, list[int]]:
    """The ids of what is above each of these goals, the nearest first."""
    begin: Any = pick(col(Goal.id).label("of"), col(Goal.parent_id).label("id"), literal(1).label("steps"))
    way = begin.where(col(Goal.id).in_(goal_ids), col(Goal.parent_id).is_not(None)).cte("way", recursive=True)
    above = aliased(Goal)
    more = pick(way.c.of, col(above.parent_id), way.c.steps + 1).where(
        col(above.id) == way.c.id, col(above.parent_id).is_not(None), way.c.steps < DEPTH_MAX
    )
    way = way.union_all(more)
    found: dict[int, list[int]] = {one: [] for one in goal_ids}
    if goal_ids:
        for of, one, _ in await (await tx.connection()).execute(pick(way).order_by(way.c.of, way.c.steps)):
            found[of].append(one)
    return found


def descendants(goal_ids: Sequence[int]) -> CTE:
    """These goals and everything that supports them, with the steps down."""
    begin: Any = pick(col(Goal.id).label("id"), literal(0, Integer).label("steps")).where(col(Goal.id).in_(goal_ids))
    tree: CTE = begin.cte("tree", recursive=True)
    child = aliased(Goal)
    return tree.union_all(
        pick(col(child.id), tree.c.steps + 1).where(col(child.parent_id) == tree.c.id, tree.c.steps < DEPTH_MAX)
    )
