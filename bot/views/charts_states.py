"""A chart of goals by state: how many there are of each, and how many there were before. SVG, and the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.locales.reader import Reader
from bot.views import charts_paper as paper
from bot.views import kit
from bot.views.charts_paper import EDGE, LIGHT, Palette
from bot.views.charts_weeks import ALT_MAX

ROW, BAR, LONGEST = 42, 14, 190
"""Units: a row with its name above its bar, the bar's height, and the longest bar's length."""
BEGIN = 46


@dataclass(frozen=True)
class State:
    """`name` in the reader's language; `before` None: nothing to compare with."""

    name: str
    now: int
    before: int | None = None


def svg(reader: Reader, title: str, states: Sequence[State], families: str, palette: Palette = LIGHT) -> str:
    """A bar for each state under its name; a dashed frame around what it was before."""
    compared = any(one.before is not None for one in states)
    top = BEGIN + (24 if compared else 0)
    most = max([1, *(max(one.now, one.before or 0) for one in states)])
    parts = []
    if compared:
        swatch = paper.dashed(EDGE, BEGIN - 3, 18, 18, palette)
        parts.append(paper.legend(EDGE, BEGIN + 12, reader.t("Before"), swatch, 300, palette))
    for number, one in enumerate(states):
        y = top + number * ROW
        parts.append(paper.text(EDGE, y + 14, paper.fitted(one.name, paper.WIDTH - 2 * EDGE), palette.ink))
        long, was = (LONGEST * count / most for count in (one.now, one.before or 0))
        if one.now:
            parts.append(paper.full(EDGE, y + 21, long, BAR, palette))
        if one.before:
            parts.append(paper.dashed(EDGE, y + 19, was, BAR + 4, palette))
        said = paper.fitted(_count(reader, one), paper.WIDTH - 2 * EDGE - LONGEST - 8)
        parts.append(paper.text(EDGE + max(long, was) + 8, y + 32, said, palette.ink))
    return paper.page(title, top + len(states) * ROW + 14, parts, families, palette)


def alt(reader: Reader, title: str, states: Sequence[State]) -> str:
    """What the picture shows, for those who do not see it."""
    told = [title]
    for one in states:
        now = reader.number(one.now)
        if one.before is None:
            told.append(reader.t("{state}: {count}", state=one.name, count=now))
        else:
            before = reader.number(one.before)
            told.append(reader.t("{state}: {count}, before {before}", state=one.name, count=now, before=before))
    return kit.cut("\n".join(told), ALT_MAX)


def _count(reader: Reader, one: State) -> str:
    change = one.now - one.before if one.before is not None else 0
    said = reader.number(one.now)
    return f"{said} ({'+' if change > 0 else '−'}{reader.number(abs(change))})" if change else said
