"""One of two proposes another time for a 1:1, agrees, skips it with a reason, or names a place; the other one is told."""

from datetime import datetime

from bot.domain import one_on_ones as rules
from bot.domain import one_on_ones_times as times
from bot.domain.errors import RuleBroken
from bot.domain.one_on_ones import TalkState
from bot.usecases import one_on_ones_pairs as pairs
from bot.usecases import one_on_ones_telling as telling
from bot.usecases.one_on_ones_pairs import Shown
from bot.usecases.one_on_ones_turns import look_at
from storage import one_on_ones as store
from storage.database import Tx
from storage.one_on_ones import OneOnOne
from storage.people import Person


async def propose(tx: Tx, me: Person, talk_id: int, at: datetime, now: datetime, *, sure: bool = False) -> Shown:
    """Propose a time (UTC); the other one agrees or proposes another. Said twice, it is said once.

    Raises RuleBroken at its field: what makes no sense, and "talk_outside" for a time outside of somebody's working hours,
    which is theirs to choose all the same: `sure`.
    """
    talk, pairing = await pairs.changing(tx, me, talk_id, now)
    if talk.state is TalkState.HELD or (talk.state is TalkState.NOT_HELD and talk.look_at is None):
        raise RuleBroken("talk_was_held")
    if talk.at == at and talk.state in (TalkState.PROPOSED, TalkState.AGREED):
        return await pairs.show(tx, me, talk, now)
    pair = await pairs.pair_of(tx, pairing, now, besides=talk.id)
    if not times.check(pair, at, now) and not sure:
        raise RuleBroken("talk_outside", field="time")
    talk.at, talk.proposed_by, talk.state = at, me.id, TalkState.PROPOSED
    talk.skipped_by, talk.why_skipped = None, None
    talk.person_said, talk.manager_said, talk.said_at, talk.settled_at = None, None, None, None
    talk.look_at = look_at(talk, pair)
    return await _changed(tx, me, talk, now)


async def agree(tx: Tx, me: Person, talk_id: int, at: datetime, now: datetime) -> Shown:
    """Agree to the time that the other one proposed. Pressed twice, it is told once.

    Raises RuleBroken("talk_changed") where it is another one by now.
    """
    talk, pairing = await pairs.changing(tx, me, talk_id, now)
    if talk.state is TalkState.AGREED and talk.at == at:
        return await pairs.show(tx, me, talk, now)
    if talk.state is not TalkState.PROPOSED or talk.at != at or talk.proposed_by == me.id:
        raise RuleBroken("talk_changed")
    times.check(await pairs.pair_of(tx, pairing, now, besides=talk.id), at, now)
    talk.state = TalkState.AGREED
    tx.add(talk)
    await tx.flush()
    await telling.tell(tx, rules.CHANGED, talk, other_of(talk, me), now)
    return await pairs.show(tx, me, talk, now)


async def skip(tx: Tx, me: Person, talk_id: int, reason: str, now: datetime) -> Shown:
    """Leave this turn out, and say why; the other one reads it. Raises RuleBroken at its field."""
    why = rules.check_reason(reason)
    talk, _ = await pairs.changing(tx, me, talk_id, now)
    if talk.state is TalkState.SKIPPED:
        return await pairs.show(tx, me, talk, now)
    if talk.state not in store.STANDING or _is_past(talk, now):
        raise RuleBroken("talk_was_held")
    talk.state, talk.skipped_by, talk.why_skipped = TalkState.SKIPPED, me.id, why
    talk.look_at, talk.settled_at = None, now
    return await _changed(tx, me, talk, now)


async def set_place(tx: Tx, me: Person, talk_id: int, place: str, now: datetime) -> Shown:
    """Say where; the other one is told."""
    where = rules.check_place(place)
    talk, _ = await pairs.changing(tx, me, talk_id, now)
    if talk.state not in store.STANDING or _is_past(talk, now):
        raise RuleBroken("talk_was_held")
    if (talk.place or "") == where:
        return await pairs.show(tx, me, talk, now)
    talk.place = where or None
    return await _changed(tx, me, talk, now)


def other_of(talk: OneOnOne, me: Person) -> int:
    return talk.manager_id if me.id == talk.person_id else talk.person_id


def _is_past(talk: OneOnOne, now: datetime) -> bool:
    return talk.at is not None and talk.at <= now


async def _changed(tx: Tx, me: Person, talk: OneOnOne, now: datetime) -> Shown:
    talk.sequence += 1
    tx.add(talk)
    await tx.flush()
    await telling.tell(tx, rules.CHANGED, talk, other_of(talk, me), now)
    return await pairs.show(tx, me, talk, now)
