"""What HR holds back waits, and what they let go is due as it was: each minute, before delivery hands anything out."""

from bot.deps import Deps
from bot.usecases import holds as usecases
from schedules.registry import Registry


def register(registry: Registry) -> None:
    """Before delivery: what it finds due is not held, but for what a worker has in hand, which is looked at once more."""
    registry.tick("holds.look", look)


async def look(deps: Deps) -> None:
    """Short transactions: a click waits for one of them at the most."""
    now = deps.clock.now()
    for step in (usecases.let_go, lambda tx: usecases.put_off_due(tx, now)):
        more = True
        while more:
            async with deps.transaction() as tx:
                more = await step(tx)
