"""What a transaction promises, on both databases."""

import asyncio
import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.database import Database, DatabaseUnavailable, Tx, normalised
from storage.migrate import pending

pytestmark = pytest.mark.own_database


async def set_up(database: Database) -> None:
    async with database.transaction() as tx:
        connection = await tx.connection()
        await connection.execute(text("CREATE TABLE drawer (id INTEGER PRIMARY KEY, words VARCHAR(40))"))


async def put(tx: Tx, number: int, words: str = "a") -> None:
    connection = await tx.connection()
    await connection.execute(text("INSERT INTO drawer VALUES (:number, :words)"), {"number": number, "words": words})


async def count(database: Database) -> int:
    async with database.transaction(reading=True) as tx:
        connection = await tx.connection()
        return int((await connection.execute(text("SELECT count(*) FROM drawer"))).scalar_one())


async def test_what_ends_well_is_stored(database: Database) -> None:
    await set_up(database)
    async with database.transaction() as tx:
        await put(tx, 1)
    assert await count(database) == 1


async def test_what_raises_leaves_nothing_behind(database: Database) -> None:
    await set_up(database)

    async def stumble() -> None:
        async with database.transaction() as tx:
            await put(tx, 1)
            raise KeyError

    with pytest.raises(KeyError):
        await stumble()
    assert await count(database) == 0


async def test_a_cancelled_task_leaves_nothing_behind_and_no_lock(database: Database) -> None:
    await set_up(database)
    inside = asyncio.Event()

    async def wait_inside() -> None:
        async with database.transaction() as tx:
            await put(tx, 1)
            inside.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(wait_inside())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.transaction() as tx:
        await put(tx, 2)
    assert await count(database) == 1


async def test_a_reading_transaction_cannot_write(database: Database) -> None:
    await set_up(database)
    with pytest.raises(DBAPIError):
        async with database.transaction(reading=True) as tx:
            await put(tx, 1)


async def test_writing_works_again_after_reading(database: Database) -> None:
    await set_up(database)
    for number in range(3):
        assert await count(database) == number
        async with database.transaction() as tx:
            await put(tx, number)
    assert await count(database) == 3


async def test_many_writers_at_once_all_succeed(database: Database) -> None:
    await set_up(database)

    async def write(number: int) -> None:
        async with database.transaction() as tx:
            connection = await tx.connection()
            await connection.execute(text("SELECT count(*) FROM drawer"))
            await put(tx, number)

    await asyncio.gather(*(write(number) for number in range(30)))
    assert await count(database) == 30


async def test_readers_do_not_wait_for_a_writer(database: Database) -> None:
    await set_up(database)
    async with database.transaction() as tx:
        await put(tx, 1)
        async with asyncio.timeout(2):
            assert await count(database) == 0


async def test_a_broken_rule_of_the_database_stays_what_it_is(database: Database) -> None:
    await set_up(database)
    async with database.transaction() as tx:
        await put(tx, 1)
    with pytest.raises(IntegrityError):
        async with database.transaction() as tx:
            await put(tx, 1)


async def test_a_mistake_in_a_statement_is_not_taken_for_a_database_that_is_gone(database: Database) -> None:
    with pytest.raises(DBAPIError):
        async with database.transaction() as tx:
            await (await tx.connection()).execute(text("SELECT * FROM nowhere"))


async def test_foreign_keys_are_held(database: Database) -> None:
    async with database.transaction() as tx:
        connection = await tx.connection()
        await connection.execute(text("CREATE TABLE room (id INTEGER PRIMARY KEY)"))
        await connection.execute(text("CREATE TABLE chair (room_id INTEGER REFERENCES room (id))"))
    with pytest.raises(IntegrityError):
        async with database.transaction() as tx:
            await (await tx.connection()).execute(text("INSERT INTO chair VALUES (5)"))


async def test_a_second_transaction_inside_the_first_is_refused_instead_of_waiting_forever(sqlite: Database) -> None:
    async with sqlite.transaction():
        with pytest.raises(RuntimeError, match="already open"):
            async with sqlite.transaction():
                pass


async def test_a_locked_file_is_said_to_be_unavailable(
    sqlite: Database, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await set_up(sqlite)
    monkeypatch.setattr("storage.database.BUSY_SECONDS", 0.1)
    other = Database(sqlite_url)
    async with sqlite.transaction() as tx:
        await put(tx, 1)
        with pytest.raises(DatabaseUnavailable):
            async with other.transaction() as second:
                await (await second.connection()).exec_driver_sql("PRAGMA busy_timeout")
    await other.close()


async def test_a_folder_that_is_not_there_is_said_to_be_unavailable(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/nowhere/growloop.db")
    with pytest.raises(DatabaseUnavailable):
        async with database.transaction() as tx:
            await tx.connection()
    await database.close()
    # The driver ends the thread of a failed connection by itself, yet needs the loop for it.
    while any("_connection_worker_thread" in thread.name for thread in threading.enumerate()):  # noqa: ASYNC110
        await asyncio.sleep(0.01)


@pytest.mark.postgres
async def test_a_server_that_ended_the_connections_is_reached_again(postgres_url: str) -> None:
    database = Database(postgres_url)
    other = Database(postgres_url)
    await set_up(database)
    async with other.transaction() as tx:
        connection = await tx.connection()
        await connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    async with database.transaction() as tx:
        await put(tx, 1)
    assert await count(database) == 1
    await database.close()
    await other.close()


@pytest.mark.postgres
async def test_a_connection_that_ends_in_the_middle_is_said_to_be_unavailable(postgres_url: str) -> None:
    database = Database(postgres_url)
    with pytest.raises(DatabaseUnavailable):
        async with database.transaction() as tx:
            await (await tx.connection()).execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    await database.close()


async def test_nobody_at_the_address_is_said_to_be_unavailable(tmp_path: Path) -> None:
    database = Database(f"postgresql://someone@/nowhere?host={tmp_path}")
    with pytest.raises(DatabaseUnavailable):
        async with database.transaction() as tx:
            await tx.connection()
    with pytest.raises(DatabaseUnavailable):
        pending(f"postgresql://someone@/nowhere?host={tmp_path}")
    await database.close()


@pytest.mark.parametrize(
    ("written", "driver"),
    [
        ("sqlite:///a.db", "sqlite+aiosqlite"),
        ("sqlite+aiosqlite:////var/a.db", "sqlite+aiosqlite"),
        ("postgres://u:p@h/d", "postgresql+psycopg"),
        ("postgresql://u:p@h/d", "postgresql+psycopg"),
        ("postgresql+psycopg://u:p@h/d", "postgresql+psycopg"),
    ],
)
def test_an_address_is_understood_however_it_is_written(written: str, driver: str) -> None:
    assert normalised(written).drivername == driver


@pytest.mark.parametrize("written", ["mysql://u:secret@h/d", "sqlite://", "sqlite:///:memory:", "u:secret@h", ""])
def test_an_address_that_cannot_be_used_is_refused_without_repeating_it(written: str) -> None:
    with pytest.raises(ValueError, match=r"growloop\.db") as refused:
        normalised(written)
    assert "secret" not in str(refused.value)
