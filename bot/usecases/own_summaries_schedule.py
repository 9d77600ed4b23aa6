"""Own summaries are kept when "check" begins for somebody, who is told once, and when a cycle is over for them."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.budget import local_day
from bot.domain.cadence import DAY
from bot.domain.cycles import Phase, Stage
from bot.domain.errors import NotAllowed
from bot.domain.notices import NoLonger
from bot.domain.own_summaries import READY, Part
from bot.usecases import notices, working
from bot.usecases import own_summaries as own
from bot.usecases.own_summaries import Counted
from storage import cycles_people, people
from storage import own_summaries as store
from storage.cycles import Cycle, CyclePerson
from storage.database import Tx
from storage.notices import Notice
from storage.own_summaries import OwnSummary
from storage.people import Person

BATCH = 200
"""People in one transaction."""
LATELY = timedelta(days=30)
"""So long after a cycle was over for somebody its summary is still kept, should no clock have run."""
Days = Callable[[Cycle, CyclePerson], tuple[date, date]]
"""The first and the last day that are counted of somebody's part."""


@dataclass(frozen=True)
class Counting:
    """What was counted over the same days of some people of a cycle, by their ids."""

    cycle: Cycle
    first: date
    last: date
    parts: Sequence[CyclePerson]
    counted: Mapping[int, Counted]


@dataclass(frozen=True)
class Due:
    """The next summaries that are to be kept, of the state that is named."""

    part: Part
    groups: Sequence[Counting]


async def access_due(tx: Tx, now: datetime) -> Due | None:
    """The next summaries that are due, counted: nothing is written meanwhile."""
    if some := await store.at_check(tx, BATCH):
        return Due(Part.CHECK, await _counted(tx, some, await _until_check(tx, some, now), now))
    if over := await store.at_end(tx, now.date() - LATELY, BATCH):
        return Due(
            Part.END, await _counted(tx, over, lambda _, mine: (mine.joined_on, mine.left_on or now.date()), now)
        )
    return None


async def _counted(tx: Tx, some: Sequence[tuple[Cycle, CyclePerson]], days: Days, now: datetime) -> list[Counting]:
    """Those whose same days are counted, together."""
    found: dict[tuple[int, date, date], list[CyclePerson]] = defaultdict(list)
    for cycle, mine in some:
        found[cycle.id, *days(cycle, mine)].append(mine)
    cycles = {cycle.id: cycle for cycle, _ in some}
    made = []
    for (cycle_id, first, last), parts in found.items():
        counted = await own.count(tx, cycles[cycle_id], [one.person_id for one in parts], first, last, now)
        made.append(Counting(cycles[cycle_id], first, last, parts, counted))
    return made


async def _until_check(tx: Tx, some: Sequence[tuple[Cycle, CyclePerson]], now: datetime) -> Days:
    phases = await cycles_people.phases(tx, sorted({cycle.id for cycle, _ in some}))
    who = await people.by_ids(tx, [mine.person_id for _, mine in some])

    def days(cycle: Cycle, mine: CyclePerson) -> tuple[date, date]:
        later = {one.phase: one for one in cycles_people.phases_for(mine, cycle, phases[cycle.id])}
        begins = later[Phase.CHECK].starts if Phase.CHECK in later else local_day(who[mine.person_id].zone, now)
        return mine.joined_on, max(mine.joined_on, begins - DAY)

    return days


async def keep(tx: Tx, due: Due, now: datetime) -> None:
    """Keep them, and owe a notice of each that is new where "check" begins. Safe to repeat."""
    for one in due.groups:
        made = await own.keep(tx, one.cycle, one.counted, due.part, one.first, one.last, now)
        # Who came as "check" had begun has nothing behind them that a review could be written of.
        if due.part is Part.CHECK and one.first < one.last:
            new = [mine.person_id for mine in one.parts if mine.person_id in made and mine.told is Phase.CHECK]
            await _owe(tx, one.cycle, {each: made[each] for each in new}, now)


async def _owe(tx: Tx, cycle: Cycle, made: Mapping[int, int], now: datetime) -> None:
    """Tell these people of their summaries, by the person's id, while they are at work."""
    who = await people.by_ids(tx, list(made))
    owed = []
    for person_id, hours in (await working.of(tx, list(who.values()), now)).items():
        due_at = now if hours.at_work(now) else hours.next_at(hours.hours.start, now)
        key = {"workspace_id": cycle.workspace_id, "subject_id": made[person_id], "recipient_id": person_id}
        owed.append({**key, "due_at": due_at})
    await notices.owe_many(tx, READY, owed, now=now)


@dataclass(frozen=True)
class Ready:
    """The cycle of which a summary is ready."""

    cycle: Cycle


async def access_ready(tx: Tx, notice: Notice, me: Person, now: datetime) -> Ready:
    """My kept summary. Not told any more once the cycle is closed, or over for me."""
    row = await tx.get(OwnSummary, notice.subject_id)
    if row is None or row.person_id != me.id:
        raise NotAllowed("not_found")
    cycle = await tx.get_one(Cycle, row.cycle_id)
    mine = await cycles_people.part(tx, cycle.id, me.id)
    if notice.ts is None and (cycle.stage is Stage.CLOSED or mine is None or mine.left_on is not None):
        raise NoLonger("closed")
    return Ready(cycle)
