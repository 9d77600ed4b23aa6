"""Rows that nobody may put in order: kept under random keys, and written anew, all in one go, in random order under new ones.

SQLite keeps such rows in the order of their keys (tables of theirs are made WITHOUT ROWID). PostgreSQL keeps them where they were
written, and marks each with the transaction that wrote it: until they are mixed, its administrator could look there.
"""

import secrets
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, insert
from sqlalchemy import select as pick
from sqlmodel import Field, SQLModel

from storage.database import Tx

Row = dict[str, Any]

KEY_BYTES = 16
MIXED = 500
"""Rows that are written anew in one statement."""
WITHOUT_PLACE = {"sqlite_with_rowid": False}
"""For the table's arguments."""
shuffle = secrets.SystemRandom().shuffle


def random_key() -> Any:
    """The key column of such a table: 128 random bits."""
    return Field(primary_key=True, max_length=2 * KEY_BYTES)


async def add(tx: Tx, table: type[SQLModel], rows: Sequence[Row]) -> None:
    """Keep rows, each under a key of its own: not even those that were said together hang together."""
    given = [{**row, "key": _key()} for row in rows]
    shuffle(given)
    if given:
        await (await tx.connection()).execute(insert(table), given)


async def mix(
    tx: Tx, table: type[SQLModel], of: Sequence[ColumnElement[bool]], change: Callable[[Row], Row] = lambda row: row
) -> None:
    """Write all these rows anew, in random order and under new keys; words are sealed anew with them.

    `change` gives back each row as it will be kept.
    """
    connection = await tx.connection()
    rows = SQLModel.metadata.tables[str(table.__tablename__)]
    keys = [row[0] for row in await connection.execute(pick(rows.c.key).where(*of))]
    shuffle(keys)
    for at in range(0, len(keys), MIXED):
        some = rows.c.key.in_(keys[at : at + MIXED])
        found = [dict(row) for row in (await connection.execute(pick(rows).where(some))).mappings()]
        # The database gives them in the order in which they lie there.
        shuffle(found)
        await connection.execute(delete(rows).where(some))
        await connection.execute(insert(rows), [{**change(row), "key": _key()} for row in found])


def _key() -> str:
    return secrets.token_hex(KEY_BYTES)
