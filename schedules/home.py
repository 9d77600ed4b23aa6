"""Home, drawn anew after somebody acted on it."""

import structlog

from bot.deps import Deps
from bot.domain.home import REDRAW
from bot.locales.reader import Reader
from bot.slack import InDoubt, Passing, Permanent, WorkspaceStopped
from bot.usecases import acting
from bot.usecases import home as usecases
from bot.views import home as views
from schedules.registry import Registry, TryAgain

LATER_SECONDS = 30.0
"""When to try again where it is unclear whether Slack took it."""

log = structlog.stdlib.get_logger("growloop.home")


def register(registry: Registry) -> None:
    registry.task(REDRAW, redraw)


async def redraw(deps: Deps, person: int, page: int = 0) -> None:
    """Show this person their Home as it is now, with that page of their team. Twice does no harm: the whole view is replaced.

    Raises TryAgain while Slack is busy. Where it refuses, Home is drawn when they come again.
    """
    async with deps.transaction(reading=True) as tx:
        me = await acting.access_self(tx, person, deps.clock.now())
        if me is None:
            return
        shown = await usecases.access_home(tx, me, deps.clock.now(), page)
    try:
        await deps.slack.publish_home(me.slack_id, views.home(Reader(me.locale, me.zone), shown))
    except Passing as trouble:
        raise TryAgain(trouble.retry_after) from trouble
    except InDoubt as trouble:
        raise TryAgain(LATER_SECONDS) from trouble
    except (Permanent, WorkspaceStopped) as trouble:
        log.warning("home is not drawn", trouble=str(trouble))
