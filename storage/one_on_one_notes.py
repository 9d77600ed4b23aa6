"""The notes of 1:1s. What is shared and what is private stand in two tables, so that no query can mix them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import SQLModel, col, select

from storage.columns import link, row_id
from storage.database import Tx
from storage.words import words


class SharedTalkNote(SQLModel, table=True):
    """What `author` wrote about a talk for both; `person` is the one of the two who is led. `version` counts what was saved."""

    __tablename__ = "shared_talk_note"
    __table_args__ = (
        UniqueConstraint("talk_id", "author_id"),
        Index("ix_shared_talk_note_person", "person_id", "id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    talk_id: int = link("one_on_one.id")
    person_id: int = link("person.id")
    author_id: int = link("person.id")
    words: str | None = words()
    version: int = 1
    written_at: datetime


class PrivateTalkNote(SQLModel, table=True):
    """What `author` wrote about a talk for nobody but themselves."""

    __tablename__ = "private_talk_note"
    __table_args__ = (
        UniqueConstraint("talk_id", "author_id"),
        Index("ix_private_talk_note_author", "author_id", "id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    talk_id: int = link("one_on_one.id")
    author_id: int = link("person.id")
    words: str | None = words()
    version: int = 1
    written_at: datetime


class ResultStand(SQLModel, table=True):
    """Whether the person agrees with the result that their talk was about, in their own words; the two of that talk read it."""

    __tablename__ = "result_stand"
    __table_args__ = (UniqueConstraint("talk_id"), Index("ix_result_stand_person", "person_id", "id"))

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    talk_id: int = link("one_on_one.id")
    person_id: int = link("person.id")
    agrees: bool
    words: str | None = words()
    version: int = 1
    said_at: datetime


async def shared(tx: Tx, talk_ids: Sequence[int]) -> list[SharedTalkNote]:
    """What was written for both about these talks, in the order of its rows."""
    found = select(SharedTalkNote).where(col(SharedTalkNote.talk_id).in_(talk_ids))
    return list(await tx.exec(found.order_by(col(SharedTalkNote.id)))) if talk_ids else []


async def private(tx: Tx, talk_id: int, author_id: int) -> PrivateTalkNote | None:
    """The author's own note; nobody else's question has an answer."""
    found = select(PrivateTalkNote).where(PrivateTalkNote.talk_id == talk_id, PrivateTalkNote.author_id == author_id)
    return (await tx.exec(found)).one_or_none()


async def stand(tx: Tx, talk_id: int) -> ResultStand | None:
    return (await tx.exec(select(ResultStand).where(ResultStand.talk_id == talk_id))).one_or_none()
