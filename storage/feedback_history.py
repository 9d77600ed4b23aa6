"""The feedback one person received and gave, a page at a time: by the last row that was seen, not by counting from the start."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, tuple_
from sqlmodel import col, select

from bot.domain import feedback as rules
from bot.domain.feedback import Aim, Form
from bot.domain.goals import RECORD as GOAL
from storage.database import Tx
from storage.evidence import Evidence
from storage.feedback import Feedback
from storage.readers import Reader, Why


@dataclass(frozen=True)
class Sought:
    """What a page is made of; None: whatever it is. `since`, `until`: when it became due, the end not included.

    `about`: the kind and the id of what it rests on, id None for every record of that kind.
    """

    received: bool = True
    given: bool = True
    form: Form | None = None
    aim: Aim | None = None
    colleague_id: int | None = None
    about: tuple[str, int | None] = ("", None)
    since: datetime | None = None
    until: datetime | None = None


async def page(
    tx: Tx,
    person_id: int,
    sought: Sought,
    now: datetime,
    most: int,
    *,
    beside: tuple[datetime, int] | None = None,
    newer: bool = False,
) -> list[Feedback]:
    """The newest first, or with `newer` the oldest first; after the one that became due then with that id.

    What a person received is there from when it is due; what was taken back is nowhere.
    """
    key = tuple_(col(Feedback.due_at), col(Feedback.id))
    order = [part if newer else part.desc() for part in (col(Feedback.due_at), col(Feedback.id))]
    found: list[Feedback] = []
    # One after the other, so that each is read from its own index in the order of the page.
    for sides in _sides(person_id, sought, now):
        wanted = select(Feedback).where(*sides, *_conditions(sought))
        if beside is not None:
            wanted = wanted.where(key > beside if newer else key < beside)
        found += await tx.exec(wanted.order_by(*order).limit(most))
    found.sort(key=lambda one: (one.due_at, one.id), reverse=not newer)
    return found[:most]


def _sides(person_id: int, sought: Sought, now: datetime) -> list[list[ColumnElement[bool]]]:
    other = sought.colleague_id
    received = [col(Feedback.subject_id) == person_id, col(Feedback.due_at) <= now]
    given = [col(Feedback.author_id) == person_id]
    if other is not None:
        received.append(col(Feedback.author_id) == other)
        given.append(col(Feedback.subject_id) == other)
    return [side for side, wanted in ((received, sought.received), (given, sought.given)) if wanted]


def _conditions(sought: Sought) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [col(Feedback.withdrawn_at).is_(None)]
    if sought.form is not None:
        found.append(col(Feedback.form) == sought.form)
    if sought.aim is not None:
        found.append(col(Feedback.aim) == sought.aim)
    if sought.since is not None:
        found.append(col(Feedback.due_at) >= sought.since)
    if sought.until is not None:
        found.append(col(Feedback.due_at) < sought.until)
    kind, record_id = sought.about
    if kind:
        rests = exists().where(
            col(Evidence.from_kind) == rules.RECORD,
            col(Evidence.from_id) == col(Feedback.id),
            col(Evidence.to_kind) == kind,
        )
        found.append(rests if record_id is None else rests.where(col(Evidence.to_id) == record_id))
    return found


async def goals_cited(tx: Tx, person_id: int, now: datetime, most: int) -> list[int]:
    """The ids of goals that feedback is about which this person received or gave, the latest first."""
    mine = or_(
        (col(Feedback.subject_id) == person_id) & (col(Feedback.due_at) <= now), col(Feedback.author_id) == person_id
    )
    found = (
        select(Evidence.to_id)
        .join(Feedback, (col(Feedback.id) == col(Evidence.from_id)) & (col(Evidence.from_kind) == rules.RECORD))
        .where(Evidence.to_kind == GOAL, mine, col(Feedback.withdrawn_at).is_(None))
        .group_by(col(Evidence.to_id))
        .order_by(func.max(col(Evidence.id)).desc())
    )
    return list(await tx.exec(found.limit(most)))


async def from_id(
    tx: Tx, person_id: int, now: datetime, first_id: int, *, last_id: int | None = None, most: int | None = None
) -> list[Feedback]:
    """What somebody received and gave from that id on, in the order it was written."""
    mine = or_(
        (col(Feedback.subject_id) == person_id) & (col(Feedback.due_at) <= now), col(Feedback.author_id) == person_id
    )
    found = select(Feedback).where(mine, Feedback.id >= first_id, col(Feedback.withdrawn_at).is_(None))
    if last_id is not None:
        found = found.where(Feedback.id <= last_id)
    return list(await tx.exec(found.order_by(col(Feedback.id)).limit(most)))


async def count_unread(tx: Tx, person_id: int, now: datetime) -> int:
    """How much of what somebody received waits to be read."""
    found = (
        select(func.count(col(Reader.id)))
        .join(Feedback, col(Feedback.id) == col(Reader.record_id))
        .where(
            Reader.person_id == person_id,
            Reader.kind == rules.RECORD,
            col(Reader.read_at).is_(None),
            Reader.why == Why.SUBJECT,
            Feedback.due_at <= now,
            col(Feedback.withdrawn_at).is_(None),
        )
    )
    return (await tx.exec(found)).one()
