"""Series of check-ins and their questions. What was asked stays what was asked: a changed question is a new version."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, UniqueConstraint, func, update
from sqlmodel import Field, SQLModel, col, select

from bot.domain.cadence import CadenceKind, Rule
from bot.domain.checkins import BUILT_IN, QuestionKind, SeriesKind, SeriesState
from storage.columns import choice, link, link_or_none, row_id
from storage.database import Tx
from storage.periods import Turn


class Series(SQLModel, table=True):
    """A repeating check-in. Days and times are local to each person; `weekday` is ISO (1 is Monday).

    The prompt comes on the slot's nominal day at `opens_at`; the reminder and the end of the window come
    `closes_after` days later at `reminds_at` and `closes_at`. `revision` counts HR's edits.
    """

    __table_args__ = (UniqueConstraint("workspace_id", "name"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    kind: SeriesKind = choice(SeriesKind, SeriesKind.CHECKIN)
    name: str = Field(max_length=255)
    state: SeriesState = choice(SeriesState, SeriesState.PAUSED)
    cadence: str = Field(default="weekly", max_length=32)
    every: int = 1
    weekday: int = 5
    month_day: int | None = None
    month_week: int | None = None
    anchor: date
    opens_at: time = time(15)
    closes_after: int = 3
    reminds_at: time | None = time(9)
    closes_at: time = time(12)
    audience: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    revision: int = 1
    started_at: datetime | None = None
    started_by: int | None = link_or_none("person.id")
    ended_at: datetime | None = None


class Question(SQLModel, table=True):
    """One version of one question of a series, in force for slots that open from `since` until before `until`."""

    __table_args__ = (UniqueConstraint("series_id", "key", "version"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    series_id: int = link("series.id")
    key: str = Field(max_length=32)
    version: int = 1
    kind: QuestionKind = choice(QuestionKind)
    position: int = 0
    required: bool = False
    hidden: bool = False
    texts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    options: list[Any] = Field(default_factory=list, sa_type=JSON)
    rhythm: str = Field(default="every", max_length=32)
    since: datetime
    until: datetime | None = None


async def get(tx: Tx, series_id: int) -> Series:
    return await tx.get_one(Series, series_id)


async def lock(tx: Tx, series_id: int) -> Series:
    """The series as it is now; nobody else changes it until the transaction ends."""
    found = select(Series).where(Series.id == series_id).with_for_update().execution_options(populate_existing=True)
    return (await tx.exec(found)).one()


async def of_workspace(tx: Tx, workspace_id: int) -> list[Series]:
    found = select(Series).where(Series.workspace_id == workspace_id).order_by(col(Series.id))
    return list(await tx.exec(found))


async def questions(tx: Tx, series_id: int, at: datetime) -> list[Question]:
    """The questions in force at that moment, in their order, hidden ones left out."""
    return [one for one in await every_question(tx, series_id, at) if not one.hidden]


async def every_question(tx: Tx, series_id: int, at: datetime) -> list[Question]:
    """The questions in force at that moment, in their order, hidden ones too."""
    found = select(Question).where(
        Question.series_id == series_id,
        Question.since <= at,
        col(Question.until).is_(None) | (col(Question.until) > at),
    )
    return list(await tx.exec(found.order_by(col(Question.position), col(Question.id))))


async def newest_version(tx: Tx, series_id: int, key: str) -> int:
    """The number of the last version of a question; 0 where there was none."""
    found = select(func.max(Question.version)).where(Question.series_id == series_id, Question.key == key)
    return (await tx.exec(found)).one() or 0


async def count_own_keys(tx: Tx, series_id: int) -> int:
    """How many questions of HR's own the series ever had."""
    own = col(Question.kind).not_in(BUILT_IN)
    found = select(func.count(col(Question.key).distinct())).where(Question.series_id == series_id, own)
    return (await tx.exec(found)).one()


async def questions_by_ids(tx: Tx, series_id: int, ids: Sequence[int]) -> dict[int, Question]:
    """Those versions of the series' questions, in force or not, by id."""
    found = await tx.exec(select(Question).where(Question.series_id == series_id, col(Question.id).in_(ids)))
    return {one.id: one for one in found}


async def running(tx: Tx, workspace_id: int, kind: SeriesKind | None = None) -> list[Series]:
    """The series that ask at present, of that kind alone where one is named."""
    found = [one for one in await of_workspace(tx, workspace_id) if one.state == SeriesState.RUNNING]
    return [one for one in found if kind is None or one.kind is kind]


def rule(series: Series) -> Rule:
    """The series' timetable as the rules of cadence take it."""
    return Rule(
        anchor=series.anchor,
        kind=CadenceKind(series.cadence),
        every=series.every,
        weekday=series.weekday,
        month_day=series.month_day or 1,
        month_week=series.month_week or 1,
        opens_at=series.opens_at,
        closes_after=series.closes_after,
        reminds_at=series.reminds_at,
        closes_at=series.closes_at,
    )


async def rest(tx: Tx, series_id: int) -> None:
    """Nobody is due anything in this series."""
    await (await tx.connection()).execute(update(Turn).where(col(Turn.series_id) == series_id).values(due_at=None))
