"""Bring the database up to date: `growloop migrate`, Procfile's `release`, and the one-process default at its start."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from storage.database import CONNECT_SECONDS, DatabaseUnavailable, is_unavailable, normalised

TURN_SECONDS = 30
"""How long one that migrates waits for another: nobody sits in front of a form meanwhile."""
SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(url: str) -> None:
    """Run every migration that is missing, all or none; two processes that try at once take turns.

    Blocks: from async code, call it in a thread. Raises DatabaseUnavailable when the database cannot be reached.
    """
    try:
        command.upgrade(config(url), "head")
    except DBAPIError as error:
        if not is_unavailable(error):
            raise
        raise DatabaseUnavailable(type(error.orig).__name__) from error


def pending(url: str) -> list[str]:
    """The names of the migrations that are missing, the oldest first; none when the database is up to date.

    Blocks. Raises DatabaseUnavailable when the database cannot be reached.
    """
    scripts = ScriptDirectory.from_config(config(url))
    engine = sync_engine(url)
    try:
        with engine.connect() as connection:
            heads = MigrationContext.configure(connection).get_current_heads()
    except DBAPIError as error:
        if not is_unavailable(error):
            raise
        raise DatabaseUnavailable(type(error.orig).__name__) from error
    finally:
        engine.dispose()
    missing = scripts.iterate_revisions("heads", heads or "base")
    return [script.revision for script in reversed(list(missing)) if script.revision not in heads]


def config(url: str) -> Config:
    """Alembic's settings without a file, so that an installed package can migrate as well."""
    settings = Config()
    settings.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    settings.attributes["url"] = url
    return settings


def sync_engine(url: str) -> Engine:
    """A plain engine for the same address, for Alembic alone. SQLite's foreign keys stay off: tables are rebuilt."""
    address: URL = normalised(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address, poolclass=NullPool, connect_args={"connect_timeout": CONNECT_SECONDS})
    arguments = {"timeout": TURN_SECONDS, "isolation_level": None}
    engine = create_engine(address.set(drivername="sqlite"), poolclass=NullPool, connect_args=arguments)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine
