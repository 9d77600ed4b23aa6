"""The dry run that HR asked for is counted apart from their click, and shown in the modal that waits for it."""

import structlog

from bot.deps import Deps
from bot.domain import cycles as rules
from bot.domain.errors import NotAllowed
from bot.locales.reader import Reader
from bot.slack import InDoubt, Passing, SlackTrouble
from bot.usecases import cycles_dry_run as usecases
from bot.views import cycles_dry_run as views
from schedules.registry import Registry, TryAgain
from schedules.sending_files import AGAIN_SECONDS

log = structlog.stdlib.get_logger("growloop.cycles_dry_run")


def register(registry: Registry) -> None:
    registry.task(rules.DRY_RUN, count)


async def count(deps: Deps, person: int, cycle: int, view: str, waits: str | None = None) -> None:
    """Twice shows the same. A modal that was closed or shows something else meanwhile waits for nothing: `waits` is the hash of the one
    that does. Raises TryAgain while Slack is busy.
    """
    try:
        async with deps.transaction(reading=True) as tx:
            hr, shown = await usecases.access_for(tx, person, cycle, deps.clock.now())
    except NotAllowed:
        return
    try:
        await deps.slack.update_view(view, views.dry_run(Reader(hr.locale, hr.zone), shown), hash_=waits)
    except (Passing, InDoubt) as trouble:
        raise TryAgain(getattr(trouble, "retry_after", AGAIN_SECONDS)) from trouble
    except SlackTrouble as trouble:
        log.info("the dry run is not looked at any more", trouble=str(trouble))
