"""Summaries of cycles that were told to managers: figures and record ids, never words."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, Index, String, UniqueConstraint, bindparam, update
from sqlalchemy import select as pick
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import Field, SQLModel, col, select

from bot.domain.cycle_summaries_told import READY
from bot.domain.notices import State
from bot.domain.pictures import PictureState
from storage.columns import choice, link, row_id
from storage.cycles import Cycle
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person
from storage.prepared import Prepared
from storage.reporting import ReportingLine, holds


class CycleSummary(SQLModel, table=True):
    """What `manager` was told of their team at the end of a phase, or of the cycle ("end"): from `first` to `last`, both included.

    `figures`, `records`, `talk_to`: as bot/domain/cycle_summaries.py and cycle_summaries_talk_to.py write them. `people`: the ids of
    those it is about, in a cycle that counts from each one's own first day; else it is about the whole team, and there are none.
    """

    __tablename__ = "cycle_summary"
    __table_args__ = (
        UniqueConstraint("manager_id", "cycle_id", "part", "last", "first"),
        Index("ix_cycle_summary_cycle", "cycle_id", "part", "last", "manager_id"),
        Index("ix_cycle_summary_chart", "chart", "id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    cycle_id: int = link("cycle.id")
    manager_id: int = link("person.id")
    part: str = Field(max_length=16)
    first: date
    last: date
    people: list[int] = Field(default_factory=list, sa_type=JSON)
    figures: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    records: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    talk_to: list[Any] = Field(default_factory=list, sa_type=JSON)
    counted_at: datetime
    chart: PictureState = choice(PictureState, PictureState.NONE)


class DayWritten(FunctionElement[str]):
    """A day as `occurrence` writes it, whatever way the server writes days."""

    type = String()
    inherit_cache = True


@compiles(DayWritten, "sqlite")
def _sqlite(element: Any, compiler: Any, **options: Any) -> str:
    # Days are texts there, written so.
    return str(compiler.process(element.clauses, **options))


@compiles(DayWritten, "postgresql")
def _postgres(element: Any, compiler: Any, **options: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **options)}, 'YYYY-MM-DD')"


# A summary is rendered for every manager of a company in the same hours.
_COLUMNS = tuple(CycleSummary.model_fields)
_FIND = Prepared(
    pick(*(col(getattr(CycleSummary, name)) for name in _COLUMNS)).where(
        col(CycleSummary.manager_id) == bindparam("manager"),
        col(CycleSummary.cycle_id) == bindparam("cycle"),
        col(CycleSummary.part) == bindparam("part"),
        col(CycleSummary.last) == bindparam("last"),
        col(CycleSummary.first) == bindparam("first"),
    )
)
_REPORTS = Prepared(
    pick(col(Person.id), col(Person.name))
    .join(ReportingLine, col(ReportingLine.person_id) == col(Person.id))
    .where(col(ReportingLine.manager_id) == bindparam("manager"), *holds(bindparam("day", type_=Date())))
    .where(col(Person.active).is_(True))
    .order_by(col(Person.name), col(Person.id))
)


async def find(tx: Tx, manager_id: int, cycle_id: int, part: str, first: date, last: date) -> CycleSummary | None:
    """What somebody was told of that part, from the first to the last day; to be read, not to be changed."""
    row = await _FIND.run(tx, manager=manager_id, cycle=cycle_id, part=part, first=first, last=last)
    return None if row is None else CycleSummary(**dict(zip(_COLUMNS, row, strict=True)))


async def reports(tx: Tx, manager_id: int, on: date, among: Sequence[int] = ()) -> dict[int, str]:
    """The names of those whom somebody leads on that day and who take part, by their ids and in the order of names.

    `among`: of these alone, where there are any.
    """
    rows = await _REPORTS.rows(tx, manager=manager_id, day=on)
    return {person: name for person, name in rows if not among or person in among}


async def of_manager(tx: Tx, manager_id: int) -> list[tuple[CycleSummary, Cycle]]:
    """Everything that somebody was told, with its cycle, the latest first."""
    found = select(CycleSummary, Cycle).join(Cycle, col(Cycle.id) == col(CycleSummary.cycle_id))
    latest = found.where(CycleSummary.manager_id == manager_id).order_by(
        col(CycleSummary.last).desc(), col(CycleSummary.id).desc()
    )
    return [(one, cycle) for one, cycle in await tx.exec(latest)]


async def to_draw(tx: Tx, most: int) -> list[int]:
    """The ids of summaries that were sent and whose picture is wanted."""
    told = col(CycleSummary.part) + " " + DayWritten(col(CycleSummary.first)) + " " + DayWritten(col(CycleSummary.last))
    found = (
        select(CycleSummary.id)
        .join(
            Notice,
            (col(Notice.subject_id) == col(CycleSummary.cycle_id))
            & (col(Notice.recipient_id) == col(CycleSummary.manager_id))
            & (col(Notice.occurrence) == told),
        )
        .where(CycleSummary.chart == PictureState.WANTED, Notice.kind == READY.name, Notice.state == State.SENT)
        .where(col(Notice.ts).is_not(None))
        .order_by(col(CycleSummary.id))
        .limit(most)
    )
    return list(await tx.exec(found))


async def mark_chart(tx: Tx, summary_id: int, was: PictureState, now: PictureState) -> bool:
    """Whether the picture was in that state, and is now in the other."""
    changed = update(CycleSummary).where(col(CycleSummary.id) == summary_id, col(CycleSummary.chart) == was)
    found = await (await tx.connection()).execute(changed.values(chart=now).returning(col(CycleSummary.id)))
    return found.first() is not None


async def leave_charts_out(tx: Tx, before: date) -> None:
    """No picture is wanted any more of what ended before that day."""
    changed = update(CycleSummary).where(
        col(CycleSummary.chart) == PictureState.WANTED, col(CycleSummary.last) < before
    )
    await (await tx.connection()).execute(changed.values(chart=PictureState.NONE))
