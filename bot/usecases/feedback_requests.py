"""Asking for feedback: who can be asked about whom, what is sent, and what whoever asks sees of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain import cadence
from bot.domain import feedback_requests as rules
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.feedback_requests import Before, Ended, Rest, Said
from bot.domain.notices import Kind, NoLonger
from bot.usecases import feedback_asks, notices, working
from bot.usecases.checkins import manager_of
from bot.usecases.feedback_asks import Asked
from bot.usecases.feedback_form import access_receivers
from storage import feedback_requests as store
from storage import history, inserting, people
from storage.database import Tx
from storage.feedback_requests import FeedbackAsked, FeedbackRequest
from storage.notices import Notice
from storage.people import Person


@dataclass(frozen=True)
class Asking:
    """The form of a new request. `resting`: those of the chosen who are not asked now, and why; they are left out of `to`."""

    me: Person
    subject: Person
    to: list[Person]
    today: date
    question: str = ""
    due: date | None = None
    resting: list[tuple[Person, Rest]] = field(default_factory=list)
    unknown: Sequence[str] = ()

    @property
    def about_me(self) -> bool:
        return self.subject.id == self.me.id


@dataclass(frozen=True)
class Progress:
    """A request as whoever asked sees it."""

    request: FeedbackRequest
    subject: Person
    asked: list[tuple[Person, FeedbackAsked]]

    @property
    def about_me(self) -> bool:
        return self.subject.id == self.request.asker_id

    def count(self, said: Said) -> int:
        return sum(one.said is said for _, one in self.asked)


async def access_asking(
    tx: Tx, me: Person, about: str | None, now: datetime, to: Sequence[str] = (), *, question: str = ""
) -> Asking:
    """The form: about me, or about the person with that Slack id. `to`: Slack ids of those to be asked.

    Raises RuleBroken("ask_not_manager") about somebody who does not report to me.
    """
    subject = await _subject(tx, me, about, now)
    known = await people.by_slack_ids(tx, me.workspace_id, list(to))
    chosen = [known[one] for one in dict.fromkeys(to) if one in known and known[one].active]
    chosen = [one for one in chosen if one.id not in (me.id, subject.id)][: rules.PEOPLE_MOST]
    resting = await _resting(tx, me, subject, chosen, now)
    left_out = {one.id for one, _ in resting}
    fit = [one for one in chosen if one.id not in left_out]
    return Asking(me, subject, fit, _today(me, now), question, resting=resting)


async def ask(
    tx: Tx,
    me: Person,
    about: str | None,
    to: Sequence[str],
    question: str,
    due: date | None,
    now: datetime,
    *,
    source: str,
) -> Asking | None:
    """Ask these people. None: it is sent; else some of them are not asked now, nothing is sent, and the form says who.

    The same form sent twice is sent once. Raises RuleBroken at the field that is wrong.
    """
    subject = await _subject(tx, me, about, now)
    if await store.by_source(tx, me.workspace_id, source) is not None:
        return None
    kept, day = rules.check(question, due, _today(me, now))
    chosen = await _chosen(tx, me, subject, to)
    for one in sorted(one.id for one in chosen):
        await history.lock(tx, one)
    if resting := await _resting(tx, me, subject, chosen, now):
        left_out = {one.id for one, _ in resting}
        fit = [one for one in chosen if one.id not in left_out]
        return Asking(me, subject, fit, _today(me, now), kept, day, resting)
    row = {"workspace_id": me.workspace_id, "asker_id": me.id, "subject_id": subject.id, "source": source}
    row |= {"words": kept, "due": day, "made_at": now, "ends_at": rules.ends_at(day, me.zone)}
    made = await inserting.insert_row(tx, FeedbackRequest, row)
    if made is not None:
        await _send(tx, me, made, chosen, day, now)
    return None


async def _chosen(tx: Tx, me: Person, subject: Person, to: Sequence[str]) -> list[Person]:
    if not to:
        raise RuleBroken("ask_nobody", field="to")
    if len(to) > rules.PEOPLE_MOST:
        raise RuleBroken("ask_too_many", {"most": rules.PEOPLE_MOST}, field="to")
    chosen = await access_receivers(tx, me, to)
    if any(one.id == subject.id for one in chosen):
        raise RuleBroken("ask_subject", {"name": subject.name}, field="to")
    return chosen


async def _send(tx: Tx, me: Person, request_id: int, chosen: Sequence[Person], due: date, now: datetime) -> None:
    here = {"workspace_id": me.workspace_id, "request_id": request_id, "asked_at": now}
    rows = [
        here | {"person_id": one.id, "remind_at": rules.reminds_at(due, one.zone, one.works_from, now)}
        for one in chosen
    ]
    await inserting.insert_new(tx, FeedbackAsked, [row | {"said": Said.OPEN} for row in rows])
    hours = await working.of(tx, chosen, now)
    for one in chosen:
        mine = hours[one.id]
        at = now if mine.at_work(now) else mine.next_at(mine.hours.start, now)
        await _owe(tx, me.workspace_id, rules.ASKED, request_id, one.id, at, now)
    await _owe(tx, me.workspace_id, rules.PROGRESS, request_id, me.id, now, now)


async def _owe(
    tx: Tx, workspace_id: int, kind: Kind, request_id: int, person_id: int, at: datetime, now: datetime
) -> None:
    await notices.owe(
        tx, kind, workspace_id=workspace_id, subject_id=request_id, recipient_id=person_id, due_at=at, now=now
    )


async def withdraw(tx: Tx, me: Person, request_id: int, now: datetime) -> None:
    """Whoever asked needs no answer any more; those who have not answered see that. Pressed twice, it is done once."""
    request = await store.locked(tx, request_id)
    if request is None or request.asker_id != me.id:
        raise NotAllowed("not_found")
    await end(tx, request, Ended.WITHDRAWN, now)


async def end(tx: Tx, request: FeedbackRequest, why: Ended, now: datetime) -> None:
    """It is over: who has not answered need not any more. The request is locked."""
    if request.ended_at is not None:
        return
    request.ended_at, request.ended = now, why
    asked = await store.asked_of(tx, request.id)
    for one in asked:
        if one.said.waits:
            one.said = Said.OVER
    tx.add_all([request, *asked])
    await tx.flush()
    await feedback_asks.show_again(tx, request, [one.person_id for one in asked], now)


async def access_asked(tx: Tx, notice: Notice, me: Person, now: datetime) -> Asked:
    """What I am asked, or how it stands by now. Over or answered before it was sent: there is nothing to ask any more."""
    found = await feedback_asks.access_asked(tx, me, notice.subject_id)
    if notice.ts is None:
        waits = found.mine.said.waits and found.request.ended_at is None
        if not waits or await feedback_asks.why_over(tx, found.request, found.asker, found.subject, now):
            raise NoLonger("settled")
    return found


async def access_progress(tx: Tx, notice: Notice, me: Person, now: datetime) -> Progress:
    """How it stands with what I asked for."""
    request = await store.find(tx, notice.subject_id)
    if request is None or request.asker_id != me.id:
        raise NotAllowed("not_found")
    asked = await store.asked_of(tx, request.id)
    who = await people.by_ids(tx, sorted({request.subject_id, *(one.person_id for one in asked)}))
    return Progress(request, who[request.subject_id], [(who[one.person_id], one) for one in asked])


async def _subject(tx: Tx, me: Person, about: str | None, now: datetime) -> Person:
    if about is None or about == me.slack_id:
        return me
    found = await people.find(tx, me.workspace_id, about)
    manager = await manager_of(tx, found, now) if found is not None and found.active else None
    if found is None or manager is None or manager.id != me.id:
        raise RuleBroken("ask_not_manager")
    return found


async def _resting(
    tx: Tx, me: Person, subject: Person, chosen: Sequence[Person], now: datetime
) -> list[tuple[Person, Rest]]:
    """Those who are not asked now."""
    behind: dict[int, list[Before]] = {one.id: [] for one in chosen}
    for asked, request in await store.before(tx, list(behind), now - rules.MONTH):
        same = request.asker_id == me.id and request.subject_id == subject.id and request.ended is not Ended.WITHDRAWN
        behind[asked.person_id].append(Before(asked.asked_at, asked.said.waits, same))
    found = [(one, rules.rest(behind[one.id], now)) for one in chosen]
    return [(one, why) for one, why in found if why is not None]


def _today(me: Person, now: datetime) -> date:
    return now.astimezone(cadence.zone_of(me.zone)).date()
