"""The chart beside a summary: how many answered, and how the team was, over the last turns. SVG, and the same in words."""

from typing import TYPE_CHECKING

from bot.locales.reader import Reader
from bot.views import charts_weeks, checkins, kit
from bot.views.charts_weeks import ALT_MAX, Week

if TYPE_CHECKING:
    from bot.usecases.summaries_chart import Chart

TITLE_MAX = 60


def title(reader: Reader, chart: "Chart") -> str:
    name = kit.cut(checkins.name(reader, chart.series), TITLE_MAX)
    return reader.t("{series}: answers and mood", series=name)


def alt(reader: Reader, chart: "Chart") -> str:
    """What the picture shows, for those who do not see it."""
    return kit.cut(charts_weeks.alt(reader, title(reader, chart), _weeks(chart)), ALT_MAX)


def svg(reader: Reader, chart: "Chart", families: str) -> str:
    """The picture; a gap where too few said how they were."""
    return charts_weeks.svg(reader, title(reader, chart), _weeks(chart), families)


def _weeks(chart: "Chart") -> list[Week]:
    return [Week(one.day, one.figures.share, one.figures.mood) for one in chart.points]
