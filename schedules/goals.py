"""What is told of goals; and every hour: is somebody else the other side of what waits?"""

from bot.deps import Deps
from bot.domain import goals_agreeing as rules
from bot.usecases import goals_agreeing as usecases
from bot.usecases import goals_telling as telling
from bot.views import goals as views
from schedules.registry import Registry


def register(registry: Registry) -> None:
    registry.tick("goals.look", look, every=rules.LOOK_EVERY)
    registry.telling(rules.PROPOSED, telling.access_proposed, views.proposed)
    registry.telling(rules.AGREED, telling.access_agreed, views.agreed)
    registry.telling(rules.CLOSED, telling.access_closed, views.closed)
    registry.telling(rules.REOPENED, telling.access_reopened, views.reopened)


async def look(deps: Deps) -> None:
    """Managers change, people leave: whoever is the other side by now is asked."""
    after: int | None = 0
    while after is not None:
        async with deps.transaction() as tx:
            after = await usecases.look(tx, deps.clock.now(), after)
