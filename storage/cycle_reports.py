"""What was counted of a cycle when it ended, to be read again in later years, and the files of reports that somebody asked for."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint, and_, func, or_, update
from sqlmodel import Field, SQLModel, col, select

from bot.domain.cycle_reports import LATE, Scope, Sort, Table, dumped_table
from bot.domain.cycles import Stage
from bot.domain.exporting import ExportStage
from storage.columns import choice, link, row_id
from storage.cycles import Cycle
from storage.database import Tx
from storage.inserting import insert_row


class CycleReport(SQLModel, table=True):
    """`figures`: of the company and its departments, as far as they may be shown (bot/domain/cycle_reports.py `dumped_table`)."""

    __tablename__ = "cycle_report"
    __table_args__ = (UniqueConstraint("cycle_id"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    cycle_id: int = link("cycle.id")
    counted_at: datetime
    figures: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class CycleReportFile(SQLModel, table=True):
    """A file that somebody asked for. `key`: after which one of theirs; two presses at once ask for one."""

    __tablename__ = "cycle_report_file"
    __table_args__ = (UniqueConstraint("cycle_id", "person_id", "scope", "sort", "key"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    cycle_id: int = link("cycle.id")
    person_id: int = link("person.id")
    scope: Scope = choice(Scope)
    sort: Sort = choice(Sort)
    key: str = Field(max_length=32)
    stage: ExportStage = choice(ExportStage, ExportStage.WANTED)
    asked_at: datetime


async def kept(tx: Tx, cycle_ids: list[int]) -> dict[int, CycleReport]:
    """What was kept of these cycles, by cycle id."""
    found = select(CycleReport).where(col(CycleReport.cycle_id).in_(cycle_ids))
    return {one.cycle_id: one for one in await tx.exec(found)}


async def to_keep(tx: Tx, today: date) -> list[int]:
    """The ids of cycles that are over and of which nothing is kept since. `today`: in UTC."""
    stage, counted = col(Cycle.stage), col(CycleReport.counted_at)
    over = and_(
        stage.in_((Stage.RUNNING, Stage.PAUSED)),
        col(Cycle.rolling).is_(False),
        col(Cycle.ends) < today - LATE,
        counted.is_(None),
    )
    closed = and_(stage == Stage.CLOSED, or_(counted.is_(None), col(Cycle.closed_at) > counted))
    found = select(Cycle.id).outerjoin(CycleReport, col(CycleReport.cycle_id) == col(Cycle.id))
    return list(await tx.exec(found.where(or_(over, closed)).order_by(col(Cycle.id))))


async def keep(tx: Tx, cycle: Cycle, table: Table, now: datetime) -> None:
    """Keep the figures in place of those kept before.

    A clock that was set back counts nothing before the cycle was closed: it would count the same again and again.
    """
    figures, now = dumped_table(table), max(now, cycle.closed_at or now)
    row = {"workspace_id": cycle.workspace_id, "cycle_id": cycle.id, "counted_at": now, "figures": figures}
    if await insert_row(tx, CycleReport, row) is None:
        known = update(CycleReport).where(col(CycleReport.cycle_id) == cycle.id)
        await (await tx.connection()).execute(known.values(counted_at=now, figures=figures))


async def last_file(tx: Tx, cycle_id: int, person_id: int, scope: Scope, sort: Sort) -> CycleReportFile | None:
    """What somebody asked for last of that sort."""
    found = select(CycleReportFile).where(
        CycleReportFile.cycle_id == cycle_id,
        CycleReportFile.person_id == person_id,
        CycleReportFile.scope == scope,
        CycleReportFile.sort == sort,
    )
    return (await tx.exec(found.order_by(col(CycleReportFile.id).desc()).limit(1))).first()


async def asked_together(tx: Tx, one: CycleReportFile) -> int:
    """The id of the first of the files that were asked for by the same press."""
    found = select(func.min(col(CycleReportFile.id))).where(
        CycleReportFile.cycle_id == one.cycle_id,
        CycleReportFile.person_id == one.person_id,
        CycleReportFile.scope == one.scope,
        CycleReportFile.asked_at == one.asked_at,
    )
    return (await tx.exec(found)).one()


async def find_file(tx: Tx, file_id: int) -> CycleReportFile | None:
    return await tx.get(CycleReportFile, file_id, populate_existing=True)


async def mark(tx: Tx, file_id: int, was: ExportStage, now: ExportStage) -> bool:
    """Whether it was in that stage, and is in the other one now."""
    wanted = update(CycleReportFile).where(col(CycleReportFile.id) == file_id, col(CycleReportFile.stage) == was)
    moved = await (await tx.connection()).execute(wanted.values(stage=now).returning(col(CycleReportFile.id)))
    return moved.first() is not None
