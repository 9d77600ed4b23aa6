"""Check-ins: one person's answers for one period. Built-in kinds have rows of their own; HR's questions are answers."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, bindparam, func, text
from sqlmodel import Field, SQLModel, col, select

from bot.domain.checkins import RECORD, HelpState, ItemKind, PlanOutcome
from bot.domain.plans import PLANNED_MOST
from storage.columns import choice, choice_or_none, link, link_or_none, row_id
from storage.database import Tx
from storage.inserting import insert_row
from storage.people import Person
from storage.periods import Period
from storage.readers import Reader
from storage.words import words


class CheckIn(SQLModel, table=True):
    """`version` counts submits: 1 is the first, more are edits."""

    __table_args__ = (UniqueConstraint("period_id"), Index("ix_checkin_person", "person_id", "sent_at", "id"))

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    period_id: int = link("period.id")
    person_id: int = link("person.id")
    late: bool = False
    sent_at: datetime
    edited_at: datetime | None = None
    version: int = 1


class CheckInItem(SQLModel, table=True):
    """One line of progress, of next week's plan, or an idea.

    `became` says what became of a planned line, `became_in` in which later check-in its author said so.
    """

    __tablename__ = "checkin_item"
    __table_args__ = (
        UniqueConstraint("checkin_id", "kind", "position"),
        Index(
            "ix_checkin_item_became_in",
            "became_in",
            postgresql_where=text("became_in IS NOT NULL"),
            sqlite_where=text("became_in IS NOT NULL"),
        ),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    checkin_id: int = link("checkin.id")
    kind: ItemKind = choice(ItemKind)
    position: int = 0
    words: str | None = words()
    became: PlanOutcome | None = choice_or_none(PlanOutcome)
    became_in: int | None = link_or_none("checkin.id")


class Mood(SQLModel, table=True):
    """`words` are empty where none were said; None, as everywhere: they were erased."""

    __table_args__ = (UniqueConstraint("checkin_id"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    checkin_id: int = link("checkin.id")
    value: int
    words: str | None = words()


class Blocker(SQLModel, table=True):
    """What stands in somebody's way, from the check-in that named it until it is closed. `help_from` was asked for help."""

    __table_args__ = (
        UniqueConstraint("checkin_id", "position"),
        Index("ix_blocker_person", "person_id", "closed_at", "id"),
        Index("ix_blocker_help", "help_from", "closed_at", "id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    checkin_id: int = link("checkin.id")
    person_id: int = link("person.id")
    position: int = 0
    words: str | None = words()
    opened_at: datetime
    closed_at: datetime | None = None
    help_from: int | None = link_or_none("person.id")
    help_state: HelpState | None = choice_or_none(HelpState)
    help_asked_at: datetime | None = None
    help_answered_at: datetime | None = None


class Answer(SQLModel, table=True):
    """What somebody answered to one of HR's own questions, tied to the version that was asked."""

    __table_args__ = (UniqueConstraint("checkin_id", "question_id"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    checkin_id: int = link("checkin.id")
    question_id: int = link("question.id")
    number: float | None = None
    chosen: str | None = Field(default=None, max_length=1_000)
    words: str | None = words()


async def get(tx: Tx, checkin_id: int) -> CheckIn:
    return await tx.get_one(CheckIn, checkin_id)


# Written down once, as all statements of a submit are: putting them together takes longer than running them.
_OF_PERIOD = select(CheckIn).where(col(CheckIn.period_id) == bindparam("period"))


async def of_period(tx: Tx, period_id: int) -> CheckIn | None:
    return (await tx.exec(_OF_PERIOD, params={"period": period_id})).one_or_none()


async def add(tx: Tx, period: Period, *, late: bool, now: datetime) -> CheckIn:
    """The check-in of this period, which is locked and has none yet."""
    row: dict[str, Any] = {"workspace_id": period.workspace_id, "period_id": period.id, "person_id": period.person_id}
    row |= {"late": late, "sent_at": now, "version": 1}
    row["id"] = await insert_row(tx, CheckIn, row)
    return CheckIn(**row)


async def items(tx: Tx, checkin_id: int) -> dict[ItemKind, list[CheckInItem]]:
    """The lines of a check-in, by kind and in their order."""
    found: dict[ItemKind, list[CheckInItem]] = {kind: [] for kind in ItemKind}
    wanted = select(CheckInItem).where(CheckInItem.checkin_id == checkin_id).order_by(col(CheckInItem.position))
    for item in await tx.exec(wanted):
        found[item.kind].append(item)
    return found


async def last_plan(tx: Tx, person_id: int, series_id: int, before: datetime | None) -> list[CheckInItem]:
    """The lines of somebody's last plan in a series, in their order; `before`: in a period that opened earlier than that."""
    found = (
        select(CheckInItem)
        .join(CheckIn, col(CheckIn.id) == col(CheckInItem.checkin_id))
        .join(Period, col(Period.id) == col(CheckIn.period_id))
        .where(CheckIn.person_id == person_id, Period.series_id == series_id, CheckInItem.kind == ItemKind.PLAN)
        .order_by(col(Period.opens_at).desc(), col(CheckInItem.position))
        .limit(PLANNED_MOST)
    )
    if before is not None:
        found = found.where(Period.opens_at < before)
    lines = list(await tx.exec(found))
    return [one for one in lines if one.checkin_id == lines[0].checkin_id]


async def settled_in(tx: Tx, checkin_id: int) -> list[CheckInItem]:
    """The planned lines of which this check-in says what became."""
    found = select(CheckInItem).where(CheckInItem.became_in == checkin_id).order_by(col(CheckInItem.id))
    return list(await tx.exec(found))


async def mood(tx: Tx, checkin_id: int) -> Mood | None:
    return (await tx.exec(select(Mood).where(Mood.checkin_id == checkin_id))).one_or_none()


async def answers(tx: Tx, checkin_id: int) -> dict[int, Answer]:
    """The answers to HR's own questions, by question id."""
    found = await tx.exec(select(Answer).where(Answer.checkin_id == checkin_id).order_by(col(Answer.id)))
    return {one.question_id: one for one in found}


async def blocker_of(tx: Tx, checkin_id: int) -> Blocker | None:
    """The blocker that this check-in names."""
    return (await tx.exec(select(Blocker).where(Blocker.checkin_id == checkin_id))).one_or_none()


async def open_blockers(tx: Tx, person_id: int) -> list[Blocker]:
    """What stands in somebody's way now, the oldest first."""
    found = select(Blocker).where(Blocker.person_id == person_id, col(Blocker.closed_at).is_(None))
    return list(await tx.exec(found.order_by(col(Blocker.opened_at), col(Blocker.id))))


async def help_asked_of(tx: Tx, helper_id: int) -> list[Blocker]:
    """The open blockers for which this person was asked to help, the oldest first."""
    found = select(Blocker).where(Blocker.help_from == helper_id, col(Blocker.closed_at).is_(None))
    return list(await tx.exec(found.order_by(col(Blocker.help_asked_at), col(Blocker.id))))


async def latest(tx: Tx, person_id: int, most: int) -> list[CheckIn]:
    """Somebody's last check-ins, the newest first."""
    found = select(CheckIn).where(CheckIn.person_id == person_id)
    return list(await tx.exec(found.order_by(col(CheckIn.sent_at).desc(), col(CheckIn.id).desc()).limit(most)))


async def unread_by(tx: Tx, reader_id: int, most: int) -> list[tuple[CheckIn, Person]]:
    """The check-ins that this reader has not opened, with their authors, the oldest first: in the order of the readers' index."""
    found = (
        select(CheckIn, Person)
        .join(Reader, col(Reader.record_id) == col(CheckIn.id))
        .join(Person, col(Person.id) == col(CheckIn.person_id))
        .where(Reader.kind == RECORD, Reader.person_id == reader_id, col(Reader.read_at).is_(None))
        .order_by(col(Reader.record_id))
        .limit(most)
    )
    return [(checkin, person) for checkin, person in await tx.exec(found)]


async def count_unread_by(tx: Tx, reader_id: int) -> int:
    found = select(func.count(col(Reader.id))).where(Reader.kind == RECORD, Reader.person_id == reader_id)
    return (await tx.exec(found.where(col(Reader.read_at).is_(None)))).one()


async def of_periods(tx: Tx, periods: list[int]) -> dict[int, CheckIn]:
    """The check-ins of these periods, by period id."""
    found = await tx.exec(select(CheckIn).where(col(CheckIn.period_id).in_(periods)))
    return {checkin.period_id: checkin for checkin in found}


async def moods_of(tx: Tx, person_id: int, now: datetime, most: int) -> list[int | None]:
    """What somebody said of their last weeks, the oldest first, in the series that they last said it in; None: nothing."""
    said = (
        select(Period.series_id)
        .join(CheckIn, col(CheckIn.period_id) == col(Period.id))
        .join(Mood, col(Mood.checkin_id) == col(CheckIn.id))
        .where(CheckIn.person_id == person_id)
        .order_by(col(CheckIn.sent_at).desc())
        .limit(1)
    )
    series_id = (await tx.exec(said)).first()
    if series_id is None:
        return []
    found = (
        select(Mood.value, CheckIn.id)
        .select_from(Period)
        .outerjoin(CheckIn, col(CheckIn.period_id) == col(Period.id))
        .outerjoin(Mood, col(Mood.checkin_id) == col(CheckIn.id))
        .where(Period.person_id == person_id, Period.series_id == series_id)
        .where((col(Period.closes_at) <= now) | col(CheckIn.id).is_not(None))
        .order_by(col(Period.opens_at).desc())
        .limit(most)
    )
    values: list[int | None] = [value for value, _ in await tx.exec(found)]
    return values[::-1]
