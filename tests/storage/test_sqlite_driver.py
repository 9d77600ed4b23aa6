"""Fewer trips to SQLite's thread, and still all or nothing."""

import asyncio

import pytest
from sqlalchemy import text

from storage.database import Database, Tx


async def put(tx: Tx, number: int) -> None:
    await (await tx.connection()).execute(text("INSERT INTO drawer VALUES (:number)"), {"number": number})


async def kept(database: Database) -> list[int]:
    async with database.transaction(reading=True) as tx:
        return list((await (await tx.connection()).execute(text("SELECT id FROM drawer"))).scalars())


@pytest.fixture
async def drawer(sqlite: Database) -> Database:
    async with sqlite.transaction() as tx:
        await (await tx.connection()).execute(text("CREATE TABLE drawer (id INTEGER PRIMARY KEY)"))
    return sqlite


@pytest.mark.parametrize("steps", range(12))
async def test_who_is_cancelled_at_any_step_leaves_all_or_nothing_and_no_lock(drawer: Database, steps: int) -> None:
    async def work() -> None:
        async with drawer.transaction() as tx:
            await put(tx, 1)
            await put(tx, 2)

    task = asyncio.create_task(work())
    for _ in range(steps):
        await asyncio.sleep(0.0005)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert await kept(drawer) in ([], [1, 2])
    async with asyncio.timeout(2):
        async with drawer.transaction() as tx:
            await put(tx, 3)


async def test_a_transaction_in_which_nothing_is_done_takes_no_lock(drawer: Database, sqlite_url: str) -> None:
    other = Database(sqlite_url)
    try:
        async with drawer.transaction() as idle:
            await idle.connection()
            async with asyncio.timeout(2):
                async with other.transaction() as tx:
                    await put(tx, 1)
        assert await kept(drawer) == [1]
    finally:
        await other.close()


async def test_a_statement_that_fails_undoes_what_was_done_before_it(drawer: Database) -> None:
    with pytest.raises(Exception, match="UNIQUE"):
        await _twice(drawer)
    assert await kept(drawer) == []


async def _twice(drawer: Database) -> None:
    async with drawer.transaction() as tx:
        await put(tx, 1)
        await put(tx, 1)
