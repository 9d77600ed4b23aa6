"""Goals: pictures that were asked for, drawn in a worker; and every night the whole tree added up anew.

As with summaries, the mark comes before the call that shows a picture: it never comes twice, and where the answer to that call is
lost it may be missing; the text says the same.
"""

import asyncio

import structlog

from bot import pictures
from bot.deps import Deps
from bot.domain import goals_pictures as rules
from bot.domain.goals_pictures import PictureState
from bot.locales.reader import Reader
from bot.slack import InDoubt, Passing, SlackTrouble
from bot.usecases import goals_pictures as usecases
from bot.usecases import goals_progress
from bot.usecases.goals_pictures import Picture
from bot.views import goals_pictures as views
from schedules.registry import NIGHTLY, Registry
from schedules.summaries_charts import MOST, SCOPE

CHINESE = "zh_Hans"

log = structlog.stdlib.get_logger("growloop.goals")


def register(registry: Registry) -> None:
    registry.tick("goals.pictures", hand_out)
    registry.tick("goals.recompute", recompute, every=NIGHTLY)
    registry.task(rules.DRAW, draw)
    registry.telling(rules.PICTURE, usecases.access_message, views.message)


async def recompute(deps: Deps) -> None:
    """What a change should have carried up the tree and did not is put right; it is said how much that was."""
    async with deps.transaction(reading=True) as tx:
        ids = await goals_progress.companies(tx)
    for workspace_id in ids:
        async with deps.transaction() as tx:
            wrong = await goals_progress.recompute(tx, workspace_id)
        if wrong:
            log.warning("goals were added up anew", workspace=workspace_id, wrong=wrong)


async def hand_out(deps: Deps) -> None:
    """Give the pictures whose message was sent to the workers, where the token may upload at all."""
    async with deps.transaction(reading=True) as tx:
        if not await usecases.wanted(tx):
            return
    try:
        scopes = (await deps.slack.auth())["scopes"]
    except SlackTrouble as trouble:
        log.warning("pictures wait for Slack", trouble=str(trouble))
        return
    async with deps.transaction() as tx:
        if SCOPE in scopes:
            await usecases.hand_out(tx, MOST, deps.clock.now())
        else:
            await usecases.leave_out(tx, deps.clock.now())


async def draw(deps: Deps, picture: int) -> None:
    """Draw and share one picture. Without a font for its reader's language it is left out."""
    async with deps.transaction(reading=True) as tx:
        shown = await usecases.access_picture(tx, picture, deps.clock.now())
    fonts = _fonts(Reader(shown.reader.locale).language) if shown else ()
    if shown is None or not fonts:
        await _mark(deps, picture, PictureState.WANTED, PictureState.NONE)
        return
    reader = Reader(shown.reader.locale, shown.reader.zone)
    drawn = await asyncio.to_thread(pictures.png, views.svg(reader, shown, pictures.FAMILIES), fonts)
    try:
        file_id = await deps.slack.upload("goals.png", drawn, views.alt(reader, shown))
    except (Passing, InDoubt) as trouble:
        log.info("picture waits", trouble=str(trouble))  # nobody saw it: the next minute's tick hands it out again
    except SlackTrouble as trouble:
        log.warning("picture is left out", trouble=str(trouble))
        await _mark(deps, picture, PictureState.WANTED, PictureState.NONE)
    else:
        if await _mark(deps, picture, PictureState.WANTED, PictureState.SENDING):
            became = await _shared(deps, shown, file_id, views.title(reader, shown))
            await _mark(deps, picture, PictureState.SENDING, became)


def _fonts(language: str) -> tuple[str, ...]:
    """Those for the reader's language, and for names in the other script wherever that can be written here."""
    return pictures.fonts(CHINESE) or pictures.fonts(language)


async def _shared(deps: Deps, shown: Picture, file_id: str, title: str) -> PictureState:
    """What became of the picture."""
    try:
        await deps.slack.share(file_id, title, shown.channel, shown.ts)
    except Passing:
        return PictureState.WANTED
    except InDoubt as trouble:
        log.warning("picture may be missing", trouble=str(trouble))
        return PictureState.SENDING
    except SlackTrouble as trouble:
        log.warning("picture is left out", trouble=str(trouble))
        return PictureState.NONE
    return PictureState.SENT


async def _mark(deps: Deps, picture: int, was: PictureState, now: PictureState) -> bool:
    async with deps.transaction() as tx:
        return await usecases.mark(tx, picture, was, now)
