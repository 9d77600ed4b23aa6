"""A pulse closes: each tick asks which slots are over. And what its prompts and reminders say, which go the way of check-ins'."""

from bot.deps import Deps
from bot.usecases import pulses_schedule as usecases
from schedules.registry import Registry


def register(registry: Registry) -> None:
    registry.tick("pulses.close", close_due)


async def close_due(deps: Deps) -> None:
    """Close what is over, one slot in each transaction; then let the database forget in which order the answers came."""
    now = deps.clock.now()
    async with deps.transaction(reading=True) as tx:
        slots = await usecases.to_look_at(tx, now)
    closed = False
    for slot_id in slots:
        async with deps.transaction() as tx:
            closed = await usecases.close_if_over(tx, slot_id, now) or closed
    if closed:
        await deps.database.empty_log()
