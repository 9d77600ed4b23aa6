"""The database's history: the same steps on both, all or none, and never behind the models."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from storage.migrate import config, pending, sync_engine, upgrade
from tests.servers import Postgres

pytestmark = pytest.mark.own_database

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database in which nothing was ever made."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.create()
    yield url
    server.drop(url)


def things(url: str) -> set[str]:
    engine = sync_engine(url)
    with engine.connect() as connection:
        found = set(inspect(connection).get_table_names())
    engine.dispose()
    return found - {"sqlite_sequence"}


def test_models_and_migrations_agree(database_url: str) -> None:
    command.check(config(database_url))


def test_every_step_can_be_undone_and_done_again(empty_url: str) -> None:
    upgrade(empty_url)
    made = things(empty_url)
    assert {"procrastinate_jobs", "procrastinate_workers", "alembic_version"} < made
    command.downgrade(config(empty_url), "base")
    assert things(empty_url) == {"alembic_version"}
    upgrade(empty_url)
    assert things(empty_url) == made


def test_what_is_missing_is_named_the_oldest_first(empty_url: str) -> None:
    steps = [step.revision for step in ScriptDirectory.from_config(config(empty_url)).walk_revisions()][::-1]
    assert pending(empty_url) == steps
    command.upgrade(config(empty_url), steps[0])
    assert pending(empty_url) == steps[1:]
    upgrade(empty_url)
    assert pending(empty_url) == []


def test_migrating_twice_changes_nothing(database_url: str) -> None:
    before = things(database_url)
    upgrade(database_url)
    assert things(database_url) == before


async def test_two_processes_that_migrate_at_once_take_turns(empty_url: str) -> None:
    script = f"from storage.migrate import upgrade; upgrade({empty_url!r})"
    processes = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", script, cwd=ROOT, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    results = await asyncio.gather(*(process.communicate() for process in processes))
    assert [process.returncode for process in processes] == [0, 0], results
    assert pending(empty_url) == []


def test_a_step_that_fails_leaves_nothing_half_done(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = pending(empty_url)

    def run_and_stumble(self: object, *args: object, **options: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("alembic.operations.Operations.create_index", run_and_stumble)
    monkeypatch.setattr("alembic.operations.BatchOperations.create_index", run_and_stumble)
    with pytest.raises(ZeroDivisionError):
        upgrade(empty_url)
    assert things(empty_url) == set()
    assert pending(empty_url) == missing
