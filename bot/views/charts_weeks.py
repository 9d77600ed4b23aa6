"""A chart of participation and mood, week by week. SVG, and the same in words."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.locales.reader import Reader
from bot.views import charts_paper as paper
from bot.views import kit
from bot.views.charts_paper import LEFT, LIGHT, Palette, Scale

ALT_MAX = 1_000
"""Characters of a file's description (SLACK.md §3.2)."""
SHARES, MOODS = (76, 146), (208, 278)
"""The upper and lower end of each scale."""
HEIGHT = 312
HEADING = 24
"""Units above a scale."""
LEAST_MOOD, MOST_MOOD = 1, 5
LABELLED = 7
"""Up to so many weeks each value is written at its mark; of more, the last one beside the heading."""
DOTTED = 5.0
"""Units that a week needs, so that its dot does not run into the next."""


@dataclass(frozen=True)
class Week:
    """`share` of those asked who answered, 0 to 1, and the mean mood, 1 to 5. None: nothing to show, and a gap in the chart."""

    day: date
    share: float | None = None
    mood: float | None = None


def svg(reader: Reader, title: str, weeks: Sequence[Week], families: str, palette: Palette = LIGHT) -> str:
    """Two scales, one above the other: shares as bars, moods as a line with dots. A week that is not there leaves a gap."""
    weeks = sorted(weeks, key=lambda week: week.day)
    scale = Scale([week.day for week in weeks])
    shares = [(week.day, week.share) for week in weeks if week.share is not None]
    moods = [(week.day, week.mood) for week in weeks if week.mood is not None]
    parts = [
        *_frame(reader.t("Answered"), SHARES, [reader.percent(one) for one in (0, 0.5, 1)], palette),
        *_bars(reader, scale, shares, palette),
        *_frame(reader.t("Mood, 1 to 5"), MOODS, [reader.number(one) for one in (1, 3, 5)], palette),
        *_line(reader, scale, moods, palette),
        *scale.named(reader, MOODS[1] + 22, palette),
    ]
    return paper.page(title, HEIGHT, parts, families, palette)


def alt(reader: Reader, title: str, weeks: Sequence[Week]) -> str:
    """What the picture shows, for those who do not see it: each week, or the extremes and the last weeks where there are many."""
    weeks = sorted(weeks, key=lambda week: week.day)
    told = [one for one in (_said(reader, week) for week in weeks) if one]
    whole = "\n".join([title, *told])
    if len(whole) <= ALT_MAX:
        return whole
    said = [kit.cut(title, 255), *_extremes(reader, weeks)]
    left = ALT_MAX - sum(len(one) + 1 for one in said)
    last: list[str] = []
    while told and len(told[-1]) + 1 <= left:
        last.insert(0, told.pop())
        left -= len(last[0]) + 1
    return "\n".join([*said, *last])


def _said(reader: Reader, week: Week) -> str | None:
    day = reader.short_day(week.day)
    if week.share is not None and week.mood is not None:
        answered, felt = reader.percent(week.share), reader.number(week.mood)
        return reader.t("{day}: {share} answered, mood {mood} of 5", day=day, share=answered, mood=felt)
    if week.share is not None:
        return reader.t("{day}: {share} answered", day=day, share=reader.percent(week.share))
    return (
        reader.t("{day}: mood {mood} of 5", day=day, mood=reader.number(week.mood)) if week.mood is not None else None
    )


def _extremes(reader: Reader, weeks: Sequence[Week]) -> list[str]:
    shares = [week.share for week in weeks if week.share is not None]
    moods = [week.mood for week in weeks if week.mood is not None]
    said = []
    if shares:
        low, high = reader.percent(min(shares)), reader.percent(max(shares))
        said.append(reader.t("Answered: from {low} to {high}", low=low, high=high))
    if moods:
        low, high = reader.number(min(moods)), reader.number(max(moods))
        said.append(reader.t("Mood: from {low} to {high} of 5", low=low, high=high))
    return said


def _frame(head: str, ends: tuple[int, int], names: Sequence[str], palette: Palette) -> list[str]:
    """The heading of one scale, and its three lines; `names` from the lowest up."""
    top, floor = ends
    parts = [paper.text(paper.EDGE, top - HEADING, head, palette.ink, size=paper.HEAD)]
    for number, name in enumerate(names):
        y = floor - (floor - top) * number / (len(names) - 1)
        parts += [paper.rule(y, palette), paper.text(LEFT - 6, y + 4, name, palette.quiet, anchor="end")]
    return parts


def _bars(reader: Reader, scale: Scale, found: Sequence[tuple[date, float]], palette: Palette) -> list[str]:
    top, floor = SHARES
    parts, wide = [], min(30.0, scale.room * 0.7)
    for day, share in found:
        high = max(2.0, share * (floor - top))
        x, y = scale.at(day), floor - high
        parts.append(paper.full(x - wide / 2, y, wide, high, palette))
        if len(scale.days) <= LABELLED:
            parts.append(paper.value(x, y - 6, reader.percent(share), palette))
    if found and len(scale.days) > LABELLED:
        parts.append(paper.last_value(reader, top - HEADING, found[-1][0], reader.percent(found[-1][1]), palette))
    return parts


def _line(reader: Reader, scale: Scale, found: Sequence[tuple[date, float]], palette: Palette) -> list[str]:
    top, floor = MOODS
    parts: list[str] = []
    at = [
        (day, scale.at(day), floor - (mood - LEAST_MOOD) / (MOST_MOOD - LEAST_MOOD) * (floor - top))
        for day, mood in found
    ]
    alone = {day for day, _, _ in at}
    for (before, x, y), (after, further, high) in itertools.pairwise(at):
        if scale.follows(before, after):
            alone -= {before, after}
            ends = f'x1="{x:.1f}" y1="{y:.1f}" x2="{further:.1f}" y2="{high:.1f}"'
            parts.append(f'<line {ends} stroke="{palette.second}" stroke-width="2.5"/>')
    for (day, x, y), (_, mood) in zip(at, found, strict=True):
        if scale.room >= DOTTED or day in alone:
            parts.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{3.5 if scale.room > 12 else 2.5}" fill="{palette.second}"/>'
            )
        if len(scale.days) <= LABELLED:
            parts.append(paper.value(x, y - 9, reader.number(mood), palette))
    if found and len(scale.days) > LABELLED:
        parts.append(paper.last_value(reader, top - HEADING, found[-1][0], reader.number(found[-1][1]), palette))
    return parts
