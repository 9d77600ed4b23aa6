"""Whether the database is up to date, told without Alembic, is what Alembic says."""

from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from storage import version
from storage.database import Database
from storage.migrate import config


def test_the_newest_migration_is_alembics_head() -> None:
    assert ScriptDirectory.from_config(config("sqlite:///x.db")).get_heads() == [version.newest()]


async def test_a_migrated_database_is_current(database: Database) -> None:
    async with database.transaction(reading=True) as tx:
        assert await version.is_current(tx)


@pytest.mark.own_database
async def test_a_database_at_an_older_migration_is_not_current(database: Database) -> None:
    async with database.transaction() as tx:
        await (await tx.connection()).execute(text("UPDATE alembic_version SET version_num = '0001'"))
    async with database.transaction(reading=True) as tx:
        assert not await version.is_current(tx)


async def test_an_empty_database_is_not_current(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/new.db")
    async with database.transaction(reading=True) as tx:
        assert not await version.is_current(tx)
    await database.close()
