"""Calendar files that somebody asked for: one for each state of a talk."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel, select

from bot.domain.one_on_ones import FileState
from storage.columns import choice, link, row_id
from storage.database import Tx


class CalendarFile(SQLModel, table=True):
    """`sequence` is that of the talk when it was asked for: moved, it has another file."""

    __tablename__ = "calendar_file"
    __table_args__ = (UniqueConstraint("talk_id", "person_id", "sequence"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    talk_id: int = link("one_on_one.id")
    person_id: int = link("person.id")
    sequence: int
    state: FileState = choice(FileState, FileState.WANTED)
    asked_at: datetime = Field()


async def locked(tx: Tx, file_id: int) -> CalendarFile | None:
    """The file, held until the transaction ends."""
    found = select(CalendarFile).where(CalendarFile.id == file_id).with_for_update()
    return (await tx.exec(found.execution_options(populate_existing=True))).one_or_none()


async def has(tx: Tx, talk_id: int, person_id: int) -> bool:
    """Whether this person got a file of this talk."""
    found = select(CalendarFile.id).where(CalendarFile.talk_id == talk_id, CalendarFile.person_id == person_id)
    return (await tx.exec(found.where(CalendarFile.state == FileState.SENT).limit(1))).first() is not None


async def of_talk(tx: Tx, talk_id: int, person_id: int, sequence: int) -> CalendarFile | None:
    found = select(CalendarFile).where(CalendarFile.talk_id == talk_id, CalendarFile.person_id == person_id)
    return (await tx.exec(found.where(CalendarFile.sequence == sequence))).one_or_none()
