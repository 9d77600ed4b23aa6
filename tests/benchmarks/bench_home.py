"""What Home costs a manager of sixty with three years of history, among a thousand and among a hundred thousand people."""

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from storage.database import Database
from tests.benchmarks import home_data
from tests.benchmarks.databases import upgrade
from tests.benchmarks.once import once
from tests.benchmarks.table import SHORT, Row
from tests.servers import postgres_server

SIZES = (100, 200) if SHORT else (1_000, 10_000, 100_000)
ROUNDS = 1 if SHORT else 3
RATIO_MAX = 1.5


def run() -> list[Row]:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        urls = [f"sqlite:///{Path(folder) / f'{people}.db'}" for people in SIZES]
        rows += _rows("SQLite", urls, Path(folder), limited=True)
        if SHORT:
            return rows
        with postgres_server() as server:
            rows += _rows("PostgreSQL", [server.create() for _ in SIZES], Path(folder), limited=False)
    return rows


def _rows(engine: str, urls: Sequence[str], folder: Path, *, limited: bool) -> list[Row]:
    for url, people in zip(urls, SIZES, strict=True):
        upgrade(url)
        asyncio.run(_fill(url, people))
    # The first one in a process of its own in the short form as well, so that it goes that way once.
    rounds = [
        [once("home_once", url, folder=folder, here=SHORT and url != urls[0])["ms"] for url in urls]
        for _ in range(ROUNDS)
    ]
    least, *others = (median(one) for one in zip(*rounds, strict=True))
    name = f"home, {engine}: a manager of {home_data.TEAM} among"
    rows = [Row(f"{name} {SIZES[0]:,} people", least, "ms")]
    for people, took in zip(SIZES[1:], others, strict=True):
        judged = limited and people == SIZES[-1]
        limit, holds = (f"<= {RATIO_MAX:g}", took <= least * RATIO_MAX) if judged else ("", None)
        rows.append(Row(f"{name} {people:,}", took, "ms", least, took / least, limit, holds))
    return rows


async def _fill(url: str, people: int) -> None:
    database = Database(url)
    try:
        await home_data.fill(database, people)
        if not database.is_sqlite:
            async with database.transaction() as tx:  # as an hour of PostgreSQL's own housekeeping would
                await (await tx.connection()).exec_driver_sql("ANALYZE")
    finally:
        await database.close()
