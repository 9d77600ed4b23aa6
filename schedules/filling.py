"""Views that opened at once, and wait for what is counted apart from the click."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import structlog

from bot.deps import Deps
from bot.domain.errors import NotAllowed
from bot.slack import InDoubt, Passing, SlackTrouble
from schedules.registry import TryAgain
from schedules.sending_files import AGAIN_SECONDS
from storage.database import Tx

Made = Callable[[Tx, datetime], Awaitable[dict[str, Any]]]
"""What is to be shown, as of now. Raises NotAllowed where it is not theirs to see any more."""

GONE = ("not_found", "hash_conflict")
"""What Slack says of a view that was closed, or shows something else by now."""

log = structlog.stdlib.get_logger("growloop.filling")


async def fill(deps: Deps, view: str, waits: str | None, made: Made) -> None:
    """Twice shows the same. A modal that was closed or shows something else meanwhile waits for nothing: `waits` is the hash of the one
    that does. Raises TryAgain while Slack is busy.
    """
    try:
        async with deps.transaction(reading=True) as tx:
            shown = await made(tx, deps.clock.now())
    except NotAllowed:
        return
    try:
        await deps.slack.update_view(view, shown, hash_=waits)
    except (Passing, InDoubt) as trouble:
        raise TryAgain(getattr(trouble, "retry_after", AGAIN_SECONDS)) from trouble
    except SlackTrouble as trouble:
        if trouble.code in GONE:
            log.info("the view is not looked at any more", trouble=str(trouble))
        else:
            log.error("the view is refused", trouble=str(trouble))
