"""Delivery's side of notices: what is due, what is claimed, and what became of it. Statements only; the rules are elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, func, literal, or_, select, text, update
from sqlmodel import col
from sqlmodel import select as pick

from bot.domain.notices import UNREADABLE, State
from storage.columns import Choice
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person
from storage.workspaces import Workspace, WorkspaceState

UNDELIVERED = text("notice.state IN ('pending', 'in_doubt', 'sending')")
"""Written as the index `ix_notice_due` is, so that both planners use it."""


@dataclass(frozen=True)
class Owed:
    """As much of a notice, and of its recipient, as is needed to plan its sending."""

    id: int
    workspace_id: int
    kind: str
    lane: int
    recipient_id: int
    state: State
    due_at: datetime
    sending_at: datetime | None
    channel: str | None
    ts: str | None
    thread_ts: str | None
    attempts: int
    slack_id: str
    dm_channel: str | None


_RECIPIENT = ("slack_id", "dm_channel")
_OWED = [col(getattr(Person if name in _RECIPIENT else Notice, name)) for name in Owed.__dataclass_fields__]


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


async def owed(tx: Tx, ids: Sequence[int]) -> list[Owed]:
    """Those of the notices that are still owed, in the order of their ids."""
    connection = await tx.connection()
    found = (
        select(*_OWED)
        .join(Person, col(Person.id) == col(Notice.recipient_id))
        .where(col(Notice.id).in_(ids), UNDELIVERED)
        .order_by(col(Notice.id))
    )
    return [Owed(*row) for row in await connection.execute(found)]


async def lock(tx: Tx, notice_id: int) -> tuple[Notice, Person, WorkspaceState] | None:
    """A notice with its recipient, as they are now; nobody else changes it until the transaction ends."""
    found = (
        pick(Notice, Person, col(Workspace.state))
        .join(Person, col(Person.id) == col(Notice.recipient_id))
        .join(Workspace, col(Workspace.id) == col(Notice.workspace_id))
        .where(col(Notice.id) == notice_id)
        .with_for_update(of=Notice)
        .execution_options(populate_existing=True)
    )
    row = (await tx.exec(found)).one_or_none()
    return (row[0], row[1], row[2]) if row else None


async def unasked_on(tx: Tx, recipient_id: int, day: date) -> int:
    """How many unasked messages somebody got, or is getting, on this day of theirs."""
    connection = await tx.connection()
    found = select(func.count()).where(
        col(Notice.recipient_id) == recipient_id, col(Notice.sent_on) == day, col(Notice.unasked)
    )
    return int((await connection.execute(found)).scalar_one())


async def change(tx: Tx, notice_id: int, **values: Any) -> None:
    """Set these columns of a notice that this transaction has locked."""
    connection = await tx.connection()
    await connection.execute(update(Notice).where(col(Notice.id) == notice_id).values(**values))


async def finish(tx: Tx, notice_id: int, sending_at: datetime, state: State, **values: Any) -> State | None:
    """Write down what became of the send that began at `sending_at`, and give back the state it is in now.

    One that was owed again meanwhile is pending once more, if it was sent. None: somebody else has settled it.
    """
    kind = Choice(State)
    owed_again = col(Notice.due_at) > col(Notice.sending_at)
    becomes = case((owed_again, literal(State.PENDING, kind)), else_=literal(state, kind))
    new = becomes if state is State.SENT else state
    statement = (
        update(Notice)
        .where(
            col(Notice.id) == notice_id,
            col(Notice.state).in_([State.SENDING, State.IN_DOUBT]),
            col(Notice.sending_at) == sending_at,
        )
        .values(state=new, **values)
        .returning(col(Notice.state))
    )
    connection = await tx.connection()
    return (await connection.execute(statement)).scalar_one_or_none()


async def remember_dm(tx: Tx, person_id: int, channel: str) -> None:
    """Where the bot and this person talk."""
    connection = await tx.connection()
    await connection.execute(update(Person).where(col(Person.id) == person_id).values(dm_channel=channel))
