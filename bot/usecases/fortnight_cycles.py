"""The phases of running cycles that begin for somebody, and the summaries for managers when one ends."""

from datetime import date, datetime, time

from bot.domain import cadence, own_summaries
from bot.domain import cycle_summaries_told as told
from bot.domain import cycles_people as rules
from bot.domain.cycles import Phase, Phased
from bot.domain.fortnight import CYCLE_SUMMARIES, OWN_SUMMARIES, PHASES, Line, Tally, Target
from bot.domain.working import Working
from storage import cycles_people
from storage import fortnight as store
from storage.database import Tx

MORNING = time(9)
"""About when it comes: with the beginning of their next day at work."""


async def coming(tx: Tx, workspace_id: int, first: datetime, last: datetime) -> list[Line]:
    """By the days that HR set; in a cycle that counts from the own first day at work, by each person's own.

    With "check" comes one's own summary, before a review is written.
    """
    tally, phases = Tally(first, last), dict[int, list[Phased]]()
    groups = [row async for row in store.in_cycles(tx, workspace_id)]
    if groups:
        phases = await cycles_people.phases(tx, sorted({row[0] for row in groups}))
    for cycle, starts, zone, begins, people in groups:
        for one in (each.moved(begins - starts) for each in phases[cycle]):
            midnight = rules.begins_at(one.starts, zone)
            if midnight > first:
                at = Working(zone).next_at(MORNING, midnight)
                until = cadence.moment(one.ends + cadence.DAY, time(0), cadence.zone_of(zone))
                tally.add(Target(PHASES.name, cycle, one.phase), rules.PHASE, zone, min(at, until), people)
                if one.phase is Phase.CHECK:
                    tally.add(
                        Target(OWN_SUMMARIES.name), own_summaries.READY, zone, min(at, until), people, at_most=True
                    )
    return tally.lines()


async def summaries(tx: Tx, workspace_id: int, first: datetime, last: datetime) -> list[Line]:
    """Those who lead somebody in it, each at the hour that they chose on the first day at work after a phase or the cycle.

    In a cycle that counts from the own first day at work: after it is over for some of theirs, those with the same first day at once.
    """
    tally = Tally(first, last)
    running = await store.cycles(tx, workspace_id)
    phases = await cycles_people.phases(tx, [one.id for one in running])
    for cycle in running:
        every = {one.phase.value: one.ends for one in phases[cycle.id] if one.ends < cycle.ends} | {
            told.END: cycle.ends
        }
        if cycle.rolling:
            groups = await store.leading_by_first_day(tx, cycle.id, first.date())
        else:
            near = any(_near(day, first, last) for day in every.values())
            groups = (
                [(cycle.starts, *row) for row in await store.leading_in(tx, cycle.id, first.date())] if near else []
            )
        for begins, zone, at, people in groups:
            for part, day in ((part, day + (begins - cycle.starts)) for part, day in every.items()):
                due = told.due_at(day, Working(zone), at) if _near(day, first, last) else None
                if due is not None and due > first:
                    target = Target(CYCLE_SUMMARIES.name, cycle.id, part)
                    tally.add(target, told.READY, zone, due, people, at_most=True)
    return tally.lines()


def _near(day: date, first: datetime, last: datetime) -> bool:
    return first.date() - told.LOOK_FOR <= day <= last.date()
