"""Notes of a 1:1 that are longer than a field: written to the bot in the DM, and put below a note of one's own."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import NotAllowed, RuleBroken
from bot.usecases import dm, one_on_ones_notes
from storage import agenda_talks as talks
from storage import drafts, people
from storage.database import Tx
from storage.one_on_ones import OneOnOne
from storage.people import Person

OFFERED = 20
"""Talks to choose from: whoever writes notes months later finds the talk in its list."""


@dataclass(frozen=True)
class Choice:
    """Words that wait in the DM, and my last talks, each with the other one."""

    draft_id: int
    words: str
    talks: list[tuple[OneOnOne, Person]]


async def access_choice(tx: Tx, me: Person, draft_id: int) -> Choice:
    """Raises NotAllowed for somebody else's words, and for words that are gone; RuleBroken where I had no 1:1 yet."""
    words = await dm.prefill(tx, me, draft_id)
    if not words.strip():
        raise NotAllowed("not_found")
    found = await talks.of_person(tx, me.id, OFFERED)
    if not found:
        raise RuleBroken("no_one_on_ones")
    others = {one.id: one.person_id if one.manager_id == me.id else one.manager_id for one in found}
    who = await people.by_ids(tx, sorted(set(others.values())))
    return Choice(draft_id, words, [(one, who[others[one.id]]) for one in found])


async def put(tx: Tx, me: Person, draft_id: int, talk_id: int, now: datetime, *, to_share: bool) -> None:
    """Put the words below my note of that talk, for both or for me alone. Pressed twice, they stand there once."""
    kept = await drafts.locked(tx, draft_id)
    if kept is not None and kept.person_id == me.id and kept.about == dm.NOTED:
        return
    words = await dm.prefill(tx, me, draft_id)
    if not words.strip():
        raise NotAllowed("not_found")
    await one_on_ones_notes.append(tx, me, talk_id, words, now, to_share=to_share)
    await dm.mark_noted(tx, me, draft_id, now)
