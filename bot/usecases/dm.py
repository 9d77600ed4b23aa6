"""What people write to the bot in its DM: into the talk it replies to, else kept and offered as an answer, never dropped."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain import checkins
from bot.domain.checkins import Draft
from bot.domain.errors import NotAllowed
from bot.domain.notices import NoLonger
from bot.usecases import checkins as answering
from bot.usecases import checkins_own as own
from bot.usecases import notices, roles, talks
from storage import agenda_talks, drafts, periods
from storage.database import Tx
from storage.drafts import KeptDraft
from storage.notices import Notice
from storage.people import Person
from storage.series import Series
from storage.talks import Talk

DM = "dm"
"""What a draft is about that came as a message in the DM."""
GIVEN = "dm.feedback"
"""The same, once it was given as feedback: its words stand there."""
NOTED = "dm.notes"
"""The same, once it became notes of a 1:1."""


@dataclass(frozen=True)
class Offer:
    """Words that wait in the DM. `series` and `slot`: the open check-in they could answer; None: there is none. `used`: they did.

    `asks`: something else has to be answered there, so that the form is the way.
    `readers`: who would read them there. `wordless`: there are none, only a file. `left`: whom they were a reply to, who has left.
    `withdrawn`: their author deleted the message, and the words with it. `given`: they were given as feedback, `noted`: they stand in
    the notes of a 1:1. `talks`: they could, as there was or will be one.
    `hr`: their author is in HR, and can announce them.
    """

    draft_id: int
    series: Series | None
    slot: str
    used: bool
    answered: bool
    withdrawn: bool = False
    readers: list[Person] = field(default_factory=list)
    wordless: bool = False
    left: Person | None = None
    asks: bool = False
    given: bool = False
    noted: bool = False
    talks: bool = False
    hr: bool = False


async def receive(
    tx: Tx, me: Person, channel: str, ts: str, thread_ts: str | None, words: str, now: datetime, *, files: bool = False
) -> None:
    """Somebody wrote. In the thread of a talk it is said there; else it is kept, and what can be done with it is offered.

    A talk takes words alone: that `files` beside them stay behind is said, as is that the other one has left.
    """
    source = f"dm:{channel}:{ts}"
    talk = await _talk_in(tx, me, channel, thread_ts, now) if thread_ts and words.strip() else None
    if talk is not None and (await talks.other_of(tx, talk, me)).active:
        await talks.say(tx, me, talk, words, now, source=source)
        if not files:
            return
        source, words = f"{source}:files", ""
    kept = await drafts.keep(tx, me.workspace_id, me.id, DM, source, words, now)
    await notices.owe(
        tx,
        checkins.OFFER,
        workspace_id=me.workspace_id,
        subject_id=kept.id,
        recipient_id=me.id,
        due_at=now,
        now=now,
        thread_ts=thread_ts,
    )


async def _talk_in(tx: Tx, me: Person, channel: str, thread_ts: str, now: datetime) -> Talk | None:
    """The talk that goes on in this thread, or begins there."""
    found = await talks.talk_at(tx, me, channel, thread_ts)
    return found or await talks.begun_at(tx, me, channel, thread_ts, now)


async def edited(tx: Tx, me: Person, channel: str, ts: str, words: str | None, now: datetime) -> None:
    """A message was edited, or deleted (None): what was relayed or kept follows; a stored answer has its own edit."""
    source = f"dm:{channel}:{ts}"
    if await talks.follow_edit(tx, me, source, words, now):
        return
    kept = await drafts.find(tx, me.id, DM, source)
    if kept is not None and kept.used_at is None:
        kept.words = words
        await tx.flush()
        await notices.owe_again(tx, checkins.OFFER, subject_id=kept.id, recipient_id=me.id, now=now)


async def access_offer(tx: Tx, notice: Notice, me: Person, now: datetime) -> Offer:
    """What can be done with words in the DM, as it stands now. Deleted before anything was offered: nothing is."""
    offer = await access(tx, me, notice.subject_id, now)
    if offer.withdrawn and notice.ts is None:
        raise NoLonger("withdrawn")
    talk = await _talk_in(tx, me, me.dm_channel or "", notice.thread_ts, now) if notice.thread_ts else None
    other = await talks.other_of(tx, talk, me) if talk else None
    return replace(offer, left=other if other and not other.active else None)


async def access(tx: Tx, me: Person, draft_id: int, now: datetime) -> Offer:
    """What can be done with one's own words now. Raises NotAllowed for somebody else's."""
    kept = await _mine(tx, me, draft_id, given=True)
    if kept.about == GIVEN:
        return Offer(kept.id, None, "", used=True, answered=False, given=True)
    if kept.about == NOTED:
        return Offer(kept.id, None, "", used=True, answered=False, noted=True)
    if kept.words is None:
        return Offer(kept.id, None, "", used=False, answered=False, withdrawn=True)
    if not kept.words.strip():
        return Offer(kept.id, None, "", used=False, answered=False, wordless=True)
    used = kept.used_at is not None
    met = bool(await agenda_talks.of_person(tx, me.id, 1))
    hr = await roles.is_hr(tx, me)
    if not await periods.open_for(tx, me.id, now):
        return Offer(kept.id, None, "", used, answered=False, talks=met, hr=hr)
    form = await answering.access_form(tx, me, now)
    asks = bool(own.unanswered(form.questions, _with(form.draft, kept.words)))
    return Offer(
        kept.id, form.series, form.slot, used, answered=form.sent, readers=form.readers, asks=asks, talks=met, hr=hr
    )


async def prefill(tx: Tx, me: Person, draft_id: int) -> str:
    """The words, to fill the form with. Once they were given as feedback there are none left."""
    return (await _mine(tx, me, draft_id, given=True)).words or ""


async def use(tx: Tx, me: Person, draft_id: int, now: datetime, *, named: Sequence[int] | None = None) -> bool:
    """Store the words as what was done this week; what the check-in already held stays. Pressed twice, it is stored once.

    They were offered for a check-in that is open, to the readers whom the offer `named`: where none is any more, or
    somebody else would read them, they stay kept, and the offer says so. True: something else has to be answered as well, and
    the form is to be shown, in which they stand.
    """
    await drafts.locked(tx, draft_id)
    kept = await _mine(tx, me, draft_id)
    if kept.used_at is not None or kept.words is None:
        return False
    if not await periods.open_for(tx, me.id, now):
        await notices.owe_again(tx, checkins.OFFER, subject_id=kept.id, recipient_id=me.id, now=now)
        return False
    form = await answering.access_form(tx, me, now)
    answers = _with(form.draft, kept.words)
    if own.unanswered(form.questions, answers):
        await notices.owe_again(tx, checkins.OFFER, subject_id=kept.id, recipient_id=me.id, now=now)
        return True
    sent = await answering.submit(tx, me, answers, now, series_id=form.series.id, slot=form.slot, named=named)
    if sent.checkin is None:
        await notices.owe_again(tx, checkins.OFFER, subject_id=kept.id, recipient_id=me.id, now=now)
    else:
        await mark_used(tx, me, draft_id, now)
    return False


def _with(earlier: Draft, words: str) -> Draft:
    """What was answered, with these words below what was done."""
    return replace(earlier, progress=f"{earlier.progress}\n{words}" if earlier.progress else words)


async def mark_used(tx: Tx, me: Person, draft_id: int, now: datetime) -> None:
    """The words stand in a check-in now; the offer says so."""
    kept = await _mine(tx, me, draft_id)
    kept.used_at = now
    await tx.flush()
    await notices.owe_again(tx, checkins.OFFER, subject_id=kept.id, recipient_id=me.id, now=now)


async def mark_given(tx: Tx, me: Person, draft_id: int, now: datetime) -> None:
    """The words stand in feedback now, and are no longer kept here; the offer says so."""
    kept = await _mine(tx, me, draft_id, given=True)
    kept.about, kept.words, kept.used_at = GIVEN, None, now
    await tx.flush()
    await notices.owe_again(tx, checkins.OFFER, subject_id=kept.id, recipient_id=me.id, now=now)


async def mark_noted(tx: Tx, me: Person, draft_id: int, now: datetime) -> None:
    """The words stand in the notes of a 1:1 now, and are no longer kept here; the offer says so."""
    kept = await _mine(tx, me, draft_id)
    kept.about, kept.words, kept.used_at = NOTED, None, now
    await tx.flush()
    await notices.owe_again(tx, checkins.OFFER, subject_id=kept.id, recipient_id=me.id, now=now)


async def _mine(tx: Tx, me: Person, draft_id: int, *, given: bool = False) -> KeptDraft:
    kept = await tx.get(KeptDraft, draft_id)
    if kept is None or kept.person_id != me.id or kept.about not in ((DM, GIVEN, NOTED) if given else (DM,)):
        raise NotAllowed("not_found")
    return kept
