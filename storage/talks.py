"""Talks: a thread between two people through the bot, about one record. Each message is a row with its words."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel, col, select

from storage.columns import BigId, link, row_id
from storage.database import Tx
from storage.words import words


class Talk(SQLModel, table=True):
    """Between `owner` (whose record it is about) and `other`; only these two read it."""

    __table_args__ = (UniqueConstraint("about", "about_id", "owner_id", "other_id"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    about: str = Field(max_length=32)
    about_id: int = Field(sa_type=BigId)
    owner_id: int = link("person.id")
    other_id: int = link("person.id")
    opened_at: datetime


class TalkMessage(SQLModel, table=True):
    """`source` says where the words came from and makes a repeat harmless: "view:V…" or "dm:D…:ts". Withdrawn: words are None."""

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


async def messages(tx: Tx, talk_id: int) -> list[TalkMessage]:
    """What was said, in order."""
    return list(await tx.exec(select(TalkMessage).where(TalkMessage.talk_id == talk_id).order_by(col(TalkMessage.id))))


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
