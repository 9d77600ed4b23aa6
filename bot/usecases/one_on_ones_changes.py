"""A person gets another manager, or one of two leaves: their 1:1s end, and the new manager is asked whether to go on."""

from datetime import datetime

from bot.domain import one_on_ones as rules
from bot.domain.errors import NotAllowed
from bot.domain.notices import NoLonger
from bot.usecases import acting, notices
from bot.usecases import one_on_ones_pairs as pairs
from bot.usecases import one_on_ones_setting as settings
from bot.usecases.one_on_ones_setting import Usual
from bot.usecases.one_on_ones_telling import Paired, owe_pairing
from storage import one_on_ones as store
from storage import one_on_ones_apart as apart
from storage import people, reporting
from storage.database import Tx
from storage.notices import Notice
from storage.one_on_ones import Pairing
from storage.people import Person

BATCH = 100
"""Pairings in one step."""


async def end_apart(tx: Tx, now: datetime) -> int:
    """End the pairings of those who report to each other no longer. How many there were."""
    found = await apart.apart(tx, now.date(), BATCH)
    for pairing in found:
        await settings.end(tx, pairing, now)
        for one in (pairing.person_id, pairing.manager_id):
            await owe_pairing(tx, rules.OVER, pairing, one, now)
        person = await people.get(tx, pairing.person_id)
        successor = await reporting.manager_of(tx, person.id, pairs.local_day(person, now))
        goes_on = successor is not None and pairing.accepted_at is not None and not acting.has_left(person, now)
        if successor is not None and goes_on and await _none_with(tx, person, successor):
            await owe_pairing(tx, rules.TAKE_UP, pairing, successor.id, now)
    return len(found)


async def go_on(tx: Tx, me: Person, pairing_id: int, now: datetime) -> Pairing | None:
    """The new manager goes on with the same rhythm; where they meet is for the two to say. Pressed twice, it is done once."""
    old = await tx.get(Pairing, pairing_id)
    if old is None:
        raise NotAllowed("not_found")
    person = await people.get(tx, old.person_id)
    manager = await reporting.manager_of(tx, person.id, pairs.local_day(person, now))
    if manager is None or manager.id != me.id:
        raise NotAllowed("not_found")
    if not await _none_with(tx, person, me):
        return await store.pairing_of(tx, person.id, me.id)
    made = await settings.set_up(tx, me, person.id, Usual(old.cadence, old.weekday, old.at, old.minutes), now)
    await notices.owe_again(tx, rules.TAKE_UP, subject_id=old.id, recipient_id=me.id, now=now, occurrence=None)
    return made


async def access_over(tx: Tx, notice: Notice, me: Person, now: datetime) -> Paired:
    """A pairing of mine that ended of itself."""
    pairing = await pairs.access_pairing(tx, me, notice.subject_id)
    if pairing.ended_at is None and notice.ts is None:
        raise NoLonger("goes_on")
    other = await people.get(tx, pairing.manager_id if me.id == pairing.person_id else pairing.person_id)
    return Paired(pairing, me, other)


async def access_take_up(tx: Tx, notice: Notice, me: Person, now: datetime) -> Paired:
    """Somebody who reports to me had 1:1s before; how often is all that is told of them. Settled: they have some with me."""
    old = await tx.get(Pairing, notice.subject_id)
    person = await people.get(tx, old.person_id) if old is not None else None
    if old is None or person is None:
        raise NotAllowed("not_found")
    manager = await reporting.manager_of(tx, person.id, pairs.local_day(person, now))
    if manager is None or manager.id != me.id:
        raise NoLonger("led_by_another")
    mine = await store.pairing_of(tx, person.id, me.id)
    if mine is not None and mine.ended_at is None:
        if notice.ts is None:
            raise NoLonger("paired")
        return Paired(mine, me, person)
    return Paired(Pairing(**{**old.model_dump(), "place": None}), me, person)


async def _none_with(tx: Tx, person: Person, manager: Person) -> bool:
    known = await store.pairing_of(tx, person.id, manager.id)
    return known is None or known.ended_at is not None
