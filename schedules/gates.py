"""What is told of gates; and the minute's look at those that were switched on while a cycle runs, and at who leads somebody by now."""

from bot.deps import Deps
from bot.domain import gates as rules
from bot.usecases import gates_overriding as overriding
from bot.usecases import gates_switching as switching
from bot.views import gates_told as views
from schedules.registry import Registry


def register(registry: Registry) -> None:
    registry.tick("gates.switched", tell)
    registry.tick("gates.led", tell_who_leads_now, every=rules.LOOK_EVERY)
    registry.telling(rules.OVERRIDDEN, overriding.access_told, views.told)
    registry.telling(rules.TAKEN_BACK, overriding.access_told, views.told)
    registry.telling(rules.SWITCHED, switching.access_switched, views.switched)


async def tell(deps: Deps) -> None:
    """Everybody whom a switch concerns is owed a message, so many in a transaction; and a new manager what the old one never read."""
    more = True
    while more:
        async with deps.transaction() as tx:
            more = await switching.tell(tx, deps.clock.now())
    async with deps.transaction() as tx:
        await overriding.tell_who_leads_now(tx, deps.clock.now())


async def tell_who_leads_now(deps: Deps) -> None:
    """A new manager hears of a gate that was switched on lately."""
    now = deps.clock.now()
    async with deps.transaction(reading=True) as tx:
        found = await switching.access_unheard(tx, now)
    for one in found:
        async with deps.transaction() as tx:
            await switching.tell_unheard(tx, one, now)
