"""Thanks that people give each other, and the channel in which they may stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, func
from sqlalchemy import select as pick
from sqlmodel import Field, SQLModel, col, select

from bot.domain.notices import State
from bot.domain.recognition import POST, RECORD, UNPOSTED, Where
from storage.columns import choice, link, link_or_none, row_id
from storage.database import Tx
from storage.inserting import insert_new
from storage.notices import STUCK, Notice
from storage.people import Person
from storage.readers import Reader
from storage.values import CompanyValue
from storage.words import words


class Recognition(SQLModel, table=True):
    """`day` is its author's own. `source` makes a repeat harmless: "view:V…"."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "source"),
        Index("ix_recognition_author", "author_id", "day", "id"),
        Index("ix_recognition_said", "said_at", "id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    author_id: int = link("person.id")
    source: str = Field(max_length=128)
    words: str | None = words()
    value_id: int | None = link_or_none("company_value.id")
    where: Where = choice(Where)
    day: date
    said_at: datetime


class RecognitionOf(SQLModel, table=True):
    """One of those who are thanked. Who leads them may read it too: they stand among the readers of this row."""

    __tablename__ = "recognition_of"
    __table_args__ = (
        UniqueConstraint("recognition_id", "person_id"),
        Index("ix_recognition_of_person", "person_id", "id"),
        Index("ix_recognition_of_said", "person_id", "said_at"),
        Index("ix_recognition_of_workspace", "workspace_id", "id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    recognition_id: int = link("recognition.id")
    person_id: int = link("person.id")
    said_at: datetime


class ThanksChannel(SQLModel, table=True):
    """Where a workspace's thanks may be posted; None: nowhere (any more)."""

    __tablename__ = "thanks_channel"

    id: int = row_id()
    workspace_id: int = link("workspace.id", unique=True)
    channel: str | None = Field(default=None, max_length=32)
    set_by: int = link("person.id")
    set_at: datetime


@dataclass(frozen=True)
class Given:
    """Thanks with everything that is shown of them. `to`: whom they are for, as far as the one who looks may know."""

    recognition: Recognition
    author: Person
    to: list[Person]
    value: CompanyValue | None


async def find(tx: Tx, recognition_id: int) -> Recognition | None:
    return await tx.get(Recognition, recognition_id)


async def find_of(tx: Tx, row_id: int) -> RecognitionOf | None:
    return await tx.get(RecognitionOf, row_id)


async def by_source(tx: Tx, workspace_id: int, source: str) -> Recognition | None:
    found = select(Recognition).where(Recognition.workspace_id == workspace_id, Recognition.source == source)
    return (await tx.exec(found)).one_or_none()


async def lock(tx: Tx, person_id: int) -> None:
    """Let nobody else count this person's thanks until the transaction ends: two devices take turns."""
    await tx.exec(select(Person.id).where(Person.id == person_id).with_for_update())


async def of_day(tx: Tx, author_id: int, day: date) -> list[tuple[Recognition, set[int]]]:
    """What somebody gave on a day of theirs, each with the ids of those whom it is for."""
    rows = await tx.exec(select(Recognition).where(Recognition.author_id == author_id, Recognition.day == day))
    given = {one.id: one for one in rows}
    of: dict[int, set[int]] = {one: set() for one in given}
    for row in await people_of(tx, list(given)):
        of[row.recognition_id].add(row.person_id)
    return [(given[one], of[one]) for one in given]


async def people_of(tx: Tx, ids: Sequence[int]) -> list[RecognitionOf]:
    """Whom these thanks are for, in the order in which they were named."""
    found = select(RecognitionOf).where(col(RecognitionOf.recognition_id).in_(ids)).order_by(col(RecognitionOf.id))
    return list(await tx.exec(found)) if ids else []


async def add_people(tx: Tx, given: Recognition, people: Sequence[int]) -> list[RecognitionOf]:
    """Say whom thanks are for."""
    row: dict[str, Any] = {"workspace_id": given.workspace_id, "recognition_id": given.id, "said_at": given.said_at}
    await insert_new(tx, RecognitionOf, [row | {"person_id": one} for one in people])
    return await people_of(tx, [given.id])


async def count_since(tx: Tx, person_id: int, since: datetime) -> int:
    """How often somebody was thanked since then."""
    found = select(func.count(col(RecognitionOf.id))).where(
        RecognitionOf.person_id == person_id, RecognitionOf.said_at >= since
    )
    return (await tx.exec(found)).one()


async def channel_of(tx: Tx, workspace_id: int) -> ThanksChannel | None:
    return (await tx.exec(select(ThanksChannel).where(ThanksChannel.workspace_id == workspace_id))).one_or_none()


async def refused_posts(tx: Tx, since: datetime, most: int) -> list[Notice]:
    """Thanks that Slack did not take for the channel since then, and whose authors were not told."""
    told = (
        pick(col(Notice.subject_id))
        .where(col(Notice.kind) == UNPOSTED.name, col(Notice.due_at) >= since)
        .scalar_subquery()
    )
    found = select(Notice).where(
        STUCK,
        Notice.kind == POST.name,
        Notice.state == State.FAILED,
        Notice.due_at >= since,
        col(Notice.subject_id).not_in(told),
    )
    return list(await tx.exec(found.order_by(col(Notice.id)).limit(most)))


async def led_by_reader(tx: Tx, person_id: int) -> bool:
    """Whether somebody may read thanks of others, as they lead or led them."""
    found = select(Reader.id).where(Reader.person_id == person_id, Reader.kind == RECORD)
    return (await tx.exec(found.limit(1))).first() is not None
