"""The messages of an announcement: how many are where, held back, let go, dropped, and owed anew as edits."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, update
from sqlalchemy import select as pick
from sqlmodel import col, select

from bot.domain.announcements import CHANGED, EDITS_A_MINUTE, POST, REMINDER, TOLD, Stage
from bot.domain.notices import UNREADABLE, State
from storage.announcements import Announcement
from storage.announcements_to import AnnouncementTo
from storage.database import Tx
from storage.notices import Notice
from storage.people import MANY


async def told(tx: Tx, announcement_id: int, people: Sequence[int]) -> set[int]:
    """Those of these people who have it in their DM."""
    found: set[int] = set()
    for at in range(0, len(people), MANY):
        wanted = select(Notice.recipient_id).where(
            Notice.kind == TOLD.name,
            Notice.subject_id == announcement_id,
            col(Notice.recipient_id).in_(people[at : at + MANY]),
            col(Notice.ts).is_not(None),
        )
        found |= set(await tx.exec(wanted))
    return found


async def tally(tx: Tx, announcement_id: int) -> list[tuple[State, bool, str | None, int]]:
    """How many of its messages to people are in which state, were sent or not, and why."""
    there = col(Notice.ts).is_not(None)
    found = (
        pick(col(Notice.state), there, col(Notice.why), func.count())
        .where(col(Notice.kind) == TOLD.name, col(Notice.subject_id) == announcement_id)
        .group_by(col(Notice.state), there, col(Notice.why))
    )
    rows = await (await tx.connection()).execute(found)
    return [(row[0], bool(row[1]), row[2], row[3]) for row in rows]


async def last_due(tx: Tx, announcement_id: int) -> datetime | None:
    """When the last who waits for it is due it."""
    found = select(func.max(col(Notice.due_at))).where(*_held(announcement_id, TOLD.name))
    return (await tx.exec(found)).one()


async def under_way(tx: Tx, announcement_id: int) -> bool:
    """Whether any message of it is still to be sent."""
    owed = col(Notice.state).in_([State.PENDING, State.SENDING, State.IN_DOUBT])
    found = select(Notice.id).where(
        col(Notice.kind).in_([TOLD.name, POST.name]),
        Notice.subject_id == announcement_id,
        owed,
        col(Notice.ts).is_(None),
        func.coalesce(col(Notice.why), "") != UNREADABLE,
    )
    return (await tx.exec(found.limit(1))).first() is not None


def _held(announcement_id: int, *kinds: str) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Notice.kind).in_(kinds),
        col(Notice.subject_id) == announcement_id,
        col(Notice.state) == State.PENDING,
        col(Notice.ts).is_(None),
    )


async def hold(tx: Tx, announcement_id: int) -> None:
    """What is not on its way yet stays where it is until it is let go, or of no use any more."""
    kinds = (TOLD.name, POST.name)
    await _update(tx, *_held(announcement_id, *kinds), due_at=col(Notice.not_after), batched_at=None)


async def let_go(tx: Tx, announcement_id: int, now: datetime) -> None:
    """What was held is due as it was."""
    due = (
        pick(col(AnnouncementTo.due_at))
        .where(
            col(AnnouncementTo.announcement_id) == announcement_id,
            col(AnnouncementTo.person_id) == col(Notice.recipient_id),
        )
        .scalar_subquery()
    )
    await _update(tx, *_held(announcement_id, TOLD.name), due_at=func.coalesce(due, now), batched_at=None)
    await _update(tx, *_held(announcement_id, POST.name), due_at=now, batched_at=None)


async def drop(tx: Tx, announcement_id: int, why: str) -> None:
    """What is not on its way yet is not sent any more."""
    every = _held(announcement_id, TOLD.name, POST.name, CHANGED.name, REMINDER.name)
    await _update(tx, *every, state=State.DROPPED, why=why)


async def edit(
    tx: Tx, announcement_id: int, kinds: Sequence[str], people: Sequence[int], now: datetime, *, ahead: int = 0
) -> None:
    """Owe the messages of these kinds that these people have anew, as edits: so many of them in each minute, which its tick hands out.

    `ahead`: how many edits of the same announcement come before these.
    """
    for at in range(0, len(people), EDITS_A_MINUTE):
        mine = (
            col(Notice.kind).in_(kinds),
            col(Notice.subject_id) == announcement_id,
            col(Notice.recipient_id).in_(people[at : at + EDITS_A_MINUTE]),
        )
        sent = (*mine, col(Notice.state) == State.SENT, col(Notice.ts).is_not(None))
        due_at = now + timedelta(minutes=(ahead + at) // EDITS_A_MINUTE)
        again: dict[str, Any] = {"due_at": due_at, "batched_at": None, "attempts": 0, "why": None}
        await _update(tx, *sent, state=State.PENDING, **again)
        # What is on its way was rendered before: delivery sees by this that it was owed again.
        moving = (*mine, col(Notice.state).in_([State.SENDING, State.IN_DOUBT]), col(Notice.sending_at) < now)
        await _update(tx, *moving, due_at=now)


async def _update(tx: Tx, *where: ColumnElement[bool], **values: Any) -> None:
    await tx.flush()
    await (await tx.connection()).execute(update(Notice).where(*where).values(**values))


async def refused_posts(tx: Tx, since: datetime, told_by: str) -> list[Notice]:
    """Announcements that Slack did not take for their channel since then, and whose authors were not told."""
    known = pick(col(Notice.subject_id)).where(col(Notice.kind) == told_by, col(Notice.due_at) >= since)
    found = (
        select(Notice)
        .join(Announcement, col(Announcement.id) == col(Notice.subject_id))
        .where(
            Notice.kind == POST.name,
            Notice.state == State.FAILED,
            Notice.due_at >= since,
            col(Announcement.stage) != Stage.WITHDRAWN,
            col(Notice.subject_id).not_in(known),
        )
    )
    return list(await tx.exec(found.order_by(col(Notice.id))))
