"""What the queue promises of waking, stopping and cancelling."""

import asyncio
from datetime import timedelta

import pytest

from storage.database import Database
from storage.queue import connector, make_app, work_off
from tests.clock import HandClock
from tests.storage.queues import Queue, until, with_tasks, working


async def test_a_new_job_wakes_a_waiting_worker(stored: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.queue.POLL_SECONDS", 60.0)
    async with working(stored.app):
        await asyncio.sleep(0.5)
        await stored.add(1)
        await until(lambda: stored.runs == [1], seconds=2)


async def test_a_moved_clock_and_a_wake_make_a_waiting_job_run(
    sqlite: Database, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.queue.POLL_SECONDS", 60.0)
    app = make_app(connector(sqlite))
    queue = with_tasks(app, sqlite)
    async with app.open_async(), working(app):
        await queue.add(1, at=clock.now() + timedelta(days=2))
        await asyncio.sleep(0.3)
        assert queue.runs == []
        clock.advance(days=2)
        sqlite.wake()
        await until(lambda: queue.runs == [1], seconds=2)


async def test_a_worker_that_is_stopped_finishes_what_it_has_begun(queue: Queue) -> None:
    @queue.app.task(name="slow")
    async def slow(number: int) -> None:
        queue.runs.append("begun")
        await asyncio.sleep(0.3)
        queue.runs.append("done")

    await queue.add(1, task="slow")
    async with working(queue.app):
        await until(lambda: queue.runs == ["begun"])
    assert queue.runs == ["begun", "done"]
    assert await queue.states() == ["succeeded"]


async def test_a_job_that_cannot_be_finished_in_time_goes_back_to_the_queue(queue: Queue) -> None:
    @queue.app.task(name="endless")
    async def endless(number: int) -> None:
        queue.runs.append("begun")
        await asyncio.sleep(0 if len(queue.runs) > 1 else 3600)

    await queue.add(1, task="endless")
    async with working(queue.app, drain_seconds=0.1):
        await until(lambda: queue.runs == ["begun"])
    assert await queue.states() == ["todo"]
    assert await work_off(queue.app) == 1
    assert await queue.states() == ["succeeded"]


async def test_a_cancelled_job_is_not_run(queue: Queue) -> None:
    await queue.add(1)
    (job,) = await queue.app.job_manager.list_jobs_async()
    assert job.id is not None
    assert await queue.app.job_manager.cancel_job_by_id_async(job.id)
    assert await work_off(queue.app) == 0
    assert await queue.states() == ["cancelled"]
    assert not await queue.app.job_manager.cancel_job_by_id_async(job.id)


async def test_a_job_can_be_cancelled_and_forgotten_at_once(queue: Queue) -> None:
    await queue.add(1)
    (job,) = await queue.app.job_manager.list_jobs_async()
    assert job.id is not None
    assert await queue.app.job_manager.cancel_job_by_id_async(job.id, delete_job=True)
    assert await queue.states() == []


async def test_a_running_job_can_be_aborted(stored: Queue) -> None:
    @stored.app.task(name="endless")
    async def endless(number: int) -> None:
        stored.runs.append("begun")
        await asyncio.sleep(3600)

    await stored.add(1, task="endless")
    async with working(stored.app):
        await until(lambda: stored.runs == ["begun"])
        (job,) = await stored.app.job_manager.list_jobs_async()
        assert job.id is not None
        assert await stored.app.job_manager.cancel_job_by_id_async(job.id, abort=True)

        async def aborted() -> bool:
            return await stored.states() == ["aborted"]

        await until(aborted)
