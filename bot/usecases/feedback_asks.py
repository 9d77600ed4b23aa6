"""A request for feedback as those see it who were asked: what they answer, who reads that, and how it stands with them."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import feedback_requests as rules
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.feedback_form import Filled
from bot.domain.feedback_requests import Ended, Said
from bot.usecases import notices
from bot.usecases.acting import has_left
from bot.usecases.checkins import manager_of
from storage import feedback_requests as store
from storage import people
from storage.database import Tx
from storage.feedback import Feedback
from storage.feedback_requests import FeedbackAsked, FeedbackRequest
from storage.people import Person


@dataclass(frozen=True)
class Asked:
    """A request and one person who was asked. It is `about_asker`, or about somebody who reports to them."""

    request: FeedbackRequest
    mine: FeedbackAsked
    asker: Person
    subject: Person

    @property
    def about_asker(self) -> bool:
        return self.asker.id == self.subject.id

    @property
    def open(self) -> bool:
        """Whether it can be answered."""
        return self.request.ended_at is None and self.mine.said is not Said.ANSWERED


async def access_asked(tx: Tx, me: Person, request_id: int) -> Asked:
    """What I was asked. Raises NotAllowed for everybody who was not."""
    request, mine = await store.find(tx, request_id), await store.asked(tx, request_id, me.id)
    if request is None or mine is None:
        raise NotAllowed("not_found")
    who = await people.by_ids(tx, sorted({request.asker_id, request.subject_id}))
    return Asked(request, mine, who[request.asker_id], who[request.subject_id])


async def access_answering(tx: Tx, me: Person, request_id: int, now: datetime) -> Asked:
    """The same, to answer it. Raises RuleBroken("ask_answered"), or "ask_over" where nobody waits for it any more."""
    found = await access_asked(tx, me, request_id)
    if found.mine.said is Said.ANSWERED:
        raise RuleBroken("ask_answered")
    if found.request.ended_at is not None or await why_over(tx, found.request, found.asker, found.subject, now):
        raise RuleBroken("ask_over", {"name": found.asker.name})
    return found


async def fixed(tx: Tx, me: Person, filled: Filled) -> Filled:
    """What was filled in; for a request, with its receiver and its readers, which are not chosen there."""
    if filled.request is None:
        return filled
    found = await access_asked(tx, me, filled.request)
    return replace(filled, to=(found.subject.slack_id,), to_manager=not found.about_asker)


async def why_over(tx: Tx, request: FeedbackRequest, asker: Person, subject: Person, now: datetime) -> Ended | None:
    """Why a request that nobody has ended can be answered no longer; None: it can."""
    if has_left(asker, now) or has_left(subject, now):
        return Ended.LEFT
    if asker.id != subject.id:
        manager = await manager_of(tx, subject, now)
        if manager is None or manager.id != asker.id:
            return Ended.LED
    return Ended.DUE if request.ends_at <= now else None


async def answered(tx: Tx, me: Person, request_id: int, one: Feedback, now: datetime) -> None:
    """Feedback was given for a request. The same again changes nothing; raises RuleBroken("ask_answered") for another."""
    request = await store.locked(tx, request_id)
    mine = await store.asked(tx, request_id, me.id)
    if request is None or mine is None:
        raise NotAllowed("not_found")
    if mine.feedback_id == one.id:
        return
    if mine.feedback_id is not None:
        raise RuleBroken("ask_answered")
    mine.said, mine.said_at, mine.feedback_id = Said.ANSWERED, now, one.id
    await _changed(tx, request, mine, now)


async def taken_back(tx: Tx, one: Feedback, now: datetime) -> None:
    """An answer was taken back before anybody read it: it can be given again while the request is open."""
    mine = await store.by_feedback(tx, one.id)
    request = await store.locked(tx, mine.request_id) if mine is not None else None
    if mine is not None and request is not None:
        mine.said = Said.OPEN if request.ended_at is None else Said.OVER
        mine.said_at, mine.feedback_id = None, None
        await _changed(tx, request, mine, now)


async def say(tx: Tx, me: Person, request_id: int, said: Said, now: datetime) -> Asked:
    """Decline, or pass. Whoever has answered has answered; said twice, it is said once.

    Raises RuleBroken("ask_over") where nobody waits for it any more.
    """
    await access_asked(tx, me, request_id)
    request = await store.locked(tx, request_id)
    found = await access_asked(tx, me, request_id)
    if request is None or request.ended_at is not None:
        raise RuleBroken("ask_over", {"name": found.asker.name})
    if found.mine.said not in (Said.ANSWERED, said):
        found.mine.said, found.mine.said_at = said, now
        await _changed(tx, request, found.mine, now)
    return found


async def _changed(tx: Tx, request: FeedbackRequest, mine: FeedbackAsked, now: datetime) -> None:
    """Their own message and the asker's show it."""
    tx.add(mine)
    await tx.flush()
    await show_again(tx, request, [mine.person_id], now)


async def show_again(tx: Tx, request: FeedbackRequest, people_asked: list[int], now: datetime) -> None:
    """The messages of these people and the asker's are edited."""
    for one in people_asked:
        await notices.owe_again(tx, rules.ASKED, rules.REMINDER, subject_id=request.id, recipient_id=one, now=now)
    await notices.owe_again(tx, rules.PROGRESS, subject_id=request.id, recipient_id=request.asker_id, now=now)
