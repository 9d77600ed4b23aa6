"""What HR asked to see of the coming fortnight is counted apart from their click, and shown in the modal that waits for it."""

import structlog

from bot.deps import Deps
from bot.domain import fortnight
from bot.locales.reader import Reader
from bot.slack import InDoubt, Passing, SlackTrouble
from bot.usecases import fortnight as usecases
from bot.views import fortnight as views
from schedules.registry import Registry, TryAgain
from schedules.sending_files import AGAIN_SECONDS

log = structlog.stdlib.get_logger("growloop.fortnight")


def register(registry: Registry) -> None:
    registry.task(fortnight.COUNT, count)


async def count(deps: Deps, person: int, view: str, page: int = 0) -> None:
    """Twice shows the same. A modal that was closed meanwhile waits for nothing. Raises TryAgain while Slack is busy."""
    async with deps.transaction(reading=True) as tx:
        found = await usecases.access_for(tx, person, deps.clock.now())
    if found is None:
        return
    hr, shown = found
    try:
        await deps.slack.update_view(view, views.listed(Reader(hr.locale, hr.zone), shown, page))
    except (Passing, InDoubt) as trouble:
        raise TryAgain(getattr(trouble, "retry_after", AGAIN_SECONDS)) from trouble
    except SlackTrouble as trouble:
        log.info("the list is not looked at any more", trouble=str(trouble))
