"""The rows of a check-in: each built-in kind in its own, written from a draft and read back into one."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import plans
from bot.domain.checkins import Draft, HelpState, ItemKind
from bot.usecases import checkins_own as own
from storage import checkins as store
from storage import inserting
from storage.checkins import Blocker, CheckIn, CheckInItem
from storage.database import Tx
from storage.people import Person


async def write(tx: Tx, me: Person, checkin: CheckIn, draft: Draft, now: datetime) -> Blocker | None:
    """Put each kind in its row; what was emptied in an edit goes. Answers the blocker for which help is asked."""
    there = await store.items(tx, checkin.id) if checkin.version > 1 else {}
    said = {ItemKind.PROGRESS: [draft.progress], ItemKind.PLAN: plans.lines(draft.plan), ItemKind.IDEA: [draft.idea]}
    new = []
    for kind, texts in said.items():
        more = await _write_lines(tx, there.get(kind, []), [text for text in texts if text.strip()])
        new += [_row(me, checkin) | {"kind": kind, "position": at, "words": text} for at, text in more]
    await inserting.insert_new(tx, store.CheckInItem, new)
    await _write_mood(tx, me, checkin, draft)
    await own.write(tx, me, checkin, draft.own)
    blocker = await _write_blocker(tx, me, checkin, draft, now)
    await tx.flush()
    return blocker


async def _write_lines(tx: Tx, there: list[CheckInItem], texts: list[str]) -> list[tuple[int, str]]:
    """Write over the lines that are there; those that are left over go, unless they were erased. Answers what is new, and where."""
    for item, text in zip(there, texts, strict=False):
        if item.words != text:
            item.words, item.became, item.became_in = text, None, None
    for item in there[len(texts) :]:
        if item.words is not None:
            await tx.delete(item)
    return list(enumerate(texts))[len(there) :]


def _row(me: Person, checkin: CheckIn) -> dict[str, object]:
    return {"workspace_id": me.workspace_id, "checkin_id": checkin.id}


async def _write_mood(tx: Tx, me: Person, checkin: CheckIn, draft: Draft) -> None:
    mood = await store.mood(tx, checkin.id) if checkin.version > 1 else None
    if draft.mood is None:
        if mood is not None:
            await tx.delete(mood)
    elif mood is None:
        row = _row(me, checkin) | {"value": draft.mood, "words": draft.mood_words}
        await inserting.insert_new(tx, store.Mood, [row])
    else:
        mood.value = draft.mood
        if draft.mood_words or mood.words is not None:  # what was erased stays so until there are new words
            mood.words = draft.mood_words


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


@dataclass(frozen=True)
class Stored:
    """What was sent. `erased`: the fields of the draft whose words were erased, and which are empty in it for that reason."""

    draft: Draft
    erased: frozenset[str]
    plan: list[CheckInItem]


async def draft_of(tx: Tx, checkin: CheckIn) -> Draft:
    """What was sent, as the form shows it again. Erased words come back empty."""
    return (await stored(tx, checkin)).draft


async def stored(tx: Tx, checkin: CheckIn) -> Stored:
    """What was sent, and which words of it were erased."""
    items = await store.items(tx, checkin.id)
    mood = await store.mood(tx, checkin.id)
    blocker = await store.blocker_of(tx, checkin.id)
    standing = blocker if blocker is not None and blocker.closed_at is None else None
    said = {kind: "\n".join(one.words or "" for one in lines) for kind, lines in items.items()}
    erased = {kind.value for kind, lines in items.items() if any(one.words is None for one in lines)}
    if mood is not None and mood.words is None:
        erased.add("mood_words")
    draft = Draft(
        progress=said[ItemKind.PROGRESS],
        plan=said[ItemKind.PLAN],
        idea=said[ItemKind.IDEA],
        blocker=(standing.words or "") if standing else "",
        help_from=standing.help_from if standing else None,
        mood=mood.value if mood else None,
        mood_words=(mood.words or "") if mood else "",
        own=await own.replies(tx, checkin),
    )
    return Stored(draft, frozenset(erased), items[ItemKind.PLAN])
