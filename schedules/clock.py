"""The clock: a handful of ticks, each a question to the database. One process ticks at a time; a doubled tick is harmless."""

import asyncio
from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.schedulers.base import STATE_RUNNING
from apscheduler.triggers.interval import IntervalTrigger

from bot.deps import Deps, SystemClock
from bot.logs import told_apart, unexpected
from schedules.registry import Registry, Tick
from storage.database import DatabaseUnavailable
from storage.leading import Leader

LOOK_SECONDS = 1.0
"""How often a clock that waits looks whether its turn has come, and one that ticks whether it is still its turn."""
FINISH_SECONDS = 20.0
"""How long a stopping clock waits for ticks under way; what is cut short is rolled back, and due again."""

log = structlog.stdlib.get_logger("growloop.clock")


class Ticker:
    """Runs ticks, and remembers by the shared clock when each ran last."""

    def __init__(self, deps: Deps, registry: Registry) -> None:
        self._deps = deps
        self._registry = registry
        self._ran_at: dict[str, datetime] = {}

    async def run_due(self) -> None:
        """Every tick whose time has come once more: how a clock that is moved by hand catches up."""
        now = self._deps.clock.now()
        for tick in self._registry.ticks.values():
            ran_at = self._ran_at.get(tick.name)
            if ran_at is None or now - ran_at >= tick.every:
                await self.run(tick)

    async def run(self, tick: Tick) -> None:
        """One tick. What goes wrong in it is logged, and leaves the others and its own next turn alone."""
        self._ran_at[tick.name] = self._deps.clock.now()
        with told_apart(tick=tick.name):
            try:
                await tick.run(self._deps)
            except DatabaseUnavailable:
                log.warning("tick waits for the database")
            except Exception as error:
                unexpected(error, "tick failed")


async def run_ticks(deps: Deps, registry: Registry, names: Collection[str] | None = None) -> None:
    """Each tick once, or only those named, one after another in the order of registration."""
    ticker = Ticker(deps, registry)
    for tick in registry.ticks.values():
        if names is None or tick.name in names:
            await ticker.run(tick)


async def run(deps: Deps, registry: Registry, stop: asyncio.Event) -> None:
    """Tick until `stop` is set, whenever it is this process's turn; a tick that is under way is finished."""
    ticker = Ticker(deps, registry)
    under_way: set[asyncio.Task[None]] = set()
    leader = Leader(deps.database)
    scheduler = _scheduler(ticker, registry, under_way)
    scheduler.start(paused=True)
    try:
        while not stop.is_set():
            _take_turn(scheduler, leads=await leader.leads())
            await _pause(stop)
    finally:
        scheduler.pause()
        if under_way:
            await asyncio.wait(under_way, timeout=FINISH_SECONDS)
        scheduler.shutdown(wait=False)
        await leader.step_down()


def _scheduler(ticker: Ticker, registry: Registry, under_way: "set[asyncio.Task[None]]") -> AsyncIOScheduler:
    """Memory alone: the database, not the scheduler, knows what is done. Late is better than never, and once is enough."""
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )

    async def run_tick(tick: Tick) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - APScheduler runs coroutines as tasks
        under_way.add(task)
        task.add_done_callback(under_way.discard)
        await ticker.run(tick)

    machine = SystemClock()  # APScheduler counts by the machine's time, whatever clock the product is shown
    for tick in registry.ticks.values():
        every = IntervalTrigger(seconds=int(tick.every.total_seconds()), timezone=UTC)
        # The first turn is at once: what came due while nothing ran is not left for another minute, or night.
        scheduler.add_job(run_tick, every, args=[tick], id=tick.name, next_run_time=machine.now())
    return scheduler


def _take_turn(scheduler: AsyncIOScheduler, *, leads: bool) -> None:
    if leads and scheduler.state != STATE_RUNNING:
        log.info("the clock ticks here")
        scheduler.resume()
    elif not leads and scheduler.state == STATE_RUNNING:
        log.warning("the clock ticks elsewhere")
        scheduler.pause()


async def _pause(stop: asyncio.Event) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(LOOK_SECONDS):
            await stop.wait()
