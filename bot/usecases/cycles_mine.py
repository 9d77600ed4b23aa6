"""The cycle somebody is in, as they see it: where it stands for them, what is theirs to do, and what their team needs."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain import cycles_people as days
from bot.domain import gates as gate_rules
from bot.domain.budget import local_day
from bot.domain.cycle_summaries import Figures
from bot.domain.cycles import Phased, Stage, phase_on
from bot.domain.cycles_mine import Facts, Need, Report, ToDo, needs, to_do
from bot.domain.gates import Gate
from bot.domain.goals import GoalState
from bot.usecases import gates
from bot.usecases.gates import Gated
from storage import actions, cycle_summaries_counts, cycle_summaries_groups, cycles_people, reporting
from storage import cycles_mine as store
from storage.cycles import Cycle, CyclePerson
from storage.database import Tx
from storage.people import Person

States = Mapping[GoalState, tuple[int, int]]


@dataclass(frozen=True)
class Stands:
    """Where a cycle stands for somebody on their day. `mine` None: only those they lead are in it. `phases`: as the days are for them.

    `now`: the phase that is; None: between two, before or after them all. `waits`: a gate keeps it from beginning for them.
    """

    cycle: Cycle
    mine: CyclePerson | None
    phases: list[Phased]
    today: date
    now: Phased | None = None
    waits: bool = False

    @property
    def paused(self) -> bool:
        return self.cycle.stage is Stage.PAUSED

    @property
    def next(self) -> Phased | None:
        return next((one for one in self.phases if one.starts > self.today), None)

    @property
    def first(self) -> date:
        return self.mine.begins if self.mine is not None else self.cycle.starts

    @property
    def last(self) -> date:
        return cycles_people.last_day(self.cycle, self.mine) if self.mine is not None else self.cycle.ends


@dataclass(frozen=True)
class Mine:
    """A cycle of mine at a glance: where it stands, and what is mine to do."""

    stands: Stands
    to_do: list[tuple[ToDo, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """All of it: `facts` and `figures` are what there is of me so far; `team`: what those I lead need, by name; None: none is in it."""

    mine: Mine
    facts: Facts
    figures: Figures
    gated: Gated
    zone: str
    team: list[tuple[Need, list[str]]] | None = None


async def stands_for(tx: Tx, me: Person, cycle: Cycle, mine: CyclePerson | None, now: datetime) -> Stands:
    """Where that cycle stands for me."""
    phases = (await cycles_people.phases(tx, [cycle.id]))[cycle.id]
    phases = cycles_people.phases_for(mine, cycle, phases) if mine is not None else phases
    today = local_day(me.zone, now)
    one = phase_on(phases, today)
    waits = False
    if one is not None and mine is not None and cycle.gates:
        held = (await gates.standing(tx, cycle, [me.id], now))[me.id]
        waits = gate_rules.holding(held, one.phase)
    return Stands(cycle, mine, phases, today, one, waits)


async def access_at_home(tx: Tx, me: Person, now: datetime) -> Mine | None:
    """What Home says of the cycle I am in; None: I am in none."""
    found = (await cycles_people.current(tx, [me.id], local_day(me.zone, now))).get(me.id)
    if found is None:
        return None
    stands = await stands_for(tx, me, *found, now)
    return Mine(stands, await mine_to_do(tx, me, stands))


async def mine_to_do(tx: Tx, me: Person, stands: Stands) -> list[tuple[ToDo, int]]:
    """What is mine to do now; nothing while the cycle is paused."""
    if stands.paused or stands.mine is None:
        return []
    return to_do(stands.now.phase if stands.now is not None else None, await _facts(tx, me, stands))


async def _facts(tx: Tx, me: Person, stands: Stands) -> Facts:
    cycle = stands.cycle
    since = days.begins_at(stands.now.starts if stands.now is not None else stands.first, me.zone)
    states = (await store.goals(tx, cycle.id, [me.id], since)).get(me.id, {})
    waiting = await store.waiting_for(tx, cycle.id, me.id)
    return Facts(
        drafts=_count(states, GoalState.DRAFT),
        proposed=_count(states, GoalState.PROPOSED),
        confirmed=_count(states, GoalState.CONFIRMED),
        closed=_count(states, GoalState.CLOSED),
        waiting=waiting.get(me.id, 0),
        unsaid=states.get(GoalState.CONFIRMED, (0, 0))[1],
        asked=await store.asked(tx, me.id),
        actions=len(await actions.open_of(tx, me.id)),
    )


def _count(states: States, state: GoalState) -> int:
    return states.get(state, (0, 0))[0]


async def access_page(tx: Tx, me: Person, now: datetime) -> Page | None:
    """The whole page of my cycle, or of the one that most of those I lead are in; None: there is none."""
    today = local_day(me.zone, now)
    reports = await reporting.reports_of(tx, me.id, today)
    parts = await cycles_people.current(tx, [me.id, *(one.id for one in reports)], today)
    if not parts:
        return None
    cycle, mine = parts.get(me.id) or (_most(list(parts.values())), None)
    stands = await stands_for(tx, me, cycle, mine, now)
    facts = await _facts(tx, me, stands) if mine is not None else Facts()
    shown = Mine(stands, await mine_to_do(tx, me, stands))
    inside = [one for one in reports if one.id in parts and parts[one.id][0].id == cycle.id]
    team = await _team(tx, me, stands, inside, now) if inside else None
    figures = await _figures(tx, me, stands, now) if mine is not None else Figures()
    return Page(shown, facts, figures, await gates.access_gated(tx, me, now), me.zone, team)


def _most(parts: Sequence[tuple[Cycle, CyclePerson]]) -> Cycle:
    """The cycle that most of them are in."""
    counted = Counter(cycle.id for cycle, _ in parts)
    return max((cycle for cycle, _ in parts), key=lambda one: (counted[one.id], one.id))


async def _figures(tx: Tx, me: Person, stands: Stands, now: datetime) -> Figures:
    if stands.mine is None or stands.today < stands.first:
        return Figures()
    first = max(stands.first, stands.mine.joined_on)
    group = cycle_summaries_groups.of_people([me.id], first, min(stands.today, stands.last))
    counted = (await cycle_summaries_counts.count(tx, group, now, cycle_id=stands.cycle.id)).get(me.id)
    return counted.figures if counted is not None else Figures()


async def _team(
    tx: Tx, me: Person, stands: Stands, inside: Sequence[Person], now: datetime
) -> list[tuple[Need, list[str]]]:
    """What those I lead need of me; what the page's gates say already is not said twice."""
    if stands.paused:
        return []
    ids, since = [one.id for one in inside], days.begins_at(stands.first, me.zone)
    goals = await store.goals(tx, stands.cycle.id, ids, since)
    waiting = await store.waiting_for(tx, stands.cycle.id, me.id)
    talks = await store.talks(tx, me.id, ids, since, now)
    rows = [_report(one.id, goals.get(one.id, {}), waiting, talks) for one in inside]
    names = {one.id: one.name for one in inside}
    said = {Need.GOALS, Need.CONFIRM} if Gate.GOALS in stands.cycle.gates else set[Need]()
    said |= {Need.TALK} if Gate.TALKS in stands.cycle.gates else set()
    found = needs(stands.now.phase if stands.now is not None else None, rows)
    return [(need, [names[one] for one in those]) for need, those in found if need not in said]


def _report(person_id: int, states: States, waiting: Mapping[int, int], talks: Mapping[int, int]) -> Report:
    kept = (GoalState.PROPOSED, GoalState.CONFIRMED, GoalState.CLOSED)
    return Report(
        person_id,
        goals=sum(_count(states, one) for one in kept),
        waiting=waiting.get(person_id, 0),
        talks=talks.get(person_id, 0),
        open=_count(states, GoalState.CONFIRMED),
    )
