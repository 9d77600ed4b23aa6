"""The calendar's side of cycles' summaries: whose part has ended, what is kept of it, and the notice to its manager."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain import cycle_summaries as figures
from bot.domain import cycle_summaries_talk_to as talking
from bot.domain import cycle_summaries_told as rules
from bot.domain.cadence import DAY
from bot.domain.cycle_summaries_told import Part, Pause
from bot.domain.cycles import Phased
from bot.domain.pictures import PictureState
from bot.usecases import cycle_summaries_counting as counting
from bot.usecases import notices, working
from bot.usecases.cycle_summaries_counting import Counts
from storage import cycle_summaries_waiting as waiting
from storage import cycles_people, inserting, people
from storage.cycle_summaries import CycleSummary
from storage.cycle_summaries_waiting import Over
from storage.cycles import Cycle
from storage.database import Tx

BATCH = 500
"""Managers per transaction: each statement reads a team's rows once, and memory stays flat."""
CLOSED = rules.PAST + timedelta(days=1)
"""How long after HR closed a cycle its end is still told: as long as that of any other, should the clock have been dead."""


@dataclass(frozen=True)
class Due:
    """A part of a cycle that has ended, and what is counted of it for each of some managers, by their ids.

    `people`: whom it is about, by the manager's id; of a whole team, nobody is named.
    """

    cycle: Cycle
    part: Part
    first: date
    counted: Mapping[int, Counts]
    people: Mapping[int, Sequence[int]] = field(default_factory=dict)


async def tell_due(tx: Tx, now: datetime, most: int = BATCH) -> int:
    """Write down the summaries whose hour comes, with one notice each. Answers how many there were.

    Safe to repeat and late: the natural key of a summary makes a second one nothing.
    """
    due = await access_due(tx, now, most)
    if due is None:
        return 0
    await tell(tx, due, now)
    return len(due.counted)


async def access_due(tx: Tx, now: datetime, most: int = BATCH) -> Due | None:
    """The next summaries whose hour comes, counted: of a large company that takes seconds, and nothing is written meanwhile."""
    running = await waiting.cycles_told(tx, (now - rules.PAST).date() - timedelta(days=1), now - CLOSED)
    phases = await cycles_people.phases(tx, [one.id for one in running])
    for cycle in running:
        for part, begins in await _ended(tx, cycle, phases[cycle.id], now):
            over = Over(cycle.id, part.name, part.last, begins)
            if managers := await _due(tx, cycle, part, over, now, most):
                return await _counted(tx, cycle, part, over, managers, now)
    return None


async def _ended(tx: Tx, cycle: Cycle, phases: Sequence[Phased], now: datetime) -> list[tuple[Part, Sequence[date]]]:
    """The parts that ended lately; where the days are each one's own, with the first days of those for whom they did."""
    closed = cycle.closed_at.date() if cycle.closed_at is not None else None
    pause = _pause(cycle, now)
    if not cycle.rolling:
        return [(part, ()) for part in rules.ended(phases, cycle.ends, closed, now, pause)]
    since = pause.since if pause is not None else now.date()
    since -= rules.PAST + DAY + (cycle.ends - cycle.starts)
    found: dict[Part, list[date]] = defaultdict(list)
    for begins in await waiting.first_days(tx, cycle.id, since):
        later = begins - cycle.starts
        for part in rules.ended([one.moved(later) for one in phases], cycle.ends + later, closed, now, pause):
            found[part].append(begins)
    return sorted(found.items(), key=lambda one: one[0].last, reverse=True)


def _pause(cycle: Cycle, now: datetime) -> Pause | None:
    """The last pause of a cycle; None: there was none, or it is over for so long that nothing of it is told any more."""
    if cycle.paused_at is None or cycle.resumed_at is None:
        return None
    one = Pause(cycle.paused_at.date(), cycle.resumed_at.date())
    return None if one.is_late(now) else one


async def _due(tx: Tx, cycle: Cycle, part: Part, over: Over, now: datetime, most: int) -> list[int]:
    """Managers whose hour has come, and for all of whose people the last day is over."""
    found = await waiting.hours_waiting(tx, over)
    hours = [(zone, at) for zone, at in found if rules.is_due(part.told_after, zone, at, now)]
    if not hours:
        return []
    everywhere = rules.is_over(part.last, rules.LAST_ZONE, now)
    zones = [] if everywhere else await waiting.zones(tx, cycle.workspace_id)
    not_over = [zone for zone in zones if not rules.is_over(part.last, zone, now)]
    return await waiting.managers_waiting(tx, over, hours, most, not_over)


async def _counted(tx: Tx, cycle: Cycle, part: Part, over: Over, managers: Sequence[int], now: datetime) -> Due:
    """Of whole teams; or of those alone for whom it ended, those managers together whose people have the same first day."""
    if not over.begins:
        return Due(
            cycle, part, cycle.starts, await counting.count(tx, managers, cycle.starts, part.last, cycle.id, now)
        )
    whom = await waiting.of_whom(tx, over, managers)
    firsts = {manager: min(theirs.values()) for manager, theirs in whom.items()}
    first = min(firsts.values(), default=part.last)
    some = [manager for manager in firsts if firsts[manager] == first]
    counted = await counting.count_over(tx, some, over, first, now)
    return Due(cycle, part, first, counted, {one: list(whom[one]) for one in some})


async def tell(tx: Tx, due: Due, now: datetime) -> None:
    """Write them down, with one notice each. Safe to repeat."""
    cycle, part, counted = due.cycle, due.part, due.counted
    of = {"workspace_id": cycle.workspace_id, "cycle_id": cycle.id, "part": part.name}
    of |= {"first": due.first, "last": part.last, "counted_at": now, "chart": PictureState.WANTED}
    rows: list[dict[str, Any]] = [
        of
        | {
            "manager_id": manager,
            "people": due.people.get(manager, []),
            "figures": figures.dumped(counted[manager].figures),
            "records": figures.dumped_records(counted[manager].records),
            "talk_to": talking.dumped(counted[manager].talk_to),
        }
        for manager in counted
    ]
    await inserting.insert_new(tx, CycleSummary, rows)
    comes = await _hours(tx, list(counted), part.told_after, now)
    told = [
        {
            "workspace_id": cycle.workspace_id,
            "subject_id": cycle.id,
            "recipient_id": manager,
            "due_at": comes[manager],
            "occurrence": rules.occurrence(part.name, due.first, part.last),
        }
        for manager in counted
        if comes[manager] is not None
    ]
    await notices.owe_many(tx, rules.READY, told, now=now)


async def _hours(tx: Tx, managers: Sequence[int], last: date, now: datetime) -> dict[int, datetime | None]:
    who = list((await people.by_ids(tx, list(managers))).values())
    hours = await working.of(tx, who, now)
    return {one.id: rules.due_at(last, hours[one.id], one.digest_at) for one in who}
