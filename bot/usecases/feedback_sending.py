"""Sending feedback from its form: checked, looked at by the coach, stored for each receiver, its draft used up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import feedback as rules
from bot.domain import feedback_form as forms
from bot.domain import feedback_review as reviewing
from bot.domain.coach_lexicon import Lexicon
from bot.domain.feedback import Written
from bot.domain.feedback_form import Filled, Held, When
from bot.domain.feedback_review import Review
from bot.domain.roles import Role
from bot.usecases import dm, feedback, feedback_asks, feedback_cited, feedback_drafts
from bot.usecases.feedback import Sending
from bot.usecases.feedback_form import access_receivers, access_written
from storage import evidence, roles
from storage import feedback as store
from storage.database import Tx
from storage.feedback import Feedback
from storage.people import Person


@dataclass(frozen=True)
class Sent:
    """What became of a Submit. Without `feedback`: nothing is stored, and the form comes back as `held` says."""

    held: Held
    feedback: Sequence[Feedback] = ()


async def send(tx: Tx, me: Person, held: Held, lexicon: Lexicon, now: datetime) -> Sent:
    """Store what was filled in for each of those who were chosen, unless something has to be looked at before.

    The same form sent twice is stored once. Raises RuleBroken at the field that cannot be stored.
    """
    filled = held.filled
    if filled.request is not None:
        await feedback_asks.access_answering(tx, me, filled.request, now)
    to = await access_receivers(tx, me, filled.to)
    await feedback.access_readers(tx, me, to, now)
    written = rules.check(await access_written(tx, me, filled))
    at = forms.sent_at(filled, now)
    if reviewing.asks(held, written, _review(me, filled, written, lexicon)):
        return Sent(replace(held, reviewed=forms.mark(written), reviews=held.reviews + 1))
    sending = Sending(
        source=_source(held.key),
        named=frozenset(held.named),
        to_manager=filled.to_manager,
        at=at,
        at_once=filled.when is When.NOW,
        about=await feedback_cited.access_cited(tx, me, to, filled, now),
        said_by=filled.said_by.strip(),
        said_on=filled.said_on,
    )
    given = await feedback.give(tx, me, to, written, now, sending)
    if given.unnamed:
        return Sent(held)
    await _settle(tx, me, held, given.feedback, now)
    return Sent(held, given.feedback)


async def access_review(tx: Tx, me: Person, held: Held, lexicon: Lexicon) -> Review:
    """What there is to be asked about the words in a form that was sent once: before that, nothing is."""
    if not held.reviewed:
        return Review()
    return _review(me, held.filled, await access_written(tx, me, held.filled), lexicon)


def _review(me: Person, filled: Filled, written: Written, lexicon: Lexicon) -> Review:
    return reviewing.review(written, lexicon, language=me.locale, passed_on=bool(filled.said_by.strip()))


async def access_hr(tx: Tx, me: Person, found: Review) -> list[Person]:
    """Who can help where words were found that hurt."""
    return await roles.holders(tx, me.workspace_id, Role.HR) if found.hits else []


async def _settle(tx: Tx, me: Person, held: Held, given: Sequence[Feedback], now: datetime) -> None:
    """What follows from its being stored: the message it is about, and the drafts that it used up."""
    filled = held.filled
    if filled.message is not None:
        cited = await feedback_cited.cite(tx, me, _source(held.key), filled.message, filled.quoted)
        for one in given:
            await evidence.add(tx, me.workspace_id, rules.RECORD, one.id, cited.kind, cited.record_id, cited.dated)
    if filled.request is not None:
        for one in given:
            await feedback_asks.answered(tx, me, filled.request, one, now)
    await feedback_drafts.mark_used(tx, me, held.key, now)
    if filled.dm is not None:
        await dm.mark_given(tx, me, filled.dm, now)


def _source(key: str) -> str:
    return f"view:{key}"


async def was_sent(tx: Tx, me: Person, key: str, filled: Filled) -> bool:
    """Whether just these words went to just these people under this key before: a second press of the same button."""
    written = await access_written(tx, me, filled)
    for person in await access_receivers(tx, me, filled.to):
        before = await store.by_source(tx, me.workspace_id, f"{_source(key)}:{person.id}")
        if before is None or not await _same(tx, before, written):
            return False
    return True


async def _same(tx: Tx, before: Feedback, written: Written) -> bool:
    """A part that came as a message is left out: once given, its words are kept nowhere else."""
    said = (await store.parts(tx, [before.id]))[before.id]
    stored, mine = ({part: text for part, text in one.items() if part != written.long} for one in (said, written.parts))
    mine = {part: text for part, text in mine.items() if (text or "").strip()}
    return before.form is written.form and (stored == mine or before.withdrawn_at is not None)


async def keep(tx: Tx, me: Person, held: Held, now: datetime) -> Held | None:
    """Keep the words before anything else is done with them. None: they were sent already, by another press of the button.

    What was changed after it was sent from another window goes on under a key of its own.
    """
    key, held = held.key, replace(held, filled=await feedback_asks.fixed(tx, me, held.filled))
    while await feedback_drafts.used(tx, me, key):
        if await was_sent(tx, me, key, held.filled):
            return None
        key += "+"
    filled = await feedback_drafts.keep(tx, me, key, held.filled, now)
    return replace(held, key=key, filled=filled)
