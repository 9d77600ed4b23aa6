"""What the summaries at a cycle's end cost: figures and text of all managers against SQL that counts the same, and their growth."""

import asyncio
import json
import tempfile
from pathlib import Path
from typing import Any

from storage.database import Database
from storage.migrate import upgrade
from tests.benchmarks import cycle_summary_data
from tests.benchmarks.processes import python
from tests.benchmarks.table import SHORT, Row
from tests.servers import postgres_server

MANAGERS = (3,) if SHORT else (100, 1_000, 10_000)
RATIO_MAX, ALL_MAX, MEMORY_MORE = 10.0, 300.0, 25.0
"""Times the bare SQL for all of it; seconds for all of it; megabytes that the largest company may take more than the one before."""


def run() -> list[Row]:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        rows += _rows("SQLite", [f"sqlite:///{folder}/{managers}.db" for managers in MANAGERS], Path(folder))
        if SHORT:
            return rows
        with postgres_server() as server:
            rows += _rows("PostgreSQL", [server.create() for _ in MANAGERS], Path(folder))
    return rows


def _rows(engine: str, urls: list[str], folder: Path) -> list[Row]:
    rows, held = [], 0.0
    for managers, url in zip(MANAGERS, urls, strict=True):
        upgrade(url)
        asyncio.run(_fill(url, managers))
        one = asyncio.run(_once(url, folder))
        assert one["summaries"] == managers, "not every manager is told"
        last = managers == MANAGERS[-1] and not SHORT
        name, bare, counts = f"cycle summary, {engine}: {managers:,} managers", one["bare"], one["counts"]
        ratio, more = one["core"] / bare, one["megabytes"] - held
        rows += [
            Row(f"{name}, counts", counts, "s", bare, counts / bare),
            Row(f"{name}, figures and text", one["core"], "s", bare, ratio, *_limit(last, ratio, RATIO_MAX, "times")),
            Row(f"{name}, all of it on one core", one["core"], "s", None, None, *_limit(last, one["core"], ALL_MAX, "s")),
            Row(f"{name}, the tick when nobody is due", one["calm"], "ms"),
            Row(
                f"{name}, memory above idle", one["megabytes"], "MB", None, None,
                f"+ <= {MEMORY_MORE:g} MB" if last else "", more <= MEMORY_MORE if last else None,
            ),
        ]  # fmt: skip
        held = one["megabytes"]
    return rows


def _limit(judged: bool, figure: float, most: float, unit: str) -> tuple[str, bool | None]:
    return (f"<= {most:g} {unit}", figure <= most) if judged else ("", None)


async def _fill(url: str, managers: int) -> None:
    database = Database(url)
    try:
        await cycle_summary_data.fill(database, managers)
    finally:
        await database.close()


async def _once(url: str, folder: Path) -> dict[str, Any]:
    command = ("-m", "tests.benchmarks.cycle_summary_once", url)
    async with python(*command, folder=folder, output=asyncio.subprocess.PIPE) as process:
        out, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError("the measurement failed")
    told: dict[str, Any] = json.loads(out)
    return told
