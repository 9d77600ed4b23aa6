"""Charts beside summaries."""

from bot.deps import Deps
from bot.domain import summaries
from bot.usecases import summaries_chart as usecases
from bot.usecases.summaries_chart import Chart
from bot.views import charts
from schedules import drawing
from schedules.drawing import Drawing
from schedules.registry import Registry

CHART: Drawing[Chart] = Drawing(
    file="summary.png",
    wanted=usecases.wanted,
    hand_out=usecases.hand_out,
    leave_out=usecases.leave_out,
    access=usecases.access_chart,
    mark=usecases.mark,
    svg=charts.svg,
    alt=charts.alt,
    title=charts.title,
)


def register(registry: Registry) -> None:
    registry.tick("summaries.charts", hand_out)
    registry.task(summaries.DRAW, draw)


async def hand_out(deps: Deps) -> None:
    await drawing.hand_out(deps, CHART)


async def draw(deps: Deps, summary: int) -> None:
    await drawing.draw(deps, CHART, summary)
