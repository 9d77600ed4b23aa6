"""1:1s as one sees them: with whom, when the next one is, and with whom there are none."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain import one_on_ones as rules
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.one_on_ones import TalkState
from bot.usecases import acting
from bot.usecases import one_on_ones_missed as missed
from bot.usecases import one_on_ones_pairs as pairs
from bot.usecases import one_on_ones_survey as survey
from bot.usecases.one_on_ones_missed import Missed
from bot.usecases.one_on_ones_pairs import Shown
from bot.usecases.one_on_ones_survey import Average
from storage import one_on_ones as store
from storage import people, reporting
from storage.database import Tx
from storage.one_on_ones import Pairing
from storage.people import Person

LAST_MOST = 3
"""Talks that are over, above the next ones."""
STILL = timedelta(hours=2)
"""A talk that began a while ago is still the next one."""


@dataclass(frozen=True)
class Row:
    """A pairing of mine: with whom, the next talk, and one that is still to be settled. `waits`: the manager has not said yes."""

    pairing: Pairing
    other: Person
    next: Shown | None = None

    @property
    def waits(self) -> bool:
        return self.pairing.accepted_at is None


@dataclass(frozen=True)
class Mine:
    """`unpaired`: those I lead without 1:1s; `manager`: whom I report to, where I have none with them.

    `missed`: with whom I had fewer talks than agreed this month. `said`: what people say after talks with me, on average, and
    `below`: with those who report to me. `last`: talks of which something is still to be said.
    """

    me: Person
    now: datetime
    rows: list[Row] = field(default_factory=list)
    unpaired: list[Person] = field(default_factory=list)
    manager: Person | None = None
    missed: list[Missed] = field(default_factory=list)
    said: Average | None = None
    below: Average | None = None
    last: list[Shown] = field(default_factory=list)


@dataclass(frozen=True)
class Coming:
    """For Home: the next talk, and with whom a manager had fewer than agreed this month."""

    row: Row | None
    missed: list[Missed]


@dataclass(frozen=True)
class Setting:
    """What the form of a pairing begins with. `leads`: it is the manager who fills it in. `zone`: whose clock its time is by."""

    me: Person
    other: Person
    pairing: Pairing | None
    leads: bool
    zone: str


async def access_mine(tx: Tx, me: Person, now: datetime) -> Mine:
    """My pairings with their next talk, and those with whom I have none."""
    today = pairs.local_day(me, now)
    mine = await store.pairings_of(tx, me.id)
    ids = [one.manager_id if me.id == one.person_id else one.person_id for one in mine]
    who = await people.by_ids(tx, ids)
    rows = [Row(one, who[other], await _next(tx, me, one, now)) for one, other in zip(mine, ids, strict=True)]
    reports = [one for one in await reporting.reports_of(tx, me.id, today) if one.id not in who and not one.waits]
    manager = await reporting.manager_of(tx, me.id, today)
    alone = manager is None or manager.waits or manager.id in who or acting.has_left(manager, now)
    leads = bool(reports) or any(one.manager_id == me.id for one in mine)
    return Mine(
        me,
        now,
        _sorted(rows, now),
        reports,
        None if alone else manager,
        missed=await missed.access_missed(tx, me, now) if leads else [],
        said=await survey.access_own_average(tx, me, now) if leads else None,
        below=await survey.access_below(tx, me, now) if leads else None,
        last=await _last(tx, me, now),
    )


async def access_coming(tx: Tx, me: Person, now: datetime) -> Coming | None:
    """The talk of mine that comes next; None: I have no 1:1s."""
    mine = await store.pairings_of(tx, me.id)
    if not mine:
        return None
    soonest = await store.next_of(tx, me.id, now - STILL)
    pairing = next((one for one in mine if soonest is not None and one.id == soonest.pairing_id), None)
    row = None
    if soonest is not None and pairing is not None:
        shown = await pairs.show(tx, me, soonest, now)
        row = Row(pairing, shown.other, shown)
    leads = any(one.manager_id == me.id for one in mine)
    return Coming(row, await missed.access_missed(tx, me, now) if leads else [])


async def access_with(tx: Tx, me: Person, slack_id: str, now: datetime) -> Row | Setting:
    """Straight to one person: the pairing with them, or the form for one. Raises RuleBroken where neither leads the other."""
    other = await acting.find_colleague(tx, me, slack_id, now)
    if other is None:
        raise RuleBroken("no_pair")
    for pairing in await store.pairings_of(tx, me.id):
        if other.id in (pairing.person_id, pairing.manager_id):
            return Row(pairing, other, await _next(tx, me, pairing, now))
    return await access_setting(tx, me, other.id, now)


async def access_row(tx: Tx, me: Person, pairing_id: int, now: datetime) -> Row:
    """One pairing of mine."""
    pairing = await pairs.access_pairing(tx, me, pairing_id)
    other = await people.get(tx, pairing.manager_id if me.id == pairing.person_id else pairing.person_id)
    return Row(pairing, other, await _next(tx, me, pairing, now))


async def access_setting(tx: Tx, me: Person, other_id: int, now: datetime) -> Setting:
    """The form of the 1:1s with somebody. Raises RuleBroken("no_pair") where neither of the two leads the other."""
    other = await tx.get(Person, other_id)
    if other is None or other.workspace_id != me.workspace_id:
        raise NotAllowed("not_found")
    leads = await _leads(tx, me, other, now)
    if not leads and not await _leads(tx, other, me, now):
        raise RuleBroken("no_pair")
    person, manager = (other, me) if leads else (me, other)
    pairing = await store.pairing_of(tx, person.id, manager.id)
    return Setting(me, other, pairing, leads, person.zone)


async def _last(tx: Tx, me: Person, now: datetime) -> list[Shown]:
    """Talks of the last weeks of which something is still to be said: whether they took place, or the two questions."""
    found = [await pairs.show(tx, me, one, now) for one in await store.past(tx, me.id, now - rules.SURVEYED_FOR, now)]
    return [one for one in found if one.asked or (one.open and one.said is None) or one.differs][:LAST_MOST]


async def _next(tx: Tx, me: Person, pairing: Pairing, now: datetime) -> Shown | None:
    """The talk that comes next, or that stands without a time; what is over waits for an answer elsewhere."""
    standing = [one for one in await store.standing(tx, [pairing.id]) if one.at is None or one.at > now - STILL]
    if not standing:
        return None
    found = min(standing, key=lambda one: (one.slot, one.id))
    return await pairs.show(tx, me, found, now, with_options=found.state is TalkState.DUE)


def _sorted(rows: list[Row], now: datetime) -> list[Row]:
    """What comes first in front; what has no time, and whom there is no talk with, by name."""
    return sorted(rows, key=lambda one: (one.next is None or one.next.talk.at is None, _at(one, now), one.other.name))


def _at(row: Row, now: datetime) -> datetime:
    return row.next.talk.at if row.next is not None and row.next.talk.at is not None else now


async def _leads(tx: Tx, manager: Person, person: Person, now: datetime) -> bool:
    found = await reporting.manager_of(tx, person.id, pairs.local_day(person, now))
    return found is not None and found.id == manager.id
