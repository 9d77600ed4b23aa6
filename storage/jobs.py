"""Jobs are added in the transaction of the change that causes them, named by a plain string.

A job carries ids, never words, and is safe to run twice. The future is a due column, not a job: `at` is for the few.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from procrastinate import App, exceptions
from pydantic import JsonValue
from sqlalchemy import JSON, Column, DateTime, Integer, MetaData, String, Table, Text, bindparam
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import JOB_ADDED, Tx, tell_after_commit
from storage.prepared import Prepared
from storage.queue import STALLED_SECONDS
from storage.queue_sqlite import moment

logger = logging.getLogger(__name__)

# The part of procrastinate's table that a new job fills; its triggers and our defaults do the rest.
_JOBS = Table(
    "procrastinate_jobs",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("queue_name", String),
    Column("task_name", String),
    Column("priority", Integer),
    Column("lock", Text),
    Column("queueing_lock", Text),
    Column("args", JSON().with_variant(postgresql.JSONB(), "postgresql")),
    Column("scheduled_at", DateTime(timezone=True).with_variant(Text(), "sqlite")),
)

_ADD = {
    on_sqlite: (sqlite if on_sqlite else postgresql).insert(_JOBS).on_conflict_do_nothing()
    for on_sqlite in (True, False)
}
_ADD_ONE = {
    on_sqlite: Prepared(
        insert.values({name: bindparam(f"the_{name}") for name, _ in _JOBS.c.items() if name != "id"}).returning(
            _JOBS.c.id
        )
    )
    for on_sqlite, insert in _ADD.items()
}
"""Put together once: for a single job that takes longer than running it."""


async def add(
    tx: Tx,
    task: str,
    *,
    args: Mapping[str, JsonValue],
    priority: int = 0,
    queueing_lock: str | None = None,
    lock: str | None = None,
    at: datetime | None = None,
) -> None:
    """The job exists when, and only if, the transaction is committed; a higher priority runs first.

    While a job with the same `queueing_lock` waits, nothing is added. Jobs with the same `lock` run one after another.
    `at` is by the database's clock on SQLite and by the server's on PostgreSQL.
    """
    await add_many(tx, task, args=[args], priority=priority, queueing_lock=queueing_lock, lock=lock, at=at)


async def add_many(
    tx: Tx,
    task: str,
    *,
    args: Sequence[Mapping[str, JsonValue]],
    priority: int = 0,
    queueing_lock: str | None = None,
    lock: str | None = None,
    at: datetime | None = None,
) -> None:
    """One job for each of `args`, as `add` would, in one statement."""
    if not args:
        return
    connection = await tx.connection()
    on_sqlite = connection.dialect.name == "sqlite"
    same: dict[str, Any] = {
        "queue_name": "default",
        "task_name": task,
        "priority": priority,
        "lock": lock,
        "queueing_lock": queueing_lock,
        "scheduled_at": moment(at) if on_sqlite and at else at,
    }
    if len(args) == 1:
        await _ADD_ONE[on_sqlite].run(
            tx, **{f"the_{name}": value for name, value in same.items()}, the_args=dict(args[0])
        )
    else:
        await connection.execute(_ADD[on_sqlite], [same | {"args": dict(each)} for each in args])
    if on_sqlite:
        tell_after_commit(tx, JOB_ADDED)


async def rescue_stalled(app: App, *, seconds: float = STALLED_SECONDS) -> int:
    """Give the jobs of workers that died back to the queue; how many. Safe in two processes at once.

    A worker is dead that was silent for so many seconds.
    """
    rescued = 0
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=seconds):
        try:
            await app.job_manager.retry_job(job)
        except exceptions.ConnectorException as error:
            # Another clock was faster, or the job was finished after all; what is still there is found next time.
            logger.info("A stalled job is no longer there: %s (%s)", job.id, error)
        else:
            rescued += 1
    return rescued


async def prune(app: App, older_than_hours: int) -> None:
    """Forget the jobs that ended more than so many hours ago, however they ended."""
    await app.job_manager.delete_old_jobs(
        older_than_hours, include_failed=True, include_cancelled=True, include_aborted=True
    )
