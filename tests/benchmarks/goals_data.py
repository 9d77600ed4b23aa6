"""A company's tree of goals in ten levels, whatever its size: the path from a goal at the bottom to the top is always as long."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import insert

from bot.domain.goals import GoalState, Level, Measure, ProgressFrom
from bot.usecases import workspaces
from storage.database import Database
from storage.goals import Goal, GoalVersion
from storage.people import Person

NOW = datetime(2027, 1, 15, 15, tzinfo=UTC)
DUE = date(2027, 3, 31)
LEVELS = 10
AT_ONCE = 5_000
OWNER = 1


def counts(goals: int) -> list[int]:
    """How many goals stand at each level, about as many as that in all."""
    low, high = 1.0, float(goals)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(middle**at for at in range(LEVELS)) < goals else (low, middle)
    return [max(1, round(low**at)) for at in range(LEVELS)]


def tree(goals: int) -> Iterator[tuple[int, int | None, int]]:
    """Each goal's id, the one that it supports, and its level from the top; those above come first."""
    first, above, before = 1, 0, 0
    for level, count in enumerate(counts(goals)):
        for at in range(count):
            yield first + at, (above + at * before // count) if level else None, level
        above, before, first = first, count, first + count


async def fill(database: Database, goals: int) -> int:
    """The tree; the id of its last goal, at the bottom. Everybody has said how it goes at the bottom, and nothing is added up yet."""
    async with database.transaction() as tx:
        install = {"team_id": "T0GOALS", "user_id": "U0BOT", "bot_id": "B0BOT"}
        at = await workspaces.install(tx, install, {"name": "Company"}, guests=False, now=NOW)
        connection = await tx.connection()
        here = {"workspace_id": at.id}
        await connection.execute(insert(Person), [here | {"id": OWNER, "slack_id": "U1", "name": "Ada"}])
    rows: list[dict[str, Any]] = []
    last = 0
    for last, parent, level in tree(goals):
        bottom = level == LEVELS - 1
        row = here | {"id": last, "source": f"bench:{last}", "owner_id": OWNER, "made_by": OWNER, "made_at": NOW}
        row |= {"level": list(Level)[min(level // 2, 3)], "parent_id": parent, "contribution": last % 3 + 1, "due": DUE}
        row |= {"state": GoalState.CONFIRMED, "version": 1, "progress": float(last % 101) if bottom else None}
        row |= {"progress_from": ProgressFrom.OWN if bottom else ProgressFrom.BELOW}
        rows.append(row)
    for first in range(0, len(rows), AT_ONCE):
        async with database.transaction() as tx:
            await (await tx.connection()).execute(insert(Goal), rows[first : first + AT_ONCE])
    async with database.transaction() as tx:
        version = here | {"goal_id": last, "number": 1, "source": "bench:1", "measure": Measure.PERCENT, "due": DUE}
        await (await tx.connection()).execute(insert(GoalVersion), [version | {"written_by": OWNER, "written_at": NOW}])
        if not database.is_sqlite:
            await (await tx.connection()).exec_driver_sql("ANALYZE goal")  # as an hour of its own housekeeping would
    return last
