"""Requests for feedback, and how it stands with each person who was asked."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Date, Index, UniqueConstraint, bindparam, exists, func, not_, or_, text, update
from sqlalchemy.orm import aliased
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.domain.feedback_requests import Ended, Said
from storage.columns import choice, choice_or_none, link, link_or_none, row_id
from storage.database import Tx
from storage.people import Person
from storage.reporting import ReportingLine, holds
from storage.words import words

_OPEN = text("ended_at IS NULL")
_WAITS = text("said = 'open'")


class FeedbackRequest(SQLModel, table=True):
    """Asked by `asker` about `subject`, who may be the same. `words`: the question. `ends_at`: from then on it is over.

    `source` says which form it came from and makes a repeat harmless.
    """

    __tablename__ = "feedback_request"
    __table_args__ = (
        UniqueConstraint("workspace_id", "source"),
        Index("ix_feedback_request_ends", "ends_at", "id", postgresql_where=_OPEN, sqlite_where=_OPEN),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    asker_id: int = link("person.id")
    subject_id: int = link("person.id")
    source: str = Field(max_length=128)
    words: str | None = words()
    due: date
    made_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None
    ended: Ended | None = choice_or_none(Ended)


class FeedbackAsked(SQLModel, table=True):
    """One person who was asked. `feedback`: with what they answered. `remind_at`: when they are reminded; None: not, or not any more."""

    __tablename__ = "feedback_asked"
    __table_args__ = (
        UniqueConstraint("request_id", "person_id"),
        UniqueConstraint("feedback_id"),
        Index("ix_feedback_asked_person", "person_id", "asked_at"),
        Index("ix_feedback_asked_remind", "remind_at", "id", postgresql_where=_WAITS, sqlite_where=_WAITS),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    request_id: int = link("feedback_request.id")
    person_id: int = link("person.id")
    said: Said = choice(Said, Said.OPEN)
    asked_at: datetime
    said_at: datetime | None = None
    remind_at: datetime | None = None
    feedback_id: int | None = link_or_none("feedback.id")


async def find(tx: Tx, request_id: int) -> FeedbackRequest | None:
    return await tx.get(FeedbackRequest, request_id)


async def locked(tx: Tx, request_id: int) -> FeedbackRequest | None:
    """The request, held until the transaction ends: answers, withdrawal and its end take turns."""
    found = select(FeedbackRequest).where(FeedbackRequest.id == request_id).with_for_update()
    return (await tx.exec(found.execution_options(populate_existing=True))).one_or_none()


async def by_source(tx: Tx, workspace_id: int, source: str) -> FeedbackRequest | None:
    found = select(FeedbackRequest).where(
        FeedbackRequest.workspace_id == workspace_id, FeedbackRequest.source == source
    )
    return (await tx.exec(found)).one_or_none()


async def asked_of(tx: Tx, request_id: int) -> list[FeedbackAsked]:
    """Everyone who was asked, in the order they were chosen."""
    found = select(FeedbackAsked).where(FeedbackAsked.request_id == request_id).order_by(col(FeedbackAsked.id))
    return list(await tx.exec(found.execution_options(populate_existing=True)))


async def asked(tx: Tx, request_id: int, person_id: int) -> FeedbackAsked | None:
    found = select(FeedbackAsked).where(FeedbackAsked.request_id == request_id, FeedbackAsked.person_id == person_id)
    return (await tx.exec(found.execution_options(populate_existing=True))).one_or_none()


async def by_feedback(tx: Tx, feedback_id: int) -> FeedbackAsked | None:
    """Whose answer this feedback is."""
    return (await tx.exec(select(FeedbackAsked).where(FeedbackAsked.feedback_id == feedback_id))).one_or_none()


async def before(tx: Tx, people: Sequence[int], since: datetime) -> list[tuple[FeedbackAsked, FeedbackRequest]]:
    """What these people were asked since then, and whatever still waits for them."""
    found = (
        select(FeedbackAsked, FeedbackRequest)
        .join(FeedbackRequest, col(FeedbackRequest.id) == col(FeedbackAsked.request_id))
        .where(col(FeedbackAsked.person_id).in_(people))
        .where(or_(col(FeedbackAsked.asked_at) > since, col(FeedbackAsked.said) == Said.OPEN))
    )
    return list(await tx.exec(found))


async def to_remind(tx: Tx, now: datetime, most: int) -> list[FeedbackAsked]:
    """Who is to be reminded by now; another clock takes others."""
    found = select(FeedbackAsked).where(col(FeedbackAsked.said) == Said.OPEN, col(FeedbackAsked.remind_at) <= now)
    ordered = found.order_by(col(FeedbackAsked.remind_at), col(FeedbackAsked.id))
    return list(await tx.exec(ordered.limit(most).with_for_update(skip_locked=True)))


async def reminded(tx: Tx, ids: Sequence[int]) -> None:
    """They are reminded once."""
    gone = update(FeedbackAsked).where(col(FeedbackAsked.id).in_(ids)).values(remind_at=None)
    await (await tx.connection()).execute(gone)


def _over() -> dict[Ended, SelectOfScalar[int]]:
    before: ColumnElement[date] = bindparam("before", type_=Date)
    today: ColumnElement[date] = bindparam("today", type_=Date)
    after: ColumnElement[date] = bindparam("after", type_=Date)
    asker, subject = aliased(Person), aliased(Person)
    gone = [
        or_(col(one.active).is_(False), func.coalesce(col(one.employed_until), before) < before)
        for one in (asker, subject)
    ]
    still_led = exists().where(
        col(ReportingLine.person_id) == col(FeedbackRequest.subject_id),
        col(ReportingLine.manager_id) == col(FeedbackRequest.asker_id),
        or_(*(_holds(one) for one in (before, today, after))),
    )
    moved = (col(FeedbackRequest.subject_id) != col(FeedbackRequest.asker_id)) & not_(still_led)
    due = col(FeedbackRequest.ends_at) <= bindparam("now")
    open_ones = (
        select(FeedbackRequest.id)
        .join(asker, col(asker.id) == col(FeedbackRequest.asker_id))
        .join(subject, col(subject.id) == col(FeedbackRequest.subject_id))
        .where(col(FeedbackRequest.ended_at).is_(None))
        .order_by(col(FeedbackRequest.id))
        .limit(bindparam("most"))
    )
    return {Ended.LEFT: open_ones.where(or_(*gone)), Ended.LED: open_ones.where(moved), Ended.DUE: open_ones.where(due)}


async def over(tx: Tx, now: datetime, most: int) -> list[tuple[int, Ended]]:
    """Requests that are over by now, and why: due, somebody left, or led by another manager."""
    day = timedelta(days=1)
    days = {"before": (now - day).date(), "today": now.date(), "after": (now + day).date()}
    found: dict[int, Ended] = {}
    for why, wanted in _OVER.items():
        for one in await tx.exec(wanted, params={**days, "now": now, "most": most}):
            found.setdefault(one, why)
    return list(found.items())


def _holds(day: ColumnElement[date]) -> ColumnElement[bool]:
    """A reporting line in force on that day."""
    since, until = holds(day)
    return since & until


_OVER = _over()
"""Made once: they are asked every minute, and take longer to put together than to run."""


async def left(tx: Tx, now: datetime, most: int) -> list[int]:
    """The requests that wait for somebody who has left."""
    day = (now - timedelta(days=1)).date()
    found = (
        select(FeedbackAsked.request_id)
        .join(Person, col(Person.id) == col(FeedbackAsked.person_id))
        .where(col(FeedbackAsked.said) == Said.OPEN)
        .where(or_(col(Person.active).is_(False), func.coalesce(col(Person.employed_until), day) < day))
    )
    return list(await tx.exec(found.distinct().order_by(col(FeedbackAsked.request_id)).limit(most)))
