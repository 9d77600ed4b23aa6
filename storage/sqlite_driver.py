"""aiosqlite with one trip to its thread for each statement.

A trip there and back costs more than most statements do. The driver makes four for a query (cursor, execute, fetch, close), this one
makes one: what a transaction costs is then hardly more than what its statements cost.
"""

import asyncio
import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Self

import aiosqlite

FIRST = 500
"""Rows that are fetched with the statement itself; what is left is fetched when it is asked for."""


class Cursor:
    """As SQLAlchemy uses aiosqlite's: it exists from the first statement on, and closes itself when all is read."""

    arraysize = FIRST

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self._open: sqlite3.Cursor | None = None
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> "Cursor":
        await self._connection.there(self._execute, self._connection.begins(), statement, parameters)
        return self

    async def executemany(self, statement: str, parameters: Iterable[Sequence[Any]]) -> "Cursor":
        await self._connection.there(self._execute_many, self._connection.begins(), statement, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        if self._open is not None:
            rows += await self._connection.there(self._open.fetchall)
            await self.close()
        return rows

    async def fetchmany(self, size: int = FIRST) -> list[Any]:
        rows, self._rows = self._rows[:size], self._rows[size:]
        if len(rows) < size and self._open is not None:
            rows += await self._connection.there(self._open.fetchmany, size - len(rows))
        return rows

    async def fetchone(self) -> Any:
        return next(iter(await self.fetchmany(1)), None)

    async def close(self) -> None:
        if self._open is not None:
            closing, self._open = self._open, None
            await self._connection.there(closing.close)

    def _execute(self, begin: str, statement: str, parameters: Sequence[Any]) -> None:
        if begin:
            self._connection.raw.execute(begin)
        cursor = self._connection.raw.execute(statement, parameters)
        self._rows = cursor.fetchmany(FIRST) if cursor.description else []
        self._keep(cursor, read=len(self._rows) < FIRST)

    def _execute_many(self, begin: str, statement: str, parameters: Iterable[Sequence[Any]]) -> None:
        if begin:
            self._connection.raw.execute(begin)
        self._keep(self._connection.raw.executemany(statement, parameters), read=True)

    def _keep(self, cursor: sqlite3.Cursor, *, read: bool) -> None:
        self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
        if read:
            cursor.close()
        self._open = None if read else cursor


class Connection(aiosqlite.Connection):
    """A connection of aiosqlite whose cursors are ours, and whose transactions begin and end without trips of their own."""

    _begin_with = ""
    _sure = True

    def begin_with(self, statement: str) -> None:
        """Begin a transaction, in these words, together with its first statement."""
        self._begin_with = statement

    def begins(self) -> str:
        """What is to be said before the next statement, once. It is handed over with it: a statement that is cancelled while it
        waits for its turn runs within a transaction all the same, and is undone with it."""
        statement, self._begin_with = self._begin_with, ""
        return statement

    async def commit(self) -> None:
        if self._begin_with:
            self._begin_with = ""  # nothing was done
            return
        await self.there(self.raw.commit)

    async def rollback(self) -> None:
        """A pool asks for it whenever a connection comes back, mostly after a commit: then there is nothing to undo."""
        self._begin_with = ""
        if self._sure and not self.raw.in_transaction:
            return
        await self.there(self.raw.rollback)
        self._sure = True

    def cursor(self) -> Cursor:  # type: ignore[override]  # theirs is awaited, which would be one more trip
        return Cursor(self)

    @property
    def raw(self) -> sqlite3.Connection:
        """SQLite's own connection, to be used in the driver's thread alone."""
        return self._conn

    async def all(self, statement: str, parameters: Sequence[Any]) -> list[Any]:
        """The rows of a statement that gives back few, in one trip."""
        found: list[Any] = await self.there(self._all, self.begins(), statement, parameters)
        return found

    def _all(self, begin: str, statement: str, parameters: Sequence[Any]) -> list[Any]:
        if begin:
            self.raw.execute(begin)
        cursor = self.raw.execute(statement, parameters)
        try:
            # SQLite changes rows as they are read, so that all are.
            return cursor.fetchall()
        finally:
            cursor.close()

    async def there(self, work: Any, *arguments: Any) -> Any:
        """Do this in the driver's thread."""
        try:
            return await self._execute(work, *arguments)  # type: ignore[no-untyped-call]
        except asyncio.CancelledError:
            self._sure = False  # nobody waits for it, and yet it is done: what it leaves behind is not known from here
            raise


async def connect(database: str, **options: Any) -> Connection:
    """Open a file, with the options of `sqlite3.connect`."""
    connection = Connection(partial(sqlite3.connect, database, **options), iter_chunk_size=FIRST)
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does: the end of the process does not wait for it
    await connection
    return connection
