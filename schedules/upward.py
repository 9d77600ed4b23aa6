"""Anonymous words to managers: each hour it is looked what can be delivered, each minute whether there is still a log to be emptied."""

from bot.deps import Deps
from bot.domain import upward as rules
from bot.usecases import upward_read
from bot.usecases import upward_schedule as usecases
from bot.views import upward_read as views
from schedules.forgetting import Forgetting
from schedules.registry import Registry


def register(registry: Registry) -> None:
    forgetting = Forgetting()

    async def look(deps: Deps) -> None:
        await forgetting.forget(deps, mixed=await look_at_all(deps))

    registry.tick("upward.look", look, every=rules.EVERY)
    registry.tick("upward.forget", forgetting.forget)
    registry.telling(rules.DELIVERED, upward_read.access_delivered, views.delivered)
    registry.telling(rules.REPLIED, upward_read.access_delivered, views.replied)


async def look_at_all(deps: Deps) -> bool:
    """Each batch with something that waits, in a transaction of its own. Whether anything was written anew."""
    now = deps.clock.now()
    async with deps.transaction(reading=True) as tx:
        batches = await usecases.to_look_at(tx)
    mixed = False
    for batch_id in batches:
        async with deps.transaction() as tx:
            mixed = await usecases.look(tx, batch_id, now) or mixed
    return mixed
