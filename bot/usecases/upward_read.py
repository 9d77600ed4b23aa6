"""What was written to a manager, for that manager alone: all of a batch at once, and one answer to it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import upward as rules
from bot.domain.errors import NotAllowed
from storage import upward as store
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person
from storage.upward import UpwardBatch

PAGE = 15
"""Texts in one modal: of the longest, that is half of what a view takes."""


@dataclass(frozen=True)
class Opened:
    """One page of what was said in a batch, and then of what was answered back; each in random order."""

    batch: UpwardBatch
    said: list[str | None]
    replies: list[str | None]
    page: int
    more: bool


async def access_batch(tx: Tx, me: Person, batch_id: int, page: int = 0) -> Opened:
    """A page of what was delivered to me. Raises NotAllowed for everybody else, and while it waits."""
    batch = await _mine(tx, me, batch_id)
    said, replies = await store.said(tx, batch.id), await store.replies(tx, batch.id)
    first = max(page, 0) * PAGE
    end, rest = first + PAGE, max(first - len(said), 0)
    shown = said[first:end]
    return Opened(
        batch=batch,
        said=shown,
        replies=replies[rest : rest + PAGE - len(shown)],
        page=max(page, 0),
        more=len(said) + len(replies) > end,
    )


async def read(tx: Tx, me: Person, batch_id: int, now: datetime) -> Opened:
    """The first page, on the click that shows the words; from then on those who wrote can see that it was read."""
    batch = await store.lock(tx, (await _mine(tx, me, batch_id)).id)
    if batch.read_at is None:
        batch.read_at = now
        tx.add(batch)
        await tx.flush()
    return await access_batch(tx, me, batch_id)


async def answer(tx: Tx, me: Person, batch_id: int, words: str, now: datetime) -> None:
    """One answer to all who wrote, which can be changed. Nobody is told: nobody knows whom. Raises RuleBroken at the words."""
    batch = await store.lock(tx, (await _mine(tx, me, batch_id)).id)
    batch.answer, batch.answered_at = rules.check(words), now
    tx.add(batch)
    await tx.flush()


async def access_delivered(tx: Tx, notice: Notice, me: Person, now: datetime) -> UpwardBatch:
    """That there is something to read, for the manager whom it was written to. The words are not fetched."""
    return await _mine(tx, me, notice.subject_id)


async def _mine(tx: Tx, me: Person, batch_id: int) -> UpwardBatch:
    batch = await store.find(tx, batch_id)
    if batch is None or batch.manager_id != me.id or not batch.delivered:
        raise NotAllowed("not_found")
    return batch
