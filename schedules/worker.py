"""Workers: every registered task becomes one of procrastinate's, with one way to fail and one to try again."""

import asyncio
import contextlib
import math
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from procrastinate import App, RetryDecision
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy
from typing_extensions import override

from bot.deps import Deps
from bot.logs import told_apart, unexpected
from schedules.registry import Registry, TryAgain, Work
from storage import queue
from storage.database import DatabaseUnavailable

CONCURRENCY = 4
"""Jobs at a time in one process: a batch mostly waits for Slack, and more would only wait for the same pace."""
ATTEMPTS = 6
"""How often a job that fails unexpectedly is tried: over about eleven minutes, long enough for a restart elsewhere."""
PAUSE_SECONDS = 10
PAUSE_MAX_SECONDS = 300

log = structlog.stdlib.get_logger("growloop.worker")


class Retries(BaseRetryStrategy):
    """When a job runs again: after what it asked for, after the database is back, or some times in growing steps."""

    @override
    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, TryAgain):
            return _in(exception.seconds)
        if isinstance(exception, DatabaseUnavailable):
            return _in(_pause(job.attempts))
        if isinstance(exception, Exception) and job.attempts + 1 < ATTEMPTS:
            return _in(_pause(job.attempts))
        return None


def build_queue(deps: Deps, registry: Registry) -> App:
    """The queue with every registered task. Open it (`async with app.open_async()`) around all that uses it."""
    app = queue.make_app(queue.connector(deps.database))
    for name, work in registry.tasks.items():
        app.task(name=name, retry=Retries())(_edge(deps, name, work))
    return app


async def run(app: App, stop: asyncio.Event, *, concurrency: int = CONCURRENCY) -> None:
    """Work until `stop` is set; then take no new job, and finish those begun (storage/queue.py says for how long)."""
    working = asyncio.create_task(queue.work(app, concurrency=concurrency))
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working


def _edge(deps: Deps, name: str, work: Work) -> Callable[..., Awaitable[None]]:
    async def run_task(**arguments: Any) -> None:
        with told_apart(job=name):
            try:
                await work(deps, **arguments)
            except TryAgain as again:
                log.info("job will be tried again", seconds=again.seconds)
                raise
            except DatabaseUnavailable:
                log.warning("job waits for the database")
                raise
            except Exception as error:
                unexpected(error, "job failed")
                raise

    return run_task


def _pause(attempts: int) -> float:
    return float(min(PAUSE_SECONDS * 2 ** min(attempts, 10), PAUSE_MAX_SECONDS))


def _in(seconds: float) -> RetryDecision:
    return RetryDecision(retry_in={"seconds": math.ceil(max(seconds, 0))})
