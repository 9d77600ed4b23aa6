"""Thanks on their way: to each who is thanked, to the channel, and back to their author where the channel does not take them."""

from datetime import timedelta

from bot.deps import Deps
from bot.domain import recognition
from bot.usecases import recognition_notices as usecases
from bot.views import recognition as views
from schedules.registry import Registry

EVERY = timedelta(minutes=5)
MOST = 500
"""Authors in one transaction."""


def register(registry: Registry) -> None:
    registry.tick("recognition.unposted", tell_unposted, every=EVERY)
    registry.telling(recognition.THANKS, usecases.access_thanks, views.thanks)
    registry.telling(recognition.POST, usecases.access_post, views.post)
    registry.telling(recognition.UNPOSTED, usecases.access_unposted, views.unposted)


async def tell_unposted(deps: Deps) -> None:
    while True:
        async with deps.transaction() as tx:
            if await usecases.tell_unposted(tx, deps.clock.now(), MOST) < MOST:
                return
