"""A team in a cycle that runs, and what the tests of its summaries do with it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.domain.cycle_summaries import Of
from bot.domain.cycles import Phase, Stage
from bot.usecases import cycle_summaries as usecases
from bot.usecases import cycle_summaries_evidence as evidence
from bot.usecases import cycle_summaries_schedule as schedule
from bot.usecases.cycle_summaries import Team as Summary
from storage.cycles import Cycle, CyclePerson, CyclePhase
from tests.planted import Planted
from tests.team import Team

STARTS, ENDS = date(2027, 1, 4), date(2027, 3, 31)
DO_ENDS = date(2027, 3, 14)
W1, W2, W3 = date(2027, 1, 8), date(2027, 1, 15), date(2027, 2, 5)
MARCH = datetime(2027, 3, 10, 12, tzinfo=UTC)
OVER = datetime(2027, 3, 15, 15, 30, tzinfo=UTC)
"""Monday, half past four in Tom's Berlin, the day after "do" ended."""


async def in_cycle(team: Team) -> Planted:
    """Mei and Bob, who report to Tom, are in a cycle that runs."""
    async with team.transaction() as tx:
        at: dict[str, Any] = {"workspace_id": team.workspace_id}
        cycle = Cycle(
            **at, name="Q1 2027", starts=STARTS, ends=ENDS, made_by=team.ids["Ann"], made_at=MARCH, stage=Stage.RUNNING
        )
        tx.add(cycle)
        await tx.flush()
        for phase, first, last in ((Phase.DO, STARTS, DO_ENDS), (Phase.CHECK, DO_ENDS + timedelta(days=1), ENDS)):
            tx.add(CyclePhase(**at, cycle_id=cycle.id, phase=phase, starts=first, ends=last))
        for name in ("Mei", "Bob"):
            tx.add(CyclePerson(**at, cycle_id=cycle.id, person_id=team.ids[name], begins=STARTS, joined_on=STARTS))
    return Planted(team)


async def of(team: Team, name: str, now: datetime = MARCH) -> Summary:
    async with team.transaction(reading=True) as tx:
        return await usecases.access_team(tx, await team.person(tx, name), now)


async def behind(team: Team, name: str, figure: Of, kept: int = 0, now: datetime = MARCH) -> evidence.Behind:
    async with team.transaction(reading=True) as tx:
        return await evidence.access_behind(tx, await team.person(tx, name), figure, kept, 0, now)


async def tell(team: Team, now: datetime = OVER) -> int:
    async with team.transaction() as tx:
        return await schedule.tell_due(tx, now)
