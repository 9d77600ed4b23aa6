"""Own summaries of cycles: kept when they are due, and told."""

from datetime import timedelta

from bot.deps import Deps
from bot.domain.own_summaries import READY
from bot.usecases import own_summaries_schedule as usecases
from bot.views import own_summaries as views
from schedules.registry import Registry

EVERY = timedelta(minutes=15)
"""A phase begins at midnight, and the summary is told in working hours: nobody waits for the minute."""


def register(registry: Registry) -> None:
    registry.tick("own_summaries.keep", keep, every=EVERY)
    registry.telling(READY, usecases.access_ready, views.ready)


async def keep(deps: Deps) -> None:
    """One short transaction for each batch."""
    more = True
    while more:
        async with deps.transaction() as tx:
            more = await usecases.keep_due(tx, deps.clock.now())
