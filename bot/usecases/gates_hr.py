"""HR's look at the gates of a cycle: how many people each holds, and whom HR lets pass. Numbers before names."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.gates import TALKS_LEAST, Gate
from bot.domain.privacy import may_show
from bot.usecases import cycles
from bot.usecases.gates_asked import Asked, asks, days_off
from storage import gates as store
from storage import gates_counts, gates_found, people, reporting
from storage.cycles import Cycle
from storage.database import Tx
from storage.gates import GateOverride
from storage.gates_found import Span
from storage.people import MANY, Person

NAMES_MOST = 20


@dataclass(frozen=True)
class Figure:
    """How many of the `people` whom a gate is for have not passed it, overrides left aside: a difference would tell who was held.

    None: without those whom the viewer leads, they are too few to be counted before others. `names`: the first of them, of goals alone,
    which HR may read.
    """

    gate: Gate
    people: int
    lacking: int | None
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Overview:
    """The gates of a cycle. `overrides`: the newest first, those that were taken back too; `people`: whom they name, by id."""

    cycle: Cycle
    figures: list[Figure]
    overrides: Sequence[GateOverride]
    people: dict[int, Person]
    me: Person


async def access_overview(tx: Tx, hr: Person, cycle_id: int, now: datetime) -> Overview:
    """Raises NotAllowed for anybody but HR. Of a cycle that is over, what was overridden stays."""
    cycle = await cycles.access_cycle(tx, hr, cycle_id)
    asked = await asks(tx, cycle)
    overrides = await store.of_cycle(tx, cycle.id)
    named = {each for one in overrides for each in (one.person_id, one.made_by, one.taken_back_by) if each is not None}
    ids = sorted(named)
    who = [await people.by_ids(tx, ids[at : at + MANY]) for at in range(0, len(ids), MANY)]
    found = {each: person for some in who for each, person in some.items()}
    places = await gates_counts.spans(tx, cycle.id) if asked.gates else []
    known = await _known(tx, cycle, hr) if asked.gates else 0
    figures = [await _figure(tx, asked, one, places, known, now) for one in asked.gates]
    return Overview(cycle, figures, overrides, found, hr)


async def _known(tx: Tx, cycle: Cycle, hr: Person) -> int:
    """How many in the cycle this person leads or led in it, themselves counted too: of these they know who has passed."""
    ids = sorted({hr.id, *await reporting.led_since(tx, hr.id, cycle.starts)})
    return sum([len(await gates_found.parts(tx, cycle.id, ids[at : at + MANY])) for at in range(0, len(ids), MANY)])


async def _figure(
    tx: Tx, asked: Asked, gate: Gate, places: Sequence[tuple[str, date]], known: int, now: datetime
) -> Figure:
    cycle, today = asked.cycle.id, now.date()
    among = [asked.span(*one) for one in places if asked.first_day(gate, *one) is not None]
    count = await gates_counts.people(tx, cycle, among, today, led=gate is not Gate.GOALS)
    if gate is Gate.GOALS:
        return Figure(gate, count, *await gates_counts.without_goals(tx, cycle, among, today, NAMES_MOST))
    if not may_show(count - known):
        return Figure(gate, count, None)
    if gate is Gate.TALKS:
        return Figure(gate, count, await _without_talks(tx, asked, among, now))
    return Figure(gate, count, await gates_counts.without_feedback(tx, cycle, among, today, now))


async def _without_talks(tx: Tx, asked: Asked, among: Sequence[Span], now: datetime) -> int:
    """Who had no talk has not passed; nor has who had one, unless they had less time than others."""
    none, one = await gates_counts.without_talks(tx, asked.cycle.id, among, now.date(), now)
    two = [each for each in one if asked.talks_wanted(each, []) == TALKS_LEAST]
    away = await days_off(tx, asked, two)
    return none + sum(asked.talks_wanted(each, away.get(each.person_id, [])) == TALKS_LEAST for each in two)
