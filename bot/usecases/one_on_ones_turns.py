"""The turns of a pairing come: each gets its usual time, or is offered some, or is skipped as somebody is away all of it."""

from datetime import datetime, time, timedelta

from bot.domain import cadence
from bot.domain import one_on_ones as rules
from bot.domain import one_on_ones_times as times
from bot.domain.one_on_ones import TalkState
from bot.domain.one_on_ones_times import Pair
from bot.usecases import one_on_ones_pairs as pairs
from bot.usecases import one_on_ones_telling as telling
from storage import one_on_ones as store
from storage import people
from storage.database import Tx
from storage.inserting import insert_row
from storage.one_on_ones import OneOnOne, Pairing

BATCH = 50
"""Pairings in one step."""
AWAY_AHEAD = timedelta(days=15)
"""So far ahead it is looked whether a talk falls into leave that was noted since."""


async def open_due(tx: Tx, now: datetime) -> int:
    """Open the turns that have come, and ask each manager once for the times that are open. How many pairings were looked at."""
    due = await store.due_pairings(tx, now, BATCH)
    asked: dict[int, None] = {}
    for pairing in due:
        opened = await open_turns(tx, pairing, now)
        if any(one.state is TalkState.DUE for one in opened):
            asked[pairing.manager_id] = None
    await tx.flush()
    for manager in asked:
        await telling.ask_for_times(tx, await people.get(tx, manager), now)
    return len(due)


async def open_turns(tx: Tx, pairing: Pairing, now: datetime, *, fresh: bool = False) -> list[OneOnOne]:
    """The turns of this pairing that have come and are new. `fresh`: it was made or changed just now."""
    if not await pairs.report_to_each_other(tx, pairing, now):
        pairing.due_at = None
        return []
    person = await people.get(tx, pairing.person_id)
    zone = cadence.zone_of(person.zone)
    come, following = times.turns(
        pairing.cadence, pairs.local_day(person, pairing.made_at), pairs.local_day(person, now)
    )
    pair = await pairs.pair_of(tx, pairing, now)
    opened = [await _open(tx, pairing, pair, slot, now, fresh=fresh) for slot in come]
    pairing.due_at = cadence.moment(following, time(0), zone)
    tx.add(pairing)
    return [one for one in opened if one is not None]


async def _open(tx: Tx, pairing: Pairing, pair: Pair, slot: str, now: datetime, *, fresh: bool) -> OneOnOne | None:
    """The talk of this turn, if it is new. Whoever sets up 1:1s in the middle of a week begins with the next usual time."""
    first, last = times.span(slot)
    begins = pairing.accepted_at is not None and first <= pair.person.day(pairing.accepted_at) <= last
    if (fresh or begins) and not _worth_it(pairing, pair, slot, now):
        return None
    row = {"workspace_id": pairing.workspace_id, "pairing_id": pairing.id, "slot": slot, "state": TalkState.DUE}
    row |= {"person_id": pairing.person_id, "manager_id": pairing.manager_id, "minutes": pairing.minutes}
    made = await insert_row(tx, OneOnOne, row | {"place": pairing.place, "sequence": 0})
    if made is None:
        return None
    talk = await tx.get_one(OneOnOne, made)
    plan(talk, pairing, pair, now)
    tx.add(talk)
    await tx.flush()
    return talk


def _worth_it(pairing: Pairing, pair: Pair, slot: str, now: datetime) -> bool:
    first, last = times.span(slot)
    today = pair.person.day(now)
    if today < first:
        return True
    if pairing.weekday is None or pairing.at is None:
        return bool(times.proposals(pair, today, last, now))
    return times.usual(pair, slot, pairing.weekday, pairing.at, now) is not None


def plan(talk: OneOnOne, pairing: Pairing, pair: Pair, now: datetime) -> None:
    """Give a talk its usual time; else it waits for one until its turn is over, or is skipped as somebody is away all of it."""
    talk.at, talk.proposed_by = None, None
    if times.all_away(pair, talk.slot):
        talk.state, talk.look_at, talk.settled_at = TalkState.SKIPPED, None, now
        return
    usual = None
    if pairing.weekday is not None and pairing.at is not None:
        usual = times.usual(pair, talk.slot, pairing.weekday, pairing.at, now)
    talk.state = TalkState.AGREED if usual else TalkState.DUE
    talk.at = usual
    talk.look_at = look_at(talk, pair)


def look_at(talk: OneOnOne, pair: Pair) -> datetime:
    """When the bot looks at a talk next: when it is over, or, where it has no time, when its turn is."""
    if talk.at is not None:
        return talk.at + timedelta(minutes=talk.minutes)
    return cadence.moment(times.span(talk.slot)[1] + cadence.DAY, time(0), cadence.zone_of(pair.person.works.zone))


async def follow_leave(tx: Tx, now: datetime) -> None:
    """Talks that fall into leave noted since get another time, or are left out, and both are told: dates alone, no reasons."""
    managers: dict[int, None] = {}
    for talk_id in await store.touched_by_leave(tx, now, now + AWAY_AHEAD):
        talk = await store.locked(tx, talk_id)
        if talk is None or talk.at is None or talk.at <= now or talk.state not in store.STANDING:
            continue
        pairing = await tx.get_one(Pairing, talk.pairing_id)
        pair = await pairs.pair_of(tx, pairing, now, besides=talk.id)
        if not any(side.is_away(talk.at) for side in pair.both()):
            continue
        plan(talk, pairing, pair, now)
        talk.sequence += 1
        tx.add(talk)
        await tx.flush()
        if talk.state is TalkState.DUE:
            managers[talk.manager_id] = None
        for one in (talk.person_id, talk.manager_id):
            await telling.tell(tx, rules.TOLD, talk, one, now)
    for manager in managers:
        await telling.ask_for_times(tx, await people.get(tx, manager), now)
