"""What a cycle asks by its gates: which are on, since when, for whom, and how many talks of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.domain import gates as rules
from bot.domain.cadence import DAY, moment, zone_of
from bot.domain.cycles import Phased
from bot.domain.gates import Gate
from bot.usecases.people import day_in
from storage import cycles_people, leave
from storage import gates as store
from storage.cycles import Cycle
from storage.database import Tx
from storage.gates_found import Part, Span
from storage.people import MANY


@dataclass(frozen=True)
class Asked:
    """What a cycle asks: its gates that are on, since when where that was in the middle, and its phases as HR set them."""

    cycle: Cycle
    gates: list[Gate]
    since: Mapping[Gate, datetime]
    phases: Sequence[Phased]

    def first_day(self, gate: Gate, zone: str, begins: date) -> date | None:
        """When the phase that it guards starts for those who live there, and for whom the cycle begins then; None: the gate is not for
        them."""
        later = begins - self.cycle.starts
        starts = rules.begins(gate, [one.moved(later) for one in self.phases])
        return starts if starts is not None and rules.applies(starts, self._known(gate, zone)) else None

    def starts(self, gate: Gate, part: Part, now: datetime) -> date | None:
        """The same for one person; None also where they are not in the cycle today."""
        today = day_in(part.zone, now)
        left = part.left_on is not None and part.left_on < today
        return None if left or part.joined_on > today else self.first_day(gate, part.zone, part.begins)

    def _known(self, gate: Gate, zone: str) -> date | None:
        return day_in(zone, self.since[gate]) if gate in self.since else None

    def talks_wanted(self, part: Part, leave: Iterable[tuple[date, date]]) -> int:
        """How many recorded talks are asked of somebody with that leave."""
        day = self.first_day(Gate.TALKS, part.zone, part.begins) or part.begins
        known = max(part.begins, part.joined_on, self._known(Gate.TALKS, part.zone) or part.begins)
        return rules.talks_wanted(known, day, rules.days_away(leave, known, day))

    def span(self, zone: str, begins: date) -> Span:
        """The days of the cycle for those who live there, and for whom it begins then."""
        ends = self.cycle.ends + (begins - self.cycle.starts) + DAY
        first, until = (moment(day, time(), zone_of(zone)) for day in (begins, ends))
        return Span(zone, begins, first, until)


async def asks(tx: Tx, cycle: Cycle) -> Asked:
    """What that cycle asks; nothing, unless it runs or is paused."""
    known = [one for one in Gate if one.value in cycle.gates] if cycle.stage in cycles_people.OUT else []
    since = {gate: one.on_at for gate, one in (await store.switches(tx, cycle.id)).items()} if known else {}
    phases = (await cycles_people.phases(tx, [cycle.id]))[cycle.id] if known else []
    return Asked(cycle, known, since, phases)


async def days_off(tx: Tx, asked: Asked, parts: Sequence[Part]) -> dict[int, list[tuple[date, date]]]:
    """Leave of these people in the days of the cycle, by person."""
    found: dict[int, list[tuple[date, date]]] = {}
    length = asked.cycle.ends - asked.cycle.starts
    for at in range(0, len(parts), MANY):
        some = parts[at : at + MANY]
        first, last = min(one.begins for one in some), max(one.begins for one in some) + length
        found |= await leave.of_people(tx, [one.person_id for one in some], first, last)
    return found
