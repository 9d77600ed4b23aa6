"""What a change at the bottom of a tree of goals costs up to the top, and what it costs to add up the whole tree.

A path is compared with the plain statements that follow it level by level; the whole with one recursive query that adds up the same.
"""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from itertools import count
from pathlib import Path
from statistics import median

from sqlalchemy import func, select, text, update
from sqlmodel import col

from bot.domain.goals_progress import Said
from bot.usecases import goals_progress as usecases
from storage import people
from storage.database import Database, Tx
from storage.goals import Goal
from tests.benchmarks import goals_data
from tests.benchmarks.databases import upgrade
from tests.benchmarks.table import SHORT, Row
from tests.servers import postgres_server

SIZES = (100, 300) if SHORT else (1_000, 10_000, 100_000)
WARM, RUNS = (1, 3) if SHORT else (20, 200)
WHOLE = 1 if SHORT else 5
PATH_MAX, GROWTH_MAX, WHOLE_MAX = 3.0, 1.5, 3.0
WORKSPACE = 1
RECURSIVE = """
WITH RECURSIVE parts AS (
    SELECT parent_id, SUM(contribution) AS whole FROM goal WHERE workspace_id = 1 AND parent_id IS NOT NULL GROUP BY parent_id
), up (at, share, progress) AS (
    SELECT id, 1.0, progress FROM goal WHERE workspace_id = 1 AND progress_from = 'own'
    UNION ALL
    SELECT goal.parent_id, up.share * goal.contribution / parts.whole, up.progress
    FROM up JOIN goal ON goal.id = up.at JOIN parts ON parts.parent_id = goal.parent_id
)
SELECT at, SUM(share * progress) FROM up GROUP BY at
"""
WALK = """
WITH RECURSIVE down (id, parent_id, progress, depth) AS (
    SELECT id, parent_id, progress, 0 FROM goal WHERE workspace_id = 1 AND parent_id IS NULL
    UNION ALL
    SELECT goal.id, goal.parent_id, goal.progress, down.depth + 1 FROM down JOIN goal ON goal.parent_id = down.id
)
SELECT id, parent_id, progress, depth FROM down
"""


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        urls = [f"sqlite:///{Path(folder) / f'{size}.db'}" for size in SIZES]
        rows = asyncio.run(_measure("SQLite", urls, judged=True))
    if SHORT:
        return rows
    with postgres_server() as server:
        return rows + asyncio.run(_measure("PostgreSQL", [server.create() for _ in SIZES], judged=False))


async def _measure(engine: str, urls: Sequence[str], *, judged: bool) -> list[Row]:
    databases = [Database(url) for url in urls]
    try:
        leaves = []
        for url, database, size in zip(urls, databases, SIZES, strict=True):
            await asyncio.to_thread(upgrade, url)
            leaves.append(await goals_data.fill(database, size))
        largest = f"{SIZES[-1]:,} goals"
        whole, bare, walk, night = await _whole(databases[-1])
        rows = [
            _row(
                f"goals, {engine}: all of {largest} added up and written", whole, bare, WHOLE_MAX, "ms", judged=judged
            ),
            Row(f"goals, {engine}: the same in the night, when all is right", night, "ms", bare, night / bare),
            Row(
                f"goals, {engine}: all of {largest}, to a query that only walks the tree",
                whole,
                "ms",
                walk,
                whole / walk,
            ),
        ]
        paths, plain, said = await _paths(databases, leaves)
        for size, took, beside in zip(SIZES, paths, plain, strict=True):
            rows.append(
                _row(f"goals, {engine}: one change among {size:,}", took, beside, PATH_MAX, "ms", judged=judged)
            )
        rows.append(
            _row(
                f"goals, {engine}: one change among {largest}, to {SIZES[0]:,}",
                paths[-1],
                paths[0],
                GROWTH_MAX,
                "ms",
                judged=judged,
            )
        )
        rows.append(Row(f"goals, {engine}: an owner says how it goes, all in all, among {largest}", said, "ms"))
        return rows
    finally:
        for database in databases:
            await database.close()


def _row(name: str, figure: float, baseline: float, most: float, unit: str, *, judged: bool) -> Row:
    ratio = figure / baseline
    return Row(name, figure, unit, baseline, ratio, f"<= {most:g}" if judged else "", ratio <= most if judged else None)


async def _whole(database: Database) -> tuple[float, float, float, float]:
    """Milliseconds: everything wrong and added up; the query that adds up the same; the one that walks; everything right."""
    wrong, bare, walk, right = [], [], [], []
    for _ in range(WHOLE):
        async with database.transaction() as tx:
            await (await tx.connection()).execute(text("UPDATE goal SET progress = NULL WHERE progress_from = 'below'"))
        wrong.append(await _timed(database, lambda tx: usecases.recompute(tx, WORKSPACE)))
        right.append(await _timed(database, lambda tx: usecases.recompute(tx, WORKSPACE)))
        bare.append(await _timed(database, lambda tx: _query(tx, RECURSIVE)))
        walk.append(await _timed(database, lambda tx: _query(tx, WALK)))
    return median(wrong), median(bare), median(walk), median(right)


async def _query(tx: Tx, words: str) -> int:
    return len((await (await tx.connection()).execute(text(words))).all())


async def _timed(database: Database, work: Callable[[Tx], Awaitable[object]]) -> float:
    begun = time.perf_counter()
    async with database.transaction() as tx:
        await work(tx)
    return (time.perf_counter() - begun) * 1000


async def _paths(databases: Sequence[Database], leaves: Sequence[int]) -> tuple[list[float], list[float], float]:
    """Ours and the plain statements at each size, by turns; and all that saying it takes, at the largest."""
    ours: list[list[float]] = [[] for _ in databases]
    plain: list[list[float]] = [[] for _ in databases]
    said, numbers = [], count()
    for turn in range(WARM + RUNS):
        for at, (database, leaf) in enumerate(zip(databases, leaves, strict=True)):
            for found, way in ((ours, _ours), (plain, _plain)):
                value = float(next(numbers) % 100)
                took = await _timed(database, lambda tx, way=way, leaf=leaf, value=value: way(tx, leaf, value))  # type: ignore[misc]
                if turn >= WARM:
                    found[at].append(took)
        if turn >= WARM:
            said.append(await _timed(databases[-1], lambda tx, turn=turn: _tell(tx, leaves[-1], turn)))  # type: ignore[misc]
    return [median(one) for one in ours], [median(one) for one in plain], median(said)


async def _ours(tx: Tx, leaf: int, value: float) -> None:
    # It supports the goal above with another weight than before: everything above follows.
    await (await tx.connection()).execute(update(Goal).where(col(Goal.id) == leaf).values(contribution=int(value) + 1))
    await usecases.roll_up(tx, [leaf])


async def _plain(tx: Tx, leaf: int, value: float) -> None:
    """A change at the bottom, and then level by level: whom it supports, what that comes to, and the writing of it."""
    connection = await tx.connection()
    await connection.execute(update(Goal).where(col(Goal.id) == leaf).values(contribution=int(value) + 1))
    one: int | None = leaf
    while True:
        one = (await connection.execute(select(col(Goal.parent_id)).where(col(Goal.id) == one))).scalar()
        if one is None:
            return
        sums = select(func.sum(col(Goal.contribution) * col(Goal.progress)), func.sum(col(Goal.contribution)))
        weighed, parts = (await connection.execute(sums.where(col(Goal.parent_id) == one))).one()
        progress = weighed / parts if weighed is not None and parts else None
        await connection.execute(update(Goal).where(col(Goal.id) == one).values(progress=progress))


async def _tell(tx: Tx, leaf: int, turn: int) -> None:
    me = await people.get(tx, goals_data.OWNER)
    await usecases.tell(tx, me, leaf, Said(float(turn % 101)), goals_data.NOW, source=f"bench:{turn}")
