"""Private notes: what somebody writes for themselves alone at the end of a check-in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import SQLModel, col, select

from storage.columns import link, row_id
from storage.database import Tx
from storage.words import words


class PrivateNote(SQLModel, table=True):
    """One note for one slot of a series, which is a period; `person` is its author and only reader."""

    __tablename__ = "private_note"
    __table_args__ = (UniqueConstraint("period_id"), Index("ix_private_note_person", "person_id", "id"))

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    person_id: int = link("person.id")
    period_id: int = link("period.id")
    words: str | None = words()
    written_at: datetime


async def find(tx: Tx, author_id: int, period_id: int) -> PrivateNote | None:
    """The author's note; nobody else's question has an answer."""
    found = select(PrivateNote).where(PrivateNote.period_id == period_id, PrivateNote.person_id == author_id)
    return (await tx.exec(found)).one_or_none()


async def of_periods(tx: Tx, author_id: int, periods: Sequence[int]) -> dict[int, PrivateNote]:
    """The author's notes of these periods, by period id."""
    found = select(PrivateNote).where(PrivateNote.person_id == author_id, col(PrivateNote.period_id).in_(periods))
    return {note.period_id: note for note in await tx.exec(found)}
