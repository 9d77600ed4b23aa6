"""The messages about feedback that were sent already say how it stands now."""

from datetime import datetime

from bot.domain import feedback as rules
from bot.usecases import notices
from storage import feedback as store
from storage.database import Tx


async def show_again(tx: Tx, feedback_id: int, now: datetime) -> None:
    """Let the message to its receiver and the receipt of its giver show what came of it."""
    one = await store.find(tx, feedback_id)
    if one is not None:
        await notices.owe_again(tx, rules.GIVEN, subject_id=one.id, recipient_id=one.subject_id, now=now)
        await notices.owe_again(tx, rules.RECEIPT, subject_id=one.id, recipient_id=one.author_id, now=now)
