"""The calendar's side of cycles' summaries: whose part has ended, what is kept of it, and the notice to its manager."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain import cycle_summaries as figures
from bot.domain import cycle_summaries_talk_to as talking
from bot.domain import cycle_summaries_told as rules
from bot.domain.cycle_summaries_told import Part
from bot.domain.pictures import PictureState
from bot.usecases import cycle_summaries_counting as counting
from bot.usecases import notices, working
from bot.usecases.cycle_summaries_counting import Counts
from storage import cycle_summaries as store
from storage import cycles_people, inserting, people
from storage.cycle_summaries import CycleSummary
from storage.cycles import Cycle
from storage.database import Tx

BATCH = 500
"""Managers per transaction: each statement reads a team's rows once, and memory stays flat."""
CLOSED = rules.PAST + timedelta(days=1)
"""How long after HR closed a cycle its end is still told: as long as that of any other, should the clock have been dead."""


@dataclass(frozen=True)
class Due:
    """A part of a cycle that has ended, and what is counted of it for each of some managers, by their ids."""

    cycle: Cycle
    part: Part
    counted: Mapping[int, Counts]


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
    running = await store.cycles_told(tx, (now - rules.PAST).date() - timedelta(days=1), now - CLOSED)
    phases = await cycles_people.phases(tx, [one.id for one in running])
    for cycle in running:
        closed = cycle.closed_at.date() if cycle.closed_at is not None else None
        for part in rules.ended(phases[cycle.id], cycle.ends, closed, now):
            if managers := await _due(tx, cycle, part, now, most):
                counted = await counting.count(tx, managers, cycle.starts, part.last, cycle.id, now)
                return Due(cycle, part, counted)
    return None


async def _due(tx: Tx, cycle: Cycle, part: Part, now: datetime, most: int) -> list[int]:
    waiting = await store.hours_waiting(tx, cycle.id, part.name, part.last)
    hours = [(zone, at) for zone, at in waiting if rules.is_due(part.last, zone, at, now)]
    return await store.managers_waiting(tx, cycle.id, part.name, part.last, hours, most) if hours else []


async def tell(tx: Tx, due: Due, now: datetime) -> None:
    """Write them down, with one notice each. Safe to repeat."""
    cycle, part, counted = due.cycle, due.part, due.counted
    of = {"workspace_id": cycle.workspace_id, "cycle_id": cycle.id, "part": part.name}
    of |= {"first": cycle.starts, "last": part.last, "counted_at": now, "chart": PictureState.WANTED}
    rows: list[dict[str, Any]] = [
        of
        | {
            "manager_id": manager,
            "figures": figures.dumped(counted[manager].figures),
            "records": figures.dumped_records(counted[manager].records),
            "talk_to": talking.dumped(counted[manager].talk_to),
        }
        for manager in counted
    ]
    await inserting.insert_new(tx, CycleSummary, rows)
    comes = await _hours(tx, list(counted), part.last, now)
    told = [
        {
            "workspace_id": cycle.workspace_id,
            "subject_id": cycle.id,
            "recipient_id": manager,
            "due_at": comes[manager],
            "occurrence": rules.occurrence(part.name, part.last),
        }
        for manager in counted
        if comes[manager] is not None
    ]
    await notices.owe_many(tx, rules.READY, told, now=now)


async def _hours(tx: Tx, managers: Sequence[int], last: date, now: datetime) -> dict[int, datetime | None]:
    who = list((await people.by_ids(tx, list(managers))).values())
    hours = await working.of(tx, who, now)
    return {one.id: rules.due_at(last, hours[one.id], one.digest_at) for one in who}
