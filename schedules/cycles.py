"""Cycles: who belongs to one is taken in, who does not is let go, and each is told when a phase begins where they are."""

from datetime import timedelta

from bot.deps import Deps
from bot.domain.cycles_people import EMPTY, PHASE
from bot.usecases import cycles_people as usecases
from bot.usecases import cycles_phases as phases
from bot.usecases import cycles_running as running
from bot.views import cycles_mine as views
from schedules.registry import Registry

HOUR = timedelta(hours=1)


def register(registry: Registry) -> None:
    registry.tick("cycles.people", follow)
    registry.tick("cycles.close", close_over, every=HOUR)
    registry.telling(PHASE, phases.access_begun, views.begun)
    registry.telling(EMPTY, phases.access_empty, views.empty)


async def follow(deps: Deps) -> None:
    """First who is in which cycle, then who is to be told: one short transaction for each batch."""
    now = deps.clock.now()
    more = True
    while more:
        async with deps.transaction() as tx:
            more = await usecases.look(tx, now)
    more = True
    while more:
        async with deps.transaction() as tx:
            more = await phases.tell_due(tx, now)


async def close_over(deps: Deps) -> None:
    """Close what is over everywhere."""
    async with deps.transaction() as tx:
        await running.close_over(tx, deps.clock.now())
