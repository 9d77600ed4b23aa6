"""The calendar's side of requests for feedback: one reminder, and an end for what nobody waits for any more."""

from datetime import datetime

from bot.domain import feedback_requests as rules
from bot.domain.feedback_requests import Said
from bot.usecases import feedback_asks, notices
from bot.usecases.acting import has_left
from bot.usecases.feedback_requests import end
from storage import feedback_requests as store
from storage import people
from storage.database import Tx

AT_ONCE = 500


async def remind_due(tx: Tx, now: datetime) -> int:
    """Owe the reminders that are due: one for each who has not answered. How many there were."""
    due = await store.to_remind(tx, now, AT_ONCE)
    rows = [
        {
            "workspace_id": one.workspace_id,
            "subject_id": one.request_id,
            "recipient_id": one.person_id,
            "due_at": one.remind_at,
        }
        for one in due
    ]
    if due:
        await notices.owe_many(tx, rules.REMINDER, rows, now=now)
        await store.reminded(tx, [one.id for one in due])
    return len(due)


async def end_due(tx: Tx, now: datetime) -> int:
    """End what is over: a week after it was due, because somebody left, or because somebody else leads them now."""
    found = await store.over(tx, now, AT_ONCE)
    for request_id, why in found:
        request = await store.locked(tx, request_id)
        if request is not None:
            await end(tx, request, why, now)
    return len(found)


async def leave_out(tx: Tx, now: datetime) -> int:
    """Nobody waits for those who have left."""
    found = await store.left(tx, now, AT_ONCE)
    for request_id in found:
        request = await store.locked(tx, request_id)
        asked = [one for one in await store.asked_of(tx, request_id) if one.said.waits]
        who = await people.by_ids(tx, [one.person_id for one in asked])
        for one in asked:
            if has_left(who[one.person_id], now):
                one.said = Said.OVER
                tx.add(one)
        await tx.flush()
        if request is not None:
            await feedback_asks.show_again(tx, request, [], now)
    return len(found)
