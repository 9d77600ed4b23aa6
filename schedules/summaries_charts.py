"""Pictures beside summaries: drawn in a worker, uploaded, and shared once in the thread of the summary.

Safe to be killed between any two lines. The mark comes before the call that shows the picture, so that it never comes twice; where
the answer to that call is lost it may be missing, and the text says the same.
"""

import asyncio

import structlog

from bot import pictures
from bot.deps import Deps
from bot.domain import summaries
from bot.domain.summaries import ChartState
from bot.locales.reader import Reader
from bot.slack import InDoubt, Passing, SlackTrouble
from bot.usecases import summaries_chart as usecases
from bot.usecases.summaries_chart import Chart
from bot.views import charts
from schedules.registry import Registry

SCOPE = "files:write"
"""An admin may withhold it: then there are no pictures."""
MOST = 60
"""Pictures handed out in a minute: Slack takes a hundred uploads in that time (SLACK.md §3.2), and drawing holds the process."""

log = structlog.stdlib.get_logger("growloop.charts")


def register(registry: Registry) -> None:
    registry.tick("summaries.charts", hand_out)
    registry.task(summaries.DRAW, draw)


async def hand_out(deps: Deps) -> None:
    """Give the pictures of summaries that were sent to the workers, where the token may upload at all."""
    async with deps.transaction(reading=True) as tx:
        if not await usecases.wanted(tx):
            return
    try:
        scopes = (await deps.slack.auth())["scopes"]
    except SlackTrouble as trouble:
        log.warning("charts wait for Slack", trouble=str(trouble))
        return
    async with deps.transaction() as tx:
        if SCOPE in scopes:
            await usecases.hand_out(tx, MOST, deps.clock.now())
        else:
            await usecases.leave_out(tx, deps.clock.now())


async def draw(deps: Deps, summary: int) -> None:
    """Draw and share one picture. Without a font for its reader's language it is left out."""
    async with deps.transaction(reading=True) as tx:
        chart = await usecases.access_chart(tx, summary, deps.clock.now())
    fonts = pictures.fonts(Reader(chart.reader.locale).language) if chart else ()
    if chart is None or not fonts:
        await _mark(deps, summary, ChartState.WANTED, ChartState.NONE)
        return
    reader = Reader(chart.reader.locale, chart.reader.zone)
    drawn = await asyncio.to_thread(pictures.png, charts.svg(reader, chart, pictures.FAMILIES), fonts)
    try:
        file_id = await deps.slack.upload("summary.png", drawn, charts.alt(reader, chart))
    except (Passing, InDoubt) as trouble:
        log.info("chart waits", trouble=str(trouble))  # nobody saw it: the next minute's tick hands it out again
    except SlackTrouble as trouble:
        log.warning("chart is left out", trouble=str(trouble))
        await _mark(deps, summary, ChartState.WANTED, ChartState.NONE)
    else:
        if await _mark(deps, summary, ChartState.WANTED, ChartState.SENDING):
            became = await _shared(deps, chart, file_id, charts.title(reader, chart))
            await _mark(deps, summary, ChartState.SENDING, became)


async def _shared(deps: Deps, chart: Chart, file_id: str, title: str) -> ChartState:
    """What became of the picture."""
    try:
        await deps.slack.share(file_id, title, chart.channel, chart.ts)
    except Passing:
        return ChartState.WANTED
    except InDoubt as trouble:
        log.warning("chart may be missing", trouble=str(trouble))
        return ChartState.SENDING
    except SlackTrouble as trouble:
        log.warning("chart is left out", trouble=str(trouble))
        return ChartState.NONE
    return ChartState.SENT


async def _mark(deps: Deps, summary: int, was: ChartState, now: ChartState) -> bool:
    async with deps.transaction() as tx:
        return await usecases.mark(tx, summary, was, now)
