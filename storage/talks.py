"""Talks: a thread between two people through the bot, about one record. Each message is a row with its words."""

from datetime import datetime

from sqlalchemy import ColumnElement, Index, UniqueConstraint, func
from sqlmodel import Field, SQLModel, col, select

from storage.columns import BigId, link, row_id
from storage.database import Tx
from storage.people import Person
from storage.words import words


class Talk(SQLModel, table=True):
    """Between `owner` (whose record it is about) and `other`; only these two read it.

    `last_at` is when something was said last; `waits_since` when the owner asked what the other has not answered, else None.
    """

    __table_args__ = (
        UniqueConstraint("about", "about_id", "owner_id", "other_id"),
        Index("ix_talk_waits", "other_id", "waits_since", "id"),
        Index("ix_talk_last", "other_id", "last_at"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    about: str = Field(max_length=32)
    about_id: int = Field(sa_type=BigId)
    owner_id: int = link("person.id")
    other_id: int = link("person.id")
    opened_at: datetime
    last_at: datetime | None = None
    waits_since: datetime | None = None


class TalkMessage(SQLModel, table=True):
    """`source` says where the words came from and makes a repeat harmless: "view:V…" or "dm:D…:ts".

    Withdrawn: words are None. `let_be`: the other one said that it needs no answer.
    """

    __tablename__ = "talk_message"
    __table_args__ = (UniqueConstraint("workspace_id", "source"), Index("ix_talk_message_talk", "talk_id", "id"))

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    talk_id: int = link("talk.id")
    author_id: int = link("person.id")
    source: str = Field(max_length=128)
    words: str | None = words()
    said_at: datetime
    edited_at: datetime | None = None
    withdrawn_at: datetime | None = None
    let_be: bool = False


async def messages(tx: Tx, talk_id: int) -> list[TalkMessage]:
    """What was said, in order."""
    return list(await tx.exec(select(TalkMessage).where(TalkMessage.talk_id == talk_id).order_by(col(TalkMessage.id))))


async def locked(tx: Tx, talk_id: int) -> Talk:
    """The talk, held until the transaction ends: what two say at the same moment has an order."""
    found = select(Talk).where(Talk.id == talk_id).with_for_update().execution_options(populate_existing=True)
    return (await tx.exec(found)).one()


async def waiting_for(tx: Tx, person_id: int, most: int) -> list[tuple[Talk, Person]]:
    """The talks that wait for this person's answer, each with whoever waits and still takes part, the oldest first."""
    found = select(Talk, Person).join(Person, col(Person.id) == col(Talk.owner_id)).where(*_waits_for(person_id))
    return list(await tx.exec(found.order_by(col(Talk.waits_since), col(Talk.id)).limit(most)))


async def count_waiting_for(tx: Tx, person_id: int) -> int:
    found = select(func.count(col(Talk.id))).join(Person, col(Person.id) == col(Talk.owner_id))
    return (await tx.exec(found.where(*_waits_for(person_id)))).one()


def _waits_for(person_id: int) -> tuple[ColumnElement[bool], ...]:
    return (col(Talk.other_id) == person_id, col(Talk.waits_since).is_not(None), col(Person.active).is_(True))


async def get_by_key(tx: Tx, about: str, about_id: int, owner_id: int, other_id: int) -> Talk:
    """The talk of these two about this record; it must exist."""
    found = select(Talk).where(
        Talk.about == about, Talk.about_id == about_id, Talk.owner_id == owner_id, Talk.other_id == other_id
    )
    return (await tx.exec(found)).one()


async def about(tx: Tx, kind: str, about_id: int, person_id: int) -> list[Talk]:
    """The talks about a record in which this person takes part."""
    found = select(Talk).where(
        Talk.about == kind,
        Talk.about_id == about_id,
        (col(Talk.owner_id) == person_id) | (col(Talk.other_id) == person_id),
    )
    return list(await tx.exec(found.order_by(col(Talk.id))))


async def by_source(tx: Tx, workspace_id: int, source: str) -> TalkMessage | None:
    found = select(TalkMessage).where(TalkMessage.workspace_id == workspace_id, TalkMessage.source == source)
    return (await tx.exec(found)).first()
