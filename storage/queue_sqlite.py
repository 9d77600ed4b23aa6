"""procrastinate on SQLite: answers the library's own named queries, so that tasks, retries, locks and heartbeats are its.

Two clocks. When a job is due is a matter of the database's clock, so that a clock moved by hand moves the queue as well.
Whether a worker is alive is a matter of the machine's, or moving the clock would make every worker look dead.
procrastinate reckons a retry as "so long from now" by the machine's clock; it is kept as so long by the database's.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from procrastinate import exceptions, sql
from procrastinate.connector import BaseAsyncConnector, Notify
from procrastinate.manager import QUEUEING_LOCK_CONSTRAINT
from procrastinate.types import JobToDefer
from sqlalchemy import text
from typing_extensions import override

from storage.clock import SystemClock
from storage.database import JOB_ADDED, Database, Tx, tell_after_commit
from storage.queue_sql import CLAIM_PERIOD, DEFER, READS, TWIN, WRITES

Row = dict[str, Any]


class UnknownQuery(KeyError):
    """procrastinate asked for something that this connector was not written for: its release is not the pinned one."""


def moment(when: datetime) -> str:
    """A time as the queue's tables keep it: text that sorts as the times do."""
    return when.astimezone(UTC).isoformat(sep=" ", timespec="microseconds")


class SqliteConnector(BaseAsyncConnector):
    """The queue of one process and one file. Opens no connection of its own: all goes through `database`."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._machine = SystemClock()
        self._names: dict[str, str] = {query: name for name, query in sql.queries.items()}

    @override
    def get_sync_connector(self) -> BaseAsyncConnector:
        return self

    @override
    async def open_async(self, pool: Any = None) -> None:
        """Nothing to open: the database is there already."""

    @override
    async def close_async(self) -> None:
        """Nothing to close: who made the database closes it."""

    @override
    async def execute_query_async(self, query: str, **arguments: Any) -> None:
        await self.execute_query_all_async(query, **arguments)

    @override
    async def execute_query_one_async(self, query: str, **arguments: Any) -> Row:
        return _one(await self.execute_query_all_async(query, **arguments))

    @override
    async def execute_query_all_async(self, query: str, **arguments: Any) -> list[Row]:
        name = self._name(query)
        async with self.database.transaction(reading=name in READS) as tx:
            return await self._answer(tx, name, arguments)

    @override
    async def execute_query_one_async_with_connection(self, connection: Tx, query: str, **arguments: Any) -> Row:
        return _one(await self._answer(connection, self._name(query), arguments))

    @override
    async def execute_query_all_async_with_connection(self, connection: Tx, query: str, **arguments: Any) -> list[Row]:
        return await self._answer(connection, self._name(query), arguments)

    @override
    async def listen_notify(self, on_notification: Notify, channels: Iterable[str]) -> None:
        """Pass on what is told in this process, until cancelled. Other processes' jobs are found by polling."""
        channel = next(iter(channels))
        with self.database.listening() as words:
            while True:
                await on_notification(channel=channel, payload=await words.get())

    def _name(self, query: str) -> str:
        name = self._names.get(query)
        if name in READS or name in WRITES or name in ("defer_jobs", "defer_periodic_job"):
            return name
        raise UnknownQuery(f"procrastinate's query is not known here: {name or query[:200]}")

    async def _answer(self, tx: Tx, name: str, arguments: Mapping[str, Any]) -> list[Row]:
        match name:
            case "defer_jobs":
                return await self._defer(tx, arguments["jobs"])
            case "defer_periodic_job":
                return await self._defer_periodic(tx, arguments)
            case "fetch_job":
                return await self._run(tx, WRITES[name], arguments) or [{"id": None}]
            case "cancel_job":
                return await self._cancel(tx, arguments)
            case "finish_job":
                name = "finish_job and delete" if arguments["delete_job"] else name
                return _must_find(await self._run(tx, WRITES[name], arguments), arguments["job_id"])
            case "retry_job":
                return await self._retry(tx, arguments)
        return await self._run(tx, READS.get(name) or WRITES[name], arguments)

    async def _defer(self, tx: Tx, jobs: Iterable[JobToDefer]) -> list[Row]:
        added: list[Row] = []
        for job in jobs:
            rows = await self._run(tx, DEFER, job._asdict())
            if not rows:
                raise exceptions.UniqueViolation(
                    constraint_name=QUEUEING_LOCK_CONSTRAINT, queueing_lock=job.queueing_lock
                )
            added += rows
        tell_after_commit(tx, JOB_ADDED)
        return added

    async def _defer_periodic(self, tx: Tx, arguments: Mapping[str, Any]) -> list[Row]:
        if not await self._run(tx, CLAIM_PERIOD, arguments):
            return [{"id": None}]
        names: Row = dict(arguments) | {"queue_name": arguments["queue"], "scheduled_at": None}
        return await self._defer(tx, [JobToDefer(*(names[name] for name in JobToDefer._fields))])

    async def _cancel(self, tx: Tx, arguments: Mapping[str, Any]) -> list[Row]:
        rows: list[Row] = []
        if arguments["delete_job"]:
            rows = await self._run(tx, WRITES["cancel_job and delete"], arguments)
        rows = rows or await self._run(tx, WRITES["cancel_job"], arguments)
        if rows and rows[0]["status"] == "doing":
            tell_after_commit(tx, json.dumps({"type": "abort_job_requested", "job_id": arguments["job_id"]}))
        return rows or [{"id": None}]

    async def _retry(self, tx: Tx, arguments: Mapping[str, Any]) -> list[Row]:
        if await self._run(tx, TWIN, arguments):
            # The same work waits already, under the same queueing lock: this job makes way for it.
            return await self._run(tx, WRITES["finish_job"], {"job_id": arguments["job_id"], "status": "aborted"})
        rows = _must_find(await self._run(tx, WRITES["retry_job"], arguments), arguments["job_id"])
        tell_after_commit(tx, JOB_ADDED)
        return rows

    async def _run(self, tx: Tx, statement: str, arguments: Mapping[str, Any]) -> list[Row]:
        connection = await tx.connection()
        result = await connection.execute(_statement(statement), self._plain(arguments))
        return [_read(dict(row)) for row in result.mappings()] if result.returns_rows else []

    def _plain(self, arguments: Mapping[str, Any]) -> Row:
        """The arguments as SQLite takes them, and the moments that statements may ask for."""
        now, alive = self.database.clock.now(), self._machine.now()
        plain: Row = {"now": moment(now), "alive": moment(alive)}
        for name, value in arguments.items():
            match name, value:
                case _, datetime():
                    plain[name] = moment(now + (value - alive))
                case _, dict() | list() | tuple() | set():
                    plain[name] = json.dumps(list(value) if isinstance(value, set) else value)
                case "nb_hours", _:
                    plain["before"] = moment(now - timedelta(hours=value))
                case "nb_seconds", _:
                    plain["before"] = moment(now - timedelta(seconds=value))
                case "seconds_since_heartbeat", _:
                    plain["before_alive"] = moment(alive - timedelta(seconds=value))
                case _:
                    plain[name] = value
        return plain


_statement = lru_cache(maxsize=None)(text)


def _one(rows: list[Row]) -> Row:
    if not rows:
        raise exceptions.NoResult
    return rows[0]


def _must_find(rows: list[Row], job_id: int) -> list[Row]:
    if not rows:
        raise exceptions.ConnectorException(f"Job {job_id} was not found, or is not in a state that allows this.")
    return rows


def _read(row: Row) -> Row:
    for name in ("args", "stats"):
        if name in row:
            row[name] = json.loads(row[name])
    for name in ("scheduled_at", "started_at"):
        if row.get(name) is not None:
            row[name] = datetime.fromisoformat(row[name])
    if "abort_requested" in row:
        row["abort_requested"] = bool(row["abort_requested"])
    return row
