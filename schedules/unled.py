"""Every hour: has anybody no manager, of whom HR does not know yet?"""

from bot.deps import Deps
from bot.domain.unled import EVERY, UNLED
from bot.usecases import unled as usecases
from bot.views import unled as views
from schedules.registry import Registry


def register(registry: Registry) -> None:
    registry.tick("unled.look", look, every=EVERY)
    registry.telling(UNLED, usecases.access_without_manager, views.told)


async def look(deps: Deps) -> None:
    async with deps.transaction() as tx:
        await usecases.look(tx, deps.clock.now())
