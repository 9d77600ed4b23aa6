"""When somebody reports to another manager: the author decides of each observation whether to share it, hand it over or keep it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import observations as rules
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.notices import NoLonger
from bot.domain.observations import Choice
from bot.usecases import notices, observations
from bot.usecases.leading import leads, today_of
from storage import observations as store
from storage import people, readers, reporting, workspaces
from storage.database import Tx
from storage.notices import Notice
from storage.observations import Observation
from storage.people import Person
from storage.readers import Why

PAGE = 8
"""Observations on one page of the modal, each with its choice."""
EVERYWHERE = timedelta(hours=12)
"""A day has begun everywhere when it has begun so many hours west of Greenwich."""


@dataclass(frozen=True)
class Moved:
    """Somebody whom I led, to whom they report now (None: to nobody), and how many observations I have to decide about."""

    person: Person
    manager: Person | None
    count: int


@dataclass(frozen=True)
class Deciding:
    """One page of what is to be decided; `count` of all."""

    person: Person
    manager: Person | None
    rows: list[Observation]
    count: int


@dataclass(frozen=True)
class Handed:
    """For the new manager: whose observations about whom they may read now."""

    author: Person
    person: Person


async def look(tx: Tx, now: datetime) -> None:
    """Owe each author one message per person whom they lead no longer, about observations that they alone read."""
    today = (now - EVERYWHERE).date()
    for workspace in await workspaces.all_active(tx):
        pairs = await store.unasked(tx, workspace.id)
        above = await reporting.everyone_above(tx, sorted({subject for _, subject in pairs}), today)
        for author, subject in pairs:
            if author not in above[subject]:
                await _ask(tx, workspace.id, author, subject, now)


async def _ask(tx: Tx, workspace_id: int, author: int, subject: int, now: datetime) -> None:
    first = await store.ask(tx, author, subject, now)
    if first is not None:
        await notices.owe(
            tx,
            rules.MOVED,
            workspace_id=workspace_id,
            subject_id=subject,
            recipient_id=author,
            occurrence=str(first),
            due_at=now,
            now=now,
        )


async def access_moved(tx: Tx, notice: Notice, me: Person, now: datetime) -> Moved:
    """What there is to be decided. Raises NoLonger where all is decided, or I lead the person again."""
    if notice.recipient_id != me.id:
        raise NotAllowed("not_found")
    found = await _deciding(tx, me, notice.subject_id, now)
    if found is None:
        raise NoLonger("decided")
    return Moved(found.person, found.manager, found.count)


async def access_deciding(tx: Tx, me: Person, person_id: int, now: datetime) -> Deciding | None:
    """The next of what is to be decided about this person; None: nothing is."""
    return await _deciding(tx, me, person_id, now)


async def _deciding(tx: Tx, me: Person, person_id: int, now: datetime) -> Deciding | None:
    rows = await store.undecided(tx, me.id, person_id, PAGE)
    if not rows or await leads(tx, me, person_id, now):
        return None
    person = await people.get(tx, person_id)
    count = await store.count_undecided(tx, me.id, person_id)
    return Deciding(person, await _manager(tx, me, person, now), rows, count)


async def _manager(tx: Tx, me: Person, person: Person, now: datetime) -> Person | None:
    found = await reporting.manager_of(tx, person.id, today_of(me, now))
    return found if found is not None and found.active and found.id not in (me.id, person.id) else None


async def decide(
    tx: Tx, me: Person, person_id: int, named: int, choices: Mapping[int, Choice], now: datetime
) -> Deciding | None:
    """Do as I chose for each, and show what is left; what was decided already stays so.

    `named`: the manager whom the form named. Raises RuleBroken where it is somebody else by now: nobody reads what was meant for another.
    """
    person = await people.get(tx, person_id)
    if person.workspace_id != me.workspace_id:
        raise NotAllowed("not_found")
    manager = await _manager(tx, me, person, now)
    handed: list[int] = []
    for observation_id, choice in choices.items():
        one = await store.locked(tx, observation_id)
        if one is None or one.decided_at is not None or one.shared_at is not None:
            continue
        if (one.author_id, one.subject_id) != (me.id, person_id) or one.asked_at is None:
            raise NotAllowed("not_found")
        if choice is Choice.HAND_OVER:
            if manager is None or manager.id != named:
                raise RuleBroken("observed_moved_again", {"name": person.name}, field=str(observation_id))
            await readers.grant(tx, me.workspace_id, rules.RECORD, one.id, manager.id, Why.HANDOVER, now)
            handed.append(one.id)
        one.decided_at = now
        tx.add(one)
        if choice is Choice.SHARE:
            await observations.let_read(tx, one, now)
    await tx.flush()
    if handed and manager is not None:
        await _tell(tx, me, manager, person, min(handed), now)
    return await _deciding(tx, me, person_id, now)


async def _tell(tx: Tx, me: Person, manager: Person, person: Person, first: int, now: datetime) -> None:
    """One message for all that were handed over at once: its subject is the first of them."""
    await notices.owe(
        tx,
        rules.HANDED,
        workspace_id=me.workspace_id,
        subject_id=first,
        recipient_id=manager.id,
        due_at=now,
        now=now,
    )


async def access_handed(tx: Tx, notice: Notice, me: Person, now: datetime) -> Handed:
    """Who handed observations about whom over to me."""
    one = await store.find(tx, notice.subject_id)
    if one is None or await readers.find(tx, rules.RECORD, notice.subject_id, me.id) is None:
        raise NotAllowed("not_found")
    who = await people.by_ids(tx, [one.author_id, one.subject_id])
    return Handed(who[one.author_id], who[one.subject_id])
