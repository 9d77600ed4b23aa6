"""Which migration the database is at, told without loading Alembic: most starts find nothing to do."""

from pathlib import Path

from sqlalchemy import text

from storage.database import Tx

VERSIONS = Path(__file__).parent / "migrations" / "versions"


def newest() -> str:
    """The last migration there is: files are named by their number."""
    return max(file.name.partition("_")[0] for file in VERSIONS.glob("[0-9]*_*.py"))


async def is_current(tx: Tx) -> bool:
    """Whether every migration has run. False as well for a database in which none ever did."""
    connection = await tx.connection()
    on_sqlite = connection.dialect.name == "sqlite"
    known = text(
        "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
        if on_sqlite
        else "SELECT count(*) FROM pg_tables WHERE tablename = 'alembic_version' AND schemaname = current_schema()"
    )
    if not (await connection.execute(known)).scalar_one():
        return False
    return [row[0] for row in await connection.execute(text("SELECT version_num FROM alembic_version"))] == [newest()]
