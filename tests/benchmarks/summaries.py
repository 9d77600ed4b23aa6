"""The rows of the benches of summaries: all managers of companies of growing size, by what `NAME_data` fills and `NAME_once` measures."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from storage.database import Database
from tests.benchmarks.databases import upgrade
from tests.benchmarks.once import once
from tests.benchmarks.table import SHORT, Row
from tests.servers import postgres_server


@dataclass(frozen=True)
class Bench:
    """What holds for the largest company. `counts_most`, `all_most`: seconds; `ratio_most`: all of it to the bare SQL;
    `memory_more`: megabytes that it may take more than the one before. `looks`: what is measured of that company afterwards, and the
    seconds that each may take.
    """

    name: str
    measures: str
    managers: Sequence[int]
    fill: Callable[[Database, int], Awaitable[object]]
    all_most: float
    memory_more: float
    counts_most: float | None = None
    ratio_most: float | None = None
    looks: str = ""
    looks_most: Mapping[str, float] = field(default_factory=dict)


def run(bench: Bench) -> list[Row]:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        urls = [f"sqlite:///{folder}/{managers}.db" for managers in bench.managers]
        rows += _rows(bench, "SQLite", urls, Path(folder))
        if SHORT:
            return rows
        with postgres_server() as server:
            rows += _rows(bench, "PostgreSQL", [server.create() for _ in bench.managers], Path(folder))
    return rows


def _rows(bench: Bench, engine: str, urls: list[str], folder: Path) -> list[Row]:
    rows, held = [], 0.0
    for managers, url in zip(bench.managers, urls, strict=True):
        upgrade(url)
        asyncio.run(_fill(bench, url, managers))
        one = once(bench.measures, url, folder=folder)
        assert one["summaries"] == managers, "not every manager is owed a summary"
        last = managers == bench.managers[-1] and not SHORT
        name, bare, counts, core = (
            f"{bench.name}, {engine}: {managers:,} managers",
            one["bare"],
            one["counts"],
            one["core"],
        )
        more = one["megabytes"] - held
        rows += [
            Row(f"{name}, counts", counts, "s", bare, counts / bare, *_limit(last, counts, bench.counts_most, "s")),
            Row(f"{name}, figures and text", core, "s", bare, core / bare, *_limit(last, core / bare, bench.ratio_most)),
            Row(f"{name}, all of it on one core", core, "s", None, None, *_limit(last, core, bench.all_most, "s")),
            Row(f"{name}, all of it by the clock", one["wall"], "s"),
            Row(f"{name}, the tick when nobody is due", one["calm"], "ms"),
            Row(f"{name}, memory above idle", one["megabytes"], "MB", None, None, *_limit(last, more, bench.memory_more, "MB", "+ ")),
        ]  # fmt: skip
        for look, took in (once(bench.looks, url, folder=folder) if bench.looks else {}).items():
            rows.append(
                Row(f"{name}, {look}", took, "s", None, None, *_limit(last, took, bench.looks_most.get(look), "s"))
            )
        held = one["megabytes"]
    return rows


def _limit(
    judged: bool, figure: float, most: float | None, unit: str = "times", sign: str = ""
) -> tuple[str, bool | None]:
    return (f"{sign}<= {most:g} {unit}", figure <= most) if judged and most is not None else ("", None)


async def _fill(bench: Bench, url: str, managers: int) -> None:
    database = Database(url)
    try:
        await bench.fill(database, managers)
    finally:
        await database.close()
