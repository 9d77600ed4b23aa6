"""Insert and do nothing on conflict: natural keys make every repeat harmless, and the row count tells the loser."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from storage.database import Tx
from storage.prepared import Prepared

MARK = "the_"


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
def _insert_one(dialect: str, table: type[SQLModel], columns: tuple[str, ...]) -> Prepared:
    """The columns' own names are taken by SQLAlchemy, so that the values get a mark in front."""
    values: dict[str, Any] = {name: bindparam(f"{MARK}{name}") for name in columns}
    key = SQLModel.metadata.tables[str(table.__tablename__)].primary_key
    return Prepared(_insert(dialect, table).values(values).returning(*key))


async def insert_row(tx: Tx, table: type[SQLModel], values: dict[str, Any]) -> int | None:
    """The id of the new row; None: a row with its natural key is there already. Columns that are not given get their default."""
    one = _insert_one(tx.get_bind().dialect.name, table, tuple(values))
    found = await one.run(tx, **{f"{MARK}{name}": value for name, value in values.items()})
    return found[0] if found else None


async def insert_new(tx: Tx, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    """Add those of the rows whose natural key is new. For thousands: one statement, many parameters."""
    if len(rows) == 1:
        await insert_row(tx, table, rows[0])
    elif rows:
        connection = await tx.connection()
        await connection.execute(_insert(connection.dialect.name, table), list(rows))
