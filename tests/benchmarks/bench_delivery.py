"""How fast what is owed is told when Slack sets no limit: the tick, the queue, the pace and all that is looked at before a send.

Beside it a bare loop with the same Slack client and two commits a message, as many at a time. Both run in this process; Slack is
another one.
"""

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp
import aiosqlite
import httpx
import uvloop
from sqlalchemy import func
from sqlmodel import select

from bot.deps import Deps
from bot.domain.notices import Kind, Lane, State
from bot.domain.pace import Limits
from bot.locales.reader import Reader
from bot.sandbox.clock import MovableClock
from bot.slack import Message, Slack
from bot.usecases import notices
from schedules import delivery
from schedules.clock import run_ticks
from schedules.registry import Registry
from schedules.worker import CONCURRENCY, build_queue
from storage import queue
from storage.database import Database, Tx
from storage.inserting import insert_new
from storage.migrate import upgrade
from storage.notices import Notice
from storage.people import Person
from storage.workspaces import Workspace
from tests.benchmarks.table import SHORT, Row
from tests.servers import postgres_server

NUMBER = 500 if SHORT else 10_000
ROUNDS = 1 if SHORT else 3
RATIO_MIN = 0.4
START = datetime(2027, 1, 13, 9, tzinfo=UTC)
PROMPT = Kind("bench.prompt", Lane.REMINDER, late_after=timedelta(hours=4))
NO_LIMIT = Limits(start=1e6, ceiling=1e6, floor=1e6, burst=1e5)
WORDS = "A few words about the week, as people write them."
MESSAGE = Message(WORDS, [{"type": "section", "text": {"type": "mrkdwn", "text": WORDS}}])


def run() -> list[Row]:
    with _slack() as url:
        rows = asyncio.Runner(loop_factory=uvloop.new_event_loop).run(_sqlite(url))
        with postgres_server() as server:
            sent = asyncio.Runner(loop_factory=uvloop.new_event_loop).run(_round(server.create(), url))
    return [*rows, Row("delivery, PostgreSQL: one worker", sent, "messages/s")]


async def _sqlite(url: str) -> list[Row]:
    ours, bare = [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            ours.append(await _round(f"sqlite:///{folder}/growloop.db", url))
        with tempfile.TemporaryDirectory() as folder:
            bare.append(await _bare(Path(folder) / "bare.db", url))
    figure, baseline = median(ours), median(bare)
    ratio = figure / baseline
    name = f"delivery, SQLite: {NUMBER:,} notices without a limit"
    return [
        Row(name, figure, "messages/s", baseline, ratio, f"at least {RATIO_MIN} times a bare loop", ratio >= RATIO_MIN)
    ]


@contextmanager
def _slack() -> Iterator[str]:
    command = [sys.executable, "-m", "tests.benchmarks.delivery_slack"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own module
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}/api/"
        finally:
            process.terminate()


async def _round(address: str, url: str) -> float:
    """Messages a second, from the tick that finds them due to the last one that is marked as sent."""
    await asyncio.to_thread(upgrade, address)
    async with _deps(address, url) as deps:
        await _owe(deps)
        registry = Registry()
        delivery.register(registry, NO_LIMIT)
        registry.telling(PROMPT, _access, _view)
        app = build_queue(deps, registry)
        async with app.open_async():
            begun = time.perf_counter()
            while await _waiting(deps):
                await run_ticks(deps, registry)
                await queue.work_off(app, concurrency=CONCURRENCY)
            return NUMBER / (time.perf_counter() - begun)


@asynccontextmanager
async def _deps(address: str, url: str) -> AsyncIterator[Deps]:
    clock = MovableClock(START, running=True)
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession(trust_env=False))
        client = await stack.enter_async_context(httpx.AsyncClient(trust_env=False))
        database = Database(address, clock=clock)
        stack.push_async_callback(database.close)
        yield Deps(database, Slack(session, "xoxb-bench", url), clock, client)


async def _owe(deps: Deps) -> None:
    """A workspace of so many people, in the middle of their working day, each of whom is owed a prompt."""
    now = deps.clock.now()
    async with deps.transaction() as tx:
        workspace = Workspace(team_id="T1", name="Bench")
        tx.add(workspace)
        await tx.flush()
        template = Person(workspace_id=workspace.id, slack_id="", name="").model_dump(exclude={"id"})
        rows = [template | {"slack_id": f"U{n:08}", "name": f"Person {n}"} for n in range(NUMBER)]
        await insert_new(tx, Person, rows)
        people = await tx.exec(select(Person.id))
        owed = [{"workspace_id": workspace.id, "subject_id": one, "recipient_id": one, "due_at": now} for one in people]
        await notices.owe_many(tx, PROMPT, owed, now=now)


async def _waiting(deps: Deps) -> int:
    async with deps.transaction(reading=True) as tx:
        found = select(func.count()).select_from(Notice).where(Notice.state != State.SENT)
        return (await tx.exec(found)).one()


async def _access(tx: Tx, notice: Notice, _person: Person, _now: datetime) -> Person:
    """One record is looked up, as the least that any kind does."""
    return (await tx.exec(select(Person).where(Person.id == notice.subject_id))).one()


def _view(_reader: Reader, _shown: Any) -> Message:
    return MESSAGE


async def _bare(path: Path, url: str) -> float:
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

        async def work() -> None:
            for number in waiting:
                await write("sending", "", "", number)
                posted = await slack.post(f"U{number:08}", MESSAGE, metadata={"notice": str(number)})
                await write("sent", posted.channel, posted.ts, number)

        begun = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(CONCURRENCY)))
        return NUMBER / (time.perf_counter() - begun)
