"""The demo's stage: the sandbox, the bot beside it, and one clock for both that moves in small steps."""

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.main import Bot
from bot.process import Role, running
from bot.sandbox.clock import MovableClock
from bot.sandbox.sandbox import Sandbox
from bot.settings import Settings
from schedules.clock import Ticker
from storage import coming, queue

STEP = timedelta(hours=6)
"""How far the clock jumps at the most; it stops wherever something is due, so that all happens in its own order."""
BEAT_SECONDS = 0.25
"""How often the demo looks for what is due: quick enough that a reply seems to come at once."""
PATH = "/slack/events"


class SteppingClock(MovableClock):
    """A clock that stops on its way wherever something is due, so that everything happens at its own time."""

    next_due: Callable[[datetime], Awaitable[datetime | None]] | None = None

    async def move_to(self, at: datetime) -> None:
        """Raises ValueError when `at` lies before now. Waits between sends take no time while it moves."""
        if at < self.now():
            await super().move_to(at)
        self.stop()
        try:
            while (stop := await self._stop_before(at)) < at:
                await super().move_to(stop)
            await super().move_to(max(at, self.now()))
        finally:
            self.go()

    async def _stop_before(self, at: datetime) -> datetime:
        now = self.now()
        due = await self.next_due(now) if self.next_due else None
        return min(now + STEP, due or at, at)

    def stop(self) -> None:
        self._base, self.running = self.now(), False

    def go(self) -> None:
        self._since, self.running = time.monotonic(), True


@dataclass
class Stage:
    """The bot at work, and the heart that beats for it: ticks and jobs run here, one after another, by the demo's clock."""

    sandbox: Sandbox
    clock: SteppingClock
    bot: Bot
    ticker: Ticker
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def beat(self) -> None:
        """Everything that is due now, and all that follows from it."""
        async with self._one:
            await self.ticker.run_due()
            while await queue.work_off(self.bot.queue):
                pass

    async def jump(self, to: datetime) -> None:
        """Move the clock at once, without what would be due on the way; then do what is due."""
        if to > self.clock.now():
            await MovableClock.move_to(self.clock, to)

    async def live(self) -> None:
        """Beat until cancelled."""
        while True:
            await self.beat()
            await asyncio.sleep(BEAT_SECONDS)


def settings_for(database: Path, api_url: str, sandbox: Sandbox) -> Settings:
    """What the bot would read from the environment on real Slack; only the address and the secrets are the sandbox's."""
    return Settings.model_validate(
        {
            "GROWLOOP_DATABASE_URL": f"sqlite:///{database}",
            "GROWLOOP_PORT": free_port(),
            "host": "127.0.0.1",
            "slack_bot_token": sandbox.bot_token,
            "slack_signing_secret": sandbox.signing_secret,
            "slack_app_token": None,
            "slack_api_url": api_url,
            "log_level": "warning",
        }
    )


@asynccontextmanager
async def raised(sandbox: Sandbox, clock: SteppingClock, database: Path, api_url: str) -> AsyncIterator[Stage]:
    """The bot beside the sandbox, for as long as the block lasts."""
    settings = settings_for(database, api_url, sandbox)
    async with running(settings, Role.WEB, clock=clock, start_running=True, migrates=True) as bot:
        sandbox.connect(f"http://127.0.0.1:{settings.port}{PATH}")
        stage = Stage(sandbox, clock, bot, Ticker(bot.deps, bot.registry))

        async def moved(_now: datetime) -> None:
            await stage.beat()

        async def next_due(after: datetime) -> datetime | None:
            async with bot.deps.transaction(reading=True) as tx:
                return await coming.next_due(tx, after)

        forget = clock.on_move(moved)
        clock.next_due = next_due
        try:
            yield stage
        finally:
            forget()
            clock.next_due = None
            with contextlib.suppress(TimeoutError):
                await sandbox.settle()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
