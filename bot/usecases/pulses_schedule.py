"""The calendar's side of pulses: a slot begins with its first prompt, and closes when its last window has ended."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain import anonymity, cadence
from bot.domain import pulses as rules
from bot.domain.anonymity import Turnout
from bot.domain.checkins import SeriesKind
from bot.domain.roles import Role
from bot.usecases import notices, working
from storage import people, reporting, roles, series
from storage import pulses as store
from storage.database import Tx
from storage.pulses import PulseSlot
from storage.series import Series


async def begin(tx: Tx, asking: Series, slots: Sequence[str], now: datetime) -> None:
    """Somebody is asked in these slots: where the series is a pulse, from now on answers can be kept for them."""
    if asking.kind is SeriesKind.PULSE:
        rule = series.rule(asking)
        of = {"workspace_id": asking.workspace_id, "series_id": asking.id, "opened_at": now}
        await store.begin(tx, [{**of, "slot": one, "looks_at": rules.first_look(rule, one)} for one in slots])


async def to_look_at(tx: Tx, now: datetime) -> list[int]:
    """The slots of which it is time to see whether they can close."""
    return await store.to_look_at(tx, now)


async def close_if_over(tx: Tx, slot_id: int, now: datetime) -> bool:
    """Close the slot if its last window has ended. Whether it was closed now; safe to repeat, and to race with answers."""
    slot = await store.lock(tx, slot_id)
    if slot.closed_at is not None:
        return False
    asking = await series.get(tx, slot.series_id)
    last, coming = await store.last_window(tx, slot.series_id, slot.slot)
    slot.looks_at = rules.next_look(series.rule(asking), slot.slot, now, last, coming=coming)
    if slot.looks_at is None:
        await _close(tx, slot, asking, now)
    tx.add(slot)
    await tx.flush()
    return slot.looks_at is None


async def _close(tx: Tx, slot: PulseSlot, asking: Series, now: datetime) -> None:
    """Count who took part, drop what can never be shown, and write the rest anew, so that no order and no small team is left."""
    await store.end_windows(tx, slot.series_id, slot.slot, now)
    day = cadence.nominal_day(series.rule(asking), slot.slot)
    by_team = await store.turnout(tx, slot.series_id, slot.slot, day)
    whole = Turnout(sum(one.asked for one in by_team.values()), sum(one.answered for one in by_team.values()))
    slot.closed_at, slot.asked, slot.answered = now, whole.asked, whole.answered
    slot.shown = anonymity.may_show(whole)
    teams = anonymity.visible(whole, {team: one for team, one in by_team.items() if team is not None})
    counts = await store.counts(tx, slot.series_id, slot.slot) if slot.shown else {}
    kept = {question: found for question, said in counts.items() if (found := _kept(said, teams)) is not None}
    await store.mix(tx, slot.series_id, slot.slot, kept)
    if kept:
        await _tell(tx, slot, now)


async def _tell(tx: Tx, slot: PulseSlot, now: datetime) -> None:
    """Owe those who may see the results a word that they are there, each at the hour of their digest."""
    hr = {one.id for one in await roles.holders(tx, slot.workspace_id, Role.HR)}
    told = sorted(hr | set(await reporting.leaders(tx, slot.workspace_id, now.date())))
    who = list((await people.by_ids(tx, told)).values())
    hours = await working.of(tx, who, now)
    of = {"workspace_id": slot.workspace_id, "subject_id": slot.id}
    rows = [of | {"recipient_id": one.id, "due_at": hours[one.id].next_at(one.digest_at, now)} for one in who]
    await notices.owe_many(tx, rules.CLOSED, rows, now=now)


def _kept(said: dict[int | None, int], teams: frozenset[int]) -> frozenset[int] | None:
    """The teams that may be told apart in the answers to one question; None: there are too few for anything."""
    count = sum(said.values())
    if not anonymity.may_show(Turnout(count, count)):
        return None
    named = {team: many for team, many in said.items() if team is not None and team in teams}
    return anonymity.visible_counts(named, count - sum(named.values()))
