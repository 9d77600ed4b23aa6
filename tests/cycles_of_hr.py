"""What HR does with a cycle in a test, one transaction a step, as the edges do it."""

from datetime import date, datetime, timedelta
from typing import Any

from bot.domain.cycles import Phased, Span
from bot.usecases import cycles, cycles_dry_run
from bot.usecases.cycles_dry_run import DryRun
from bot.usecases.series_audience import Chosen
from storage import cycles_people
from storage.cycles import Cycle
from tests.clock import START
from tests.team import Team

NOW = START + timedelta(hours=2)
DAY = timedelta(days=1)
SPAN = Span("Q1 2027", date(2027, 1, 4), date(2027, 4, 4))
EVERYONE = Chosen(everyone=True)


async def do(team: Team, act: Any, name: str, *given: Any, **more: Any) -> Any:
    """One act of HR in one transaction."""
    async with team.transaction() as tx:
        return await act(tx, await team.person(tx, name), *given, **more)


async def made(team: Team, span: Span = SPAN, **more: Any) -> int:
    return int((await do(team, cycles.put, "Ann", None, span, NOW, **more)).id)


async def row(team: Team, cycle_id: int) -> Cycle:
    async with team.transaction(reading=True) as tx:
        return await tx.get_one(Cycle, cycle_id)


async def phases(team: Team, cycle_id: int) -> list[Phased]:
    async with team.transaction(reading=True) as tx:
        return (await cycles_people.phases(tx, [cycle_id]))[cycle_id]


async def turn(team: Team, act: Any, name: str, cycle_id: int, *given: Any, now: datetime = NOW) -> Any:
    """With the form or button as it is now."""
    return await do(team, act, name, cycle_id, (await row(team, cycle_id)).revision, *given, now)


async def dry(team: Team, cycle_id: int, now: datetime = NOW) -> DryRun:
    async with team.transaction(reading=True) as tx:
        return await cycles_dry_run.access_dry_run(tx, await team.person(tx, "Ann"), cycle_id, now)
