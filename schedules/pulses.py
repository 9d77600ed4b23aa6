"""A pulse closes: each tick asks which slots are over. Those who may see its results are told."""

from bot.deps import Deps
from bot.domain import pulses
from bot.usecases import pulses_results
from bot.usecases import pulses_schedule as usecases
from bot.views import pulses as views
from schedules.forgetting import Forgetting
from schedules.registry import Registry


def register(registry: Registry) -> None:
    forgetting = Forgetting()

    async def close(deps: Deps) -> None:
        await forgetting.forget(deps, mixed=await close_due(deps))

    registry.tick("pulses.close", close)
    registry.telling(pulses.CLOSED, pulses_results.access_closed, views.closed)


async def close_due(deps: Deps) -> bool:
    """Close what is over, one slot in each transaction. Whether there was any."""
    now = deps.clock.now()
    async with deps.transaction(reading=True) as tx:
        slots = await usecases.to_look_at(tx, now)
    closed = False
    for slot_id in slots:
        async with deps.transaction() as tx:
            closed = await usecases.close_if_over(tx, slot_id, now) or closed
    return closed
