"""Gates are switched on while their cycle runs: whom they are for and whoever leads those hear of it before any holds anybody."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.domain import gates as rules
from bot.domain.cadence import DAY
from bot.domain.gates import BATCH, NEWS, SWITCHED, Gate
from bot.domain.notices import LEFT, NOT_BEGUN, NoLonger
from bot.usecases import gates, notices
from bot.usecases.acting import has_left, is_to_begin
from bot.usecases.people import local_day
from storage import cycles_people, people, reporting
from storage import gates as store
from storage.cycles import Cycle
from storage.database import Tx
from storage.gates import GateSwitch
from storage.inserting import insert_once
from storage.notices import Notice
from storage.people import Person

OFF = "off"
UNTOLD = (LEFT, NOT_BEGUN, OFF)
"""Why a manager was not told who is to be told after all, once there is somebody whom they lead and whom it is for."""


@dataclass(frozen=True)
class Switched:
    """Gates that were switched on together, for somebody whom some of them are for (`mine`), or who leads some of those."""

    cycle: Cycle
    gates: list[Gate]
    mine: bool
    leads: bool


async def switched(tx: Tx, cycle: Cycle, before: Collection[str], now: datetime) -> None:
    """HR has just said which gates are on; `before`: those that were. In a cycle that runs, the new ones hold nobody whose phase has
    begun, and everybody else is told.

    Raises RuleBroken("gate_without_phase") at "gates" where the cycle lacks the phase that one stands before.
    """
    phases = (await cycles_people.phases(tx, [cycle.id]))[cycle.id]
    new = [gate for gate in Gate if gate.value in cycle.gates and gate.value not in before]
    rules.check_switched(new, [one.phase for one in phases])
    if cycle.stage not in cycles_people.OUT:
        return
    for gate in new:
        row = {"workspace_id": cycle.workspace_id, "cycle_id": cycle.id, "gate": gate, "on_at": now, "told_after": 0}
        if not await insert_once(tx, GateSwitch, row):
            one = (await store.switches(tx, cycle.id))[gate]
            one.on_at, one.told_after = now, 0
            tx.add(one)
    await tx.flush()


async def tell(tx: Tx, now: datetime) -> bool:
    """Owe the next of those whom a switch concerns a message, one for all that HR pressed at once. Whether there are more; killed at
    any moment, nobody is told twice."""
    one = await store.to_tell(tx)
    if one is None:
        return False
    cycle = await tx.get_one(Cycle, one.cycle_id)
    some = await store.people_after(tx, cycle.id, one.told_after or 0, BATCH)
    ids = [person for _, person in some]
    on = await gates.among(tx, cycle, one.gate, ids, now)
    managers = await reporting.managers_of(tx, on, now.date())
    key: dict[str, Any] = {
        "workspace_id": cycle.workspace_id,
        "subject_id": cycle.id,
        "occurrence": _moment(one),
    }
    to = sorted({*on, *managers.values()})
    await notices.owe_many(tx, SWITCHED, [{**key, "recipient_id": each, "due_at": now} for each in to], now=now)
    one.told_after = some[-1][0] if len(some) == BATCH else None
    tx.add(one)
    return one.told_after is not None


@dataclass(frozen=True)
class Unheard:
    """Those who have come to lead somebody whom a switch is for; `dropped`: to whom it was owed before, and not sent."""

    cycle: Cycle
    moment: str
    new: list[int]
    dropped: list[int]


async def access_unheard(tx: Tx, now: datetime) -> list[Unheard]:
    """While a switch is news: who has come to lead somebody whom it is for, and has not heard of it."""
    found = []
    for one in await store.told_since(tx, now - NEWS):
        cycle, moment = await tx.get_one(Cycle, one.cycle_id), _moment(one)
        if cycle.stage not in cycles_people.OUT or one.gate not in cycle.gates:
            continue
        day, of = now.date(), (cycle.id, SWITCHED.name, moment)
        new = await store.led_since(tx, *of, one.on_at.date() - DAY, day)
        dropped = await store.led_dropped(tx, *of, UNTOLD, day)
        led = {person for person, _ in [*new, *dropped]}
        concerned = set(await gates.among(tx, cycle, one.gate, sorted(led), now))
        who = await people.by_ids(tx, sorted({manager for person, manager in [*new, *dropped] if person in concerned}))
        there = {one.id for one in who.values() if not has_left(one, now) and not is_to_begin(one, now)}
        again = there & {manager for _, manager in dropped}
        if there:
            found.append(Unheard(cycle, moment, sorted(there - again), sorted(again)))
    return found


async def tell_unheard(tx: Tx, one: Unheard, now: datetime) -> None:
    """They hear of it too, once. Safe to repeat."""
    key: dict[str, Any] = {"subject_id": one.cycle.id, "occurrence": one.moment}
    row = {**key, "workspace_id": one.cycle.workspace_id, "due_at": now}
    await notices.owe_many(tx, SWITCHED, [{**row, "recipient_id": each} for each in one.new], now=now)
    for each in one.dropped:
        await notices.owe_after_all(tx, SWITCHED, **key, recipient_id=each, now=now)


def _moment(one: GateSwitch) -> str:
    """When it was switched on, in the same words whatever zone the database answers in."""
    return one.on_at.astimezone(UTC).isoformat()


async def access_switched(tx: Tx, notice: Notice, me: Person, now: datetime) -> Switched:
    """What they ask of me, or of those I lead. One that was switched off again is not told; nor to whom it does not concern any more."""
    cycle = await tx.get(Cycle, notice.subject_id)
    if cycle is None or cycle.workspace_id != me.workspace_id:
        raise NoLonger(OFF)
    reports = [report.id for report in await reporting.reports_of(tx, me.id, local_day(me, now))]
    switches = await store.switches(tx, cycle.id)
    told, found = list[Gate](), set[int]()
    for gate in Gate:
        if gate in cycle.gates and gate in switches and _moment(switches[gate]) == notice.occurrence:
            on = await gates.among(tx, cycle, gate, [me.id, *reports], now)
            told += [gate] if on or notice.ts is not None else []
            found.update(on)
    if not told:
        raise NoLonger(OFF)
    return Switched(cycle, told, me.id in found, not found.isdisjoint(reports))
