"""Home, drawn anew after somebody acted on it."""

from bot.deps import Deps
from bot.domain.home import REDRAW
from bot.locales.reader import Reader
from bot.usecases import acting
from bot.usecases import home as usecases
from bot.views import home as views
from schedules.registry import Registry


def register(registry: Registry) -> None:
    registry.task(REDRAW, redraw)


async def redraw(deps: Deps, person: int) -> None:
    """Show this person their Home as it is now. Twice does no harm: the whole view is replaced."""
    async with deps.transaction(reading=True) as tx:
        me = await acting.access_self(tx, person)
        if me is None:
            return
        shown = await usecases.access_home(tx, me, deps.clock.now())
    await deps.slack.publish_home(me.slack_id, views.home(Reader(me.locale, me.zone), shown))
