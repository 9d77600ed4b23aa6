"""The notes of a 1:1: each of the two writes one for both and one for nobody else, and the two never meet in one query."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain import one_on_ones_notes as rules
from bot.domain.errors import RuleBroken
from bot.domain.one_on_ones_notes import NOTE_MAX, PART_MAX, Typed
from bot.usecases.agenda import access_talk
from bot.usecases.agenda_pairs import leads
from storage import agenda_talks as talks
from storage import inserting, people
from storage import one_on_one_notes as store
from storage.database import Tx
from storage.one_on_one_notes import PrivateTalkNote, SharedTalkNote
from storage.one_on_ones import OneOnOne
from storage.people import Person


@dataclass(frozen=True)
class Notes:
    """The notes of a talk for one of its two. `shared` is mine for both, `theirs` the other one's, `private` mine alone.

    `goes_on`: the two still report to each other; else it stays as it is. `overtaken`: fields whose note changed meanwhile.
    """

    talk: OneOnOne
    me: Person
    other: Person
    shared: SharedTalkNote | None
    theirs: SharedTalkNote | None
    private: PrivateTalkNote | None
    goes_on: bool
    overtaken: Sequence[str] = field(default_factory=tuple)


async def access_notes(tx: Tx, me: Person, talk_id: int, now: datetime) -> Notes:
    """Raises NotAllowed for everybody but the two of the talk."""
    talk = await access_talk(tx, me, talk_id)
    who = await people.by_ids(tx, [talk.person_id, talk.manager_id])
    notes = await store.shared(tx, [talk_id])
    return Notes(
        talk=talk,
        me=me,
        other=next(one for one in who.values() if one.id != me.id),
        shared=next((one for one in notes if one.author_id == me.id), None),
        theirs=next((one for one in notes if one.author_id != me.id), None),
        private=await store.private(tx, talk_id, me.id),
        goes_on=await leads(tx, talk.manager_id, who[talk.person_id], now),
    )


async def save(tx: Tx, me: Person, talk_id: int, shared: Typed | None, private: Typed | None, now: datetime) -> Notes:
    """Keep what was typed, each where it belongs; None: there was no such field.

    What another device has changed since the form was opened stays, and the answer names it. Raises RuleBroken("notes_closed") where
    something shared is to change and the two no longer report to each other: whoever read it then reads nothing new.
    """
    await talks.locked(tx, talk_id)
    found = await access_notes(tx, me, talk_id, now)
    late = []
    for name, typed, note in (("shared", shared, found.shared), ("private", private, found.private)):
        if typed is None:
            continue
        if len(typed.words) > PART_MAX:
            raise RuleBroken("too_long", {"most": PART_MAX}, field=name)
        if rules.overtaken(note.words if note else "", note.version if note else 0, typed):
            late.append(name)
        elif typed.words.strip() != ((note.words if note else "") or "").strip():
            await _keep(tx, found, name, typed.words, now)
    again = await access_notes(tx, me, talk_id, now)
    return Notes(**{**vars(again), "overtaken": tuple(late)})


async def append(tx: Tx, me: Person, talk_id: int, words: str, now: datetime, *, to_share: bool) -> None:
    """Add words of any length below what I wrote about a talk."""
    await talks.locked(tx, talk_id)
    found = await access_notes(tx, me, talk_id, now)
    note: SharedTalkNote | PrivateTalkNote | None = found.shared if to_share else found.private
    whole = rules.joined(note.words if note else None, words)
    if len(whole) > NOTE_MAX:
        raise RuleBroken("too_long", {"most": NOTE_MAX})
    await _keep(tx, found, "shared" if to_share else "private", whole, now)


async def _keep(tx: Tx, found: Notes, name: str, words: str, now: datetime) -> None:
    if name == "shared" and not found.goes_on:
        raise RuleBroken("notes_closed", {"name": found.other.name}, field=name)
    row: dict[str, object] = {"workspace_id": found.me.workspace_id, "talk_id": found.talk.id}
    row |= {"author_id": found.me.id, "words": words, "version": 1, "written_at": now}
    note: SharedTalkNote | PrivateTalkNote | None = found.shared if name == "shared" else found.private
    if note is None and name == "shared":
        await inserting.insert_once(tx, SharedTalkNote, row | {"person_id": found.talk.person_id})
    elif note is None:
        await inserting.insert_once(tx, PrivateTalkNote, row)
    else:
        note.words, note.version, note.written_at = words, note.version + 1, now
    await tx.flush()
