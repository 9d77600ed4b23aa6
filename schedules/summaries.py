"""Summaries for managers: written down shortly before their hour, told by delivery, counted anew until the last window closes."""

from bot.deps import Deps
from bot.domain import summaries
from bot.usecases import summaries as usecases
from bot.usecases import summaries_schedule as schedule
from bot.views import summaries as views
from schedules.registry import Registry


def register(registry: Registry) -> None:
    registry.tick("summaries.owe", owe_due, every=summaries.EVERY)
    registry.tick("summaries.count", count_due)
    registry.telling(summaries.SUMMARY, usecases.access_summary, views.summary)
    registry.telling(summaries.CHANNEL, usecases.access_counts, views.counts)


async def owe_due(deps: Deps) -> None:
    now = deps.clock.now()
    while True:
        async with deps.transaction() as tx:
            if not await schedule.owe_due(tx, now):
                return


async def count_due(deps: Deps) -> None:
    now = deps.clock.now()
    while True:
        async with deps.transaction() as tx:
            if await schedule.count_due(tx, now) < schedule.BATCH:
                return
