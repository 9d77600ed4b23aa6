"""What a tick of the clock costs: with an eighth of a hundred thousand people due at once, and with nobody due."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from statistics import median

from storage.database import Database
from tests.benchmarks import tick_data
from tests.benchmarks.databases import upgrade
from tests.benchmarks.once import once
from tests.benchmarks.table import SHORT, Row
from tests.servers import postgres_server

PEOPLE, FEW = (80, 10) if SHORT else (100_000, 10)
ROUNDS = 1 if SHORT else 3
RATIO_MAX, MEMORY_MAX, EMPTY_MAX = 3.0, 60.0, 2.0

Copy = Callable[[str], str]
"""Gives the address of a copy of the database with this address."""


def run() -> list[Row]:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        with _sqlite(Path(folder)) as (many, few, copy):
            rows += _rows("SQLite", many, few, copy, Path(folder))
        if SHORT:
            return rows
        with postgres_server() as server:
            many, few = server.create(), server.create()
            rows += _rows("PostgreSQL", many, few, server.create, Path(folder))
    return rows


def _rows(engine: str, many: str, few: str, copy: Copy, folder: Path) -> list[Row]:
    for url, people in ((many, PEOPLE), (few, FEW)):
        upgrade(url)
        asyncio.run(_fill(url, people))
    ours, bare, calm, calm_few = [], [], [], []
    for _ in range(ROUNDS):
        ours.append(once("tick_once", copy(many), "ours", folder=folder))
        bare.append(once("tick_once", copy(many), "bare", folder=folder))
        calm_few.append(once("tick_once", few, "empty", folder=folder)["ms"])
        calm.append(once("tick_once", many, "empty", folder=folder)["ms"])
    due = PEOPLE // 8
    assert all(one["opened"] == due for one in ours + bare), "not everybody was asked"
    took, least = median(one["seconds"] for one in ours), median(one["seconds"] for one in bare)
    memory, empty, empty_few = max(one["megabytes"] for one in ours), median(calm), median(calm_few)
    name = f"tick, {engine}: {PEOPLE:,} people"
    return [
        Row(f"{name}, {due:,} due", took, "s", least, took / least, f"<= {RATIO_MAX:g}", took <= least * RATIO_MAX),
        Row(f"{name}, memory above idle", memory, "MB", limit=f"< {MEMORY_MAX:g} MB", holds=memory < MEMORY_MAX),
        Row(
            f"{name}, none due, to {FEW} people",
            empty,
            "ms",
            empty_few,
            empty / empty_few,
            f"<= {EMPTY_MAX:g}",
            empty <= empty_few * EMPTY_MAX,
        ),
    ]


async def _fill(url: str, people: int) -> None:
    database = Database(url)
    try:
        await tick_data.fill(database, people)
        async with database.transaction() as tx:
            await (await tx.connection()).exec_driver_sql(
                "ANALYZE"
            )  # as an hour of PostgreSQL's own housekeeping would
    finally:
        await database.close()


@contextmanager
def _sqlite(folder: Path) -> Iterator[tuple[str, str, Copy]]:
    numbers = count()

    def copy(url: str) -> str:
        return f"sqlite:///{shutil.copy(url.removeprefix('sqlite:///'), folder / f'copy-{next(numbers)}.db')}"

    yield f"sqlite:///{folder / 'many.db'}", f"sqlite:///{folder / 'few.db'}", copy
