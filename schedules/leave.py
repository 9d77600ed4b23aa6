"""Back from leave: the one message of the first working morning. And public holidays, looked up before a tick needs them."""

from bot.deps import Deps
from bot.domain import leave
from bot.usecases import checkins_leave, holidays, working
from bot.usecases import leave as usecases
from bot.views import leave as views
from schedules.registry import NIGHTLY, Registry


def register(registry: Registry) -> None:
    registry.tick("leave.holidays", look_up, every=NIGHTLY)
    registry.tick("leave.welcome", welcome)
    registry.telling(leave.CATCH_UP, usecases.access_catch_up, views.catch_up)


async def welcome(deps: Deps) -> None:
    now = deps.clock.now()
    while True:
        async with deps.transaction() as tx:
            if await checkins_leave.welcome_due(tx, now) < checkins_leave.BATCH:
                return


async def look_up(deps: Deps) -> None:
    """When the process begins, and each night: outside of any transaction, for the first look takes a second."""
    now = deps.clock.now()
    async with deps.transaction(reading=True) as tx:
        places = await holidays.places(tx)
    await holidays.public(places, (now - working.BEHIND).date(), (now + working.AHEAD).date())
