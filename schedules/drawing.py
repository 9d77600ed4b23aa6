"""Pictures beside messages: drawn in a worker, uploaded, and shared once in the thread of the message.

Safe to be killed between any two lines. The mark comes before the call that shows the picture, so that it never comes twice; where
the answer to that call is lost it may be missing, and the text says the same.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

import structlog

from bot import pictures
from bot.deps import Deps
from bot.domain.pictures import PictureState
from bot.locales.reader import Reader
from bot.slack import InDoubt, Passing, SlackTrouble
from storage.database import Tx
from storage.people import Person

SCOPE = "files:write"
"""An admin may withhold it: then there are no pictures, and no files."""
MOST = 60
"""Pictures handed out in a minute: Slack takes a hundred uploads in that time (SLACK.md §3.2), and drawing holds the process."""
CHINESE = "zh_Hans"

log = structlog.stdlib.get_logger("growloop.pictures")


class Shown(Protocol):
    """What a picture shows, for whom, and the message in whose thread it goes."""

    @property
    def reader(self) -> Person: ...
    @property
    def channel(self) -> str: ...
    @property
    def ts(self) -> str: ...


S = TypeVar("S", bound=Shown)


@dataclass(frozen=True)
class Drawing(Generic[S]):
    """One sort of picture. `file` is its name; `access` finds what it shows, None: nobody is to see it any more.

    `hand_out` makes jobs of those whose message was sent, `leave_out` says that none is wanted any more.
    """

    file: str
    wanted: Callable[[Tx], Awaitable[bool]]
    hand_out: Callable[[Tx, int, datetime], Awaitable[None]]
    leave_out: Callable[[Tx, datetime], Awaitable[None]]
    access: Callable[[Tx, int, datetime], Awaitable[S | None]]
    mark: Callable[[Tx, int, PictureState, PictureState], Awaitable[bool]]
    svg: Callable[[Reader, S, str], str]
    alt: Callable[[Reader, S], str]
    title: Callable[[Reader, S], str]


async def hand_out(deps: Deps, kind: Drawing[S]) -> None:
    """Give the pictures whose message was sent to the workers, where the token may upload at all."""
    async with deps.transaction(reading=True) as tx:
        if not await kind.wanted(tx):
            return
    try:
        scopes = (await deps.slack.auth())["scopes"]
    except SlackTrouble as trouble:
        log.warning("pictures wait for Slack", trouble=str(trouble))
        return
    async with deps.transaction() as tx:
        if SCOPE in scopes:
            await kind.hand_out(tx, MOST, deps.clock.now())
        else:
            await kind.leave_out(tx, deps.clock.now())


async def draw(deps: Deps, kind: Drawing[S], which: int) -> None:
    """Draw and share one picture. Without a font for its reader's language it is left out."""
    async with deps.transaction(reading=True) as tx:
        shown = await kind.access(tx, which, deps.clock.now())
    fonts = _fonts(Reader(shown.reader.locale).language) if shown else ()
    if shown is None or not fonts:
        await _mark(deps, kind, which, PictureState.WANTED, PictureState.NONE)
        return
    reader = Reader(shown.reader.locale, shown.reader.zone)
    drawn = await asyncio.to_thread(pictures.png, kind.svg(reader, shown, pictures.FAMILIES), fonts)
    try:
        file_id = await deps.slack.upload(kind.file, drawn, kind.alt(reader, shown))
    except (Passing, InDoubt) as trouble:
        log.info("picture waits", trouble=str(trouble))  # nobody saw it: the next minute's tick hands it out again
    except SlackTrouble as trouble:
        log.warning("picture is left out", trouble=str(trouble))
        await _mark(deps, kind, which, PictureState.WANTED, PictureState.NONE)
    else:
        if await _mark(deps, kind, which, PictureState.WANTED, PictureState.SENDING):
            became = await _shared(deps, shown, file_id, kind.title(reader, shown))
            await _mark(deps, kind, which, PictureState.SENDING, became)


def _fonts(language: str) -> tuple[str, ...]:
    """Those for the reader's language, and for names in the other script wherever that can be written here."""
    return pictures.fonts(CHINESE) or pictures.fonts(language)


async def _shared(deps: Deps, shown: Shown, file_id: str, title: str) -> PictureState:
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


async def _mark(deps: Deps, kind: Drawing[S], which: int, was: PictureState, now: PictureState) -> bool:
    async with deps.transaction() as tx:
        return await kind.mark(tx, which, was, now)
