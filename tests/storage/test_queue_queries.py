"""What the queue promises of procrastinate's own queries."""

import pytest
from procrastinate import sql
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

from storage.clock import SystemClock
from storage.database import Database
from storage.queue import connector, make_app, work_off
from storage.queue_sqlite import SqliteConnector, UnknownQuery
from tests.storage.queues import Queue, with_tasks


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
