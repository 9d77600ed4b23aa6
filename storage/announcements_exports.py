"""The lists of who has read an announcement that HR asked for, each sent once."""

from datetime import datetime

from sqlalchemy import UniqueConstraint, update
from sqlmodel import Field, SQLModel, col, select

from bot.domain.exporting import ExportStage
from storage.columns import choice, link, row_id
from storage.database import Tx


class AnnouncementExport(SQLModel, table=True):
    """`key`: after which one of theirs; two presses at once ask for one."""

    __tablename__ = "announcement_export"
    __table_args__ = (UniqueConstraint("announcement_id", "person_id", "key"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    announcement_id: int = link("announcement.id")
    person_id: int = link("person.id")
    key: str = Field(max_length=32)
    stage: ExportStage = choice(ExportStage, ExportStage.WANTED)
    asked_at: datetime


async def find(tx: Tx, export_id: int) -> AnnouncementExport | None:
    return await tx.get(AnnouncementExport, export_id, populate_existing=True)


async def last(tx: Tx, announcement_id: int, person_id: int) -> AnnouncementExport | None:
    """What somebody asked for last."""
    found = select(AnnouncementExport).where(
        AnnouncementExport.announcement_id == announcement_id, AnnouncementExport.person_id == person_id
    )
    return (await tx.exec(found.order_by(col(AnnouncementExport.id).desc()).limit(1))).first()


async def mark(tx: Tx, export_id: int, was: ExportStage, now: ExportStage) -> bool:
    """Whether it was in that stage, and is in the other one now."""
    wanted = update(AnnouncementExport).where(
        col(AnnouncementExport.id) == export_id, col(AnnouncementExport.stage) == was
    )
    moved = await (await tx.connection()).execute(wanted.values(stage=now).returning(col(AnnouncementExport.id)))
    return moved.first() is not None
