"""What the queue promises of jobs that are added: in a transaction or not at all, and once for each lock."""

import asyncio

import pytest

from storage import jobs
from storage.database import Database
from storage.queue import work_off
from tests.storage.queues import Queue, until, working


async def test_a_job_added_in_a_transaction_that_is_rolled_back_does_not_exist(stored: Queue) -> None:
    assert stored.database is not None

    async def stumble(database: Database) -> None:
        async with database.transaction() as tx:
            await jobs.add(tx, "note", args={"number": 1})
            raise KeyError

    with pytest.raises(KeyError):
        await stumble(stored.database)
    assert await stored.states() == []
    assert await work_off(stored.app) == 0


async def test_a_job_added_in_a_transaction_that_is_committed_is_run_once(queue: Queue) -> None:
    await queue.add(1)
    assert await work_off(queue.app) == 1
    assert await work_off(queue.app) == 0
    assert queue.runs == [1]
    assert await queue.states() == ["succeeded"]


async def test_a_job_waits_for_the_commit(stored: Queue) -> None:
    assert stored.database is not None
    async with working(stored.app):
        async with stored.database.transaction() as tx:
            await jobs.add(tx, "note", args={"number": 1})
            await asyncio.sleep(0.3)
            assert stored.runs == []
        await until(lambda: stored.runs == [1])


async def test_many_jobs_are_added_at_once(stored: Queue) -> None:
    assert stored.database is not None
    async with stored.database.transaction() as tx:
        await jobs.add_many(tx, "note", args=[{"number": number} for number in range(200)])
    assert await work_off(stored.app, concurrency=10) == 200
    assert sorted(stored.runs) == list(range(200))


async def test_adding_no_jobs_is_fine(stored: Queue) -> None:
    assert stored.database is not None
    async with stored.database.transaction() as tx:
        await jobs.add_many(tx, "note", args=[])
    assert await stored.states() == []


async def test_a_second_job_with_the_same_queueing_lock_is_no_error_and_no_job(queue: Queue) -> None:
    await queue.add(1, queueing_lock="batch")
    await queue.add(2, queueing_lock="batch")
    await queue.add(3, queueing_lock="another")
    await work_off(queue.app, concurrency=1)
    assert queue.runs == [1, 3]


async def test_a_queueing_lock_that_is_taken_leaves_the_rest_of_the_transaction_whole(stored: Queue) -> None:
    assert stored.database is not None
    async with stored.database.transaction() as tx:
        await jobs.add(tx, "note", args={"number": 1}, queueing_lock="batch")
        await jobs.add(tx, "note", args={"number": 2}, queueing_lock="batch")
        await jobs.add(tx, "note", args={"number": 3})
    await work_off(stored.app, concurrency=1)
    assert stored.runs == [1, 3]


async def test_a_queueing_lock_is_free_again_once_the_job_has_begun(queue: Queue) -> None:
    @queue.app.task(name="again")
    async def again(number: int) -> None:
        queue.runs.append(number)
        if number < 3:
            await queue.add(number + 1, task="again", queueing_lock="batch")

    await queue.add(1, task="again", queueing_lock="batch")
    assert await work_off(queue.app) == 3
    assert queue.runs == [1, 2, 3]
