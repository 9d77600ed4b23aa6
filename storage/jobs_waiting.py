"""What waits in the queue: so that who fills it keeps it shallow, and who works on something long lets others go first."""

from datetime import datetime

from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, Text, func, or_, select, text

from storage.database import Tx
from storage.queue_sqlite import moment

# The part of procrastinate's table that is asked about.
_JOBS = Table(
    "procrastinate_jobs",
    MetaData(),
    Column("task_name", String),
    Column("priority", Integer),
    Column("scheduled_at", DateTime(timezone=True).with_variant(Text(), "sqlite")),
)
_TODO = text("procrastinate_jobs.status = 'todo'")
"""Written as the queue's indexes are; on PostgreSQL the column is an enum, which takes no bound text."""


async def count(tx: Tx, task: str, priority: int) -> int:
    """How many jobs of a task and priority nobody has begun yet, those that wait for their time included."""
    connection = await tx.connection()
    found = select(func.count()).where(_TODO, _JOBS.c.priority == priority, _JOBS.c.task_name == task)
    return int((await connection.execute(found)).scalar_one())


async def any_above(tx: Tx, priority: int, now: datetime) -> bool:
    """Whether a job that goes before this priority could begin at `now`."""
    connection = await tx.connection()
    at = moment(now) if connection.dialect.name == "sqlite" else now
    due = or_(_JOBS.c.scheduled_at.is_(None), _JOBS.c.scheduled_at <= at)
    found = select(_JOBS.c.priority).where(_TODO, _JOBS.c.priority > priority, due).limit(1)
    return (await connection.execute(found)).first() is not None
