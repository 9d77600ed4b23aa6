"""Two people set up their 1:1s: the manager does, or the one who is led proposes them; and how they end."""

from dataclasses import dataclass
from datetime import datetime, time

from bot.domain import cadence
from bot.domain import one_on_ones as rules
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.one_on_ones import Cadence, TalkState
from bot.usecases import one_on_ones_pairs as pairs
from bot.usecases import one_on_ones_telling as telling
from bot.usecases import one_on_ones_turns as turns
from bot.usecases.one_on_ones import Setting, access_setting
from storage import inserting, people
from storage import one_on_ones as store
from storage.database import Tx
from storage.one_on_ones import OneOnOne, Pairing
from storage.people import Person


@dataclass(frozen=True)
class Usual:
    """What two people agree on. `how_often` None: no 1:1s. Without a weekday each turn gets a time of its own."""

    how_often: Cadence | None
    weekday: int | None = None
    at: time | None = None
    minutes: int = rules.USUAL_MINUTES
    place: str = ""


async def set_up(tx: Tx, me: Person, other_id: int, usual: Usual, now: datetime) -> Pairing | None:
    """Set up, change or end the 1:1s with somebody; they are told. Whoever is led proposes them, and their manager says yes.

    Raises RuleBroken at the field that is wrong.
    """
    setting = await access_setting(tx, me, other_id, now)
    rules.check_usual(usual.weekday, usual.at, usual.minutes, usual.place)
    known = await store.locked_pairing(tx, setting.pairing.id) if setting.pairing else None
    if usual.how_often is None:
        return await _none(tx, me, known, now)
    values: dict[str, object] = {"cadence": usual.how_often, "weekday": usual.weekday, "minutes": usual.minutes}
    values |= {"at": usual.at if usual.weekday else None, "place": usual.place.strip() or None}
    if known is None:
        known = await _make(tx, me, setting, values, now)
    elif known.ended_at is None and all(getattr(known, name) == value for name, value in values.items()):
        return await accept(tx, me, known.id, now) if setting.leads else known
    for name, value in values.items():
        setattr(known, name, value)
    if known.ended_at is not None:
        known.ended_at, known.accepted_at, known.made_at, known.made_by = None, None, now, me.id
    if setting.leads:
        known.accepted_at = known.accepted_at or now
    await _renew(tx, known, now)
    await telling.tell_pairing(tx, rules.PAIRED, known, setting.other.id, now)
    await telling.show_pairing(tx, known, me.id, now)
    return known


async def accept(tx: Tx, me: Person, pairing_id: int, now: datetime) -> Pairing:
    """The manager says yes to 1:1s that the one they lead proposed. Pressed twice, it is told once."""
    pairing = await pairs.access_pairing(tx, me, pairing_id)
    if pairing.manager_id != me.id:
        raise NotAllowed("not_found")
    held = await store.locked_pairing(tx, pairing.id)
    if held is None or held.ended_at is not None or not await pairs.report_to_each_other(tx, held, now):
        raise RuleBroken("pair_ended")
    if held.accepted_at is None:
        held.accepted_at = now
        await _renew(tx, held, now)
        await telling.tell_pairing(tx, rules.PAIRED, held, held.person_id, now)
        await telling.show_pairing(tx, held, me.id, now)
    return held


async def _none(tx: Tx, me: Person, pairing: Pairing | None, now: datetime) -> Pairing | None:
    """No 1:1s with somebody, or none any more."""
    if pairing is not None and pairing.ended_at is None:
        await end(tx, pairing, now)
        other = pairing.manager_id if me.id == pairing.person_id else pairing.person_id
        await telling.tell_pairing(tx, rules.PAIRED, pairing, other, now)
        await telling.show_pairing(tx, pairing, me.id, now)
    return pairing


async def end(tx: Tx, pairing: Pairing, now: datetime) -> None:
    """No more talks: those to come are called off. What has been said and written stays with those who may read it."""
    pairing.ended_at, pairing.due_at = now, None
    tx.add(pairing)
    for talk in await store.standing(tx, [pairing.id]):
        if talk.at is None or talk.at > now:
            await _call_off(tx, talk, now)


async def _make(tx: Tx, me: Person, setting: Setting, values: dict[str, object], now: datetime) -> Pairing:
    person, manager = (setting.other, me) if setting.leads else (me, setting.other)
    row = {"workspace_id": me.workspace_id, "person_id": person.id, "manager_id": manager.id, "made_by": me.id}
    await inserting.insert_once(tx, Pairing, row | {"made_at": now} | values)
    made = await store.pairing_of(tx, person.id, manager.id)
    found = await store.locked_pairing(tx, made.id) if made is not None else None
    if found is None:
        raise NotAllowed("not_found")
    return found


async def _renew(tx: Tx, pairing: Pairing, now: datetime) -> None:
    """After it was set up or changed: the turns to come follow, but for those that somebody moved."""
    tx.add(pairing)
    await tx.flush()
    if pairing.accepted_at is None:
        return
    person = await people.get(tx, pairing.person_id)
    timetable = rules.rule(pairing.cadence, pairs.local_day(person, pairing.made_at))
    for talk in await store.standing(tx, [pairing.id]):
        if talk.proposed_by is not None or (talk.at is not None and talk.at <= now):
            continue
        if not cadence.is_turn(timetable, talk.slot):
            await _call_off(tx, talk, now)
            continue
        talk.minutes, talk.place, talk.sequence = pairing.minutes, pairing.place, talk.sequence + 1
        turns.plan(talk, pairing, await pairs.pair_of(tx, pairing, now, besides=talk.id), now)
        tx.add(talk)
        await telling.show_again(tx, talk, now)
    opened = await turns.open_turns(tx, pairing, now, fresh=True)
    if any(one.state is TalkState.DUE for one in opened):
        await telling.ask_for_times(tx, await people.get(tx, pairing.manager_id), now)


async def _call_off(tx: Tx, talk: OneOnOne, now: datetime) -> None:
    talk.state, talk.skipped_by, talk.look_at, talk.settled_at = TalkState.SKIPPED, None, None, now
    talk.sequence += 1
    tx.add(talk)
    await telling.show_again(tx, talk, now)
