"""1:1s: their turns come, and the two are told."""

from datetime import timedelta

from bot.deps import Deps
from bot.domain import one_on_ones as rules
from bot.usecases import one_on_ones_changes as changes
from bot.usecases import one_on_ones_held as held
from bot.usecases import one_on_ones_telling as telling
from bot.usecases import one_on_ones_turns as turns
from bot.views import one_on_ones as views
from bot.views import one_on_ones_changes as change_views
from bot.views import one_on_ones_held as held_views
from schedules.registry import Registry

HOURLY = timedelta(hours=1)


def register(registry: Registry) -> None:
    registry.tick("one_on_ones.turns", open_turns)
    registry.tick("one_on_ones.held", look)
    registry.tick("one_on_ones.apart", end_apart, every=HOURLY)
    registry.tick("one_on_ones.leave", follow_leave, every=HOURLY)
    registry.telling(rules.PAIRED, telling.access_paired, views.paired)
    registry.telling(rules.TIMES, telling.access_times, views.times)
    registry.telling(rules.CHANGED, telling.access_changed, views.changed)
    registry.telling(rules.TOLD, telling.access_changed, views.changed)
    registry.telling(rules.CONFIRM, held.access_confirm, held_views.confirm)
    registry.telling(rules.DIFFER, held.access_differ, held_views.differ)
    registry.telling(rules.OVER, changes.access_over, change_views.over)
    registry.telling(rules.TAKE_UP, changes.access_take_up, change_views.take_up)


async def open_turns(deps: Deps) -> None:
    now = deps.clock.now()
    while True:
        async with deps.transaction() as tx:
            if await turns.open_due(tx, now) < turns.BATCH:
                return


async def follow_leave(deps: Deps) -> None:
    async with deps.transaction() as tx:
        await turns.follow_leave(tx, deps.clock.now())


async def look(deps: Deps) -> None:
    """Ask about what is over, settle what was asked about."""
    now = deps.clock.now()
    while True:
        async with deps.transaction() as tx:
            if await held.look_due(tx, now) < held.BATCH:
                return


async def end_apart(deps: Deps) -> None:
    now = deps.clock.now()
    while True:
        async with deps.transaction() as tx:
            if await changes.end_apart(tx, now) < changes.BATCH:
                return
