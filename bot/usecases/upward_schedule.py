"""The calendar's side of anonymous words to managers: what is enough is delivered on a later day, what never will be is deleted."""

from datetime import datetime

from bot.domain import upward as rules
from bot.domain.notices import Kind
from bot.domain.upward import AUTHORS_FROM
from bot.usecases import notices, working
from bot.usecases.upward import is_there, today
from storage import people
from storage import upward as store
from storage.database import Tx
from storage.people import Person
from storage.upward import UpwardBatch


async def to_look_at(tx: Tx) -> list[int]:
    """The batches with something that waits."""
    return await store.to_look_at(tx)


async def look(tx: Tx, batch_id: int, now: datetime) -> bool:
    """Deliver what waits in a batch if it is enough, and was so on an earlier day of the manager's.

    Whether rows were written anew, or deleted. Safe to repeat, and to race with whoever writes.
    """
    batch = await store.lock(tx, batch_id)
    manager = await people.get(tx, batch.manager_id)
    done = await (_look_at_words if batch.closed_at is None else _look_at_replies)(tx, batch, manager, now)
    tx.add(batch)
    await tx.flush()
    return done


async def _look_at_words(tx: Tx, batch: UpwardBatch, manager: Person, now: datetime) -> bool:
    day = today(manager, now)
    if not is_there(manager, now) or rules.is_stale(batch.seen_on, day):
        await _close(tx, batch, now, delivered=False)
        return True
    batch.seen_on = batch.seen_on or day
    if rules.may_close(batch.waits_on, day):
        await _close(tx, batch, now, delivered=True)
        await _tell(tx, rules.DELIVERED, batch, manager, now)
        return True
    if batch.waits_on is None and await store.count_authors(tx, batch.id) >= AUTHORS_FROM:
        batch.waits_on = day
    return False


async def _close(tx: Tx, batch: UpwardBatch, now: datetime, *, delivered: bool) -> None:
    """From here on nothing tells who wrote in it, in which order, or on which day."""
    await store.forget_authors(tx, batch.id)
    await store.mix_words(tx, batch.id, erased=not delivered)
    batch.closed_at, batch.delivered, batch.seen_on, batch.waits_on = now, delivered, None, None


async def _look_at_replies(tx: Tx, batch: UpwardBatch, manager: Person, now: datetime) -> bool:
    day = today(manager, now)
    if not is_there(manager, now):
        await store.drop_replies(tx, batch.id)
        batch.waits_on = None
        return True
    if rules.may_close(batch.waits_on, day):
        await store.mix_replies(tx, batch.id)
        batch.waits_on = None
        await _tell(tx, rules.REPLIED, batch, manager, now, occurrence=now.isoformat())
        return True
    if batch.waits_on is None and await store.count_replies_waiting(tx, batch.id):
        batch.waits_on = day
    return False


async def _tell(
    tx: Tx, kind: Kind, batch: UpwardBatch, manager: Person, now: datetime, *, occurrence: str = ""
) -> None:
    """At the hour of the manager's own digest, on the next day they work."""
    hours = await working.of_one(tx, manager, now)
    await notices.owe(
        tx,
        kind,
        workspace_id=batch.workspace_id,
        subject_id=batch.id,
        recipient_id=manager.id,
        due_at=hours.next_at(manager.digest_at, now),
        now=now,
        occurrence=occurrence,
    )
