"""Feedback is given: stored with those who will read it, told at a good moment, taken back while nobody has read it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain import feedback as rules
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.feedback import Written
from bot.usecases import feedback_asks, notices, working
from bot.usecases.checkins import manager_of
from storage import evidence, inserting, readers
from storage import feedback as store
from storage import notices as notice_rows
from storage.database import Tx
from storage.feedback import Feedback
from storage.people import Person
from storage.readers import Why


@dataclass(frozen=True)
class About:
    """What feedback rests on: a record of that kind and id, or a message in Slack, with its day."""

    kind: str
    record_id: int
    dated: date


@dataclass(frozen=True)
class Sending:
    """How feedback goes out. `named`: the ids of those whom the form named as readers; nobody else will read it.

    `to_manager`: its receiver's manager reads it too. `at` (UTC): when its receiver is told; None: when they are at work, or at once.
    `said_by`, `said_on`: whose words they are, where a customer said them.
    """

    source: str
    named: frozenset[int]
    to_manager: bool = False
    at: datetime | None = None
    at_once: bool = False
    about: Sequence[About] = ()
    said_by: str = ""
    said_on: date | None = None


@dataclass(frozen=True)
class Readers:
    """Who would read feedback for one person. `manager` None: they report to nobody, or to the giver."""

    subject: Person
    manager: Person | None


@dataclass(frozen=True)
class Given:
    """What became of a sending. `unnamed`: it would be read by somebody whom the form did not name, so nothing is stored."""

    feedback: list[Feedback] = field(default_factory=list)
    unnamed: list[Person] = field(default_factory=list)


async def access_readers(tx: Tx, me: Person, to: Sequence[Person], now: datetime) -> list[Readers]:
    """Who reads what I give to each of these. Raises RuleBroken at the field "to" for people who cannot get any from me."""
    if not to:
        raise RuleBroken("feedback_nobody", field="to")
    if len(to) > rules.AT_ONCE_MOST:
        raise RuleBroken("feedback_too_many", {"most": rules.AT_ONCE_MOST}, field="to")
    found = []
    for one in to:
        if one.id == me.id:
            raise RuleBroken("feedback_to_self", field="to")
        if not one.active or one.workspace_id != me.workspace_id:
            raise RuleBroken("person_inactive", field="to")
        manager = await manager_of(tx, one, now)
        found.append(Readers(one, manager if manager is not None and manager.id not in (me.id, one.id) else None))
    return found


async def give(tx: Tx, me: Person, to: Sequence[Person], written: Written, now: datetime, sending: Sending) -> Given:
    """Store feedback for each of these people, with its readers, and owe the notices. The same sending twice is stored once.

    Raises RuleBroken at the field that cannot be stored, or "feedback_storm", "feedback_same_words".
    """
    rules.check(written)
    for_whom = await access_readers(tx, me, to, now)
    reading = [one for each in for_whom for one in (each.subject, each.manager if sending.to_manager else None) if one]
    unnamed = [one for one in reading if one.id not in sending.named]
    if unnamed:
        return Given(unnamed=unnamed)
    known = [await store.by_source(tx, me.workspace_id, f"{sending.source}:{each.subject.id}") for each in for_whom]
    new = [each for each, before in zip(for_whom, known, strict=True) if before is None]
    await _no_storm(tx, me, [each.subject for each in new], written, now)
    given = [one for one in known if one is not None]
    for each in new:
        given += await _give_one(tx, me, each, written, now, sending)
    return Given(given)


async def _give_one(
    tx: Tx, me: Person, to: Readers, written: Written, now: datetime, sending: Sending
) -> list[Feedback]:
    row = {"workspace_id": me.workspace_id, "author_id": me.id, "subject_id": to.subject.id, "form": written.form}
    row |= {"aim": written.aim, "source": f"{sending.source}:{to.subject.id}", "given_at": now}
    due_at = await _due(tx, to.subject, now, sending)
    row |= {"due_at": due_at, "look_at": due_at}
    if sending.said_by:
        row |= {"said_by": sending.said_by, "said_on": sending.said_on}
    made = await inserting.insert_row(tx, Feedback, row)
    if made is None:
        return []
    one = await tx.get_one(Feedback, made)
    await store.add_parts(tx, one, written.said)
    for about in sending.about:
        await evidence.add(tx, me.workspace_id, rules.RECORD, made, about.kind, about.record_id, about.dated)
    await readers.grant(tx, me.workspace_id, rules.RECORD, made, to.subject.id, Why.SUBJECT, now)
    owed = [(rules.GIVEN, to.subject.id, one.due_at), (rules.RECEIPT, me.id, now)]
    if sending.to_manager and to.manager is not None:
        await readers.grant(tx, me.workspace_id, rules.RECORD, made, to.manager.id, Why.MANAGER, now)
        owed.append((rules.SHARED, to.manager.id, one.due_at))
    for kind, recipient, due_at in owed:
        await notices.owe(
            tx,
            kind,
            workspace_id=me.workspace_id,
            subject_id=made,
            recipient_id=recipient,
            due_at=due_at,
            now=now,
        )
    return [one]


async def _due(tx: Tx, subject: Person, now: datetime, sending: Sending) -> datetime:
    """When its receiver is told: when the giver wished, else as soon as they are at work."""
    if sending.at is not None:
        return max(sending.at, now)
    mine = await working.of_one(tx, subject, now)
    return now if sending.at_once or mine.at_work(now) else mine.next_at(mine.hours.start, now)


async def _no_storm(tx: Tx, me: Person, to: Sequence[Person], written: Written, now: datetime) -> None:
    """Neither too much in a day, nor the same words to many."""
    lately = await store.given_since(tx, me.id, now - rules.SAME_WORDS_IN)
    today = [one for one in lately if one.given_at > now - rules.DAY]
    for one in to:
        if sum(each.subject_id == one.id for each in today) >= rules.TO_ONE_A_DAY_MOST:
            raise RuleBroken("feedback_storm", {"name": one.name}, field="to")
    if len(today) + len(to) > rules.A_DAY_MOST:
        raise RuleBroken("feedback_storm_all", {"most": rules.A_DAY_MOST}, field="to")
    said = await store.parts(tx, [one.id for one in lately])
    same = {one.subject_id for one in lately if said[one.id] == written.said} | {one.id for one in to}
    if len(same) > rules.SAME_WORDS_MOST:
        raise RuleBroken("feedback_same_words", {"most": rules.SAME_WORDS_MOST}, field="to")


async def take_back(tx: Tx, me: Person, feedback_id: int, now: datetime) -> None:
    """Its words are gone, and nobody can read it any more. Pressed twice, it is done once.

    Raises RuleBroken("feedback_read") once somebody read it, RuleBroken("take_back_over") ten minutes after its receiver was told.
    """
    one = await store.locked(tx, feedback_id)
    if one is None or one.author_id != me.id:
        raise NotAllowed("not_found")
    if one.withdrawn_at is not None:
        return
    named = await readers.of(tx, rules.RECORD, one.id)
    read_by = any(reader.read_at is not None for reader in named)
    if read_by:
        raise RuleBroken("feedback_read")
    told = await notice_rows.find(tx, rules.GIVEN.name, one.id, one.subject_id)
    if not rules.may_take_back(told.sent_at if told else one.due_at, read_by, now):
        raise RuleBroken("take_back_over")
    one.withdrawn_at = now
    await store.erase(tx, one)
    await tx.flush()
    await feedback_asks.taken_back(tx, one, now)
    for kind, who in [(rules.RECEIPT, me.id), *((kind, each.person_id) for each in named for kind in TOLD)]:
        await notices.owe_again(tx, kind, subject_id=one.id, recipient_id=who, now=now)


TOLD = (rules.GIVEN, rules.SHARED)
"""What its readers get."""
