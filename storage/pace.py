"""The pace at which Slack lets us send: one row per workspace and lane, one per channel, shared by all workers.

Rows are locked, the rule in bot/domain/pace.py does the arithmetic, and they are written, in one short transaction of their own:
on PostgreSQL the lock holds up other senders, on SQLite writers take turns anyway.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel, col

from bot.domain.pace import CHANNEL, Allowance, Limits, fresh
from storage.database import Tx
from storage.inserting import insert_once


class Pace(SQLModel, table=True):
    """`free_at`: when the next send may start; `rate`: sends a second; `raised_at`: when the rate last recovered a step."""

    key: str = Field(primary_key=True, max_length=96)
    rate: float
    free_at: datetime
    raised_at: datetime | None = None


def whole(workspace_id: int) -> str:
    """Every post in a workspace."""
    return f"{workspace_id}:all"


def bulk(workspace_id: int) -> str:
    """The share of reminders and broadcasts."""
    return f"{workspace_id}:bulk"


def calls(workspace_id: int, method: str) -> str:
    """A method with a limit of its own: edits, and looks at history."""
    return f"{workspace_id}:{method}"


def channel(workspace_id: int, recipient: int | str) -> str:
    """One conversation: a person's id for their DM, or a channel."""
    return f"{workspace_id}:ch:{recipient}"


async def shared(tx: Tx, keys: Mapping[str, Limits], now: datetime) -> dict[str, Allowance]:
    """The paces with these keys, locked until the transaction ends; those that are new begin now."""
    found = await _locked(tx, list(keys))
    missing = [key for key in keys if key not in found]
    if missing:
        # Two workers may meet a workspace for the first time: the row is made once, and then locked by one after the other.
        for key in sorted(missing):
            await insert_once(tx, Pace, _row(key, fresh(keys[key], now)))
        found = await _locked(tx, list(keys))
    return found


async def channels(tx: Tx, keys: Sequence[str], now: datetime) -> list[Allowance]:
    """The paces of these channels, in the order given. Who holds the workspace's pace holds these as well."""
    found = await _locked(tx, keys)
    new = fresh(CHANNEL, now)
    return [found.get(key, new) for key in keys]


async def look(tx: Tx, key: str) -> Allowance | None:
    """The pace with this key as it stands, for whoever only wants to know; None: nobody has used it yet."""
    found = await tx.get(Pace, key)
    return Allowance(found.rate, found.free_at, found.raised_at) if found is not None else None


async def save(tx: Tx, paces: Mapping[str, Allowance]) -> None:
    connection = await tx.connection()
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    insert = dialect.insert(Pace)
    changed = {name: insert.excluded[name] for name in ("rate", "free_at", "raised_at")}
    rows = [_row(key, paces[key]) for key in sorted(paces)]
    await connection.execute(insert.on_conflict_do_update(index_elements=["key"], set_=changed), rows)


async def _locked(tx: Tx, keys: Sequence[str]) -> dict[str, Allowance]:
    connection = await tx.connection()
    found = (
        select(col(Pace.key), col(Pace.rate), col(Pace.free_at), col(Pace.raised_at))
        .where(col(Pace.key).in_(keys))
        .order_by(col(Pace.key))
        .with_for_update()
    )
    return {row.key: Allowance(row.rate, row.free_at, row.raised_at) for row in await connection.execute(found)}


def _row(key: str, pace: Allowance) -> dict[str, object]:
    return {"key": key, "rate": pace.rate, "free_at": pace.free_at, "raised_at": pace.raised_at}
