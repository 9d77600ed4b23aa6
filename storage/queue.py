"""The queue: procrastinate on both databases, and how a process works through it."""

import asyncio
import logging
from collections.abc import Iterable
from typing import Any

from procrastinate import App, JobContext, RetryDecision, exceptions, sql
from procrastinate.connector import BaseAsyncConnector
from procrastinate.job_context import AbortReason
from procrastinate.jobs import Job
from procrastinate.manager import QUEUEING_LOCK_CONSTRAINT
from procrastinate.middleware import AsyncCallNext
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.retry import BaseRetryStrategy
from procrastinate.worker import Worker
from psycopg.conninfo import make_conninfo
from typing_extensions import override

from storage.database import CONNECT_SECONDS, Database, DatabaseUnavailable
from storage.queue_sqlite import SqliteConnector

HEARTBEAT_SECONDS = 10.0
"""How often a worker says that it is alive."""
STALLED_SECONDS = 30.0
"""A worker that was silent for three heartbeats is taken for dead."""
POLL_SECONDS = 1.0
"""How late a job that waited for its time may start; new jobs wake the workers at once."""
DRAIN_SECONDS = 20.0
"""How long a stopping worker waits for its jobs: platforms kill after thirty."""
RESTART_SECONDS = 2.0
"""The pause before a worker that lost its database tries again."""
FIRST_PAUSE_SECONDS = 5
LONGEST_PAUSE_SECONDS = 300
"""A job that could not reach the database is tried again after 5, 10, 20 … seconds, at most five minutes."""

_UNREACHABLE = (DatabaseUnavailable, exceptions.ConnectorException)

logger = logging.getLogger(__name__)


class PostgresConnector(PsycopgConnector):
    """procrastinate's own, which also knows what to do when a job is to run again and its like waits already."""

    @override
    async def execute_query_async(self, query: Any, **arguments: Any) -> None:
        try:
            await super().execute_query_async(query, **arguments)
        except exceptions.UniqueViolation as clash:
            if query != sql.queries["retry_job"] or clash.constraint_name != QUEUEING_LOCK_CONSTRAINT:
                raise
            # The same work waits already, under the same queueing lock: this job makes way for it.
            job_id = arguments["job_id"]
            await super().execute_query_async(
                sql.queries["finish_job"], job_id=job_id, status="aborted", delete_job=False
            )


class Patience(BaseRetryStrategy):
    """What a task asked to be repeated is repeated, and so is what failed for want of the database. Nothing else is.

    A task asks by `raise procrastinate.exceptions.JobRetry(RetryDecision(retry_in={"seconds": 30}))`.
    """

    @override
    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, exceptions.JobRetry):
            return exception.retry_decision
        if isinstance(exception, _UNREACHABLE):
            pause = min(FIRST_PAUSE_SECONDS * 2 ** min(job.attempts, 10), LONGEST_PAUSE_SECONDS)
            return RetryDecision(retry_in={"seconds": pause})
        return None


def connector(database: Database) -> BaseAsyncConnector:
    """The way to the queue in this database. On PostgreSQL it has a small pool of its own, which the App opens."""
    if database.is_sqlite:
        return SqliteConnector(database)
    # The dialect's own translation, so that an address means the same to the queue as to the tables.
    _, parts = database.engine.dialect.create_connect_args(database.url)
    parts = {"connect_timeout": CONNECT_SECONDS, **parts}
    parts.pop("context", None)  # SQLAlchemy's own adapters, which are no part of an address
    conninfo = make_conninfo(**parts)
    return PostgresConnector(conninfo=conninfo, min_size=1, max_size=5)


def make_app(connector: BaseAsyncConnector) -> App:
    """An App without tasks: who composes the process adds them with `app.task(name=…)`, and opens it.

    `async with app.open_async():` around all that works with it.
    """
    return App(connector=connector)


async def work(
    app: App,
    *,
    concurrency: int,
    queues: Iterable[str] | None = None,
    heartbeat_seconds: float = HEARTBEAT_SECONDS,
    stalled_seconds: float = STALLED_SECONDS,
    drain_seconds: float = DRAIN_SECONDS,
) -> None:
    """Run jobs until cancelled; then take no more, and finish those begun.

    What is not finished within `drain_seconds` is stopped and goes back to the queue. A database that is gone for a
    while is waited for.
    """
    while True:
        try:
            await _run(
                app,
                concurrency=concurrency,
                queues=queues,
                update_heartbeat_interval=heartbeat_seconds,
                stalled_worker_timeout=stalled_seconds,
                shutdown_graceful_timeout=drain_seconds,
            )
        except _UNREACHABLE as error:
            logger.warning("The worker lost its database and tries again: %s", error)
        await asyncio.sleep(RESTART_SECONDS)


async def work_off(app: App, *, concurrency: int = 4) -> int:
    """Run what is due, and what those jobs add that is due at once; the number of runs. For tests and moved clocks."""
    runs = 0

    async def count(call_next: AsyncCallNext, context: JobContext, worker: Worker) -> Any:
        nonlocal runs
        runs += 1
        return await call_next()

    before = -1
    while before != runs:
        before = runs
        await _run(app, concurrency=concurrency, wait=False, worker_middleware=[count])
    return runs


async def _run(app: App, **options: Any) -> None:
    for task in app.tasks.values():
        task.retry_strategy = task.retry_strategy or Patience()
    settings: dict[str, Any] = {
        "fetch_job_polling_interval": POLL_SECONDS,
        "install_signal_handlers": False,
        "worker_middleware": [_hand_back],
    }
    await app.run_worker_async(**settings | options)


async def _hand_back(call_next: AsyncCallNext, context: JobContext, worker: Worker) -> Any:
    """A job that the end of the process interrupts is not given up: another worker, or the next start, does it."""
    try:
        return await call_next()
    except asyncio.CancelledError:
        if context.abort_reason() is AbortReason.SHUTDOWN:
            raise exceptions.JobRetry(RetryDecision(retry_in={"seconds": 0})) from None
        raise
