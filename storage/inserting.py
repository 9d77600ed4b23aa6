"""Insert and do nothing on conflict: natural keys make every repeat harmless, and the row count tells the loser."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from storage.database import Tx


def _insert(tx: Tx, table: type[SQLModel]) -> Any:
    dialect = postgresql if tx.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(table).on_conflict_do_nothing()


async def insert_once(tx: Tx, table: type[SQLModel], values: dict[str, Any]) -> bool:
    """Whether the row is new."""
    result = await tx.connection()
    # PostgreSQL is asked for the new key as well, and would then forget the number of rows.
    inserted = _insert(tx, table).values(**values).execution_options(preserve_rowcount=True)
    return int((await result.execute(inserted)).rowcount) == 1


async def insert_new(tx: Tx, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    """Add those of the rows whose natural key is new. For thousands: one statement, many parameters."""
    if rows:
        connection = await tx.connection()
        await connection.execute(_insert(tx, table), list(rows))
