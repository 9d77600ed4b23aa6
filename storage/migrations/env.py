"""How Alembic reaches the database and what it compares. One transaction for all steps, and one process at a time."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, text
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from storage.columns import Choice
from storage.migrate import sync_engine
from storage.tables import metadata
from storage.words import WordsType

LOCK = 7_301_985
"""PostgreSQL's advisory lock for migrating; SQLite's BEGIN IMMEDIATE is its own."""


def is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether Alembic answers for it: the queue's tables are procrastinate's, and changed by hand alone."""
    return not (kind == "table" and name is not None and name.startswith("procrastinate_"))


def render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Types of our own and of SQLModel are plain ones to a migration, which must run long after they have changed."""
    plain = {Choice: "sa.String(length=32)", WordsType: "sa.Text()", UTCDateTime: "sa.DateTime(timezone=True)"}
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})"
    return plain.get(type(item), False) if kind == "type" else False


def run(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_name=is_ours,
        render_item=render,
        render_as_batch=True,
        compare_type=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


engine = sync_engine(context.config.attributes["url"])
try:
    with engine.begin() as begun:
        run(begun)
finally:
    engine.dispose()
