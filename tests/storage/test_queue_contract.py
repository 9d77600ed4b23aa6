"""What the queue promises, on both databases alike; and, where it can, procrastinate's own queue in memory as the measure."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from procrastinate import App, RetryDecision, sql
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, JobRetry
from procrastinate.testing import InMemoryConnector

from storage import jobs
from storage.clock import SystemClock
from storage.database import Database
from storage.queue import connector, make_app, work, work_off
from storage.queue_sqlite import SqliteConnector, UnknownQuery
from tests.clock import HandClock

ROOT = Path(__file__).parents[2]


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


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def queue(request: pytest.FixtureRequest) -> AsyncIterator[Queue]:
    """The queue, once in memory and once on each database."""
    if request.param == "memory":
        app = make_app(InMemoryConnector())
        async with app.open_async():
            yield with_tasks(app, None)
        return
    # The clock stands where the fixtures of both databases stand: far from the machine's time.
    database = Database(request.getfixturevalue(f"{request.param}_url"), clock=HandClock())
    app = make_app(connector(database))
    async with app.open_async():
        yield with_tasks(app, database)
    await database.close()


@pytest.fixture
async def stored(database: Database) -> AsyncIterator[Queue]:
    """The queue on each database."""
    app = make_app(connector(database))
    async with app.open_async():
        yield with_tasks(app, database)


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


# --- Adding ----------------------------------------------------------------------------------------------------------


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


# --- Order and time --------------------------------------------------------------------------------------------------


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


# --- Waking, stopping, cancelling --------------------------------------------------------------------------------------


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


# --- Several workers, and those that die -------------------------------------------------------------------------------


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


# --- procrastinate's own queries -----------------------------------------------------------------------------------------


async def test_every_query_of_the_pinned_release_is_answered(sqlite: Database) -> None:
    ours = SqliteConnector(sqlite)
    for name, query in sql.queries.items():
        if name != "listen_queue":  # asked of a server alone; listen_notify stands for it
            assert ours._name(query) == name


async def test_an_unknown_query_fails_loudly(sqlite: Database) -> None:
    ours = SqliteConnector(sqlite)
    for query in ("SELECT 1", sql.queries["listen_queue"]):
        with pytest.raises(UnknownQuery, match="not known here"):
            await ours.execute_query_async(query)
        with pytest.raises(UnknownQuery):
            await ours.execute_query_one_async(query)
        with pytest.raises(UnknownQuery):
            await ours.execute_query_all_async(query)


async def test_the_lists_for_operators_say_the_same_on_both(stored: Queue) -> None:
    await stored.add(1, lock="one")
    await work_off(stored.app)
    await stored.add(2, lock="one", queueing_lock="q")
    await stored.add(3, task="other")
    manager = stored.app.job_manager
    assert await manager.check_connection_async()
    (queues,) = await manager.list_queues_async()
    assert (queues["name"], queues["jobs_count"], queues["todo"], queues["succeeded"]) == ("default", 3, 2, 1)
    assert [(task["name"], task["todo"]) for task in await manager.list_tasks_async()] == [("note", 1), ("other", 1)]
    assert [(lock["name"], lock["jobs_count"]) for lock in await manager.list_locks_async()] == [("one", 2)]
    assert [job.task_kwargs for job in await manager.list_jobs_async(queueing_lock="q")] == [{"number": 2}]
    assert [job.id for job in await manager.list_jobs_async(status="todo", task="other")] == [3]
    assert list(await manager.list_jobs_to_abort_async()) == []


async def test_finishing_a_job_that_is_not_there_is_an_error(stored: Queue) -> None:
    with pytest.raises(ConnectorException):
        await stored.app.connector.execute_query_async(
            sql.queries["finish_job"], job_id=99, status="succeeded", delete_job=False
        )
    with pytest.raises(ConnectorException):
        await stored.app.job_manager.retry_job_by_id_async(99, SystemClock().now())


async def test_a_period_is_claimed_once(queue: Queue) -> None:
    task = queue.app.tasks["note"]
    job = task.configure(queue="default").job.evolve(task_kwargs={"timestamp": 60, "number": 1})
    manager = queue.app.job_manager
    assert await manager.defer_periodic_job(job, periodic_id="", defer_timestamp=60) is not None
    assert await manager.defer_periodic_job(job, periodic_id="", defer_timestamp=60) is None
    assert await queue.states() == ["todo"]


async def test_procrastinates_own_way_of_adding_works_in_the_callers_transaction(sqlite: Database) -> None:
    app = make_app(connector(sqlite))
    queue = with_tasks(app, sqlite)
    async with app.open_async():
        async with sqlite.transaction() as tx:
            await app.configure_task("note", connection=tx).defer_async(number=1)
        with pytest.raises(AlreadyEnqueued):
            await app.configure_task("note", queueing_lock="q").batch_defer_async({"number": 2}, {"number": 3})
        assert await work_off(app) == 1
    assert queue.runs == [1]
