"""A fresh, migrated database for each test, on both engines, and a clock that the test moves."""

import gc
import importlib
import inspect
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
import uvloop
from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

import storage.database
from storage import words
from storage.database import Database
from storage.migrate import upgrade
from tests.clock import HandClock
from tests.servers import WITHOUT, Postgres, postgres_server

if TYPE_CHECKING:
    from tests.app import Bot


# Bolt asks of each listener what it takes, for every bot of the tests again: the signature of a function does not change.
inspect.getfullargspec = cache(inspect.getfullargspec)

# Thousands of short tests: the collector would walk through everything that was imported again and again.
gc.freeze()
gc.set_threshold(50_000, 10, 10)

LONGEST = ("benchmarks", "browser", "quarter", "year")
"""Folders of tests that live through weeks, measure, or show a whole company."""
_COMPILED: dict[str, tuple[Any, Any]] = {}
"""The dialect of the first database of each engine, and the statements that were compiled for it."""


def pytest_asyncio_loop_factories() -> dict[str, Any]:
    """The loop that the product runs on."""
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture
def clock() -> HandClock:
    """Stands still until the test moves it."""
    return HandClock()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for the whole run; fails where none can be had, unless the environment says to do without."""
    if os.environ.get(WITHOUT) == "1":
        pytest.skip(f"{WITHOUT}=1: this machine does without PostgreSQL")
    try:
        context = postgres_server()
        server = context.__enter__()
    except (ImportError, OSError, RuntimeError, subprocess.SubprocessError, psycopg.Error) as error:
        pytest.fail(f"PostgreSQL could not be started ({error!r}). {WITHOUT}=1 runs the tests without it.")
    yield server
    context.__exit__(None, None, None)


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> Iterator[str]:
    url = postgres.create()
    upgrade(url)
    yield url
    postgres.drop(url)


@pytest.fixture(scope="session")
def postgres_shared(postgres: Postgres, postgres_template: str) -> Iterator[str]:
    url = postgres.create(postgres_template)
    yield url
    postgres.drop(url)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "growloop.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a migrated SQLite file of the test's own."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'growloop.db')}"


@pytest.fixture
def postgres_url(request: pytest.FixtureRequest, postgres: Postgres) -> Iterator[str]:
    """The address of a migrated PostgreSQL database without a row: one that is emptied again, or with `own_database` a new one."""
    if request.node.get_closest_marker("own_database"):
        url = postgres.create(request.getfixturevalue("postgres_template"))
        yield url
        postgres.drop(url)
    else:
        url = request.getfixturevalue("postgres_shared")
        yield url
        postgres.empty(url)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a migrated database, once on each engine."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first: else one process is still at it when the others have nothing left to do."""
    items.sort(key=lambda one: one.path.parent.name not in LONGEST)


def _database(url: str, clock: HandClock) -> Database:
    """A database that knows what others of its engine compiled before: each statement takes longer to compile than to run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage.database, "create_async_engine", _knowing)
        return Database(url, clock=clock)


def _knowing(url: URL, **options: Any) -> AsyncEngine:
    made = create_async_engine(url, **options)
    one = made.sync_engine
    one.dialect, one._compiled_cache = _COMPILED.setdefault(one.dialect.name, (one.dialect, one._compiled_cache))
    vars(one.dialect).pop(words.SLOT, None)  # no test knows another one's key
    return made


@pytest.fixture
async def database(database_url: str, clock: HandClock) -> AsyncIterator[Database]:
    """A migrated, empty database, once on each engine."""
    made = _database(database_url, clock)
    yield made
    await made.close()


@pytest.fixture
async def sqlite(sqlite_url: str, clock: HandClock) -> AsyncIterator[Database]:
    """A migrated, empty database on SQLite alone, for tests of what does not depend on the engine."""
    made = _database(sqlite_url, clock)
    yield made
    await made.close()


@pytest.fixture
async def bot(sqlite: Database) -> AsyncIterator["Bot"]:
    """The whole bot on SQLite, in a workspace with nobody in it yet. For people from the start: tests.app.running_bot."""
    async with _app().running_bot(sqlite) as running:
        yield running


@pytest.fixture
async def bot_on_both(database: Database) -> AsyncIterator["Bot"]:
    """The same, once on each database."""
    async with _app().running_bot(database) as running:
        yield running


def _app() -> ModuleType:
    """The tests of a rule need not load the whole bot."""
    return importlib.import_module("tests.app")
