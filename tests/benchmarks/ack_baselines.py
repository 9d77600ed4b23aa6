"""What an ack is measured against: a Bolt app that runs so many raw statements in one transaction, and one that only acks.

`python -m tests.benchmarks.ack_baselines PORT {raw|acks} SECRET [DATABASE READS WRITES]`. Both run as the product does, on uvicorn with
uvloop and httptools; Bolt checks the signatures.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import aiosqlite
import uvloop
from psycopg_pool import AsyncConnectionPool
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from tests.benchmarks import bolt

ROWS = 10_000
SUBMIT = "checkins.submit"
MAKE = (
    "CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT, zone TEXT, words TEXT, made_at TEXT)",
    "CREATE TABLE line ({key}, thing_id INTEGER REFERENCES thing (id), words TEXT, made_at TEXT)",
    "CREATE INDEX ix_line ON line (thing_id)",
)
FILL = "INSERT INTO thing VALUES ({0}, {0}, {0}, {0}, {0})"
READ = "SELECT id, name, zone, words, made_at FROM thing WHERE id = {0}"
WRITE = "INSERT INTO line (thing_id, words, made_at) VALUES ({0}, {0}, {0})"
WORDS, MADE_AT = "A few words about the week, as people write them.", "2027-01-13 09:00:00.000000"

Work = Callable[[int], Awaitable[None]]


@asynccontextmanager
async def sqlite(path: str, reads: int, writes: int) -> AsyncIterator[Work]:
    """So many statements in one transaction: one connection, and one transaction at a time, as SQLite has it anyway."""
    turn = asyncio.Lock()
    read, write = READ.format("?"), WRITE.format("?")
    async with aiosqlite.connect(path, isolation_level=None) as database:
        for setting in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            await database.execute(f"PRAGMA {setting}")
        for statement in MAKE:
            await database.execute(statement.format(key="id INTEGER PRIMARY KEY"))
        await database.execute("BEGIN")
        await database.executemany(FILL.format("?"), [(n, f"Name {n}", "UTC", WORDS, MADE_AT) for n in range(ROWS)])
        await database.execute("COMMIT")

        async def work(thing: int) -> None:
            async with turn:
                await database.execute("BEGIN IMMEDIATE")
                for _ in range(reads):
                    async with database.execute(read, (thing,)) as cursor:
                        await cursor.fetchone()
                for _ in range(writes):
                    await database.execute(write, (thing, WORDS, MADE_AT))
                await database.execute("COMMIT")

        yield work


@asynccontextmanager
async def postgres(url: str, reads: int, writes: int) -> AsyncIterator[Work]:
    """The same through psycopg's own pool."""
    read, write = READ.format("%s"), WRITE.format("%s")
    async with AsyncConnectionPool(url, min_size=10, max_size=10, open=False) as pool:
        async with pool.connection() as database:
            for statement in MAKE:
                await database.execute(statement.format(key="id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"))
            async with database.cursor() as cursor:
                rows = [(n, f"Name {n}", "UTC", WORDS, MADE_AT) for n in range(ROWS)]
                await cursor.executemany(FILL.format("%s"), rows)

        async def work(thing: int) -> None:
            async with pool.connection() as database:
                for _ in range(reads):
                    await (await database.execute(read, (thing,))).fetchone()
                for _ in range(writes):
                    await database.execute(write, (thing, WORDS, MADE_AT))

        yield work


def build(secret: str, work: Work | None) -> AsyncApp:
    """With work, it is done before the answer leaves; without, Bolt is left as it comes."""
    app = bolt.build(secret, process_before_response=work is not None)

    async def submit(ack: AsyncAck, body: dict[str, Any]) -> None:
        json.loads(body["view"]["private_metadata"])
        if work is not None:
            await work(int(body["user"]["id"][2:]) % ROWS)
        await ack()

    app.view(SUBMIT)(submit)
    return app


@asynccontextmanager
async def serving(
    port: str, kind: str, secret: str, url: str = "", reads: str = "0", writes: str = "0"
) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        work = None
        if kind == "raw":
            opened = postgres if url.startswith("postgres") else sqlite
            work = await stack.enter_async_context(opened(url, int(reads), int(writes)))
        await stack.enter_async_context(bolt.serving(build(secret, work), int(port)))
        yield


async def main(*given: str) -> None:
    async with serving(*given):
        await asyncio.Event().wait()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(*sys.argv[1:]))
