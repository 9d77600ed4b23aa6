"""Back from leave: the one message of the first working morning."""

from bot.deps import Deps
from bot.domain import leave
from bot.usecases import checkins_leave
from bot.usecases import leave as usecases
from bot.views import leave as views
from schedules.registry import Registry


def register(registry: Registry) -> None:
    registry.tick("leave.welcome", welcome)
    registry.telling(leave.CATCH_UP, usecases.access_catch_up, views.catch_up)


async def welcome(deps: Deps) -> None:
    now = deps.clock.now()
    while True:
        async with deps.transaction() as tx:
            if await checkins_leave.welcome_due(tx, now) < checkins_leave.BATCH:
                return
