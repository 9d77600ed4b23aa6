"""Holds: what HR keeps from being sent, and the notices that wait for it. They stay pending, with the moment they were due."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, func, or_, text, update
from sqlalchemy import select as pick
from sqlmodel import Field, SQLModel, col, select

from bot.domain import fortnight
from bot.domain.fortnight import Picks, Topic
from bot.domain.holds import Span, Why
from bot.domain.notices import State
from storage.columns import BigId, choice_or_none, link, link_or_none, row_id
from storage.database import Tx
from storage.delivery import UNDELIVERED
from storage.inserting import insert_row
from storage.notices import Notice
from storage.people import Person
from storage.periods import Period

_STANDS = "released_at IS NULL"


class Hold(SQLModel, table=True):
    """`topic`, `subject_id` and `part` say what is held (bot/domain/fortnight.py); `first` and `last` are days of each recipient.

    `last` None: until it is released. Of one thing there is one hold at a time, however many press.
    """

    __table_args__ = (
        Index(
            "ix_hold_stands",
            "workspace_id",
            "topic",
            "subject_id",
            "part",
            unique=True,
            postgresql_where=text(_STANDS),
            sqlite_where=text(_STANDS),
        ),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    topic: str = Field(max_length=64)
    subject_id: int = Field(default=0, sa_type=BigId)
    part: str = Field(default="", max_length=64)
    first: date
    last: date | None = None
    why: Why | None = choice_or_none(Why)
    made_by: int = link("person.id")
    made_at: datetime
    released_at: datetime | None = None
    released_by: int | None = link_or_none("person.id")

    @property
    def span(self) -> Span:
        return Span(self.first, self.last)


async def add(tx: Tx, row: dict[str, Any]) -> int | None:
    """The id of the new hold; None: there is one already."""
    return await insert_row(tx, Hold, row)


async def standing(tx: Tx, workspace_id: int | None = None) -> list[Hold]:
    """The holds that nobody has released, over or not; of all workspaces where none is named."""
    found = select(Hold).where(col(Hold.released_at).is_(None)).order_by(col(Hold.id))
    if workspace_id is not None:
        found = found.where(Hold.workspace_id == workspace_id)
    return list(await tx.exec(found.execution_options(populate_existing=True)))


async def release(tx: Tx, hold_id: int, now: datetime, by: int | None) -> bool:
    """End a hold; of two who release it at once, one does. Whether it was this one."""
    statement = update(Hold).where(col(Hold.id) == hold_id, col(Hold.released_at).is_(None))
    done = statement.values(released_at=now, released_by=by).returning(col(Hold.id))
    await tx.flush()
    return (await (await tx.connection()).execute(done)).first() is not None


def _waiting(hold: Hold, topic: Topic) -> tuple[Any, ...]:
    """The condition that a notice is held by this, if its day is."""
    kinds = [one.name for one in topic.kinds]
    base = (
        col(Notice.workspace_id) == hold.workspace_id,
        col(Notice.kind).in_(kinds),
        UNDELIVERED,
        col(Notice.state) == State.PENDING,
        col(Notice.ts).is_(None),
    )
    subject = col(Notice.subject_id) == hold.subject_id
    if topic.picks is Picks.PERIOD:
        of_turn = pick(col(Period.id)).where(col(Period.series_id) == hold.subject_id, col(Period.slot) == hold.part)
        return (*base, col(Notice.subject_id).in_(of_turn))
    if topic.picks in (Picks.TURN, Picks.PART):
        begins = col(Notice.occurrence).startswith(f"{hold.part}{fortnight.MARKS[topic.picks]}", autoescape=True)
        return (*base, subject, or_(col(Notice.occurrence) == hold.part, begins))
    return (*base, subject) if topic.picks is Picks.SUBJECT else base


async def zones_due(tx: Tx, hold: Hold, topic: Topic, now: datetime) -> list[str]:
    """The zones of those to whom something is due by now that this may hold."""
    found = (
        pick(col(Person.zone))
        .join(Notice, col(Notice.recipient_id) == col(Person.id))
        .where(*_waiting(hold, topic), col(Notice.due_at) <= now)
        .distinct()
    )
    return list((await (await tx.connection()).execute(found)).scalars())


async def put_off(tx: Tx, hold: Hold, topic: Topic, zone: str, until: datetime, now: datetime, most: int) -> int:
    """Let some of what is due by now to people in this zone wait until then. How many; what a worker has in hand is left to it."""
    found = (
        pick(col(Notice.id))
        .join(Person, col(Person.id) == col(Notice.recipient_id))
        .where(*_waiting(hold, topic), col(Notice.due_at) <= now, col(Person.zone) == zone)
        .order_by(col(Notice.due_at), col(Notice.id))
        .limit(most)
        .with_for_update(skip_locked=True, of=Notice)
    )
    connection = await tx.connection()
    ids = list((await connection.execute(found)).scalars())
    if ids:
        await connection.execute(update(Notice).where(col(Notice.id).in_(ids)).values(**held_by(hold.id, until)))
    return len(ids)


def held_by(hold_id: int, until: datetime) -> dict[str, Any]:
    """What is written on a notice that waits for a hold: also when it was due, to go back to."""
    was_due = func.coalesce(col(Notice.held_from), col(Notice.due_at))
    return {"hold_id": hold_id, "held_from": was_due, "due_at": until, "batched_at": None}


async def let_go(tx: Tx, most: int) -> int:
    """Some of what waits for holds that are released is due as it was. How many there were."""
    waits = (col(Notice.held_from).is_not(None), col(Notice.state) == State.PENDING)
    found = (
        pick(col(Notice.id))
        .join(Hold, col(Hold.id) == col(Notice.hold_id))
        .where(*waits, text("notice.held_from IS NOT NULL AND notice.state = 'pending'"))
        .where(col(Hold.released_at).is_not(None))
        .order_by(col(Notice.id))
        .limit(most)
        .with_for_update(skip_locked=True, of=Notice)
    )
    connection = await tx.connection()
    ids = list((await connection.execute(found)).scalars())
    if ids:
        back = {"due_at": col(Notice.held_from), "held_from": None, "batched_at": None}
        await connection.execute(update(Notice).where(col(Notice.id).in_(ids), *waits).values(**back))
    return len(ids)


async def of_notice(tx: Tx, hold_id: int) -> Hold | None:
    """The hold that a notice waited for."""
    return (await tx.exec(select(Hold).where(Hold.id == hold_id))).one_or_none()


async def subjects(tx: Tx, topic: str) -> dict[int, Sequence[Hold]]:
    """The holds of one topic that nobody has released, by subject."""
    found = select(Hold).where(Hold.topic == topic, col(Hold.released_at).is_(None))
    made: dict[int, list[Hold]] = {}
    for one in await tx.exec(found):
        made.setdefault(one.subject_id, []).append(one)
    return dict(made)
