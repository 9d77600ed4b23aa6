"""HR lets somebody pass a gate of a cycle, with a reason that those concerned read; and takes that back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain import gates as rules
from bot.domain.cycles import Stage
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.gates import Gate
from bot.domain.notices import LEFT, NOT_BEGUN, Kind, NoLonger
from bot.usecases import cycles, notices, roles
from bot.usecases.acting import has_left, is_to_begin
from bot.usecases.people import local_day
from storage import audit, cycles_people, people, reporting
from storage import gates as store
from storage.cycles import Cycle
from storage.database import Tx
from storage.gates import GateOverride, Untold
from storage.inserting import insert_row
from storage.notices import Notice
from storage.people import Person

UNTOLD = (LEFT, NOT_BEGUN, "not_found")
"""Why the message to a manager was not sent that somebody else is to read, or they themselves later on."""


@dataclass(frozen=True)
class Told:
    """An override as those concerned read it. `by`: who gave it, or took it back."""

    override: GateOverride
    cycle: Cycle
    person: Person
    by: Person
    me: Person


async def override(
    tx: Tx, hr: Person, cycle_id: int, slack_id: str, gate: Gate | None, reason: str, now: datetime
) -> GateOverride:
    """Let somebody pass a gate that is on in a cycle that they are in; they and whoever leads them read why. Sent twice, it is one.

    Whether they were held is not looked at: it would tell HR what is not HR's to know. Raises NotAllowed for anybody but HR, and
    RuleBroken at "person", "gate" or "reason"; nobody lets themselves pass.
    """
    cycle = await _open(tx, hr, cycle_id)
    if gate is None:
        raise RuleBroken("choice_needed", field="gate")
    if gate.value not in cycle.gates:
        raise RuleBroken("gate_off", field="gate")
    person = await people.find(tx, hr.workspace_id, slack_id)
    if person is None or has_left(person, now):
        raise RuleBroken("person_inactive", field="person")
    if person.id == hr.id:
        raise RuleBroken("gate_own", field="person")
    part = await cycles_people.part(tx, cycle.id, person.id)
    if part is None or (part.left_on is not None and part.left_on < local_day(person, now)):
        raise RuleBroken("gate_not_in_cycle", {"name": person.name}, field="person")
    words = rules.check_reason(reason)
    before = [one for one in await store.of_people(tx, cycle.id, [person.id]) if one.gate is gate]
    if before and before[-1].taken_back_at is None:
        if (before[-1].made_by, before[-1].reason) == (hr.id, words):
            return before[-1]
        raise RuleBroken("gate_passed_already", {"name": person.name}, field="person")
    row = {"workspace_id": hr.workspace_id, "cycle_id": cycle.id, "person_id": person.id, "gate": gate}
    row |= {"nth": len(before), "reason": words, "made_by": hr.id, "made_at": now}
    made = await insert_row(tx, GateOverride, row)
    if made is None:
        raise RuleBroken("gate_passed_already", {"name": person.name}, field="person")
    await _tell(tx, rules.OVERRIDDEN, hr.id, made, person, now)
    await _note(tx, rules.OVERRIDE, hr, cycle, person, gate, now)
    return await tx.get_one(GateOverride, made)


async def take_back(tx: Tx, hr: Person, override_id: int, reason: str, now: datetime) -> GateOverride:
    """From now on the gate is for them again; they and whoever leads them read why. Done twice, it is done once.

    Raises NotAllowed for anybody but HR, RuleBroken at "reason", for oneself, and once the cycle is closed.
    """
    found = (await access_given(tx, hr, override_id)).override
    cycle = await _open(tx, hr, found.cycle_id)
    if found.person_id == hr.id:
        raise RuleBroken("gate_own", field="reason")
    words = rules.check_reason(reason)
    locked = await store.locked(tx, found.id)
    if locked is None or locked.taken_back_at is not None:
        return found
    locked.taken_back_by, locked.taken_back_at, locked.taken_back_why = hr.id, now, words
    tx.add(locked)
    await tx.flush()
    person = await people.get(tx, locked.person_id)
    await _tell(tx, rules.TAKEN_BACK, hr.id, locked.id, person, now)
    await _note(tx, rules.TAKE_BACK, hr, cycle, person, locked.gate, now)
    return locked


async def access_given(tx: Tx, hr: Person, override_id: int) -> Told:
    """One of them, to be taken back. Raises NotAllowed for anybody but HR."""
    await roles.require_hr(tx, hr)
    found = await tx.get(GateOverride, override_id)
    if found is None or found.workspace_id != hr.workspace_id:
        raise NotAllowed("not_found")
    return await _told(tx, found, hr)


async def tell_who_leads_now(tx: Tx, now: datetime) -> None:
    """What was never sent to whoever led the person, as they do so no longer or have left, is owed to whoever leads them by now; to
    whom it was not sent as their first day was to come, once it has.

    Of one that another manager was told of, only to whom it was owed before. Safe to repeat.
    """
    untold: dict[tuple[str, int], list[Untold]] = {}
    for one in await store.untold(tx, rules.OVERRIDDEN.name, rules.TAKEN_BACK.name, UNTOLD):
        untold.setdefault((one.kind, one.override.id), []).append(one)
    for some in untold.values():
        found, kind = some[0].override, next(each for each in rules.KINDS if each.name == some[0].kind)
        by = found.made_by if kind is rules.OVERRIDDEN else found.taken_back_by
        person = await people.get(tx, found.person_id)
        manager = await reporting.manager_of(tx, person.id, local_day(person, now))
        if manager is None or manager.id == by or has_left(manager, now) or has_left(person, now):
            continue
        if is_to_begin(manager, now):
            continue
        key: dict[str, Any] = {"subject_id": found.id, "recipient_id": manager.id, "now": now}
        if manager.id in [one.recipient_id for one in some]:
            await notices.owe_after_all(tx, kind, **key)
        elif not some[0].elsewhere:
            await notices.owe(tx, kind, **key, workspace_id=found.workspace_id, due_at=now)


async def access_told(tx: Tx, notice: Notice, me: Person, now: datetime) -> Told:
    """What HR decided, for the person and for whoever leads them now. Taken back before it was sent, it is not told."""
    found = await tx.get(GateOverride, notice.subject_id)
    if found is None or found.workspace_id != me.workspace_id:
        raise NotAllowed("not_found")
    person = await people.get(tx, found.person_id)
    if me.id != person.id:
        manager = await reporting.manager_of(tx, person.id, local_day(person, now))
        if manager is None or manager.id != me.id:
            raise NotAllowed("not_found")
    if notice.ts is None and has_left(person, now):
        raise NoLonger(LEFT)
    if notice.ts is None and notice.kind == rules.OVERRIDDEN.name and found.taken_back_at is not None:
        raise NoLonger("taken_back")
    return await _told(tx, found, me)


async def _told(tx: Tx, one: GateOverride, me: Person) -> Told:
    by = one.made_by if one.taken_back_by is None else one.taken_back_by
    who = await people.by_ids(tx, sorted({one.person_id, by}))
    return Told(one, await tx.get_one(Cycle, one.cycle_id), who[one.person_id], who[by], me)


async def _open(tx: Tx, hr: Person, cycle_id: int) -> Cycle:
    cycle = await cycles.access_cycle(tx, hr, cycle_id)
    if cycle.stage is Stage.CLOSED:
        raise RuleBroken("gate_cycle_closed", field="reason")
    return cycle


async def _tell(tx: Tx, kind: Kind, by: int | None, override_id: int, person: Person, now: datetime) -> None:
    """Those concerned, but for whoever did it."""
    manager = await reporting.manager_of(tx, person.id, local_day(person, now))
    for one in (person, manager):
        if one is not None and one.id != by:
            key: dict[str, Any] = {
                "workspace_id": person.workspace_id,
                "subject_id": override_id,
                "recipient_id": one.id,
            }
            await notices.owe(tx, kind, **key, due_at=now, now=now)


async def _note(tx: Tx, act: str, hr: Person, cycle: Cycle, person: Person, gate: Gate, now: datetime) -> None:
    about = {"person": person.id, "gate": gate.value}
    await audit.note(tx, hr.workspace_id, act, "cycle", cycle.id, actor_id=hr.id, now=now, **about)
