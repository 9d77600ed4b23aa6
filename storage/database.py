"""One database in two sizes: SQLite for one process, PostgreSQL for several, the same code on both.

`Database.transaction()` is the only place where a session is made. Whoever opens it is an edge: the block's end
commits, an exception rolls everything back, and nobody below writes `commit`.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from typing import Any

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import sqlite_driver
from storage.clock import Clock, SystemClock

Tx = AsyncSession
"""An open transaction, as everything below the edges receives it."""

BUSY_SECONDS = 1.5
"""How long SQLite waits for another process that is writing: half of the three seconds after which Slack itself tells the person in
front of a form that something went wrong, so that we can still say that their words are there. Jobs and ticks try again later."""
CONNECT_SECONDS = 2
"""How long PostgreSQL may take to answer, for the same reason; libpq takes no less."""
POOL_SECONDS = 2
"""How long a transaction waits for a free connection, for the same reason."""

JOB_ADDED = '{"type": "job_inserted", "job_id": 0}'
"""procrastinate's own words for "there is something to do"; its workers do not look at the number."""

_TELL = "tell_after_commit"
_READING = "growloop_reading"
# SQLite's codes for what passes or is the machine's fault: busy, locked, read-only, I/O, corrupt, full, cannot open, protocol, and
# a file that is something else.
_SQLITE_UNAVAILABLE = frozenset({5, 6, 8, 10, 11, 13, 14, 15, 26})
_SQLITE_READONLY = 8


class DatabaseUnavailable(Exception):
    """The database is locked, full or gone. The same may be tried again: natural keys make a repeat harmless."""


def normalised(url: str) -> URL:
    """The address with the driver that the product uses, whichever way it was written.

    Raises ValueError, with the remedy, for an address that is neither SQLite's nor PostgreSQL's.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        # The address may hold a password, so it is not repeated.
        raise ValueError("The database address cannot be read. Write sqlite:///growloop.db or postgresql://…") from None
    backend = parsed.drivername.partition("+")[0]
    if backend == "sqlite":
        if parsed.database in (None, "", ":memory:"):
            raise ValueError("SQLite needs a file, for example sqlite:///growloop.db: memory would forget everything.")
        return parsed.set(drivername="sqlite+aiosqlite")
    if backend in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    raise ValueError(f"{backend} is not a database that Growloop knows. Write sqlite:///growloop.db or postgresql://…")


def tell_after_commit(tx: Tx, word: str) -> None:
    """Tell the workers of this process when, and only if, the transaction is committed."""
    tx.info.setdefault(_TELL, {})[word] = None


class Database:
    """Remembers. One a process and event loop; `close` it at the end."""

    def __init__(self, url: str, *, clock: Clock | None = None, pool_size: int = 10) -> None:
        self.url = normalised(url)
        self.clock: Clock = clock or SystemClock()
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(self.url, pool_size) if self.is_sqlite else _postgres_engine(self.url, pool_size)
        option = _READING if self.is_sqlite else "postgresql_readonly"
        self._reader = self.engine.execution_options(**{option: True})
        self._writing = asyncio.Lock()
        self._writer: asyncio.Task[Any] | None = None
        self._listeners: set[asyncio.Queue[str]] = set()

    @asynccontextmanager
    async def transaction(self, *, reading: bool = False) -> AsyncIterator[Tx]:
        """All or nothing: committed when the block ends well, rolled back otherwise.

        With `reading`, a write fails. On SQLite writers take turns and readers never wait.
        Raises DatabaseUnavailable from the block's end when the database is locked or gone.
        """
        engine = self._reader if reading else self.engine
        with _unavailable(reading):
            async with self._turn(reading):
                tx = AsyncSession(engine, expire_on_commit=False)
                begun = tx.sync_session.begin()
                try:
                    yield tx
                    await tx.run_sync(lambda _: begun.commit())
                except BaseException:
                    # Whoever is cancelled here leaves no lock behind either.
                    await asyncio.shield(asyncio.create_task(tx.close()))
                    raise
                # The connection went back with the commit: there is nothing to wait for.
                tx.sync_session.close()
                words = tx.info.get(_TELL, ())
        for word in words:
            self._tell(word)

    @asynccontextmanager
    async def _turn(self, reading: bool) -> AsyncIterator[None]:
        if reading or not self.is_sqlite:
            yield
            return
        task = asyncio.current_task()
        if self._writer is not None and self._writer is task:
            raise RuntimeError("A transaction is already open here: pass it on instead of opening a second one.")
        async with self._writing:
            self._writer = task
            try:
                yield
            finally:
                self._writer = None

    @contextmanager
    def listening(self) -> Iterator[asyncio.Queue[str]]:
        """Hear what is told in this process, as PostgreSQL's LISTEN hears it from all."""
        words: asyncio.Queue[str] = asyncio.Queue()
        self._listeners.add(words)
        try:
            yield words
        finally:
            self._listeners.discard(words)

    def _tell(self, word: str) -> None:
        for words in self._listeners:
            words.put_nowait(word)

    async def empty_log(self) -> bool:
        """SQLite: write its log into the file and empty it, so that what was changed in between is nowhere to be read.

        Whether it was done: not while somebody reads for long. PostgreSQL keeps a log of its own, which is its administrator's.
        """
        return await asyncio.to_thread(_empty_log, str(self.url.database)) if self.is_sqlite else True

    def wake(self) -> None:
        """Let the workers of this process look for jobs at once, for example when the clock was moved."""
        self._tell(JOB_ADDED)

    async def close(self) -> None:
        """Give all connections back. A database that is closed may be used again; it connects anew."""
        await self.engine.dispose()


def _sqlite_engine(url: URL, pool_size: int) -> AsyncEngine:
    # isolation_level None: the driver begins nothing by itself, so that BEGIN is ours to word.
    arguments = {"timeout": BUSY_SECONDS, "isolation_level": None, "async_creator_fn": sqlite_driver.connect}
    engine = create_async_engine(url, pool_size=pool_size, pool_timeout=POOL_SECONDS, connect_args=arguments)
    event.listen(engine.sync_engine, "connect", _set_up_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        f"busy_timeout={int(BUSY_SECONDS * 1000)}",
        "foreign_keys=ON",
        "secure_delete=ON",  # what was deleted, erased or mixed is overwritten in the file
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _empty_log(file: str) -> bool:
    with closing(sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return bool(busy == 0)


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the lock at once: one that read first and then wants to write is refused without waiting."""
    reading = connection.get_execution_options().get(_READING, False)
    if connection.info.get(_READING, False) != reading:
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reading else 'OFF'}")
        connection.info[_READING] = reading
    driver: Any = connection.connection.driver_connection
    driver.begin_with("BEGIN" if reading else "BEGIN IMMEDIATE")


def _postgres_engine(url: URL, pool_size: int) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_size=pool_size,
        pool_timeout=POOL_SECONDS,
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_SECONDS},
    )


@contextmanager
def _unavailable(reading: bool) -> Iterator[None]:
    """One exception for all ways of being locked or gone; a mistake in a statement stays what it is."""
    try:
        yield
    except PoolTimeout as error:
        raise DatabaseUnavailable("no connection became free") from error
    except DBAPIError as error:
        if not is_unavailable(error, reading):
            raise
        raise DatabaseUnavailable(type(error.orig).__name__) from error


def is_unavailable(error: DBAPIError, reading: bool = False) -> bool:
    """Whether the database is locked or gone, and the statement is not at fault."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        # The low byte is the kind; the rest says more about it.
        return code & 0xFF in _SQLITE_UNAVAILABLE and not (reading and code & 0xFF == _SQLITE_READONLY)
    return error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)
