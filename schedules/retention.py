"""Each night: what was kept long enough is erased."""

from bot.deps import Deps
from bot.usecases import retention as usecases
from schedules.registry import NIGHTLY, Registry


def register(registry: Registry) -> None:
    registry.tick("retention.enforce", enforce, every=NIGHTLY)


async def enforce(deps: Deps) -> None:
    """Looked for while others may write, and erased in short turns: a click never waits for it."""
    now = deps.clock.now()
    for rule in usecases.RULES:
        after: int | None = 0
        while after is not None:
            async with deps.transaction(reading=True) as tx:
                old = await usecases.find(tx, rule, deps.retention, now, after)
            async with deps.transaction() as tx:
                await usecases.erase(tx, rule, old, now)
            after = old.last
