"""Evidence: dated links from one record to another, or to a message in Slack."""

from datetime import date

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel, col, select

from storage.columns import BigId, link, row_id
from storage.database import Tx
from storage.inserting import insert_new, insert_row
from storage.words import words


class Evidence(SQLModel, table=True):
    """The record `from_kind`, `from_id` rests on `to_kind`, `to_id`. `dated`: the day of what it points to, where its author was."""

    __table_args__ = (
        UniqueConstraint("from_kind", "from_id", "to_kind", "to_id"),
        Index("ix_evidence_to", "to_kind", "to_id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    from_kind: str = Field(max_length=32)
    from_id: int = Field(sa_type=BigId)
    to_kind: str = Field(max_length=32)
    to_id: int = Field(sa_type=BigId)
    dated: date


class CitedMessage(SQLModel, table=True):
    """A message in Slack that a record points to. `words` only where whoever pointed to it had its text quoted.

    `source` says which form it came from and makes a repeat harmless.
    """

    __tablename__ = "cited_message"
    __table_args__ = (UniqueConstraint("workspace_id", "source"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    source: str = Field(max_length=128)
    channel: str = Field(max_length=32)
    ts: str = Field(max_length=32)
    author: str = Field(default="", max_length=32)
    url: str = Field(default="", max_length=255)
    words: str | None = words()


MESSAGE = "message"
"""The name of a cited message among evidence."""


async def add(tx: Tx, workspace_id: int, from_kind: str, from_id: int, to_kind: str, to_id: int, dated: date) -> None:
    """Point from one record to another; twice is once."""
    row = {"workspace_id": workspace_id, "from_kind": from_kind, "from_id": from_id}
    await insert_new(tx, Evidence, [row | {"to_kind": to_kind, "to_id": to_id, "dated": dated}])


async def of(tx: Tx, from_kind: str, from_ids: list[int]) -> dict[int, list[Evidence]]:
    """What each of these records rests on, by its id."""
    found: dict[int, list[Evidence]] = {one: [] for one in from_ids}
    wanted = select(Evidence).where(Evidence.from_kind == from_kind, col(Evidence.from_id).in_(from_ids))
    for one in await tx.exec(wanted.order_by(col(Evidence.id))) if from_ids else ():
        found[one.from_id].append(one)
    return found


async def messages(tx: Tx, ids: list[int]) -> dict[int, CitedMessage]:
    """These messages by id."""
    rows = await tx.exec(select(CitedMessage).where(col(CitedMessage.id).in_(ids))) if ids else ()
    return {one.id: one for one in rows}


async def cite(
    tx: Tx, workspace_id: int, source: str, *, channel: str, ts: str, author: str, url: str, words: str | None
) -> int:
    """Keep which message is meant; from the same `source` once. The id of its row."""
    row = {"workspace_id": workspace_id, "source": source, "channel": channel, "ts": ts, "author": author, "url": url}
    made = await insert_row(tx, CitedMessage, {**row, "words": words})
    if made is not None:
        return made
    found = select(CitedMessage.id).where(CitedMessage.workspace_id == workspace_id, CitedMessage.source == source)
    return (await tx.exec(found)).one()
