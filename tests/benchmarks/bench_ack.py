"""How long Slack waits for the answer to a submitted check-in: signed, checked, stored, then acknowledged.

Each server is a process on uvicorn, uvloop and httptools; the load comes from another. What is compared is measured in turns.
"""

import asyncio
import sys
import tempfile
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import httpx
from sqlalchemy import event, func
from sqlmodel import select

from bot.deps import SystemClock
from bot.main import build
from bot.sandbox.sandbox import Sandbox
from handlers.guard import PATH, sign
from storage import prepared
from storage.checkins import CheckIn
from storage.database import Database
from tests.benchmarks import ack_data
from tests.benchmarks.databases import upgrade
from tests.benchmarks.processes import baseline, deps_of, loaded, web, workspace
from tests.benchmarks.table import SHORT, Row
from tests.servers import postgres_server

ROUNDS = 1 if SHORT else 5
ONE, MANY = (5, 40) if SHORT else (300, 2_000)
"""Submits in a round by one client, and by many."""
WARM_UP = 4 if SHORT else 50
CLIENTS = 8 if SHORT else 32
FIRST = 2
"""The number of the first person who has a manager."""
P50_MAX, THROUGHPUT_MIN, P99_MAX = 3.0, 1 / 3, 2.0
P99_WANTED_MS = 100.0
"""Reported beside the ratio: of 32 clients that never pause, none waits less than 32 requests take, whoever serves them."""
KINDS = ("ours", "raw", "acks")


@dataclass
class Measured:
    """What one server did: each round's milliseconds of one client, and of many with the requests per second."""

    one: list[float] = field(default_factory=list)
    many: list[float] = field(default_factory=list)
    throughput: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        return median(self.one)

    @property
    def p99(self) -> float:
        return quantiles(self.many, n=100)[98]


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        rows = _rows(
            "SQLite", asyncio.run(_measure(path, f"sqlite:///{path}/growloop.db", f"{path}/raw.db")), judged=True
        )
    if SHORT:
        return rows
    with postgres_server() as server, tempfile.TemporaryDirectory() as folder:
        measured = asyncio.run(_measure(Path(folder), server.create(), server.create()))
    return rows + _rows("PostgreSQL", measured, judged=False)


def _rows(engine: str, measured: Mapping[str, Measured], *, judged: bool) -> list[Row]:
    ours, raw, acks = (measured[kind] for kind in KINDS)
    ratio, below = ours.p50 / raw.p50, ours.p50 / acks.p50
    rate, bare = median(ours.throughput), median(raw.throughput)

    def row(what: str, figure: float, unit: str, baseline: float | None, limit: str, holds: bool) -> Row:
        ratio = figure / baseline if baseline else None
        return Row(
            f"ack, {engine}: {what}", figure, unit, baseline, ratio, limit if judged else "", holds if judged else None
        )

    return [
        row("one client, p50, to raw statements", ours.p50, "ms", raw.p50, f"<= {P50_MAX:g}", ratio <= P50_MAX),
        row("one client, p50, to a default app that only acks", ours.p50, "ms", acks.p50, "< 1", below < 1),
        row(f"{CLIENTS} clients, to raw statements", rate, "/s", bare, f">= {THROUGHPUT_MIN:.2f}", rate >= bare * THROUGHPUT_MIN),
        row(
            f"{CLIENTS} clients, p99 (wanted: < {P99_WANTED_MS:g} ms)",
            ours.p99,
            "ms",
            raw.p99,
            f"<= {P99_MAX:g}",
            ours.p99 <= raw.p99 * P99_MAX,
        ),
    ]  # fmt: skip


async def _measure(folder: Path, ours: str, raw: str) -> dict[str, Measured]:
    """The three servers on one kind of database: ours at one address, the raw statements at the other."""
    people = FIRST + ROUNDS * (WARM_UP + ONE + MANY)
    await asyncio.to_thread(upgrade, ours)
    async with workspace() as (sandbox, url), AsyncExitStack() as stack:
        auth = {"team_id": sandbox.team_id, "user_id": sandbox.bot_user_id, "bot_id": sandbox.bot_id}
        database = Database(ours)
        stack.push_async_callback(database.close)
        form = await ack_data.fill(database, auth, people, database.clock.now())
        first = next(ack_data.bodies(form, range(FIRST, FIRST + 1)))
        reads, writes = await _statements(database, auth, sandbox.signing_secret, first)
        print(f"a submit is {reads} reading and {writes} writing statements", file=sys.stderr)
        ports = {"ours": await stack.enter_async_context(web(sandbox, url, ours, folder))}
        for kind in ("raw", "acks"):
            more = (raw, str(reads), str(writes)) if kind == "raw" else ()
            other = baseline("ack_baselines", kind, sandbox.signing_secret, *more, folder=folder)
            ports[kind] = await stack.enter_async_context(other)
        measured = await _rounds(folder, ports, sandbox, form)
        await _check_stored(database, people - FIRST + 1)
        return measured


async def _rounds(folder: Path, ports: Mapping[str, int], sandbox: Sandbox, form: str) -> dict[str, Measured]:
    """Everybody submits once; the servers take turns, so that what else the machine does falls on all of them."""
    measured = {kind: Measured() for kind in KINDS}
    firsts = {kind: count(FIRST + 1) for kind in KINDS}

    async def load(kind: str, clients: int, number: int) -> dict[str, Any]:
        numbers = [next(firsts[kind]) for _ in range(number)]
        file = folder / "bodies"
        file.write_bytes(b"\n".join(ack_data.bodies(form, range(numbers[0], numbers[-1] + 1))))
        return await loaded(ports[kind], clients, sandbox.signing_secret, file)

    for _ in range(ROUNDS):
        for kind, found in measured.items():
            await load(kind, 4, WARM_UP)
            found.one += (await load(kind, 1, ONE))["ms"]
            told = await load(kind, CLIENTS, MANY)
            found.many += told["ms"]
            found.throughput.append(MANY / told["seconds"])
    return measured


async def _statements(database: Database, auth: dict[str, Any], secret: str, body: bytes) -> tuple[int, int]:
    """How many statements one submit takes: those that read, and those that write."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement.split(None, 1)[0].upper())

    # The engine knows nothing of those that are handed to the driver itself.
    hand_over = prepared._all

    async def noted(driver: Any, words: str, given: Any) -> Any:
        note(driver, None, words)
        return await hand_over(driver, words, given)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    prepared._all = noted
    try:
        await _submit_here(database, auth, secret, body)
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)
        prepared._all = hand_over
    reads = seen.count("SELECT")
    return reads, sum(seen.count(verb) for verb in ("INSERT", "UPDATE", "DELETE"))


async def _submit_here(database: Database, auth: dict[str, Any], secret: str, body: bytes) -> None:
    clock = SystemClock()
    stamp = f"{clock.now().timestamp():.0f}"
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": sign(secret.encode(), stamp.encode(), body).decode(),
    }
    async with deps_of(database, clock) as deps:
        app = build(deps, secret=secret, auth=auth).app
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot") as slack:
            answer = await slack.post(PATH, content=body, headers=headers)
    assert (answer.status_code, answer.text) == (200, ""), answer.text


async def _check_stored(database: Database, people: int) -> None:
    """An ack that stored nothing would be quick."""
    async with database.transaction(reading=True) as tx:
        stored = (await tx.exec(select(func.count()).select_from(CheckIn))).one()
    assert stored == people, f"{stored} of {people} submits were stored"
