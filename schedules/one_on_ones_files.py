"""Calendar files are uploaded: each once, into the thread of the message that announced it.

Safe to be killed between any two lines. The mark comes before the call that shows the file, so that it never comes twice; where the
answer to that call is lost, the button brings it again once its talk has changed, and the message says when the talk is.
"""

from dataclasses import replace

import structlog

from bot.deps import Deps
from bot.domain import one_on_ones as rules
from bot.domain.one_on_ones import FileState
from bot.domain.one_on_ones_ics import calendar
from bot.locales.reader import Reader
from bot.slack import InDoubt, Passing, SlackTrouble
from bot.usecases import one_on_ones_files as usecases
from bot.usecases.one_on_ones_files import Upload
from bot.views import one_on_ones_files as views
from schedules.drawing import SCOPE
from schedules.registry import Registry, TryAgain

NAME = "one-on-one.ics"
AGAIN_SECONDS = 2
"""The message goes first; it is on its way."""

log = structlog.stdlib.get_logger("growloop.one_on_ones")


def register(registry: Registry) -> None:
    registry.task(rules.FILE, upload)
    registry.telling(rules.CALENDAR, usecases.access_file, views.file)


async def upload(deps: Deps, file: int) -> None:
    """Upload and share one file. Where the token may not, its message says so."""
    async with deps.transaction(reading=True) as tx:
        wanted = await usecases.access_upload(tx, file, deps.clock.now())
    if wanted is None:
        return
    try:
        if SCOPE not in (await deps.slack.auth())["scopes"]:
            await _mark(deps, file, FileState.WANTED, FileState.NONE)
            return
        if wanted.channel is None or wanted.ts is None:
            raise TryAgain(AGAIN_SECONDS)
        await _share(deps, file, wanted, wanted.channel, wanted.ts)
    except (Passing, InDoubt) as trouble:
        raise TryAgain(trouble.retry_after if isinstance(trouble, Passing) else AGAIN_SECONDS) from trouble
    except SlackTrouble as trouble:
        log.warning("calendar file is left out", trouble=str(trouble))
        await _mark(deps, file, FileState.WANTED, FileState.NONE)


async def _share(deps: Deps, file: int, wanted: Upload, channel: str, ts: str) -> None:
    reader = Reader(wanted.shown.me.locale, wanted.shown.me.zone)
    title = views.title(reader, wanted.shown)
    made = calendar(replace(wanted.entry, title=title))
    file_id = await deps.slack.upload(NAME, made, title)
    if not await _mark(deps, file, FileState.WANTED, FileState.SENDING):
        return
    try:
        await deps.slack.share(file_id, title, channel, ts)
    except Passing:
        await _mark(deps, file, FileState.SENDING, FileState.WANTED)
        raise
    except InDoubt as trouble:
        log.warning("calendar file may be missing", trouble=str(trouble))
    except SlackTrouble as trouble:
        log.warning("calendar file is left out", trouble=str(trouble))
        await _mark(deps, file, FileState.SENDING, FileState.NONE)
        return
    await _mark(deps, file, FileState.SENDING, FileState.SENT)


async def _mark(deps: Deps, file: int, was: FileState, became: FileState) -> bool:
    now = deps.clock.now()
    async with deps.transaction() as tx:
        return await usecases.mark(tx, file, was, became, now)
