"""The phases of running cycles that begin for somebody: each is told on the morning after their own midnight."""

from datetime import datetime, time

from bot.domain import cadence
from bot.domain import cycles_people as rules
from bot.domain.cycles import Phased
from bot.domain.fortnight import PHASES, Line, Tally, Target
from bot.domain.working import Working
from storage import cycles_people
from storage import fortnight as store
from storage.database import Tx

MORNING = time(9)
"""About when it comes: with the beginning of their next day at work."""


async def coming(tx: Tx, workspace_id: int, first: datetime, last: datetime) -> list[Line]:
    """By the days that HR set; in a cycle that counts from the own first day at work, by each person's own."""
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
    return tally.lines()
