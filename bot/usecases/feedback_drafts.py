"""Drafts of feedback: kept from the first Submit on, listed, gone on with, thrown away."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import feedback as rules
from bot.domain import feedback_form as forms
from bot.domain.errors import NotAllowed
from bot.domain.feedback_form import Filled
from storage import drafts, people
from storage.database import Tx
from storage.drafts import KeptDraft
from storage.people import Person

SHOWN = 20


@dataclass(frozen=True)
class Kept:
    """A draft in the list: for whom as far as they are known, and what stands in it."""

    draft_id: int
    kept_at: datetime
    filled: Filled
    to: list[Person]


async def used(tx: Tx, me: Person, key: str) -> bool:
    """Whether what was kept under this key has been sent, or thrown away."""
    found = await drafts.find(tx, me.id, rules.DRAFT, key)
    return found is not None and found.used_at is not None


async def keep(tx: Tx, me: Person, key: str, filled: Filled, now: datetime) -> Filled:
    """Keep the form as it is filled in, with the words of the other form that were kept before. Without any words: nothing."""
    earlier = await drafts.find(tx, me.id, rules.DRAFT, key)
    if earlier is not None and earlier.words is not None and earlier.used_at is None:
        filled = filled.over(forms.loaded(earlier.words))
    if filled.any_words:
        await drafts.keep(tx, me.workspace_id, me.id, rules.DRAFT, key, forms.dumped(filled), now)
    return filled


async def mark_used(tx: Tx, me: Person, key: str, now: datetime) -> None:
    """It was sent: its words stand with the feedback now, and nowhere else."""
    found = await drafts.find(tx, me.id, rules.DRAFT, key)
    if found is not None:
        found.words, found.used_at = None, now
        await tx.flush()


async def access_drafts(tx: Tx, me: Person) -> list[Kept]:
    """One's own drafts of feedback, the latest first."""
    found = []
    for one in await drafts.waiting(tx, me.id, rules.DRAFT, SHOWN):
        if one.words is not None:
            filled = forms.loaded(one.words)
            known = await people.by_slack_ids(tx, me.workspace_id, list(filled.to))
            found.append(Kept(one.id, one.kept_at, filled, list(known.values())))
    return found


async def access_draft(tx: Tx, me: Person, draft_id: int) -> tuple[str, Filled]:
    """The key and the form of one's own draft. Raises NotAllowed for somebody else's, and once it was sent."""
    found = _mine(me, await drafts.get(tx, draft_id))
    if found.words is None or found.used_at is not None:
        raise NotAllowed("not_found")
    return found.key, forms.loaded(found.words)


async def discard(tx: Tx, me: Person, draft_id: int, now: datetime) -> None:
    """Its words are gone. Pressed twice, it is done once."""
    found = _mine(me, await drafts.locked(tx, draft_id))
    if found.used_at is None:
        found.words, found.used_at = None, now
        await tx.flush()


def _mine(me: Person, found: KeptDraft | None) -> KeptDraft:
    if found is None or found.person_id != me.id or found.about != rules.DRAFT:
        raise NotAllowed("not_found")
    return found
