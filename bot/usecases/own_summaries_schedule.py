"""Own summaries are kept when "check" begins for somebody, who is told once, and when a cycle is over for them."""

from collections import defaultdict
from collections.abc import Callable, Sequence
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


async def keep_due(tx: Tx, now: datetime) -> bool:
    """Keep the next summaries that are due, and owe the notices. Whether there may be more."""
    some = await store.at_check(tx, BATCH)
    await _at_check(tx, some, now)
    if len(some) == BATCH:
        return True
    over = await store.at_end(tx, now.date() - LATELY, BATCH)
    for cycle, first, last, parts in _grouped(over, lambda _, mine: (mine.joined_on, mine.left_on or now.date())):
        await own.keep(tx, cycle, parts, Part.END, first, last, now)
    return len(over) == BATCH


def _grouped(
    some: Sequence[tuple[Cycle, CyclePerson]], days: Callable[[Cycle, CyclePerson], tuple[date, date]]
) -> list[tuple[Cycle, date, date, list[CyclePerson]]]:
    """Those whose same days are counted, together."""
    found: dict[tuple[int, date, date], list[CyclePerson]] = defaultdict(list)
    for cycle, mine in some:
        found[cycle.id, *days(cycle, mine)].append(mine)
    cycles = {cycle.id: cycle for cycle, _ in some}
    return [(cycles[cycle_id], first, last, parts) for (cycle_id, first, last), parts in found.items()]


async def _at_check(tx: Tx, some: Sequence[tuple[Cycle, CyclePerson]], now: datetime) -> None:
    if not some:
        return
    phases = await cycles_people.phases(tx, sorted({cycle.id for cycle, _ in some}))
    who = await people.by_ids(tx, [mine.person_id for _, mine in some])
    hours = await working.of(tx, list(who.values()), now)

    def days(cycle: Cycle, mine: CyclePerson) -> tuple[date, date]:
        later = {one.phase: one for one in cycles_people.phases_for(mine, cycle, phases[cycle.id])}
        begins = later[Phase.CHECK].starts if Phase.CHECK in later else local_day(who[mine.person_id].zone, now)
        return mine.joined_on, max(mine.joined_on, begins - DAY)

    for cycle, first, last, parts in _grouped(some, days):
        made = await own.keep(tx, cycle, parts, Part.CHECK, first, last, now)
        owed = []
        for mine in parts:
            # Who came as "check" had begun has nothing behind them that a review could be written of.
            if mine.person_id in made and mine.told is Phase.CHECK and first < last:
                one = hours[mine.person_id]
                due_at = now if one.at_work(now) else one.next_at(one.hours.start, now)
                owed.append(
                    {
                        "workspace_id": cycle.workspace_id,
                        "subject_id": made[mine.person_id],
                        "recipient_id": mine.person_id,
                        "due_at": due_at,
                    }
                )
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
