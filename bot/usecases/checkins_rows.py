"""The rows of a check-in: each built-in kind in its own, written from a draft and read back into one."""

from datetime import datetime

from bot.domain.checkins import Draft, HelpState, ItemKind
from storage import checkins as store
from storage import inserting
from storage.checkins import Blocker, CheckIn
from storage.database import Tx
from storage.people import Person


async def write(tx: Tx, me: Person, checkin: CheckIn, draft: Draft, now: datetime) -> Blocker | None:
    """Put each kind in its row; what was emptied in an edit goes. Answers the blocker for which help is asked."""
    there = await store.items(tx, checkin.id) if checkin.version > 1 else {}
    new = []
    said = {ItemKind.PROGRESS: draft.progress, ItemKind.PLAN: draft.plan, ItemKind.IDEA: draft.idea}
    for kind, text in said.items():
        item = there.get(kind)
        if item is not None and not text.strip():
            await tx.delete(item)
        elif item is not None:
            item.words = text
        elif text.strip():
            new.append(_row(me, checkin) | {"kind": kind, "position": 0, "words": text})
    await inserting.insert_new(tx, store.CheckInItem, new)
    await _write_mood(tx, me, checkin, draft)
    blocker = await _write_blocker(tx, me, checkin, draft, now)
    await tx.flush()
    return blocker


def _row(me: Person, checkin: CheckIn) -> dict[str, object]:
    return {"workspace_id": me.workspace_id, "checkin_id": checkin.id}


async def _write_mood(tx: Tx, me: Person, checkin: CheckIn, draft: Draft) -> None:
    mood = await store.mood(tx, checkin.id) if checkin.version > 1 else None
    if draft.mood is None:
        if mood is not None:
            await tx.delete(mood)
    elif mood is None:
        row = _row(me, checkin) | {"value": draft.mood, "words": draft.mood_words or None}
        await inserting.insert_new(tx, store.Mood, [row])
    else:
        mood.value, mood.words = draft.mood, draft.mood_words or None


async def _write_blocker(tx: Tx, me: Person, checkin: CheckIn, draft: Draft, now: datetime) -> Blocker | None:
    blocker = await store.blocker_of(tx, checkin.id) if checkin.version > 1 else None
    if not draft.blocker.strip():
        if blocker is not None and blocker.closed_at is None:
            blocker.closed_at = now
            return blocker if blocker.help_from else None
        return None
    asked = {
        "help_from": draft.help_from,
        "help_state": HelpState.ASKED if draft.help_from else None,
        "help_asked_at": now if draft.help_from else None,
    }
    if blocker is None:
        row = _row(me, checkin) | {"person_id": me.id, "position": 0, "words": draft.blocker, "opened_at": now} | asked
        blocker_id = await inserting.insert_row(tx, Blocker, row)
        return await tx.get_one(Blocker, blocker_id) if draft.help_from else None
    blocker.words, blocker.closed_at = draft.blocker, None
    if draft.help_from != blocker.help_from:
        for name, value in asked.items():
            setattr(blocker, name, value)
        blocker.help_answered_at = None
    return blocker if blocker.help_from else None


async def helper_of(tx: Tx, checkin: CheckIn) -> int | None:
    """Who is asked for help with the blocker of this check-in."""
    blocker = await store.blocker_of(tx, checkin.id)
    return blocker.help_from if blocker is not None else None


async def draft_of(tx: Tx, checkin: CheckIn) -> Draft:
    """What was sent, as the form shows it again. Erased words come back empty."""
    items = await store.items(tx, checkin.id)
    mood = await store.mood(tx, checkin.id)
    blocker = await store.blocker_of(tx, checkin.id)
    standing = blocker if blocker is not None and blocker.closed_at is None else None
    said = {kind: (items[kind].words or "") if kind in items else "" for kind in ItemKind}
    return Draft(
        progress=said[ItemKind.PROGRESS],
        plan=said[ItemKind.PLAN],
        idea=said[ItemKind.IDEA],
        blocker=(standing.words or "") if standing else "",
        help_from=standing.help_from if standing else None,
        mood=mood.value if mood else None,
        mood_words=(mood.words or "") if mood else "",
    )
