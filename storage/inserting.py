"""Insert and do nothing on conflict: natural keys make every repeat harmless, and the row count tells the loser."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from storage.database import Tx


@cache
def _insert(dialect: str, table: type[SQLModel]) -> Any:
    """Put together once for each table: for a single row that takes longer than running it."""
    words = postgresql if dialect == "postgresql" else sqlite
    return words.insert(table).on_conflict_do_nothing()


async def insert_once(tx: Tx, table: type[SQLModel], values: dict[str, Any]) -> bool:
    """Whether the row is new."""
    connection = await tx.connection()
    # PostgreSQL is asked for the new key as well, and would then forget the number of rows.
    options = {"preserve_rowcount": True}
    result = await connection.execute(_insert(connection.dialect.name, table), values, execution_options=options)
    return int(result.rowcount) == 1


@cache
def _insert_id(dialect: str, table: type[SQLModel]) -> Any:
    return _insert(dialect, table).returning(SQLModel.metadata.tables[str(table.__tablename__)].c.id)


async def insert_row(tx: Tx, table: type[SQLModel], values: dict[str, Any]) -> int | None:
    """The id of the new row; None: a row with its natural key is there already."""
    connection = await tx.connection()
    found: int | None = (await connection.execute(_insert_id(connection.dialect.name, table), values)).scalar()
    return found


async def insert_new(tx: Tx, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    """Add those of the rows whose natural key is new. For thousands: one statement, many parameters."""
    if rows:
        connection = await tx.connection()
        await connection.execute(_insert(connection.dialect.name, table), list(rows))
