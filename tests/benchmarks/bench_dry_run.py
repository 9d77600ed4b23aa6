"""What it costs HR to see who would get a series when: the dry run of two weeks, for a thousand people up to a hundred thousand."""

import asyncio
import gc
import tempfile
import time
from pathlib import Path
from statistics import median

from sqlalchemy import func, select
from sqlmodel import col

from bot.domain.roles import Role
from bot.usecases import series_dry_run
from storage import people
from storage.database import Database
from storage.people import Person
from storage.roles import RoleGrant
from tests.benchmarks import tick_data
from tests.benchmarks.databases import upgrade
from tests.benchmarks.table import SHORT, Row
from tests.servers import postgres_server

SIZES = (40, 120) if SHORT else (1_000, 10_000, 100_000)
ROUNDS = 1 if SHORT else 3
SECONDS_MAX, GROWTH_MAX = 3.0, 1.5
"""For all of them; and of the cost of one of many to that of one of a tenth as many."""


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
        took, bare = asyncio.run(_measured(url, size))
        name = f"dry run of two weeks, {engine}: {size:,} people"
        last = size == SIZES[-1]
        limit, holds = (f"<= {SECONDS_MAX:g} s", took <= SECONDS_MAX) if last else ("", None)
        found.append(Row(name, took, "s", bare, took / bare, limit, holds))
        each = took / size
        if last:
            growth = each / each_before
            told = f"<= {GROWTH_MAX:g}"
            found.append(Row(f"{name}, each", each * 1e6, "µs", each_before * 1e6, growth, told, growth <= GROWTH_MAX))
        each_before = each
    return found


async def _measured(url: str, size: int) -> tuple[float, float]:
    """Seconds of the dry run, and of a bare look at the same people."""
    database = Database(url)
    try:
        await tick_data.fill(database, size)
        async with database.transaction() as tx:
            viewer = await people.get(tx, 1)
            at = tick_data.BEFORE
            tx.add(RoleGrant(workspace_id=viewer.workspace_id, person_id=viewer.id, role=Role.HR, granted_at=at))
            await (await tx.connection()).exec_driver_sql("ANALYZE")
        ours, theirs = [], []
        for _ in range(ROUNDS + 1):
            ours.append(await _dry_run(database, viewer, size))
            theirs.append(await bare(database))
        # The first one looks up holidays, which is done once in a process.
        return median(ours[1:]), median(theirs[1:])
    finally:
        await database.close()


async def _dry_run(database: Database, viewer: Person, size: int) -> float:
    gc.collect()
    begun = time.perf_counter()
    async with database.transaction(reading=True) as tx:
        shown = await series_dry_run.access_dry_run(tx, viewer, 1, tick_data.BEFORE)
    took = time.perf_counter() - begun
    assert shown.people >= size, "not everybody is counted"
    return took


async def bare(database: Database) -> float:
    """Read the zone and the week of everybody, and count the rows by zone."""
    columns = (col(Person.id), col(Person.name), col(Person.zone), col(Person.working_days), col(Person.works_from))
    begun = time.perf_counter()
    async with database.transaction(reading=True) as tx:
        connection = await tx.connection()
        (await connection.execute(select(*columns).order_by(col(Person.id)))).all()
        (await connection.execute(select(col(Person.zone), func.count()).group_by(col(Person.zone)))).all()
    return time.perf_counter() - begun
