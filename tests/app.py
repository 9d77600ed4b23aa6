"""The whole bot in one test: the real app and the real handlers, a sandbox for Slack, and one clock that stands still.

async with running_bot(database, people=[{"name": "Mei Lin", "tz": "Asia/Shanghai", "locale": "zh-CN"}]) as bot:
    mei = bot.as_("Mei Lin")
    await bot.move_to(friday)
    await mei.press(mei.dm[-1], "checkins.open")
"""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import httpx
from fastapi import FastAPI
from sqlalchemy import text

from bot import manifest
from bot.deps import Deps
from bot.main import Bot as Parts
from bot.main import build, introduce
from bot.sandbox.actor import Actor
from bot.sandbox.clock import MovableClock
from bot.sandbox.model import Person
from bot.sandbox.sandbox import Sandbox
from bot.slack import Slack
from handlers import acting, upward
from schedules.clock import Ticker
from schedules.registry import Registry
from storage import coming, queue
from storage.database import Database
from tests.tls import TLS

START = datetime(2027, 1, 13, 9, 0, tzinfo=UTC)
"""A Wednesday without a holiday."""
STEP = timedelta(hours=6)
EVENTS = tuple(manifest.EVENTS)
COMMANDS = tuple(manifest.command_names())
"""What the app's manifest asks for is all that the bot gets: its scopes, its events, its commands."""
PATH = "http://bot/slack/events"


@dataclass(frozen=True)
class Bot:
    """What a scenario holds in its hands."""

    sandbox: Sandbox
    deps: Deps
    registry: Registry
    app: FastAPI
    clock: MovableClock
    parts: Parts
    ticker: Ticker
    http: httpx.AsyncClient

    def as_(self, who: Person | str) -> Actor:
        """Be somebody of the workspace."""
        return self.sandbox.as_(who)

    async def tick(self) -> None:
        """Every tick whose time has come, and everything that follows from it."""
        await self.ticker.run_due()
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is under way: no request, no event, no job that is due."""
        await self.sandbox.settle()
        while await queue.work_off(self.parts.queue):
            await self.sandbox.settle()

    async def move_to(self, when: datetime) -> None:
        """Let time pass until then, with a stop wherever something falls due, and every six hours at the least."""
        while (now := self.clock.now()) < when:
            async with self.deps.transaction(reading=True) as tx:
                due = await coming.next_due(tx, now)
            stop = min(now + STEP, due or when, when)
            await self._let_jobs_wait_less(stop - now)
            await self.clock.move_to(stop)
            await self.tick()

    async def move(self, **span: float) -> None:
        """Let so much time pass, for example `move(hours=1)`."""
        await self.move_to(self.clock.now() + timedelta(**span))

    async def _let_jobs_wait_less(self, step: timedelta) -> None:
        """PostgreSQL has a clock of its own, which no test moves: so the jobs that wait for it move instead."""
        if self.deps.database.is_sqlite:
            return
        async with self.deps.transaction() as tx:
            nearer = "UPDATE procrastinate_jobs SET scheduled_at = scheduled_at - :step WHERE status = 'todo'"
            await (await tx.connection()).execute(text(nearer), {"step": step})


@asynccontextmanager
async def running_bot(
    database: Database,
    *,
    start: datetime = START,
    people: Iterable[Mapping[str, Any]] = (),
    hr_emails: Iterable[str] = (),
    start_running: bool = True,
    guests: bool = False,
) -> AsyncIterator[Bot]:
    """A bot that knows its workspace, and after its first tick the people in it (arguments of the sandbox's add_person)."""
    acting.forget()
    upward.forget()
    clock = MovableClock(start, running=False)
    database.clock = clock
    sandbox = Sandbox(clock, scopes=manifest.SCOPES, with_page=False)
    sandbox.register(COMMANDS, manifest.SHORTCUTS, EVENTS)
    for person in people:
        sandbox.workspace.add_person(**person)
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(sandbox.serve())
        session = await stack.enter_async_context(aiohttp.ClientSession(trust_env=False))
        client = await stack.enter_async_context(httpx.AsyncClient(trust_env=False, verify=TLS))
        deps = Deps(
            database=database,
            slack=Slack(session, sandbox.bot_token, f"{url}/api/"),
            clock=clock,
            http=client,
            hr_emails=frozenset(email.lower() for email in hr_emails),
            guests=guests,
            start_running=start_running,
        )
        parts = build(deps, secret=sandbox.signing_secret, auth=await introduce(deps))
        await stack.enter_async_context(parts.queue.open_async())
        into = await stack.enter_async_context(httpx.AsyncClient(transport=httpx.ASGITransport(parts.app)))
        sandbox.connect(PATH, into)
        ticker = Ticker(deps, parts.registry)
        ticker._ran_at["retention.enforce"] = clock.now()  # nothing is there yet that could be too old
        bot = Bot(sandbox, deps, parts.registry, parts.app, clock, parts, ticker, into)
        await bot.tick()
        yield bot
        await bot.sandbox.settle()
