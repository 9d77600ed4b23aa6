"""Workers: a job runs with what it was given, is tried again as it asks, and is given up after some attempts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from procrastinate import App, utils
from procrastinate.jobs import Job
from sqlalchemy import text

from bot.deps import Deps
from bot.slack import Slack
from schedules import worker
from schedules.registry import Registry, TryAgain
from schedules.worker import ATTEMPTS, Retries, build_queue
from storage import jobs, queue
from storage.database import Database, DatabaseUnavailable
from tests.clock import HandClock
from tests.tls import TLS


class Shared(HandClock):
    async def sleep(self, seconds: float) -> None:
        self.advance(seconds=seconds)


class Work:
    """A task that notes its arguments, and raises what it is told to, once each."""

    def __init__(self, *errors: Exception) -> None:
        self.ran = asyncio.Event()
        self.seen: list[dict[str, Any]] = []
        self.errors = list(errors)

    async def __call__(self, _deps: Deps, **arguments: Any) -> None:
        self.seen.append(arguments)
        self.ran.set()
        if self.errors:
            raise self.errors.pop(0)


@asynccontextmanager
async def working(database: Database, work: Any) -> AsyncIterator[App]:
    slack: Slack = object.__new__(Slack)
    registry = Registry()
    registry.task("try.work", work)
    deps = Deps(database=database, slack=slack, clock=Shared(), http=httpx.AsyncClient(verify=TLS))
    app = build_queue(deps, registry)
    async with app.open_async():
        async with database.transaction() as tx:
            await jobs.add(tx, "try.work", args={"ids": [1, 2]})
        yield app


async def states(database: Database) -> list[tuple[str, int]]:
    async with database.transaction(reading=True) as tx:
        found = await (await tx.connection()).execute(
            text("SELECT CAST(status AS TEXT), attempts FROM procrastinate_jobs")
        )
        return [(str(status), int(attempts)) for status, attempts in found]


def retry(error: Exception, attempts: int = 0) -> float | None:
    """Seconds until the next attempt, None for never."""
    job = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="try.work", attempts=attempts)
    decision = Retries().get_retry_decision(exception=error, job=job)
    if decision is None:
        return None
    assert decision.retry_at is not None
    return round((decision.retry_at - utils.utcnow()).total_seconds())


async def test_a_job_runs_once_with_what_it_was_given(database: Database) -> None:
    work = Work()
    async with working(database, work) as app:
        await queue.work_off(app)

    assert work.seen == [{"ids": [1, 2]}]
    assert await states(database) == [("succeeded", 1)]


async def test_a_job_that_asks_for_another_time_waits_for_it_and_runs_again(sqlite: Database, clock: HandClock) -> None:
    work = Work(TryAgain(60))
    async with working(sqlite, work) as app:
        await queue.work_off(app)
        assert await states(sqlite) == [("todo", 1)]
        clock.advance(seconds=50)
        assert await queue.work_off(app) == 0
        clock.advance(seconds=15)
        await queue.work_off(app)

    assert len(work.seen) == 2
    assert await states(sqlite) == [("succeeded", 2)]


async def test_a_job_that_fails_is_tried_again_some_times_and_then_given_up(sqlite: Database, clock: HandClock) -> None:
    work = Work(*[RuntimeError("words")] * (ATTEMPTS + 3))
    async with working(sqlite, work) as app:
        for _ in range(ATTEMPTS + 3):
            await queue.work_off(app)
            clock.advance(hours=1)

    assert len(work.seen) == ATTEMPTS
    assert await states(sqlite) == [("failed", ATTEMPTS)]


@pytest.mark.parametrize(
    ("error", "attempts", "seconds"),
    [
        (TryAgain(0), 50, 0),
        (TryAgain(12.2), 0, 13),
        (RuntimeError(), 0, 10),
        (RuntimeError(), 2, 40),
        (RuntimeError(), ATTEMPTS - 1, None),
        (DatabaseUnavailable(), 0, 10),
        (DatabaseUnavailable(), 5_000, 300),
    ],
)
def test_how_long_until_the_next_attempt(error: Exception, attempts: int, seconds: float | None) -> None:
    assert retry(error, attempts) == seconds


async def test_a_worker_that_is_told_to_stop_ends_what_it_began_and_takes_nothing_new(database: Database) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    ended = 0

    async def slow(_deps: Deps, **_arguments: Any) -> None:
        nonlocal ended
        begun.set()
        await go_on.wait()
        ended += 1

    async with working(database, slow) as app:
        stop = asyncio.Event()
        running = asyncio.create_task(worker.run(app, stop, concurrency=1))
        async with asyncio.timeout(10):
            await begun.wait()
            async with database.transaction() as tx:
                await jobs.add(tx, "try.work", args={"ids": [3]})
            stop.set()
            await asyncio.sleep(0.05)
            assert not running.done()
            go_on.set()
            await running

    assert ended == 1
    assert sorted(await states(database)) == [("succeeded", 1), ("todo", 0)]


async def test_a_new_job_is_begun_at_once(database: Database) -> None:
    work = Work()
    async with working(database, work) as app:
        stop = asyncio.Event()
        running = asyncio.create_task(worker.run(app, stop))
        async with asyncio.timeout(5):
            await work.ran.wait()
            stop.set()
            await running
