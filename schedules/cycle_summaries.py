"""Summaries of cycles: written down when a phase or the cycle is over, told by delivery, drawn after that."""

from bot.deps import Deps
from bot.domain import cycle_summaries_told as rules
from bot.usecases import cycle_summaries as usecases
from bot.usecases import cycle_summaries_pictures as pictures
from bot.usecases import cycle_summaries_schedule as schedule
from bot.usecases.cycle_summaries_pictures import Picture
from bot.views import cycle_summaries as views
from bot.views import cycle_summaries_charts as charts
from schedules import drawing
from schedules.drawing import Drawing
from schedules.registry import Registry

PICTURE: Drawing[Picture] = Drawing(
    file="cycle.png",
    wanted=pictures.wanted,
    hand_out=pictures.hand_out,
    leave_out=pictures.leave_out,
    access=pictures.access_picture,
    mark=pictures.mark,
    svg=charts.svg,
    alt=charts.alt,
    title=charts.title,
)


def register(registry: Registry) -> None:
    registry.tick("cycle_summaries.tell", tell_due, every=rules.AHEAD / 2)
    registry.tick("cycle_summaries.pictures", hand_out)
    registry.task(rules.DRAW, draw)
    registry.telling(rules.READY, usecases.access_told, views.ready)


async def tell_due(deps: Deps) -> None:
    """Counted while others write, kept in short transactions."""
    now = deps.clock.now()
    while True:
        async with deps.transaction(reading=True) as tx:
            due = await schedule.access_due(tx, now)
        if due is None:
            return
        async with deps.transaction() as tx:
            await schedule.tell(tx, due, now)


async def hand_out(deps: Deps) -> None:
    await drawing.hand_out(deps, PICTURE)


async def draw(deps: Deps, summary: int) -> None:
    await drawing.draw(deps, PICTURE, summary)
