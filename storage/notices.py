"""Notices: the record of what the bot owes and told. One row per kind, subject, recipient and occurrence."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, bindparam, func, text, update
from sqlmodel import Field, SQLModel, col, select

from bot.domain.notices import State
from storage.columns import BigId, choice, link, link_or_none, row_id
from storage.database import Tx
from storage.prepared import Prepared

_STUCK = "({0}state IN ('failed', 'in_doubt') OR {0}state = 'dropped' AND {0}why = 'too_late')"
STUCK = text(_STUCK.format("notice."))
"""What did not arrive. Written as the index `ix_notice_stuck` is, so that both planners use it."""


class Notice(SQLModel, table=True):
    """Holds ids, never words. A sent notice that is owed again keeps `ts` and is delivered as an edit of its message.

    `hold_id`: HR held it back with this; while it waits for it, `held_from` is when it was due.
    """

    __table_args__ = (
        UniqueConstraint("kind", "subject_id", "recipient_id", "occurrence"),
        Index(
            "ix_notice_due",
            "due_at",
            "id",
            postgresql_where=text("state IN ('pending', 'in_doubt', 'sending')"),
            sqlite_where=text("state IN ('pending', 'in_doubt', 'sending')"),
        ),
        Index(
            "ix_notice_stuck",
            "workspace_id",
            "due_at",
            postgresql_where=text(_STUCK.format("")),
            sqlite_where=text(_STUCK.format("")),
        ),
        Index(
            "ix_notice_held",
            "hold_id",
            "id",
            postgresql_where=text("held_from IS NOT NULL AND state = 'pending'"),
            sqlite_where=text("held_from IS NOT NULL AND state = 'pending'"),
        ),
        Index("ix_notice_recipient", "recipient_id", "sent_on"),
        Index("ix_notice_message", "channel", "ts"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    kind: str = Field(max_length=64)
    subject_id: int = Field(sa_type=BigId)
    recipient_id: int = link("person.id")
    occurrence: str = Field(default="", max_length=64)
    lane: int
    unasked: bool = True
    state: State = choice(State, State.PENDING)
    why: str | None = Field(default=None, max_length=64)
    due_at: datetime
    not_after: datetime | None = None
    batched_at: datetime | None = None
    attempts: int = 0
    sending_at: datetime | None = None
    sent_at: datetime | None = None
    sent_on: date | None = None
    channel: str | None = Field(default=None, max_length=32)
    ts: str | None = Field(default=None, max_length=32)
    thread_ts: str | None = Field(default=None, max_length=32)
    made_at: datetime
    hold_id: int | None = link_or_none("hold.id")
    held_from: datetime | None = None


async def find(tx: Tx, kind: str, subject_id: int, recipient_id: int, occurrence: str = "") -> Notice | None:
    """The notice with this natural key."""
    found = select(Notice).where(
        Notice.kind == kind,
        Notice.subject_id == subject_id,
        Notice.recipient_id == recipient_id,
        Notice.occurrence == occurrence,
    )
    return (await tx.exec(found)).one_or_none()


async def first_sent(tx: Tx, kind: str, subjects: list[int], recipient_id: int) -> Notice | None:
    """The first message that somebody got about any of these subjects."""
    found = select(Notice).where(
        Notice.kind == kind,
        Notice.recipient_id == recipient_id,
        col(Notice.subject_id).in_(subjects),
        col(Notice.ts).is_not(None),
    )
    return (await tx.exec(found.order_by(col(Notice.id)).limit(1))).first()


async def in_thread(tx: Tx, recipient_id: int, channel: str, thread_ts: str, kind: str) -> list[Notice]:
    """What somebody got of this kind in one thread of their DM, the newest first; its root included."""
    found = select(Notice).where(
        Notice.recipient_id == recipient_id,
        Notice.channel == channel,
        Notice.kind == kind,
        (Notice.ts == thread_ts) | (Notice.thread_ts == thread_ts),
        col(Notice.ts).is_not(None),
    )
    return list(await tx.exec(found.order_by(col(Notice.id).desc())))


async def at_message(tx: Tx, channel: str, ts: str) -> Notice | None:
    """The notice that became this message."""
    return (await tx.exec(select(Notice).where(Notice.channel == channel, Notice.ts == ts))).first()


# Written down once, as all statements of a submit are: putting them together takes longer than running them.
_LOCK = (
    select(Notice)
    .where(
        col(Notice.kind).in_(bindparam("kinds", expanding=True)),
        col(Notice.subject_id) == bindparam("subject"),
        col(Notice.recipient_id) == bindparam("recipient"),
        col(Notice.occurrence) == bindparam("occurrence"),
    )
    .order_by(col(Notice.id))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_LOCK_EVERY = (
    select(Notice)
    .where(
        col(Notice.kind).in_(bindparam("kinds", expanding=True)),
        col(Notice.subject_id) == bindparam("subject"),
        col(Notice.recipient_id) == bindparam("recipient"),
    )
    .order_by(col(Notice.id))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_EDIT = Prepared(
    update(Notice)
    .where(col(Notice.id) == bindparam("this"))
    .values(state=State.PENDING, why=None, attempts=0, due_at=bindparam("now"), batched_at=bindparam("now"))
    .returning(col(Notice.id))
)


async def lock(
    tx: Tx, kinds: Sequence[str], subject_id: int, recipient_id: int, occurrence: str | None
) -> list[Notice]:
    """The notices of these kinds with this natural key, as they are now; nobody else changes them until the transaction ends.

    `occurrence` None: every one.
    """
    key = {"kinds": kinds, "subject": subject_id, "recipient": recipient_id}
    if occurrence is None:
        return list(await tx.exec(_LOCK_EVERY, params=key))
    return list(await tx.exec(_LOCK, params=key | {"occurrence": occurrence}))


async def edit(tx: Tx, ids: Sequence[int], now: datetime) -> None:
    """Owe these few, which were sent, anew: as edits of their messages, and in the hands of a job."""
    for notice_id in ids:
        await _EDIT.run(tx, this=notice_id, now=now)


async def told(tx: Tx, kinds: list[str], subjects: list[int]) -> set[int]:
    """Those of the subjects about which a message of one of these kinds was sent."""
    found = select(Notice.subject_id).where(
        col(Notice.kind).in_(kinds), col(Notice.subject_id).in_(subjects), col(Notice.sent_at).is_not(None)
    )
    return set(await tx.exec(found))


async def of_subject(tx: Tx, kind: str, subject_id: int, recipient_id: int) -> list[Notice]:
    """Everything of this kind about one thing to one person, in the order it was owed."""
    found = select(Notice).where(
        Notice.kind == kind, Notice.subject_id == subject_id, Notice.recipient_id == recipient_id
    )
    return list(await tx.exec(found.order_by(col(Notice.id))))


async def waiting(tx: Tx, kind: str, recipient_id: int) -> list[Notice]:
    """What of this kind is owed to somebody and not under way yet; nobody else changes it until the transaction ends."""
    found = select(Notice).where(
        Notice.kind == kind,
        Notice.recipient_id == recipient_id,
        Notice.state == State.PENDING,
        col(Notice.ts).is_(None),
    )
    return list(await tx.exec(found.with_for_update().execution_options(populate_existing=True)))


async def count_unasked(tx: Tx, recipient_id: int, day: date) -> int:
    """How many messages somebody got on this day of theirs without having asked for them."""
    found = select(func.count(col(Notice.id))).where(
        Notice.recipient_id == recipient_id, Notice.sent_on == day, col(Notice.unasked)
    )
    return (await tx.exec(found)).one()


async def told_since_due(tx: Tx, notice: Notice, day: date) -> bool:
    """Whether another of this kind began to be sent to the same person, on that day of theirs, after this one was due."""
    found = select(Notice.id).where(
        Notice.recipient_id == notice.recipient_id,
        Notice.sent_on == day,
        Notice.kind == notice.kind,
        Notice.id != notice.id,
        col(Notice.state).in_([State.SENDING, State.SENT, State.IN_DOUBT]),
        col(Notice.sending_at) >= notice.due_at,
    )
    return (await tx.exec(found.limit(1))).first() is not None


async def sent_before(tx: Tx, notice: Notice) -> datetime | None:
    """When the one before this of the same kind was sent to the same person."""
    found = select(func.max(col(Notice.sent_at))).where(
        Notice.kind == notice.kind, Notice.recipient_id == notice.recipient_id, col(Notice.id) < notice.id
    )
    return (await tx.exec(found)).one()
