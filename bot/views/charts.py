"""The chart beside a summary: how many answered, and how the team was, over the last turns. SVG, and the same in words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from bot.locales.reader import Reader
from bot.views import checkins, kit

if TYPE_CHECKING:
    from bot.usecases.summaries import Point
    from bot.usecases.summaries_chart import Chart

ALT_MAX = 1_000
"""Characters of a file's description (SLACK.md §3.2)."""
TITLE_MAX = 60
WIDTH, HEIGHT = 720, 256
TOP, FLOOR = 96, 214
"""Where the scales begin and end."""
INK, QUIET, BAR, LINE = "#1d2b26", "#66736d", "#2f7d63", "#b5651d"
MOODS = 4
"""Steps from the lowest mood to the highest."""


def title(reader: Reader, chart: "Chart") -> str:
    name = kit.cut(checkins.name(reader, chart.series), TITLE_MAX)
    return reader.t("{series}: answers and mood", series=name)


def alt(reader: Reader, chart: "Chart") -> str:
    """What the picture shows, for those who do not see it."""
    told = [title(reader, chart)]
    for one in chart.points:
        day, share, mood = reader.short_day(one.day), one.figures.share, one.figures.mood
        if share is not None and mood is not None:
            answered, felt = reader.percent(share), reader.number(mood)
            told.append(reader.t("{day}: {share} answered, mood {mood} of 5", day=day, share=answered, mood=felt))
        elif share is not None:
            told.append(reader.t("{day}: {share} answered", day=day, share=reader.percent(share)))
    return kit.cut("\n".join(told), ALT_MAX)


def svg(reader: Reader, chart: "Chart", families: str) -> str:
    """The picture. Two scales beside each other: shares as bars, moods as a line with a gap where too few said theirs."""
    parts = [
        _text(WIDTH / 2, 36, title(reader, chart), size=20, anchor="middle"),
        *_bars(reader, chart.points, 32, reader.t("Answered")),
        *_line(reader, chart.points, 392, reader.t("Mood, 1 to 5")),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="{families}">{"".join(parts)}</svg>'
    )


def _bars(reader: Reader, points: "Sequence[Point]", left: float, head: str) -> list[str]:
    parts = _frame(reader, points, left, head)
    for at, one in _places(points, left):
        share = one.figures.share
        if share is not None:
            high = share * (FLOOR - TOP)
            parts.append(
                f'<rect x="{at - 15:.1f}" y="{FLOOR - high:.1f}" width="30" height="{high:.1f}" fill="{BAR}"/>'
            )
            parts.append(_text(at, FLOOR - high - 6, reader.percent(share), anchor="middle"))
    return parts


def _line(reader: Reader, points: "Sequence[Point]", left: float, head: str) -> list[str]:
    parts, before = _frame(reader, points, left, head), None
    for at, one in _places(points, left):
        mood = one.figures.mood
        if mood is None:
            before = None
            continue
        high = FLOOR - (mood - 1) / MOODS * (FLOOR - TOP)
        if before is not None:
            x, y = before
            parts.append(
                f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{at:.1f}" y2="{high:.1f}" stroke="{LINE}" stroke-width="3"/>'
            )
        parts.append(f'<circle cx="{at:.1f}" cy="{high:.1f}" r="5" fill="{LINE}"/>')
        parts.append(_text(at, high - 10, reader.number(mood), anchor="middle"))
        before = (at, high)
    return parts


def _frame(reader: Reader, points: "Sequence[Point]", left: float, head: str) -> list[str]:
    """The heading of one scale, its ground, and the day of each turn."""
    parts = [
        _text(left, 70, head, size=14),
        f'<line x1="{left}" y1="{FLOOR}" x2="{left + 296}" y2="{FLOOR}" stroke="{QUIET}"/>',
    ]
    for at, one in _places(points, left):
        parts.append(_text(at, FLOOR + 22, reader.short_day(one.day), size=10.5, anchor="middle", fill=QUIET))
    return parts


def _places(points: "Sequence[Point]", left: float) -> "list[tuple[float, Point]]":
    step = 296 / max(len(points), 1)
    return [(left + step * (number + 0.5), one) for number, one in enumerate(points)]


def _text(x: float, y: float, text: str, *, size: float = 13, anchor: str = "start", fill: str = INK) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{fill}">{escape(text)}</text>'
    )
