"""The giver's receipt follows by itself: when its receiver was told, or never will be, and when it can no longer be taken back."""

from datetime import datetime, timedelta

from bot.domain import feedback as rules
from bot.domain.notices import State
from bot.usecases import notices
from storage import feedback as store
from storage import notices as notice_rows
from storage.database import Tx
from storage.feedback import Feedback

BATCH = 100
AGAIN = timedelta(minutes=1)
"""While a message is on its way: the next tick looks again."""


async def follow(tx: Tx, now: datetime) -> int:
    """Let the receipts that say something else by now be edited; how many were looked at, at the most `BATCH`."""
    found = await store.to_look_at(tx, now, BATCH)
    for one in found:
        changed, one.look_at = await _next(tx, one, now)
        tx.add(one)
        if changed:
            await notices.owe_again(tx, rules.RECEIPT, subject_id=one.id, recipient_id=one.author_id, now=now)
    await tx.flush()
    return len(found)


async def look_again(tx: Tx, feedback_id: int, now: datetime) -> None:
    """Its receiver is to be told after all: the receipt follows once more."""
    one = await store.find(tx, feedback_id)
    if one is not None and one.withdrawn_at is None:
        one.look_at = now + AGAIN
        tx.add(one)
        await tx.flush()


async def _next(tx: Tx, one: Feedback, now: datetime) -> tuple[bool, datetime | None]:
    """Whether the receipt says something else now, and when to look again."""
    if one.withdrawn_at is not None:
        return False, None
    told = await notice_rows.find(tx, rules.GIVEN.name, one.id, one.subject_id)
    if told is None or told.state in (State.DROPPED, State.FAILED):
        return True, None
    if told.sent_at is None:
        return False, max(told.due_at, now + AGAIN)
    over = told.sent_at + rules.TAKE_BACK
    return True, over if now < over else None
