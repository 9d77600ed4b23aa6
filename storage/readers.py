"""Who may read a record, stored with it when it was made; and when each of them did. The list never widens by itself."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, bindparam
from sqlmodel import Field, SQLModel, col, select

from storage.columns import BigId, choice, link, row_id
from storage.database import Tx
from storage.inserting import insert_new


class Why(StrEnum):
    """Why somebody is among the readers."""

    MANAGER = "manager"
    HELPER = "helper"
    HANDOVER = "handover"
    SUBJECT = "subject"
    REPORTED = "reported"
    ABOVE = "above"
    SHOWN = "shown"


class Reader(SQLModel, table=True):
    """`person` may read the record of that kind and id since `granted_at`. `read_at`: they pressed the button that shows it.

    `flagged_at`: they want to talk about it in the next 1:1; nobody else sees that.
    """

    __table_args__ = (
        UniqueConstraint("kind", "record_id", "person_id"),
        Index("ix_reader_person", "person_id", "kind", "read_at", "record_id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    kind: str = Field(max_length=32)
    record_id: int = Field(sa_type=BigId)
    person_id: int = link("person.id")
    why: Why = choice(Why)
    granted_at: datetime
    read_at: datetime | None = None
    flagged_at: datetime | None = None


# Written down once, as all statements of a submit are: putting them together takes longer than running them.
_OF = (
    select(Reader)
    .where(col(Reader.kind) == bindparam("kind"), col(Reader.record_id) == bindparam("record"))
    .order_by(col(Reader.id))
)


async def of(tx: Tx, kind: str, record_id: int) -> list[Reader]:
    """Everyone who may read this record."""
    return list(await tx.exec(_OF, params={"kind": kind, "record": record_id}))


async def of_many(tx: Tx, kind: str, records: list[int]) -> dict[int, list[Reader]]:
    """Everyone who may read each of these records, by record id."""
    found: dict[int, list[Reader]] = {one: [] for one in records}
    wanted = select(Reader).where(Reader.kind == kind, col(Reader.record_id).in_(records)).order_by(col(Reader.id))
    for reader in await tx.exec(wanted) if records else ():
        found[reader.record_id].append(reader)
    return found


async def grant(tx: Tx, workspace_id: int, kind: str, record_id: int, person_id: int, why: Why, now: datetime) -> None:
    """Let this person read the record; who may already, keeps their reason and when they read it."""
    row = {"workspace_id": workspace_id, "kind": kind, "record_id": record_id, "person_id": person_id}
    await insert_new(tx, Reader, [row | {"why": why, "granted_at": now}])


async def find(tx: Tx, kind: str, record_id: int, person_id: int) -> Reader | None:
    found = select(Reader).where(Reader.kind == kind, Reader.record_id == record_id, Reader.person_id == person_id)
    return (await tx.exec(found)).one_or_none()


async def of_reader(tx: Tx, kind: str, records: list[int], person_id: int) -> dict[int, Reader]:
    """What this person may read of these records, by record id."""
    found = select(Reader).where(Reader.kind == kind, col(Reader.record_id).in_(records), Reader.person_id == person_id)
    return {reader.record_id: reader for reader in await tx.exec(found)}
