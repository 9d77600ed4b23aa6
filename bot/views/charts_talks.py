"""A chart of talks held against those agreed on, turn by turn. SVG, and the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.locales.reader import Reader
from bot.views import charts_paper as paper
from bot.views.charts_paper import EDGE, LEFT, LIGHT, Palette, Scale
from bot.views.charts_weeks import ALT_MAX, LABELLED

TOP, FLOOR, HEIGHT = 96, 186, 222
NARROW = 10.0


@dataclass(frozen=True)
class Turn:
    """So many 1:1s were agreed on for the week that begins on `day`, and so many of these were held."""

    day: date
    agreed: int
    held: int


def svg(reader: Reader, title: str, turns: Sequence[Turn], families: str, palette: Palette = LIGHT) -> str:
    """A full bar for what was held inside a dashed frame for what was agreed on; both are named, with their sums."""
    turns = sorted(turns, key=lambda turn: turn.day)
    scale = Scale([turn.day for turn in turns])
    wide = min(30.0, scale.room * 0.7)
    most = max([1, *(max(turn.agreed, turn.held) for turn in turns)])
    agreed, held = (
        reader.number(sum(counts)) for counts in ([one.agreed for one in turns], [one.held for one in turns])
    )
    names = reader.t("Held: {count}", count=held), reader.t("Agreed: {count}", count=agreed)
    swatch = _agreed(190, 44, 16, 14, palette) if wide > NARROW else _agreed(190, 51, NARROW, 0, palette)
    parts = [
        paper.legend(EDGE, 56, names[0], paper.full(EDGE, 44, 16, 14, palette), 168, palette),
        paper.legend(190, 56, names[1], swatch, 160, palette),
    ]
    for y, count in ((FLOOR, 0), (TOP, most)):
        parts += [
            paper.rule(y, palette),
            paper.text(LEFT - 6, y + 4, reader.number(count), palette.quiet, anchor="end"),
        ]
    for turn in turns:
        x, unit = scale.at(turn.day), (FLOOR - TOP) / most
        if turn.held:
            high = turn.held * unit
            parts.append(paper.full(x - wide / 2, FLOOR - high, wide, high, palette))
        if turn.agreed:
            high = turn.agreed * unit
            parts.append(_agreed(x - wide / 2, FLOOR - high, wide, high, palette))
        if len(turns) <= LABELLED and (turn.agreed or turn.held):
            said = f"{reader.number(turn.held)}/{reader.number(turn.agreed)}"
            if paper.width(said) <= scale.room - 2:
                parts.append(
                    paper.text(x, FLOOR - max(turn.agreed, turn.held) * unit - 6, said, palette.ink, anchor="middle")
                )
    return paper.page(title, HEIGHT, [*parts, *scale.named(reader, FLOOR + 22, palette)], families, palette)


def alt(reader: Reader, title: str, turns: Sequence[Turn]) -> str:
    """What the picture shows, for those who do not see it: the sums, and as many of the last turns as there is room for."""
    turns = sorted(turns, key=lambda turn: turn.day)
    held, agreed = (
        reader.number(sum(counts)) for counts in ([one.held for one in turns], [one.agreed for one in turns])
    )
    said = [title[:255], reader.t("{held} of {agreed} talks held", held=held, agreed=agreed)]
    told = [
        reader.t(
            "{day}: {held} of {agreed}",
            day=reader.short_day(turn.day),
            held=reader.number(turn.held),
            agreed=reader.number(turn.agreed),
        )
        for turn in turns
        if turn.agreed or turn.held
    ]
    while sum(len(one) + 1 for one in (*said, *told)) > ALT_MAX:
        told.pop(0)
    return "\n".join([*said, *told])


def _agreed(x: float, y: float, wide: float, high: float, palette: Palette) -> str:
    """A dashed frame; where there is no room for its sides, its upper edge alone."""
    if wide > NARROW:
        return paper.dashed(x - 1.5, y, wide + 3, high, palette)
    ends = f'x1="{x - 1:.1f}" y1="{y:.1f}" x2="{x + wide + 1:.1f}" y2="{y:.1f}"'
    return f'<line {ends} stroke="{palette.second}" stroke-width="2.5"/>'
