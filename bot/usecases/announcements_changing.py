"""An announcement that is out is changed or withdrawn: what was sent is edited, and whoever read the text before is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain import announcements as rules
from bot.domain.announcements import BATCH, CHANGED, OUT, POST, REVISE, TEST, TO_READERS, Stage
from bot.domain.errors import RuleBroken
from bot.domain.notices import Lane
from bot.usecases import notices
from bot.usecases.announcements import last_by, require
from bot.usecases.announcements_sending import Pressed
from storage import announcements as store
from storage import announcements_notices as messages
from storage import announcements_to as rows
from storage import audit, jobs
from storage.announcements import Announcement, AnnouncementText
from storage.announcements_to import AnnouncementTo
from storage.database import Tx
from storage.people import Person


@dataclass(frozen=True)
class Wanted:
    """The new text of one language, and what is different. `words` None: a text that is too long for a field stays."""

    title: str
    words: str | None
    changed: str


@dataclass(frozen=True)
class Changing:
    """An announcement that is out, with its texts, to be changed."""

    announcement: Announcement
    texts: dict[str, AnnouncementText]


async def access_changing(tx: Tx, hr: Person, announcement_id: int) -> Changing:
    """For HR. Raises RuleBroken for one that is not out."""
    found = await require(tx, hr, announcement_id)
    if found.stage not in OUT:
        raise RuleBroken("announcement_not_out")
    return Changing(found, await store.texts(tx, found.id, found.version))


async def change(
    tx: Tx, hr: Person, announcement_id: int, revision: int, wanted: Mapping[str, Wanted], now: datetime
) -> Pressed:
    """A new version. Whoever has it sees it in place of the old one; whoever read that is told what changed.

    Raises RuleBroken at the fields "title_en", "words_en", "changed_en", and so on for the other languages.
    """
    found = await require(tx, hr, announcement_id, locked=True)
    if found.stage not in OUT:
        raise RuleBroken("announcement_not_out")
    if found.revision != revision:
        return Pressed(found, await last_by(tx, found))
    before = await store.texts(tx, found.id, found.version)
    new = {language: one for language in rules.LANGUAGES if (one := _new(language, before, wanted)) is not None}
    if all(one["changed"] is None and language in before for language, one in new.items()):
        raise RuleBroken("announcement_unchanged")
    found.version += 1
    for language, said in new.items():
        await store.put(tx, found, language, **said)
    await _again(tx, found, hr)
    details: dict[str, Any] = {"version": found.version}
    await audit.note(
        tx, hr.workspace_id, "announcement.changed", rules.RECORD, found.id, actor_id=hr.id, now=now, **details
    )
    return Pressed(found)


def _new(
    language: str, before: Mapping[str, AnnouncementText], wanted: Mapping[str, Wanted]
) -> dict[str, str | None] | None:
    """The text of one language in the new version; None: it has none."""
    old, asked = before.get(language), wanted.get(language)
    if asked is None or (old is None and not asked.title.strip() and not (asked.words or "").strip()):
        return None if old is None else {"title": old.title, "words": old.words, "changed": None}
    title = rules.check_title(asked.title, f"title_{language}")
    stays = old.words if old is not None and asked.words is None else None
    words = stays or rules.check_words(asked.words or "", f"words_{language}")
    if old is None:
        return {"title": title, "words": words, "changed": None}
    if (title, words) == (old.title, old.words):
        return {"title": title, "words": words, "changed": None}
    return {"title": title, "words": words, "changed": rules.check_changed(asked.changed, f"changed_{language}")}


async def withdraw(tx: Tx, hr: Person, announcement_id: int, now: datetime) -> Pressed:
    """What is not sent yet is dropped, what was sent says that it was withdrawn, and whoever read it is told."""
    found = await require(tx, hr, announcement_id)
    if not await store.move(tx, found.id, OUT, Stage.WITHDRAWN, ended_at=now):
        return Pressed(found, await last_by(tx, found) if found.stage is not Stage.WITHDRAWN else None)
    held = await store.lock(tx, announcement_id)
    if held is None:
        return Pressed(found)
    texts = await store.texts(tx, held.id, held.version)
    held.version += 1
    for language, text in texts.items():
        await store.put(tx, held, language, title=text.title, words=text.words, changed=None)
    await messages.drop(tx, held.id, "withdrawn")
    await _again(tx, held, hr)
    await audit.note(tx, hr.workspace_id, "announcement.withdrawn", rules.RECORD, held.id, actor_id=hr.id, now=now)
    return Pressed(held)


async def _again(tx: Tx, found: Announcement, hr: Person) -> None:
    """All that was sent is to show how it stands now."""
    found.revision += 1
    found.revise_after = 0
    found.edited_by = hr.id
    tx.add(found)
    await tx.flush()
    await revise_later(tx, found.id)


async def revise_later(tx: Tx, announcement_id: int) -> None:
    """Have the messages brought to the newest version."""
    task = {"priority": int(Lane.BROADCAST), "queueing_lock": f"{REVISE}:{announcement_id}"}
    await jobs.add(tx, REVISE, args={"announcement": announcement_id}, **task)  # type: ignore[arg-type]


async def revise_unfinished(tx: Tx) -> None:
    """Those whose messages do not all show the newest version go on."""
    for one in await store.unfinished(tx):
        if one.revised < one.version:
            await revise_later(tx, one.id)


async def revise(tx: Tx, announcement_id: int, now: datetime) -> bool:
    """Bring the next people's messages to the newest version, and owe those who read an older one what changed.

    Whether there are more. Killed at any moment, it goes on where it was; nobody is told twice.
    """
    found = await store.lock(tx, announcement_id)
    if found is None or found.revised >= found.version:
        return False
    some = await rows.after(tx, found.id, found.revise_after, BATCH)
    told = await messages.told(tx, found.id, [one.person_id for one in some])
    ahead = await rows.count(tx, found.id, found.revise_after)
    everybody = [one.person_id for one in some]  # also those to whom it is on its way at this moment, as it was
    await messages.edit(tx, found.id, [one.name for one in TO_READERS], everybody, now, ahead=ahead)
    await _tell(tx, found, [one.person_id for one in some if _has_read(found, one, told)], now)
    if len(some) == BATCH:
        found.revise_after = some[-1].id
        tx.add(found)
        return True
    await messages.edit(tx, found.id, [POST.name], [found.author_id], now)
    found.revised, found.revise_after = found.version, 0
    tx.add(found)
    return False


def _has_read(found: Announcement, one: AnnouncementTo, told: set[int]) -> bool:
    """Whether they read a version before this one.

    Where nobody was asked to confirm, the words stood in their DM, and nobody can know who read them there: then all who have it.
    """
    seen = max(one.read_version or 0, one.understood_version or 0)
    if seen:
        return seen < found.version
    return not found.asks and one.person_id in told


async def _tell(tx: Tx, found: Announcement, people: list[int], now: datetime) -> None:
    key = {"workspace_id": found.workspace_id, "subject_id": found.id, "occurrence": str(found.version)}
    await notices.owe_many(tx, CHANGED, [{**key, "recipient_id": one, "due_at": now} for one in people], now=now)


async def tell_late(tx: Tx, found: Announcement, person_id: int, version: int, now: datetime) -> None:
    """Somebody confirmed a text that had changed meanwhile, in a message that does not show it yet: they are told as well."""
    if version < found.version:
        await _tell(tx, found, [person_id], now)


async def send_test(tx: Tx, hr: Person, announcement_id: int, now: datetime) -> list[str]:
    """Send HR the announcement as it is, once in each language that it is written in. Pressed twice, it comes once."""
    found = await require(tx, hr, announcement_id)
    written = await store.texts(tx, found.id, found.version)
    if not written:
        raise RuleBroken("announcement_without_text")
    of: dict[str, Any] = {"workspace_id": hr.workspace_id, "subject_id": found.id, "recipient_id": hr.id}
    for language in rules.LANGUAGES:
        if language in written:
            await notices.owe(tx, TEST, **of, due_at=now, now=now, occurrence=f"{found.revision} {language}")
    return [one for one in rules.LANGUAGES if one in written]
