"""Gates of a cycle: who has not passed which, what is missing and whose turn it is; and whether somebody may be scored."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain import gates as rules
from bot.domain.errors import RuleBroken
from bot.domain.gates import Found, Gate, Held
from bot.usecases.acting import has_left
from bot.usecases.gates_asked import Asked, asks, days_off
from bot.usecases.people import day_in, local_day
from storage import cycles_people, gates_found, people, reporting
from storage import gates as store
from storage.cycles import Cycle
from storage.database import Tx
from storage.gates import GateOverride
from storage.gates_found import Part
from storage.people import MANY, Person


@dataclass(frozen=True)
class OfReport:
    """Somebody who reports to the viewer, and what they have not passed yet, as far as the viewer may know."""

    person: Person
    held: list[Held]


@dataclass(frozen=True)
class Gated:
    """The gates of a cycle as one person sees them: their own, and those of who reports to them.

    `gates`: those that are for the viewer; `held`: of these, what is missing; `passed`: where HR lets them, or one of their reports, pass,
    or took that back. `people`: whom all this names, by id. `manager`: who leads the viewer. `hidden`: the ids of those reports who
    let nobody know what they have read.
    """

    me: Person
    cycle: Cycle | None = None
    gates: list[Gate] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    passed: list[GateOverride] = field(default_factory=list)
    manager: Person | None = None
    team: list[OfReport] = field(default_factory=list)
    people: dict[int, Person] = field(default_factory=dict)


async def standing(tx: Tx, cycle: Cycle, person_ids: Sequence[int], now: datetime) -> dict[int, list[Held]]:
    """What each of these people has not passed yet, each by their own day; everyone asked for has an entry.

    `Held.holds` tells what holds them from what is still ahead. Nobody is held in a cycle that does not run, by what HR lets them
    pass, or outside their own part in the cycle. A handful of statements for every five hundred people.
    """
    asked = await asks(tx, cycle)
    found: dict[int, list[Held]] = {one: [] for one in person_ids}
    for at in range(0, len(person_ids) if asked.gates else 0, MANY):
        found |= await _some(tx, asked, person_ids[at : at + MANY], now)
    return found


async def may_score(tx: Tx, cycle: Cycle, person: Person, now: datetime) -> None:
    """Whether "check" may score this person. Raises RuleBroken("gate_talks") with how many talks are recorded and how many it takes."""
    if (lacks := await _lacks(tx, cycle, person, Gate.TALKS, now)) is not None:
        raise RuleBroken("gate_talks", {"name": person.name, "have": lacks.have, "wanted": lacks.wanted})


async def may_rate_low(tx: Tx, cycle: Cycle, rater: Person, person: Person, now: datetime) -> None:
    """Whether this rater may rate the person low, or begin an improvement plan. Raises RuleBroken("gate_surprise").

    It does not tell feedback that was not read from feedback that was not given: whether somebody has read something is theirs.
    """
    if await _lacks(tx, cycle, person, Gate.SURPRISE, now, rater.id) is not None:
        raise RuleBroken("gate_surprise", {"name": person.name})


async def access_gated(tx: Tx, me: Person, now: datetime) -> Gated:
    """My gates in the cycle I am in, and what those who report to me have not passed in theirs."""
    today = local_day(me, now)
    reports = await reporting.reports_of(tx, me.id, today)
    everybody = {one.id: one for one in [me, *reports]}
    in_cycle = await cycles_people.current(tx, list(everybody), today)
    mine = in_cycle.get(me.id)
    cycles = {cycle.id: cycle for cycle, _ in in_cycle.values()}
    held: dict[int, list[Held]] = {}
    passed: list[GateOverride] = []
    for cycle in cycles.values():
        ids = [one for one in everybody if one in in_cycle and in_cycle[one][0].id == cycle.id]
        held |= await standing(tx, cycle, ids, now)
        passed += await store.of_people(tx, cycle.id, ids)
    team = [OfReport(one, as_led(one, held.get(one.id, []))) for one in reports]
    manager = await reporting.manager_of(tx, me.id, today)
    named = {waits for one in held.values() for each in one for waits in each.waits_for}
    named |= {one for each in passed for one in (each.person_id, each.made_by, each.taken_back_by) if one is not None}
    return Gated(
        me,
        mine[0] if mine else None,
        [*(await on_for(tx, mine[0], me, now))] if mine else [],
        held.get(me.id, []),
        passed,
        manager if manager is not None and not has_left(manager, now) else None,
        [one for one in team if one.held],
        await people.by_ids(tx, sorted(named)),
    )


def as_led(person: Person, held: Iterable[Held]) -> list[Held]:
    """What whoever leads this person may know of it: who lets nobody know what they have read, lets the page not tell it either."""
    return [one for one in held if one.gate is not Gate.SURPRISE or person.tells_read]


async def on_for(tx: Tx, cycle: Cycle, person: Person, now: datetime) -> list[Gate]:
    """The gates of a cycle that are for somebody who is in it, whether they have passed them or not."""
    asked = await asks(tx, cycle)
    parts = await gates_found.parts(tx, cycle.id, [person.id])
    return [gate for one in parts for gate in asked.gates if asked.starts(gate, one, now) is not None]


async def among(tx: Tx, cycle: Cycle, gate: Gate, ids: Sequence[int], now: datetime) -> list[int]:
    """Those of these people for whom that gate is."""
    asked = await asks(tx, cycle)
    if gate not in asked.gates:
        return []
    parts = [
        one for at in range(0, len(ids), MANY) for one in await gates_found.parts(tx, cycle.id, ids[at : at + MANY])
    ]
    return [one.person_id for one in parts if asked.starts(gate, one, now) is not None]


async def _lacks(
    tx: Tx, cycle: Cycle, person: Person, gate: Gate, now: datetime, rater: int | None = None
) -> Held | None:
    asked = await asks(tx, cycle)
    only = replace(asked, gates=[one for one in asked.gates if one is gate])
    found = await _some(tx, only, [person.id], now, rater) if only.gates else {}
    return next(iter(found.get(person.id, [])), None)


async def _some(
    tx: Tx, asked: Asked, ids: Sequence[int], now: datetime, rater: int | None = None
) -> dict[int, list[Held]]:
    parts = await gates_found.parts(tx, asked.cycle.id, ids)
    starts = {(one.person_id, gate): asked.starts(gate, one, now) for one in parts for gate in asked.gates}
    let_pass = {
        (one.person_id, one.gate) for one in await store.of_people(tx, asked.cycle.id, ids) if not one.taken_back_at
    }
    found = await _found(tx, asked, parts, now, rater)
    away = await days_off(tx, asked, parts) if Gate.TALKS in asked.gates else {}
    made: dict[int, list[Held]] = defaultdict(list)
    for part in parts:
        for gate in asked.gates:
            day = starts[part.person_id, gate]
            if day is None or (part.person_id, gate) in let_pass:
                continue
            talks = asked.talks_wanted(part, away.get(part.person_id, []))
            one = rules.held(gate, found[part.person_id], day, day_in(part.zone, now), wanted=talks)
            made[part.person_id] += [one] if one is not None else []
    return {one: made[one] for one in ids}


async def _found(tx: Tx, asked: Asked, parts: Sequence[Part], now: datetime, rater: int | None) -> dict[int, Found]:
    """What there is of each one that these gates ask for."""
    cycle, ids = asked.cycle.id, [one.person_id for one in parts]
    spans = [asked.span(*one) for one in sorted({(part.zone, part.begins) for part in parts})]
    found = dict.fromkeys(ids, Found())
    if Gate.GOALS in asked.gates:
        waits = await gates_found.waits_for(tx, cycle, ids)
        for one, (confirmed, proposed) in (await gates_found.goals(tx, cycle, ids)).items():
            asked_of = tuple(waits.get(one, ()))
            found[one] = replace(found[one], confirmed=confirmed, proposed=proposed, waits_for=asked_of)
    if Gate.TALKS in asked.gates:
        for one, (held, unsaid) in (await gates_found.talks(tx, cycle, ids, spans, now)).items():
            found[one] = replace(found[one], held=held, unsaid=unsaid)
    if Gate.SURPRISE in asked.gates:
        for one, (read, unread) in (await gates_found.feedback(tx, cycle, ids, spans, now, rater)).items():
            found[one] = replace(found[one], read=read, unread=unread)
    if rater is None and asked.gates != [Gate.GOALS]:
        led = await _led(tx, ids, now)
        found = {one: replace(each, rater=one in led) for one, each in found.items()}
    return found


async def _led(tx: Tx, ids: Sequence[int], now: datetime) -> Collection[int]:
    """Those of these people whom somebody leads who still takes part."""
    managers = await reporting.managers_of(tx, ids, now.date())
    known = await people.by_ids(tx, sorted(set(managers.values())))
    return {one for one, manager in managers.items() if not has_left(known[manager], now)}
