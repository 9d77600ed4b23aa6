"""Delivery's side of notices: what is due, what is claimed, and what became of it. Statements only; the rules are elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Boolean,
    Date,
    Integer,
    and_,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
    update,
)
from sqlmodel import col
from sqlmodel import select as pick

from bot.domain.notices import UNREADABLE, State
from storage.columns import Choice
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person
from storage.prepared import Prepared
from storage.workspaces import Workspace, WorkspaceState

ALONE = 1 << 62
"""Where the keys of the locks for one person's budget begin; the clock's own is a small number."""
_ALONE = text("SELECT pg_advisory_xact_lock(:key)")
UNDELIVERED = text("notice.state IN ('pending', 'in_doubt', 'sending')")
"""Written as the index `ix_notice_due` is, so that both planners use it."""


@dataclass(frozen=True)
class Begun:
    """A send that began, with what may have changed since it was planned. `earlier`: other unasked messages of that day.

    `holds`: HR holds something back in this workspace.
    """

    channel: str | None
    ts: str | None
    attempts: int
    not_after: datetime | None
    sent_on: date | None
    workspace: WorkspaceState
    active: bool
    employed_until: date | None
    earlier: int
    holds: bool = False


_STATE = Choice(State)


def _of(query: str, kind: Any) -> Any:
    """What RETURNING looks up beside the row. In words of SQL: SQLAlchemy drops the tables' names there on SQLite."""
    return literal_column(f"({query})", kind)


_BEGIN = Prepared(
    update(Notice)
    .where(
        col(Notice.id) == bindparam("this"),
        col(Notice.state) == literal(State.PENDING, _STATE),
        col(Notice.due_at) <= bindparam("now"),
    )
    .values(
        state=State.SENDING,
        sending_at=bindparam("now"),
        sent_on=case((col(Notice.ts).is_(None), bindparam("day", type_=Date)), else_=col(Notice.sent_on)),
    )
    .returning(
        col(Notice.channel),
        col(Notice.ts),
        col(Notice.attempts),
        col(Notice.not_after),
        col(Notice.sent_on),
        _of("SELECT state FROM workspace WHERE workspace.id = notice.workspace_id", Choice(WorkspaceState)),
        _of("SELECT active FROM person WHERE person.id = notice.recipient_id", Boolean()),
        _of("SELECT employed_until FROM person WHERE person.id = notice.recipient_id", Date()),
        _of(
            "SELECT count(*) FROM notice AS other WHERE other.recipient_id = notice.recipient_id"
            " AND other.sent_on = notice.sent_on AND other.unasked AND other.id <> notice.id",
            Integer(),
        ),
        _of(
            "SELECT count(*) > 0 FROM hold WHERE hold.workspace_id = notice.workspace_id AND hold.released_at IS NULL",
            Boolean(),
        ),
    )
)
_ARRIVED = Prepared(
    update(Notice)
    .where(
        col(Notice.id) == bindparam("this"),
        or_(col(Notice.state) == literal(State.SENDING, _STATE), col(Notice.state) == literal(State.IN_DOUBT, _STATE)),
        col(Notice.sending_at) == bindparam("began_at"),
    )
    .values(
        state=case(
            (col(Notice.due_at) > col(Notice.sending_at), literal(State.PENDING, _STATE)),
            else_=literal(State.SENT, _STATE),
        ),
        channel=bindparam("there"),
        ts=bindparam("as_ts"),
        sent_at=bindparam("arrived_at"),
        why=None,
    )
    .returning(col(Notice.state))
)


async def claim(
    tx: Tx, lane: int, now: datetime, most: int, *, forgotten: timedelta, doubted: timedelta
) -> list[tuple[int, int]]:
    """Notices of this lane that are due and in nobody's hands, as (workspace id, notice id), in the order in which they fell due.

    Pending ones, also those that were handed out longer than `forgotten` ago; and sends of which nothing was heard for
    longer than `doubted`. They are marked as handed out now.
    """
    batched, sending = col(Notice.batched_at), col(Notice.sending_at)
    lost = batched < now - forgotten
    pending = and_(col(Notice.state) == State.PENDING, or_(batched.is_(None), lost))
    unclear = and_(
        col(Notice.state).in_([State.SENDING, State.IN_DOUBT]),
        func.coalesce(col(Notice.why), "") != UNREADABLE,
        sending <= now - doubted,
        or_(batched.is_(None), batched <= sending, lost),
    )
    found = (
        select(col(Notice.workspace_id), col(Notice.id))
        .join(Workspace, col(Workspace.id) == col(Notice.workspace_id))
        .where(UNDELIVERED, col(Notice.due_at) <= now, col(Notice.lane) == lane, or_(pending, unclear))
        .where(col(Workspace.state) == WorkspaceState.ACTIVE)
        .order_by(col(Notice.due_at), col(Notice.id))
        .limit(most)
        .with_for_update(skip_locked=True, of=Notice)
    )
    connection = await tx.connection()
    rows = [(workspace_id, notice_id) for workspace_id, notice_id in await connection.execute(found)]
    await hand_out(tx, [notice_id for _, notice_id in rows], now)
    return rows


async def hand_out(tx: Tx, ids: Sequence[int], at: datetime | None) -> None:
    """Say when these were given to a job; None: they are in nobody's hands, and the next tick takes them."""
    if ids:
        connection = await tx.connection()
        await connection.execute(update(Notice).where(col(Notice.id).in_(ids)).values(batched_at=at))


async def owed(tx: Tx, ids: Sequence[int]) -> list[tuple[Notice, Person]]:
    """Those of the notices that are still owed, each with its recipient, in the order of their ids."""
    found = (
        pick(Notice, Person)
        .join(Person, col(Person.id) == col(Notice.recipient_id))
        .where(col(Notice.id).in_(ids), UNDELIVERED)
        .order_by(col(Notice.id))
    )
    return [(notice, person) for notice, person in await tx.exec(found)]


async def lock(tx: Tx, notice_id: int) -> Notice | None:
    """A notice as it is now; nobody else changes it until the transaction ends."""
    found = pick(Notice).where(Notice.id == notice_id).with_for_update().execution_options(populate_existing=True)
    return (await tx.exec(found)).one_or_none()


async def begin(tx: Tx, notice_id: int, day: date, now: datetime, *, alone: int | None = None) -> Begun | None:
    """Mark a notice that is due as being sent, on this day of the recipient's. None: somebody else has it, or it is not due.

    `alone`: the person for whom nothing else begins meanwhile, so that what was sent to them is counted right.
    """
    if alone is not None and tx.get_bind().dialect.name == "postgresql":  # SQLite has one writer anyway
        await (await tx.connection()).execute(_ALONE, {"key": ALONE + alone})
    row = await _BEGIN.run(tx, this=notice_id, day=day, now=now)
    return Begun(*row) if row else None


async def change(tx: Tx, notice_id: int, **values: Any) -> None:
    """Set these columns of a notice that this transaction has locked."""
    connection = await tx.connection()
    await connection.execute(update(Notice).where(col(Notice.id) == notice_id).values(**values))


async def finish(tx: Tx, notice_id: int, sending_at: datetime, state: State, **values: Any) -> bool:
    """Write down what became of the send that began at `sending_at`. False: somebody else has settled it."""
    statement = (
        update(Notice)
        .where(
            col(Notice.id) == notice_id,
            col(Notice.state).in_([State.SENDING, State.IN_DOUBT]),
            col(Notice.sending_at) == sending_at,
        )
        .values(state=state, **values)
        .returning(col(Notice.id))
    )
    connection = await tx.connection()
    return (await connection.execute(statement)).first() is not None


async def arrived(
    tx: Tx, notice_id: int, sending_at: datetime, *, channel: str, ts: str, sent_at: datetime
) -> State | None:
    """The send that began at `sending_at` became this message. Answers the state it is in now.

    One that was owed again meanwhile is pending once more. None: somebody else has settled it.
    """
    row = await _ARRIVED.run(tx, this=notice_id, began_at=sending_at, there=channel, as_ts=ts, arrived_at=sent_at)
    return row[0] if row else None


async def remember_dm(tx: Tx, person_id: int, channel: str) -> None:
    """Where the bot and this person talk."""
    connection = await tx.connection()
    await connection.execute(update(Person).where(col(Person.id) == person_id).values(dm_channel=channel))
