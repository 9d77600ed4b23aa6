"""Summaries: the figures of each turn of each team, kept for those who led it then; and the channel that gets the counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, bindparam, delete, update
from sqlalchemy import select as pick
from sqlmodel import Field, SQLModel, col, select

from bot.domain.checkins import SeriesKind
from bot.domain.notices import State
from bot.domain.pictures import PictureState
from bot.domain.summaries import SUMMARY, Figures
from storage.columns import choice, link, row_id
from storage.database import Tx
from storage.inserting import insert_new
from storage.notices import Notice
from storage.series import Series
from storage.workspaces import Workspace, WorkspaceState


class Summary(SQLModel, table=True):
    """One turn of a series for the team that `manager` led on `day`. `count_at`: when it is counted anew; None: it is final."""

    __table_args__ = (
        UniqueConstraint("manager_id", "series_id", "slot"),
        Index("ix_summary_count", "count_at", "id"),
        Index("ix_summary_chart", "chart", "id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    series_id: int = link("series.id")
    manager_id: int = link("person.id")
    slot: str = Field(max_length=16)
    day: date
    answered: int = 0
    away: int = 0
    skipped: int = 0
    missed: int = 0
    open: int = 0
    last_closes_at: datetime | None = None
    moods: int = 0
    mood_sum: int = 0
    hidden: int = 0
    blockers: int = 0
    asked: int = 0
    waiting: int = 0
    unread: int = 0
    questions: int = 0
    answered_in_time: int = 0
    counted_at: datetime
    count_at: datetime | None = None
    chart: PictureState = choice(PictureState, PictureState.NONE)


class SummaryDay(SQLModel, table=True):
    """The day on which the windows of a slot end, as the rule named it when the first were asked. An edit leaves it as it is."""

    __tablename__ = "summary_day"
    __table_args__ = (UniqueConstraint("series_id", "slot"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    series_id: int = link("series.id")
    slot: str = Field(max_length=16)
    day: date


class SummaryChannel(SQLModel, table=True):
    """Where the counts of somebody's team go as well: a private channel that they named."""

    __tablename__ = "summary_channel"
    __table_args__ = (UniqueConstraint("manager_id", "series_id"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    series_id: int = link("series.id")
    manager_id: int = link("person.id")
    channel: str = Field(max_length=32)
    set_at: datetime


BEGUN_KNOWN = 60
"""Slots of a series whose days are looked up, the last ones: many more than a summary looks at."""
FIGURES = tuple(one.name for one in fields(Figures))


def figures(row: Summary) -> Figures:
    """The figures of a row, as the rules take them."""
    return Figures(**{name: getattr(row, name) for name in FIGURES})


@dataclass(frozen=True)
class Kept:
    """The figures of one turn of somebody's team, as a summary shows them."""

    manager_id: int
    series_id: int
    slot: str
    day: date
    figures: Figures


_OF = (
    pick(*(col(getattr(Summary, name)) for name in ("slot", "day", *FIGURES)))
    .where(
        col(Summary.manager_id) == bindparam("manager"),
        col(Summary.series_id) == bindparam("series"),
        col(Summary.slot).in_(bindparam("slots", expanding=True)),
    )
    .order_by(col(Summary.slot))
)


async def of(tx: Tx, series_id: int, manager_id: int, slots: Sequence[str]) -> list[Kept]:
    """What is kept of these turns of somebody's team, the oldest first."""
    given = {"manager": manager_id, "series": series_id, "slots": slots}
    rows = await (await tx.connection()).execute(_OF, given)
    return [
        Kept(manager_id, series_id, slot, day, Figures(**dict(zip(FIGURES, counted, strict=True))))
        for slot, day, *counted in rows
    ]


async def latest(tx: Tx, series_id: int, manager_id: int) -> Summary | None:
    """The last summary of somebody's team."""
    found = select(Summary).where(Summary.manager_id == manager_id, Summary.series_id == series_id)
    return (await tx.exec(found.order_by(col(Summary.day).desc()).limit(1))).first()


async def known(tx: Tx, series_id: int, slot: str, managers: Sequence[int]) -> set[int]:
    """Those of the managers for whom this turn is kept."""
    found = select(Summary.manager_id).where(
        Summary.series_id == series_id, Summary.slot == slot, col(Summary.manager_id).in_(managers)
    )
    return set(await tx.exec(found))


async def to_count(tx: Tx, now: datetime, most: int) -> list[Summary]:
    """What is to be counted anew by now, the longest waiting first."""
    found = select(Summary).where(col(Summary.count_at) <= now).order_by(col(Summary.count_at), col(Summary.id))
    return list(await tx.exec(found.limit(most)))


async def write(tx: Tx, rows: Sequence[dict[str, Any]]) -> None:
    """Keep new figures: each row has the summary `this`, and those of its columns that change."""
    if rows:
        names = [name for name in rows[0] if name != "this"]
        statement = update(Summary).where(col(Summary.id) == bindparam("this"))
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
        given = [{"this": row["this"], **{f"new_{name}": row[name] for name in names}} for row in rows]
        await (await tx.connection()).execute(statement.values(values), given)


async def to_draw(tx: Tx, most: int) -> list[int]:
    """The ids of summaries that were sent and whose chart is wanted."""
    found = (
        select(Summary.id)
        .join(
            Notice,
            (col(Notice.subject_id) == col(Summary.series_id))
            & (col(Notice.recipient_id) == col(Summary.manager_id))
            & (col(Notice.occurrence) == col(Summary.slot)),
        )
        .where(Summary.chart == PictureState.WANTED, Notice.kind == SUMMARY.name, Notice.state == State.SENT)
        .where(col(Notice.ts).is_not(None))
        .order_by(col(Summary.id))
        .limit(most)
    )
    return list(await tx.exec(found))


async def mark_chart(tx: Tx, summary_id: int, was: PictureState, now: PictureState) -> bool:
    """Whether the chart was in that state, and is now in the other."""
    changed = update(Summary).where(col(Summary.id) == summary_id, col(Summary.chart) == was)
    found = await (await tx.connection()).execute(changed.values(chart=now).returning(col(Summary.id)))
    return found.first() is not None


async def leave_charts_out(tx: Tx, before: date) -> None:
    """No chart is wanted any more for summaries of a day before that one."""
    changed = update(Summary).where(col(Summary.chart) == PictureState.WANTED, col(Summary.day) < before)
    await (await tx.connection()).execute(changed.values(chart=PictureState.NONE))


async def begin(tx: Tx, asking: Series, days: Mapping[str, date]) -> None:
    """These slots have begun, and end on these days; those that had already stay as they are."""
    of = {"workspace_id": asking.workspace_id, "series_id": asking.id}
    await insert_new(tx, SummaryDay, [of | {"slot": slot, "day": day} for slot, day in days.items()])


async def begun(tx: Tx, series_id: int) -> dict[str, date]:
    """The days on which the slots that have begun end, by slot."""
    found = select(SummaryDay).where(SummaryDay.series_id == series_id)
    return {one.slot: one.day for one in await tx.exec(found.order_by(col(SummaryDay.day).desc()).limit(BEGUN_KNOWN))}


async def series_told(tx: Tx, since: datetime) -> list[Series]:
    """The check-ins of all workspaces that ask, are paused, or ended after `since`."""
    found = (
        select(Series)
        .join(Workspace, col(Workspace.id) == col(Series.workspace_id))
        .where(
            Workspace.state == WorkspaceState.ACTIVE,
            Series.kind == SeriesKind.CHECKIN,
            col(Series.started_at).is_not(None),
            col(Series.ended_at).is_(None) | (col(Series.ended_at) > since),
        )
    )
    return list(await tx.exec(found.order_by(col(Series.id))))


async def channel_of(tx: Tx, series_id: int, manager_id: int) -> str | None:
    """The channel that gets the counts of this manager's team."""
    return (await channels(tx, series_id, [manager_id])).get(manager_id)


async def channels(tx: Tx, series_id: int, managers: Sequence[int]) -> dict[int, str]:
    """The channels that get counts, by manager id."""
    found = select(SummaryChannel.manager_id, SummaryChannel.channel).where(
        SummaryChannel.series_id == series_id, col(SummaryChannel.manager_id).in_(managers)
    )
    return dict((await tx.exec(found)).all())


async def forget_channel(tx: Tx, series_id: int, manager_id: int) -> None:
    """No channel gets the counts any more."""
    gone = delete(SummaryChannel).where(
        col(SummaryChannel.series_id) == series_id, col(SummaryChannel.manager_id) == manager_id
    )
    await (await tx.connection()).execute(gone)
