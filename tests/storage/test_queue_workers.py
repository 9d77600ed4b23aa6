"""What the queue promises of several workers, of those that die, and of what ended long ago."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest
from procrastinate.exceptions import ConnectorException

from storage import jobs
from storage.database import Database
from storage.queue import connector, make_app, work_off
from tests.clock import HandClock
from tests.storage.queues import Queue, pass_time, until, with_tasks, working

ROOT = Path(__file__).parents[2]


async def test_concurrent_workers_never_run_one_job_twice(database_url: str) -> None:
    databases = [Database(database_url) for _ in range(3)]
    apps = [make_app(connector(database)) for database in databases]
    queues = [with_tasks(app, database) for app, database in zip(apps, databases, strict=True)]
    for app in apps:
        await app.open_async()
    async with databases[0].transaction() as tx:
        await jobs.add_many(tx, "note", args=[{"number": number} for number in range(90)])
    async with working(apps[0]), working(apps[1]), working(apps[2]):
        await until(lambda: sum(len(queue.runs) for queue in queues) >= 90, seconds=20)
        await asyncio.sleep(0.2)
    assert sorted(number for queue in queues for number in queue.runs) == list(range(90))
    for app, database in zip(apps, databases, strict=True):
        await app.close_async()
        await database.close()


async def test_the_job_of_a_worker_that_was_killed_is_finished_by_another(stored: Queue, database_url: str) -> None:
    @stored.app.task(name="slow")
    async def slow(number: int) -> None:
        stored.runs.append(number)

    await stored.add(5, task="slow")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(Path(__file__).with_name("worker_process.py")),
        database_url,
        stdout=asyncio.subprocess.PIPE,
        env={"PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    assert await asyncio.wait_for(process.stdout.readline(), 20) == b"begun\n"
    assert await jobs.rescue_stalled(stored.app, seconds=5) == 0
    process.kill()
    await process.wait()
    assert await work_off(stored.app) == 0
    await asyncio.sleep(1.2)
    assert await jobs.rescue_stalled(stored.app, seconds=1) == 1
    assert await jobs.rescue_stalled(stored.app, seconds=1) == 0
    assert await work_off(stored.app) == 1
    assert stored.runs == [5]
    assert await stored.states() == ["succeeded"]


async def test_a_worker_that_lives_keeps_its_jobs_also_when_the_clock_is_moved(stored: Queue, clock: HandClock) -> None:
    @stored.app.task(name="endless")
    async def endless(number: int) -> None:
        stored.runs.append("begun")
        await asyncio.sleep(3600)

    await stored.add(1, task="endless")
    async with working(stored.app, heartbeat_seconds=0.2, drain_seconds=0.1):
        await until(lambda: stored.runs == ["begun"])
        clock.advance(days=3)
        await asyncio.sleep(1.3)
        assert await jobs.rescue_stalled(stored.app, seconds=1) == 0


async def test_a_worker_goes_on_after_its_database_was_away(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.queue.RESTART_SECONDS", 0.05)
    fetch = queue.app.job_manager.fetch_job
    away = iter([True, True])

    async def fetch_or_fail(*args: Any, **options: Any) -> Any:
        if next(away, False):
            raise ConnectorException
        return await fetch(*args, **options)

    monkeypatch.setattr(queue.app.job_manager, "fetch_job", fetch_or_fail)
    await queue.add(1)
    async with working(queue.app):
        await until(lambda: queue.runs == [1])


async def test_what_ended_long_ago_is_forgotten_and_what_waits_is_not(stored: Queue) -> None:
    assert stored.database is not None
    await stored.add(1)
    await work_off(stored.app)
    await stored.add(2)
    await jobs.prune(stored.app, older_than_hours=24)
    assert await stored.states() == ["succeeded", "todo"]
    await pass_time(stored, 0.05 if not stored.database.is_sqlite else 25 * 3600)
    await jobs.prune(stored.app, older_than_hours=24 if stored.database.is_sqlite else 0)
    assert await stored.states() == ["todo"]
