"""What it costs to count the coming fortnight for HR: all that is going to be sent, for a thousand people up to a hundred thousand."""

import asyncio
import gc
import tempfile
import time
import tracemalloc
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import insert

from bot.domain import checkins, feedback
from bot.domain.notices import State
from bot.domain.roles import Role, Source
from bot.usecases import fortnight
from storage import people
from storage.database import Database
from storage.notices import Notice
from storage.people import Person
from storage.reporting import ReportingLine
from storage.roles import RoleGrant
from tests.benchmarks import tick_data
from tests.benchmarks.bench_dry_run import bare
from tests.benchmarks.databases import upgrade
from tests.benchmarks.table import SHORT, Row
from tests.servers import postgres_server

SIZES = (40, 120) if SHORT else (1_000, 10_000, 100_000)
ROUNDS = 1 if SHORT else 3
TEAM, WAITS_EACH = 10, 10
"""People who report to one; and of whom one has something that waits for the morning."""
GROWTH_MAX, MEMORY_MAX = 1.5, 64.0
"""Of the cost of one of many to that of one of a tenth as many; and MiB at the most while it is counted."""


def run() -> list[Row]:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        urls = [f"sqlite:///{Path(folder) / f'{size}.db'}" for size in SIZES]
        rows += _rows("SQLite", urls)
        if SHORT:
            return rows
        with postgres_server() as server:
            rows += _rows("PostgreSQL", [server.create() for _ in SIZES])
    return rows


def _rows(engine: str, urls: list[str]) -> list[Row]:
    found: list[Row] = []
    each_before = 0.0
    for size, url in zip(SIZES, urls, strict=True):
        upgrade(url)
        took, beside, peak = asyncio.run(_measured(url, size))
        name = f"fortnight, {engine}: {size:,} people"
        found.append(Row(name, took, "s", beside, took / beside))
        each = took / size
        if size == SIZES[-1]:
            growth, told = each / each_before, f"<= {GROWTH_MAX:g}"
            found.append(Row(f"{name}, each", each * 1e6, "µs", each_before * 1e6, growth, told, growth <= GROWTH_MAX))
            found.append(Row(f"{name}, memory", peak, "MiB", None, None, f"<= {MEMORY_MAX:g}", peak <= MEMORY_MAX))
        each_before = each
    return found


async def _measured(url: str, size: int) -> tuple[float, float, float]:
    """Seconds of the count and of a bare look at the same people; and the memory that the count takes."""
    database = Database(url)
    try:
        await tick_data.fill(database, size)
        viewer = await _more(database, size)
        ours, beside = [], []
        for _ in range(ROUNDS + 1):
            ours.append(await _count(database, viewer, size))
            beside.append(await bare(database))
        peak = await _peak(database, viewer, size)
        # The first one looks up holidays, which is done once in a process.
        return median(ours[1:]), median(beside[1:]), peak
    finally:
        await database.close()


async def _more(database: Database, size: int) -> Person:
    """Teams, and messages that wait."""
    at = tick_data.BEFORE
    async with database.transaction() as tx:
        viewer = await people.get(tx, 1)
        here = {"workspace_id": viewer.workspace_id}
        connection = await tx.connection()
        lines = [
            here
            | {"person_id": n, "manager_id": (n - 1) // TEAM + 1, "since": date(2026, 1, 1), "source": Source.IMPORT}
            for n in range(2, size + 1)
        ]
        owed = {"kind": feedback.GIVEN.name, "lane": int(feedback.GIVEN.lane), "state": State.PENDING, "made_at": at}
        waits = [
            here | owed | {"subject_id": n, "recipient_id": n, "due_at": at + timedelta(hours=8, seconds=n)}
            for n in range(1, size + 1, WAITS_EACH)
        ]
        for table, rows in ((ReportingLine, lines), (Notice, waits)):
            for first in range(0, len(rows), tick_data.AT_ONCE):
                await connection.execute(insert(table), rows[first : first + tick_data.AT_ONCE])
        tx.add(RoleGrant(**here, person_id=viewer.id, role=Role.HR, granted_at=at))
        await tx.flush()
        await connection.exec_driver_sql("ANALYZE")
    return viewer


async def _count(database: Database, viewer: Person, size: int) -> float:
    gc.collect()
    begun = time.perf_counter()
    async with database.transaction(reading=True) as tx:
        shown = await fortnight.access_fortnight(tx, viewer, tick_data.BEFORE)
    took = time.perf_counter() - begun
    asked = sum(one.line.people for one in shown.lines if one.line.kind == checkins.PROMPT.name)
    assert asked >= size, "not everybody is counted"
    return took


async def _peak(database: Database, viewer: Person, size: int) -> float:
    tracemalloc.start()
    await _count(database, viewer, size)
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return peak
