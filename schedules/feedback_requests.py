"""Requests for feedback: reminded once, ended in time, and told."""

from datetime import timedelta

from bot.deps import Deps
from bot.domain import feedback_requests as rules
from bot.usecases import feedback_requests as usecases
from bot.usecases import feedback_requests_schedule as due
from bot.views import feedback_requests as views
from schedules.registry import Registry

HOURLY = timedelta(hours=1)
"""How soon it shows that something is over: nobody waits for that minute."""


def register(registry: Registry) -> None:
    registry.tick("feedback_requests.remind", remind)
    registry.tick("feedback_requests.end", end, every=HOURLY)
    registry.telling(rules.ASKED, usecases.access_asked, views.asked)
    registry.telling(rules.REMINDER, usecases.access_asked, views.reminder)
    registry.telling(rules.PROGRESS, usecases.access_progress, views.progress)


async def remind(deps: Deps) -> None:
    async with deps.transaction() as tx:
        await due.remind_due(tx, deps.clock.now())


async def end(deps: Deps) -> None:
    now = deps.clock.now()
    async with deps.transaction() as tx:
        await due.end_due(tx, now)
        await due.leave_out(tx, now)
