"""Both are told of the agenda on the day of their 1:1, and afterwards of what the other one will do."""

from datetime import timedelta

from bot.deps import Deps
from bot.domain import agenda
from bot.domain import one_on_ones_notes as notes
from bot.usecases import agenda_today as usecases
from bot.usecases import one_on_ones_actions
from bot.views import agenda as views
from bot.views import one_on_ones_actions as action_views
from schedules.registry import Registry

EVERY = timedelta(minutes=5)
"""How soon after a talk is agreed on for the same day its agenda can come."""


def register(registry: Registry) -> None:
    registry.tick("agenda.plan", plan, every=EVERY)
    registry.telling(agenda.TODAY, usecases.access_today, views.today)
    registry.telling(notes.WILL, one_on_ones_actions.access_will, action_views.will)


async def plan(deps: Deps) -> None:
    while True:
        async with deps.transaction() as tx:
            found = await usecases.plan_due(tx, deps.clock.now())
        if found < usecases.BATCH:
            return
