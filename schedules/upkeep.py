"""The queue's own housekeeping: jobs of workers that died go back to it, and finished ones are forgotten."""

from procrastinate import App

from bot.deps import Deps
from schedules.registry import NIGHTLY, Registry
from storage import jobs

KEEP_HOURS = 72
"""How long a finished job can be looked up: over a weekend."""


def register(registry: Registry, queue: App) -> None:
    """`queue` is open for as long as the ticks run."""

    async def rescue(_deps: Deps) -> None:
        await jobs.rescue_stalled(queue)

    async def prune(_deps: Deps) -> None:
        await jobs.prune(queue, KEEP_HOURS)

    registry.tick("upkeep.rescue", rescue)
    registry.tick("upkeep.prune", prune, every=NIGHTLY)
