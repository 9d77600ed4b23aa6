"""A queue whose task notes its runs, and waiting for what it does."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from procrastinate import App
from procrastinate.exceptions import AlreadyEnqueued

from storage import jobs
from storage.database import Database
from storage.queue import work
from tests.clock import HandClock


@dataclass
class Queue:
    """An app with a task that notes its runs, and a way to add jobs that all three kinds have."""

    app: App
    database: Database | None
    runs: list[Any] = field(default_factory=list)

    async def add(self, number: int, *, task: str = "note", **options: Any) -> None:
        if self.database is None:
            with suppress(AlreadyEnqueued):
                await self.app.configure_task(task, allow_unknown=True, **options).defer_async(number=number)
            return
        async with self.database.transaction() as tx:
            await jobs.add(tx, task, args={"number": number}, **options)

    async def states(self) -> list[str | None]:
        return [job.status for job in await self.app.job_manager.list_jobs_async()]


def with_tasks(app: App, database: Database | None) -> Queue:
    queue = Queue(app, database)

    @app.task(name="note")
    async def note(number: int) -> None:
        queue.runs.append(number)

    return queue


@asynccontextmanager
async def working(app: App, **options: Any) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(work(app, **{"concurrency": 2} | options))
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(condition: Callable[[], bool] | Callable[[], Awaitable[bool]], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while True:
            found = condition()
            if found if isinstance(found, bool) else await found:
                return
            await asyncio.sleep(0.02)


async def pass_time(queue: Queue, seconds: float) -> None:
    """By hand where the clock is ours, by waiting where it is the server's."""
    if queue.database is not None and queue.database.is_sqlite:
        clock = queue.database.clock
        assert isinstance(clock, HandClock)
        clock.advance(seconds=seconds)
    else:
        await asyncio.sleep(seconds)
