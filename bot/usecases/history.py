"""One's own history: page by page, by a word in it, and as text into one's own chat. It is nobody else's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic

from bot.domain import history, searching
from bot.domain.errors import RuleBroken
from bot.domain.history import EXPORT, PAGE, E, Place, Span
from bot.domain.notices import Kind, NoLonger
from bot.usecases import notices
from storage import history as store
from storage.database import Tx
from storage.history import Entry
from storage.notices import Notice
from storage.people import Person

SCANNED = 100
"""Check-ins read at a time while a word is looked for: what is encrypted can only be searched by reading it."""
AGAIN_AFTER = timedelta(minutes=10)
"""So long after an export the next press is taken for the same one."""


@dataclass(frozen=True)
class History:
    """One page, the newest first; `older` and `newer` lead to the pages beside it. `parts`: what was looked for."""

    entries: list[Entry]
    word: str
    parts: list[str]
    older: Place | None
    newer: Place | None


@dataclass(frozen=True)
class Exported(Generic[E]):
    """What one message of an export holds: message `number` of `count`."""

    entries: list[E]
    part: int
    number: int
    count: int


async def access_history(tx: Tx, me: Person, *, word: str = "", place: Place | None = None) -> History:
    """A page of one's own check-ins, of those alone in which the word stands."""
    parts = searching.parts(word)
    shown = history.page(
        await _matching(tx, me, parts, place), place, lambda one: (one.checkin.sent_at, one.checkin.id)
    )
    return History(shown.entries, word[: searching.WORD_MAX].strip(), parts, shown.older, shown.newer)


async def _matching(tx: Tx, me: Person, parts: list[str], place: Place | None) -> list[Entry]:
    """One more than a page of what comes next in that direction."""
    beside, newer = ((place.at, place.record_id), place.newer) if place else (None, False)
    most = SCANNED if parts else PAGE + 1
    found: list[Entry] = []
    while len(found) <= PAGE:
        read = await store.page(tx, me.id, most, beside=beside, newer=newer)
        entries = await store.with_words(tx, me.id, read)
        found += [one for one in entries if searching.found_in(parts, one.words)]
        if len(read) < most:
            break
        beside = (read[-1].sent_at, read[-1].id)
    return found


async def access_all(tx: Tx, me: Person) -> list[Entry]:
    """The whole of one's own history, the oldest first."""
    found: list[Entry] = []
    following = 0
    while True:
        read = await store.from_id(tx, me.id, following, most=SCANNED)
        found += await store.with_words(tx, me.id, read)
        if len(read) < SCANNED:
            return found
        following = read[-1].id + 1


async def export(tx: Tx, me: Person, spans: Sequence[Span], now: datetime, kind: Kind = EXPORT) -> int:
    """Owe somebody a history of theirs, a message for each span; the number of messages. Pressed twice, it comes once.

    Raises RuleBroken("export_on_its_way") for a press soon after another, RuleBroken("nothing_to_export") without check-ins.
    """
    await store.lock(tx, me.id)
    if not spans:
        raise RuleBroken("nothing_to_export")
    if await store.owed_since(tx, kind.name, me.id, now - AGAIN_AFTER):
        raise RuleBroken("export_on_its_way")
    rows = [
        {
            "workspace_id": me.workspace_id,
            "subject_id": span.first_id,
            "recipient_id": me.id,
            "occurrence": f"{now:%Y%m%dT%H%M%S} {number} {len(spans)} {span.last_id} {span.part}",
        }
        for number, span in enumerate(spans, start=1)
    ]
    await notices.owe_in_order(tx, kind, rows, now=now)
    return len(spans)


def last_id(notice: Notice) -> int:
    """The last record that a message of an export holds; the first one is the notice's subject."""
    return int(notice.occurrence.split()[3])


def exported(notice: Notice, entries: list[E]) -> Exported[E]:
    """A message of an export with what it holds. Raises NoLonger where nothing of it is left."""
    if not entries:
        raise NoLonger("gone")
    _, number, count, _, part = notice.occurrence.split()
    return Exported(entries, int(part), int(number), int(count))


async def access_export(tx: Tx, notice: Notice, me: Person, now: datetime) -> Exported[Entry]:
    """What a message of an export holds, for its owner: as it stands at the moment it is sent."""
    read = await store.from_id(tx, me.id, notice.subject_id, last_id=last_id(notice))
    return exported(notice, await store.with_words(tx, me.id, read) if read else [])
