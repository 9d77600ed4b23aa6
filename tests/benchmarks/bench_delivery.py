"""How fast what is owed is told: the tick, the queue, the pace, and all that is looked at before a send.

Without a limit beside a bare loop with the same Slack client and two commits a message; with five a second over a minute by two
workers. All run in this process; Slack is another one.
"""

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import aiohttp
import aiosqlite
import uvloop
from sqlmodel import col, select

from bot import logs
from bot.deps import Deps, SystemClock
from bot.domain.pace import Limits
from bot.sandbox.clock import MovableClock
from bot.slack import Slack
from bot.usecases import notices
from schedules.clock import run_ticks
from schedules.worker import CONCURRENCY, build_queue
from storage import queue
from storage.database import Database
from storage.notices import Notice
from tests.benchmarks.databases import upgrade
from tests.benchmarks.delivery_data import (
    MESSAGE,
    NEWS,
    PROMPT,
    REPLY,
    SUMMARY,
    company,
    opened,
    owe,
    registry_for,
    still_owed,
)
from tests.benchmarks.table import SHORT, Row
from tests.servers import postgres_server

NUMBER = 40 if SHORT else 10_000
ROUNDS = 1 if SHORT else 3
RATIO_MIN = 0.4
START = datetime(2027, 1, 13, 9, tzinfo=UTC)
NO_LIMIT = Limits(start=1e6, ceiling=1e6, floor=1e6, burst=1e5)
SPAN, AFTER = (1.0, 0.5) if SHORT else (60.0, 2.0)
"""Seconds over which a given pace is watched, and for which there is work after that."""
RATE, RATE_OFF = 5.0, 0.2
FIVE = Limits(start=RATE, ceiling=RATE, floor=RATE)
CLICK_EVERY = 0.5 if SHORT else 2.5
CLICK_MAX_MS = 500.0
"""One slot of the pace (200 ms), and the way through the queue."""


def run() -> list[Row]:
    logs.set_up("error")
    with _slack() as url, postgres_server() as server, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        rows = runner.run(_sqlite(url))
        rows.append(Row("delivery, PostgreSQL: one worker", runner.run(_round(server.create(), url)), "messages/s"))
        return rows + runner.run(_paced(server.create(), url))


@contextmanager
def _slack() -> Iterator[str]:
    command = [sys.executable, "-m", "tests.benchmarks.delivery_slack"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own module
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}/api/"
        finally:
            process.terminate()


async def _sqlite(url: str) -> list[Row]:
    ours, bare, busy = [], [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            ours.append(await _round(f"sqlite:///{folder}/growloop.db", url))
            bare.append(await _bare(Path(folder) / "bare.db", url, at_once=1))
            busy.append(await _bare(Path(folder) / "busy.db", url, at_once=CONCURRENCY))
    figure, loop, loops = median(ours), median(bare), median(busy)
    limit = f"at least {RATIO_MIN} times a bare loop"
    name = f"delivery, SQLite: {NUMBER:,} notices without a limit"
    return [
        Row(name, figure, "messages/s", loop, figure / loop, limit, figure / loop >= RATIO_MIN),
        Row(f"… beside {CONCURRENCY} bare loops at once", figure, "messages/s", loops, figure / loops),
    ]


async def _round(address: str, url: str) -> float:
    """Messages a second, from the tick that finds them due to the last one that is marked as sent."""
    await asyncio.to_thread(upgrade, address)
    async with opened(address, url, MovableClock(START, running=True)) as deps:
        people = await company(deps, NUMBER)
        await owe(deps, PROMPT, people)
        registry = registry_for(NO_LIMIT)
        app = build_queue(deps, registry)
        async with app.open_async():
            begun = time.perf_counter()
            while await still_owed(deps):
                await run_ticks(deps, registry)
                await queue.work_off(app, concurrency=CONCURRENCY)
            return NUMBER / (time.perf_counter() - begun)


async def _bare(path: Path, url: str, *, at_once: int) -> float:
    """The same calls to Slack, and two commits for each, with nothing looked at and nothing promised."""
    turn = asyncio.Lock()
    async with aiosqlite.connect(path, isolation_level=None) as database, aiohttp.ClientSession() as session:
        for setting in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            await database.execute(f"PRAGMA {setting}")
        await database.execute("CREATE TABLE notice (id INTEGER PRIMARY KEY, state TEXT, channel TEXT, ts TEXT)")
        await database.execute("BEGIN")
        await database.executemany("INSERT INTO notice VALUES (?, 'pending', '', '')", [(n,) for n in range(NUMBER)])
        await database.execute("COMMIT")
        slack, waiting = Slack(session, "xoxb-bench", url), iter(range(NUMBER))

        async def write(*values: object) -> None:
            async with turn:
                await database.execute("BEGIN IMMEDIATE")
                await database.execute("UPDATE notice SET state = ?, channel = ?, ts = ? WHERE id = ?", values)
                await database.execute("COMMIT")

        async def loop() -> None:
            for number in waiting:
                await write("sending", "", "", number)
                posted = await slack.post(f"U{number:08}", MESSAGE, metadata={"notice": str(number)})
                await write("sent", posted.channel, posted.ts, number)

        begun = time.perf_counter()
        await asyncio.gather(*(loop() for _ in range(at_once)))
        return NUMBER / (time.perf_counter() - begun)


async def _paced(address: str, url: str) -> list[Row]:
    """Two workers with more to send than they may, and somebody who clicks now and then."""
    await asyncio.to_thread(upgrade, address)
    async with opened(address, url, SystemClock()) as one, opened(address, url, SystemClock()) as two:
        people = await company(one, 2 * int(RATE * SPAN) + (20 if SHORT else 200))
        half = len(people) // 2
        await owe(one, NEWS, people[:half])
        await owe(one, SUMMARY, people[half:])
        begun = one.clock.now()
        async with AsyncExitStack() as stack:
            for deps in (one, two):
                await stack.enter_async_context(_working(deps))
            await run_ticks(one, registry_for(FIVE))
            await _click(one, people[: 10 if SHORT else 20])
        sent = await _sent_at(one, begun)
    first = sent[0]
    rate = sum(1 for at in sent if 0 < (at - first).total_seconds() <= SPAN) / SPAN
    waits = await _waits(address)
    within = f"{RATE} ± {RATE_OFF}"
    return [
        Row(
            "delivery, two workers at five a second",
            rate,
            "messages/s",
            limit=within,
            holds=abs(rate - RATE) <= RATE_OFF,
        ),
        Row(
            "delivery, the longest wait of an answer behind them",
            max(waits),
            "ms",
            limit=f"under {CLICK_MAX_MS:.0f} ms",
            holds=max(waits) < CLICK_MAX_MS,
        ),
    ]


@asynccontextmanager
async def _working(deps: Deps) -> AsyncIterator[None]:
    app = build_queue(deps, registry_for(FIVE))
    async with app.open_async():
        task = asyncio.create_task(queue.work(app, concurrency=CONCURRENCY, drain_seconds=5))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def _click(deps: Deps, people: Sequence[int]) -> None:
    """Answers to clicks, evenly over the span; each is owed to somebody whom nobody else writes to at that moment."""
    ends = time.perf_counter() + SPAN + AFTER
    number = 0
    while time.perf_counter() < ends:
        await asyncio.sleep(CLICK_EVERY)
        async with deps.transaction() as tx:
            now = deps.clock.now()
            who = people[number % len(people)]
            await notices.owe(
                tx,
                REPLY,
                workspace_id=1,
                subject_id=who,
                recipient_id=who,
                occurrence=str(number),
                due_at=now,
                now=now,
            )
        number += 1


async def _sent_at(deps: Deps, begun: datetime) -> list[datetime]:
    async with deps.transaction(reading=True) as tx:
        found = select(Notice.sent_at).where(col(Notice.sent_at) >= begun).order_by(col(Notice.sent_at))
        return [at for at in await tx.exec(found) if at is not None]


async def _waits(address: str) -> list[float]:
    """Milliseconds from the click's transaction to Slack's answer, each."""
    database = Database(address)
    try:
        async with database.transaction(reading=True) as tx:
            rows = await tx.exec(select(Notice).where(Notice.kind == REPLY.name, col(Notice.sent_at).is_not(None)))
            return [(row.sent_at - row.made_at).total_seconds() * 1000 for row in rows if row.sent_at]
    finally:
        await database.close()
