"""Own summaries of cycles: kept when they are due, and told."""

from datetime import timedelta

from bot.deps import Deps
from bot.domain.own_summaries import EXPORT, READY
from bot.usecases import own_summaries_export
from bot.usecases import own_summaries_schedule as usecases
from bot.views import own_summaries as views
from bot.views import own_summaries_export as export_views
from schedules.registry import Registry

EVERY = timedelta(minutes=15)
"""A phase begins at midnight, and the summary is told in working hours: nobody waits for the minute."""


def register(registry: Registry) -> None:
    registry.tick("own_summaries.keep", keep, every=EVERY)
    registry.telling(READY, usecases.access_ready, views.ready)
    registry.telling(EXPORT, own_summaries_export.access_export, export_views.export)


async def keep(deps: Deps) -> None:
    """Counted while others write, kept in short transactions."""
    now = deps.clock.now()
    while True:
        async with deps.transaction(reading=True) as tx:
            due = await usecases.access_due(tx, now)
        if due is None:
            return
        async with deps.transaction() as tx:
            await usecases.keep(tx, due, now)
