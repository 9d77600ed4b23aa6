"""Who leads: of several processes that could, one at a time, on a connection of its own that outlives no process."""

from contextlib import suppress

import psycopg

from storage.database import CONNECT_SECONDS, Database

CLOCK_LOCK = 7_301_986
"""PostgreSQL's advisory lock for the clock."""
CHECK_SECONDS = 5
"""How long the server may take to answer before the lead counts as lost."""


class Leader:
    """On PostgreSQL whoever holds the advisory lock, for as long as its connection lives; on SQLite always this process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: psycopg.AsyncConnection[tuple[bool]] | None = None

    async def leads(self) -> bool:
        """Whether this process leads now: takes the lead if it is free, notices if it was lost. Never raises for a lost server."""
        if self._database.is_sqlite:
            return True
        try:
            if self._connection is not None:
                await self._connection.execute("SELECT 1")
                return True
            return await self._take()
        except psycopg.Error:
            await self.step_down()
            return False

    async def step_down(self) -> None:
        """Leave the lead to another process."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(psycopg.Error):
                await connection.close()

    async def _take(self) -> bool:
        _, parts = self._database.engine.dialect.create_connect_args(self._database.url)
        options = {**parts, "connect_timeout": CONNECT_SECONDS, "options": f"-c statement_timeout={CHECK_SECONDS}s"}
        connection = await psycopg.AsyncConnection[tuple[bool]].connect(**options, autocommit=True)
        try:
            row = await (await connection.execute("SELECT pg_try_advisory_lock(%s)", (CLOCK_LOCK,))).fetchone()
            if row and row[0]:
                self._connection = connection
                return True
        finally:
            if self._connection is not connection:
                await connection.close()
        return False
