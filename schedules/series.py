"""After an edit of a series, everybody's next turn is brought up to date, a batch at a time."""

from bot.deps import Deps
from bot.domain.series import REPLAN
from bot.usecases import checkins_schedule as schedule
from bot.usecases import series as usecases
from schedules.registry import Registry


def register(registry: Registry) -> None:
    registry.task(REPLAN, replan)


async def replan(deps: Deps, series: int) -> None:
    """Twice does no harm: a turn that is up to date stays as it is. What is moved depends on the moment alone."""
    async with deps.transaction(reading=True) as tx:
        everyone = await usecases.everyone_of(tx, series)
    for at in range(0, len(everyone), schedule.BATCH):
        async with deps.transaction() as tx:
            await schedule.replan(tx, everyone[at : at + schedule.BATCH], deps.clock.now(), edited=series)
