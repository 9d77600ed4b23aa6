"""Anonymous words to one's own manager: writing, looking with a ticket, and answering back, without anybody knowing who it was."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain import cadence
from bot.domain import upward as rules
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.upward import AUTHORS_FROM, Stand
from bot.usecases.checkins_schedule import takes_part
from storage import people
from storage import upward as store
from storage.database import Tx
from storage.people import Person
from storage.upward import UpwardBatch


@dataclass(frozen=True)
class Form:
    """What the form carries: for whom it is, and the ticket that is shown once the words are in."""

    manager: Person
    ticket: str


@dataclass(frozen=True)
class Sent:
    """It is stored. `again`: it was before, with this ticket, and what was sent then stands."""

    manager: Person
    ticket: str
    again: bool


@dataclass(frozen=True)
class Found:
    """What whoever has a ticket is told. `nonce`: something random, by which a repeated answer back is known."""

    manager: Person
    stand: Stand
    answer: str | None
    may_reply: bool
    nonce: str


@dataclass(frozen=True)
class Mine:
    """One's rows on Home: to whom one could write, and what was delivered last to oneself."""

    manager: Person | None = None
    batch: UpwardBatch | None = None


async def access_form(tx: Tx, me: Person, now: datetime) -> Form:
    """The form to my manager; the same whether or not something of mine waits. Raises RuleBroken where there is nobody to write to."""
    return Form(await _manager(tx, me, now), _ticket())


async def access_mine(tx: Tx, me: Person, now: datetime) -> Mine:
    """What Home shows of it: nothing that could tell whether this person wrote."""
    try:
        manager = await _manager(tx, me, now)
    except RuleBroken:
        manager = None
    return Mine(manager, await store.latest(tx, me.id))


async def send(tx: Tx, me: Person, manager_id: int, words: str, ticket: str, now: datetime) -> Sent:
    """Note that I wrote and, apart from it, keep what I said; both or neither. A repeat of the same form finds its first.

    Nothing else is written, here or later on account of it: no time, no job, no notice, no log line, no draft.
    Raises RuleBroken at the words: what is wrong with them, "upward_moved" where the form is for somebody else's manager by
    now, "upward_waits" where something of mine waits for this manager already.
    """
    manager = await people.get(tx, manager_id)
    proof = rules.proof(ticket, me.workspace_id)
    if proof is None or manager.workspace_id != me.workspace_id:
        raise NotAllowed("not_found")
    if await store.batch_of(tx, me.workspace_id, proof):
        return Sent(manager, ticket, again=True)
    said = rules.check(words)
    if not takes_part(me, now):
        raise NotAllowed("not_taking_part")
    if (await _manager(tx, me, now)).id != manager_id:
        raise RuleBroken("upward_moved", field="words")
    batch = await store.held_open(tx, me.workspace_id, manager_id)
    if not await store.take_part(tx, batch.id, me.id):
        if await store.batch_of(tx, me.workspace_id, proof):
            return Sent(manager, ticket, again=True)
        raise RuleBroken("upward_waits", field="words")
    await store.keep_words(tx, batch.id, proof, said)
    return Sent(manager, ticket, again=False)


async def access_ticket(tx: Tx, me: Person, ticket: str, now: datetime) -> Found:
    """How it stands with what was written with this ticket, for whoever has it. Raises RuleBroken("ticket_unknown")."""
    batch = await _batch_of(tx, me, ticket)
    manager = await people.get(tx, batch.manager_id)
    reaches = batch.delivered and is_there(manager, now)
    return Found(manager, _stand(batch), batch.answer, reaches, secrets.token_hex(16))


async def reply(tx: Tx, me: Person, ticket: str, nonce: str, words: str, now: datetime) -> Person:
    """Answer back to the manager's answer, or to their silence: without a name, as one of those who wrote. A repeat says it once.

    Raises RuleBroken at the words. Answers the manager.
    """
    batch = await store.held(tx, (await _batch_of(tx, me, ticket)).id)
    manager = await people.get(tx, batch.manager_id)
    proof = rules.proof_of_reply(nonce, me.workspace_id)
    if await store.has_reply(tx, proof):
        return manager
    said = rules.check(words)
    if not batch.delivered:
        raise RuleBroken("upward_not_delivered", field="words")
    if not is_there(manager, now):
        raise RuleBroken("person_inactive", field="words")
    if await store.count_replies_waiting(tx, batch.id) >= rules.REPLIES_WAITING_MOST:
        raise RuleBroken("upward_many_replies", field="words")
    await store.keep_reply(tx, batch.id, proof, said)
    return manager


async def _manager(tx: Tx, me: Person, now: datetime) -> Person:
    """Whom I can write to. Raises RuleBroken where I report to nobody who is there, or the team is so small that I would be guessed."""
    found = await store.manager_and_team(tx, me.id, today(me, now))
    if found is None or not is_there(found[0], now):
        raise RuleBroken("upward_no_manager", field="words")
    if found[1] < AUTHORS_FROM:
        raise RuleBroken("upward_small_team", {"least": AUTHORS_FROM}, field="words")
    return found[0]


async def _batch_of(tx: Tx, me: Person, ticket: str) -> UpwardBatch:
    proof = rules.proof(ticket, me.workspace_id)
    batch = await store.batch_of(tx, me.workspace_id, proof) if proof else None
    if batch is None:
        raise RuleBroken("ticket_unknown", field="ticket")
    return batch


def _stand(batch: UpwardBatch) -> Stand:
    if batch.closed_at is None:
        return Stand.WAITS
    if not batch.delivered:
        return Stand.DROPPED
    if batch.answered_at is not None:
        return Stand.ANSWERED
    return Stand.READ if batch.read_at is not None else Stand.DELIVERED


def is_there(person: Person, now: datetime) -> bool:
    """Whether this manager can still be written to."""
    return rules.is_there(person.employed_until, today(person, now), active=person.active)


def today(person: Person, now: datetime) -> date:
    """The day it is where this person is."""
    return now.astimezone(cadence.zone_of(person.zone)).date()


def _ticket() -> str:
    return rules.written([secrets.choice(rules.LETTERS) for _ in range(rules.TICKET_LENGTH)])
