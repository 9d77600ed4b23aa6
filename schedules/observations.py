"""What is told of observations; the hourly look at whom an author leads no longer, and the nightly one at the balance of their log."""

from bot.deps import Deps
from bot.domain import observations
from bot.usecases import observations as usecases
from bot.usecases import observations_balance as balance
from bot.usecases import observations_moving as moving
from bot.views import observations as views
from bot.views import observations_moving as moving_views
from schedules.registry import NIGHTLY, Registry


def register(registry: Registry) -> None:
    registry.tick("observations.moved", moved, every=observations.EVERY)
    registry.tick("observations.balanced", balanced, every=NIGHTLY)
    registry.telling(observations.SHARED, usecases.access_shared, views.shared)
    registry.telling(observations.MOVED, moving.access_moved, moving_views.moved)
    registry.telling(observations.HANDED, moving.access_handed, moving_views.handed)
    registry.telling(observations.BALANCE, balance.access_balance, moving_views.balance)


async def moved(deps: Deps) -> None:
    async with deps.transaction() as tx:
        await moving.look(tx, deps.clock.now())


async def balanced(deps: Deps) -> None:
    async with deps.transaction() as tx:
        await balance.look(tx, deps.clock.now())
