"""Pulses: what was said, apart from who took part (that is the period's outcome), and how each slot stands.

Between the two tables there is nothing to join by: no author, no time, no number that counts up (storage/mixing.py).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, case, delete, exists, func, update
from sqlalchemy import select as pick
from sqlmodel import Field, SQLModel, col, select

from bot.domain.anonymity import Turnout
from bot.domain.checkins import Outcome, SeriesKind
from bot.domain.privacy import ANONYMOUS_FROM
from storage import mixing
from storage.columns import link, link_or_none, row_id
from storage.database import Tx
from storage.inserting import insert_new
from storage.periods import Period, Turn
from storage.reporting import ReportingLine, holds
from storage.series import Series
from storage.words import words

ASKED = (Outcome.ANSWERED, Outcome.MISSED, Outcome.SKIPPED)
"""What became of those who were there to be asked; None, still open, is among them too."""


class PulseSlot(SQLModel, table=True):
    """One slot of a pulse, the same for all. Everybody is asked the questions of `opened_at`, its first prompt.

    `looks_at`: when to look whether it can close. Once closed: how many were `asked` and `answered`, whether there are so many
    that results are `shown`, and whether HR has `shared` them with everybody.
    """

    __tablename__ = "pulse_slot"
    __table_args__ = (UniqueConstraint("series_id", "slot"), Index("ix_pulse_slot_look", "looks_at", "id"))

    id: int = row_id()
    workspace_id: int = link("workspace.id", index=True)
    series_id: int = link("series.id")
    slot: str = Field(max_length=16)
    opened_at: datetime
    looks_at: datetime | None = None
    closed_at: datetime | None = None
    asked: int = 0
    answered: int = 0
    shown: bool = False
    shared: bool = False


class PulseAnswer(SQLModel, table=True):
    """What somebody answered to one question. `team_id`, the manager of whose team: of teams of five or more, and never of words."""

    __tablename__ = "pulse_answer"
    __table_args__ = (
        Index("ix_pulse_answer_slot", "series_id", "slot", "question_id", "team_id"),
        mixing.WITHOUT_PLACE,
    )

    key: str = mixing.random_key()
    series_id: int = link("series.id")
    slot: str = Field(max_length=16)
    question_id: int = link("question.id")
    team_id: int | None = link_or_none("person.id")
    number: float | None = None
    chosen: str | None = Field(default=None, max_length=1_000)
    words: str | None = words()


async def begin(tx: Tx, rows: Sequence[dict[str, Any]]) -> None:
    """These slots have begun; those that had already stay as they are."""
    new = {"asked": 0, "answered": 0, "shown": False, "shared": False}
    await insert_new(tx, PulseSlot, [new | row for row in rows])


async def slot_of(tx: Tx, series_id: int, slot: str, *, held: bool = False) -> PulseSlot | None:
    """How the slot stands. `held`: it does not close before the transaction ends."""
    found = select(PulseSlot).where(PulseSlot.series_id == series_id, PulseSlot.slot == slot)
    if held:
        found = found.with_for_update(read=True)
    return (await tx.exec(found)).one_or_none()


async def lock(tx: Tx, slot_id: int) -> PulseSlot:
    """The slot as it is now; nobody adds an answer to it until the transaction ends."""
    found = select(PulseSlot).where(PulseSlot.id == slot_id).with_for_update().execution_options(populate_existing=True)
    return (await tx.exec(found)).one()


async def to_look_at(tx: Tx, now: datetime) -> list[int]:
    """The slots of which it is time to see whether they can close."""
    found = select(PulseSlot.id).where(col(PulseSlot.looks_at) <= now).order_by(col(PulseSlot.looks_at))
    return list(await tx.exec(found))


async def open_for(tx: Tx, person_id: int, now: datetime, most: int) -> list[tuple[Period, Series]]:
    """The pulses that ask this person at `now`, whether they took part already or not; the one that closes first in front."""
    found = (
        select(Period, Series)
        .join(Series, col(Series.id) == col(Period.series_id))
        .where(
            Period.person_id == person_id,
            Series.kind == SeriesKind.PULSE,
            Period.opens_at <= now,
            Period.closes_at > now,
            col(Period.outcome).is_(None) | col(Period.outcome).in_((Outcome.SKIPPED, Outcome.ANSWERED)),
        )
        .order_by(col(Period.closes_at), col(Period.id))
        .limit(most)
    )
    return [(period, series) for period, series in await tx.exec(found)]


async def closed(
    tx: Tx, workspace_id: int, most: int, *, shared_only: bool = False, series_id: int | None = None
) -> list[PulseSlot]:
    """The slots that have closed, the last one first."""
    found = select(PulseSlot).where(PulseSlot.workspace_id == workspace_id, col(PulseSlot.closed_at).is_not(None))
    if shared_only:
        found = found.where(col(PulseSlot.shared))
    if series_id is not None:
        found = found.where(PulseSlot.series_id == series_id)
    return list(await tx.exec(found.order_by(col(PulseSlot.closed_at).desc(), col(PulseSlot.id).desc()).limit(most)))


async def take_part(tx: Tx, period_id: int) -> bool:
    """Note that the person of this period took part, and not when. False: they did before, or its time is over."""
    waiting = col(Period.outcome).is_(None) | (col(Period.outcome) == Outcome.SKIPPED)
    statement = update(Period).where(col(Period.id) == period_id, waiting)
    done = await (await tx.connection()).execute(statement.values(outcome=Outcome.ANSWERED, settled_at=None))
    return done.rowcount == 1


async def add(tx: Tx, rows: Sequence[dict[str, Any]]) -> None:
    """Keep answers, each under a random key of its own: not even those of one person hang together."""
    nothing = {"team_id": None, "number": None, "chosen": None, "words": None}
    await mixing.add(tx, PulseAnswer, [nothing | row for row in rows])


async def team_of(tx: Tx, person_id: int, day: date) -> int | None:
    """The manager of this person's team on that day, if the team is large enough that results may ever speak for it."""
    mine = select(ReportingLine.manager_id).where(ReportingLine.person_id == person_id, *holds(day))
    manager_id = (await tx.exec(mine)).first()
    if manager_id is None:
        return None
    size = select(func.count(col(ReportingLine.id))).where(ReportingLine.manager_id == manager_id, *holds(day))
    return manager_id if (await tx.exec(size)).one() >= ANONYMOUS_FROM else None


async def last_window(tx: Tx, series_id: int, slot: str) -> tuple[datetime | None, bool]:
    """When the last window of this slot ends, and whether there are people whose has not begun."""
    ends = select(func.max(col(Period.closes_at))).where(Period.series_id == series_id, Period.slot == slot)
    coming = exists().where(col(Turn.series_id) == series_id, col(Turn.slot) == slot, col(Turn.due_at).is_not(None))
    waiting = (await (await tx.connection()).execute(pick(coming))).scalar_one()
    return (await tx.exec(ends)).one(), bool(waiting)


async def end_windows(tx: Tx, series_id: int, slot: str, now: datetime) -> None:
    """Whatever is open in this slot ends now; and those who took part did so by the end of their window, as far as we know."""
    connection = await tx.connection()
    of_slot = (col(Period.series_id) == series_id, col(Period.slot) == slot)
    still = update(Period).where(*of_slot, col(Period.closes_at) > now).values(closes_at=now)
    await connection.execute(still)
    told = update(Period).where(*of_slot, col(Period.outcome) == Outcome.ANSWERED)
    await connection.execute(told.values(settled_at=col(Period.closes_at)))


async def turnout(tx: Tx, series_id: int, slot: str, day: date) -> dict[int | None, Turnout]:
    """How many were asked and took part, by the manager whom they had on that day (nobody: None)."""
    took_part = func.sum(case((col(Period.outcome) == Outcome.ANSWERED, 1), else_=0))
    found = (
        pick(col(ReportingLine.manager_id), func.count(col(Period.id)), took_part)
        .select_from(Period)
        .outerjoin(
            ReportingLine, (col(ReportingLine.person_id) == col(Period.person_id)) & holds(day)[0] & holds(day)[1]
        )
        .where(col(Period.series_id) == series_id, col(Period.slot) == slot)
        .where(col(Period.outcome).is_(None) | col(Period.outcome).in_(ASKED))
        .group_by(col(ReportingLine.manager_id))
    )
    rows = await (await tx.connection()).execute(found)
    return {manager: Turnout(int(asked), int(answered)) for manager, asked, answered in rows}


async def counts(tx: Tx, series_id: int, slot: str) -> dict[int, dict[int | None, int]]:
    """How many answers there are, by question and team."""
    found = (
        pick(col(PulseAnswer.question_id), col(PulseAnswer.team_id), func.count())
        .where(*_of(series_id, slot))
        .group_by(col(PulseAnswer.question_id), col(PulseAnswer.team_id))
    )
    by_question: dict[int, dict[int | None, int]] = {}
    for question_id, team_id, count in await (await tx.connection()).execute(found):
        by_question.setdefault(question_id, {})[team_id] = count
    return by_question


async def mix(tx: Tx, series_id: int, slot: str, kept: Mapping[int, frozenset[int]]) -> None:
    """Write all answers of the slot anew, in random order and under new keys; words are sealed anew with them.

    `kept` has the questions whose answers stay, by id, with the teams that may be told apart there; the rest is deleted.
    """
    gone = delete(PulseAnswer).where(*_of(series_id, slot))
    await (await tx.connection()).execute(gone.where(col(PulseAnswer.question_id).not_in(list(kept))))

    def merged(row: dict[str, Any]) -> dict[str, Any]:
        return {**row, "team_id": row["team_id"] if row["team_id"] in kept[row["question_id"]] else None}

    await mixing.mix(tx, PulseAnswer, _of(series_id, slot), merged)


async def numbers(tx: Tx, series_id: int, slot: str) -> list[tuple[int, int | None, float, int]]:
    """How often each number was given: question, team, number, how often."""
    by = (col(PulseAnswer.question_id), col(PulseAnswer.team_id), col(PulseAnswer.number))
    found = pick(*by, func.count()).where(*_of(series_id, slot), col(PulseAnswer.number).is_not(None)).group_by(*by)
    rows: Any = await (await tx.connection()).execute(found)
    return [tuple(row) for row in rows]


async def choices(tx: Tx, series_id: int, slot: str) -> list[tuple[int, int | None, str, int]]:
    """How often each choice was made: question, team, keys of the options, how often."""
    by = (col(PulseAnswer.question_id), col(PulseAnswer.team_id), col(PulseAnswer.chosen))
    found = pick(*by, func.count()).where(*_of(series_id, slot), col(PulseAnswer.chosen).is_not(None)).group_by(*by)
    rows: Any = await (await tx.connection()).execute(found)
    return [tuple(row) for row in rows]


async def texts(tx: Tx, series_id: int, slot: str, question_id: int, most: int, first: int) -> list[str | None]:
    """Words to one question from the `first` on, in the order of their keys: it is random, and the same each time."""
    found = select(PulseAnswer.words).where(*_of(series_id, slot), PulseAnswer.question_id == question_id)
    return list(await tx.exec(found.order_by(col(PulseAnswer.key)).offset(first).limit(most)))


def _of(series_id: int, slot: str) -> tuple[Any, ...]:
    return (col(PulseAnswer.series_id) == series_id, col(PulseAnswer.slot) == slot)
