"""What the queue promises of order and time: priorities, locks, later, and again."""

import asyncio
from datetime import timedelta

from procrastinate import RetryDecision
from procrastinate.exceptions import ConnectorException, JobRetry

from storage.clock import SystemClock
from storage.queue import work_off
from tests.storage.queues import Queue, pass_time, until, working


async def test_a_higher_priority_runs_first_and_equals_run_in_order(queue: Queue) -> None:
    for number, priority in ((1, 0), (2, 10), (3, -5), (4, 10), (5, 0)):
        await queue.add(number, priority=priority)
    await work_off(queue.app, concurrency=1)
    assert queue.runs == [2, 4, 1, 5, 3]


async def test_jobs_with_the_same_lock_run_one_after_another(queue: Queue) -> None:
    at_once = 0

    @queue.app.task(name="alone")
    async def alone(number: int) -> None:
        nonlocal at_once
        at_once += 1
        assert at_once == 1
        await asyncio.sleep(0.05)
        at_once -= 1
        queue.runs.append(number)

    for number in range(4):
        await queue.add(number, task="alone", lock="one")
    async with working(queue.app, concurrency=4):
        await until(lambda: len(queue.runs) == 4)
    assert queue.runs == [0, 1, 2, 3]


async def test_a_job_for_later_is_not_run_before_and_is_run_after(stored: Queue) -> None:
    assert stored.database is not None
    now = stored.database.clock.now() if stored.database.is_sqlite else SystemClock().now()
    await stored.add(1, at=now + timedelta(seconds=1.5))
    assert await work_off(stored.app) == 0
    await pass_time(stored, 1.6)
    assert await work_off(stored.app) == 1


async def test_a_task_that_asks_to_be_repeated_is_repeated_then_and_not_before(queue: Queue) -> None:
    @queue.app.task(name="later")
    async def later(number: int) -> None:
        queue.runs.append(number)
        if len(queue.runs) == 1:
            raise JobRetry(RetryDecision(retry_in={"seconds": 1}))

    await queue.add(7, task="later")
    assert await work_off(queue.app) == 1
    assert await queue.states() == ["todo"]
    assert await work_off(queue.app) == 0
    await pass_time(queue, 1.1)
    assert await work_off(queue.app) == 1
    assert queue.runs == [7, 7]
    assert await queue.states() == ["succeeded"]


async def test_a_repeat_due_while_a_worker_runs_starts_about_then(stored: Queue) -> None:
    begun: list[float] = []
    loop = asyncio.get_running_loop()

    @stored.app.task(name="later")
    async def later(number: int) -> None:
        begun.append(loop.time())
        if len(begun) == 1:
            raise JobRetry(RetryDecision(retry_in={"seconds": 1}))

    assert stored.database is not None
    if stored.database.is_sqlite:
        stored.database.clock = SystemClock()
    await stored.add(1, task="later")
    async with working(stored.app):
        await until(lambda: len(begun) == 2)
    assert 0.9 <= begun[1] - begun[0] <= 3


async def test_what_fails_otherwise_is_not_repeated(queue: Queue) -> None:
    @queue.app.task(name="broken")
    async def broken(number: int) -> None:
        queue.runs.append(number)
        raise ZeroDivisionError

    await queue.add(1, task="broken")
    assert await work_off(queue.app) == 1
    assert await queue.states() == ["failed"]


async def test_what_fails_for_want_of_the_database_is_repeated_later(queue: Queue) -> None:
    @queue.app.task(name="unlucky")
    async def unlucky(number: int) -> None:
        raise ConnectorException

    await queue.add(1, task="unlucky")
    assert await work_off(queue.app) == 1
    assert await queue.states() == ["todo"]


async def test_a_repeat_makes_way_when_the_same_work_waits_already(stored: Queue) -> None:
    @stored.app.task(name="batch")
    async def batch(number: int) -> None:
        stored.runs.append(number)
        if number == 1:
            await stored.add(2, task="batch", queueing_lock="batch")
            raise JobRetry(RetryDecision(retry_in={"seconds": 0}))

    await stored.add(1, task="batch", queueing_lock="batch")
    await work_off(stored.app, concurrency=1)
    assert stored.runs == [1, 2]
    assert await stored.states() == ["aborted", "succeeded"]


async def test_a_job_whose_task_is_not_known_fails_and_harms_nobody(queue: Queue) -> None:
    await queue.add(1, task="unknown")
    await queue.add(2)
    await work_off(queue.app)
    assert queue.runs == [2]
    assert await queue.states() == ["failed", "succeeded"]
