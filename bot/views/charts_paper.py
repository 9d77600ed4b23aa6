"""What every chart is drawn on: its paper and colours, letters that stay within it, and the days below a scale.

A chart is as wide as a telephone shows it, so that a size of 12 is 12 pixels there. It brings its own paper: a colour that is read at
4.5 to 1 both on white and on #1a1d21 does not exist (the best reaches 4.1), so a dark screen shows it light unless it is drawn in `DARK`.
"""

import itertools
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from bot.locales.reader import Reader

WIDTH = 360
EDGE, LEFT, RIGHT = 16, 52, 344
"""Where letters begin, and between what a scale stands."""
SMALL, HEAD, TITLE = 12, 13, 15
AIR = 6
"""Between two words beside each other."""


@dataclass(frozen=True)
class Palette:
    """Each of the others is read on the paper at 4.5 to 1 or more; none says anything that its shape or a word does not say."""

    paper: str
    ink: str
    quiet: str
    first: str
    second: str


LIGHT = Palette("#ffffff", "#1d2b26", "#56625d", "#1f6b50", "#8a4b12")
DARK = Palette("#1a1d21", "#eef2f0", "#b3beb9", "#62c4a2", "#f0b37a")

WIDTHS: dict[str, int] = {
    sign: width
    for width, signs in (
        (275, "'"), (278, "ijl"), (295, "IJ"), (318, " ,."), (337, "/:;\\|"), (352, "f"), (361, "-"), (390, "()[]"),
        (392, "t"), (401, "!"), (411, "r"), (460, '"'), (500, "*_`–"), (521, "s"), (525, "z"), (531, "?"), (550, "c"),
        (557, "L"), (575, "F"), (579, "k"), (592, "vxy"), (603, "P"), (611, "TY"), (612, "o"), (613, "a"), (615, "e"),
        (632, "E"), (634, "hnu"), (635, "Sbdgpq"), (636, "$0123456789{}"), (656, "K"), (684, "AV"), (685, "XZ"),
        (686, "B"), (695, "R"), (698, "C"), (732, "U"), (748, "N"), (752, "H"), (770, "D"), (775, "G"), (780, "&"),
        (787, "OQ"), (818, "w"), (838, "#+<=>^~"), (863, "M"), (950, "%"), (974, "m"), (989, "W"),
    )
    for sign in signs
}  # fmt: skip
"""Of DejaVu Sans, in thousandths of a letter's size. Every other sign counts as a whole one, as the Chinese ones are."""


def width(text: str, size: float = SMALL) -> float:
    """How wide it is drawn, or a little less than this."""
    return (
        sum(WIDTHS.get(sign, 0 if unicodedata.category(sign) in {"Cf", "Mn"} else 1000) for sign in text) * size / 1000
    )


def fitted(text: str, most: float, size: float = SMALL) -> str:
    """The text, cut so that it is no wider."""
    if width(text, size) <= most:
        return text
    while text and width(text + "…", size) > most:
        text = text[:-1]
    return text.rstrip() + "…"


def text(x: float, y: float, said: str, fill: str, *, size: int = SMALL, anchor: str = "start") -> str:
    placed = f'x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}"'
    return f'<text {placed} fill="{fill}">{escape(said)}</text>'


def value(x: float, y: float, said: str, palette: Palette) -> str:
    """A value at its mark, on a ground of its own and never beyond the scale's end."""
    half = width(said) / 2
    placed = f'x="{min(max(x, LEFT + half), RIGHT - half):.1f}" y="{y:.1f}" font-size="{SMALL}" text-anchor="middle"'
    ground = f'stroke="{palette.paper}" stroke-width="3" paint-order="stroke"'
    return f'<text {placed} {ground} fill="{palette.ink}">{escape(said)}</text>'


def last_value(reader: Reader, y: float, day: date, said: str, palette: Palette) -> str:
    """The last value beside its scale's heading, where there is no room at every mark."""
    told = reader.t("{day}: {done}", day=reader.short_day(day), done=said)
    return text(RIGHT, y, told, palette.ink, anchor="end")


def full(x: float, y: float, wide: float, high: float, palette: Palette) -> str:
    """What is."""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{palette.first}"/>'


def dashed(x: float, y: float, wide: float, high: float, palette: Palette) -> str:
    """What it is compared with: a dashed frame, on a ground of its own so that it is seen on a full bar too."""
    placed = f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="none"'
    return (
        f'{placed} stroke="{palette.paper}" stroke-width="3.5"/>'
        f'{placed} stroke="{palette.second}" stroke-width="1.5" stroke-dasharray="4 3"/>'
    )


def page(title: str, height: int, parts: Iterable[str], families: str, palette: Palette) -> str:
    """The picture: its paper, its title, and what is on it."""
    head = text(EDGE, 26, fitted(title, WIDTH - 2 * EDGE, TITLE), palette.ink, size=TITLE)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        f'font-family="{families}"><rect width="{WIDTH}" height="{height}" fill="{palette.paper}"/>'
        f"{head}{''.join(parts)}</svg>"
    )


def rule(y: float, palette: Palette) -> str:
    return f'<line x1="{LEFT}" y1="{y:.1f}" x2="{RIGHT}" y2="{y:.1f}" stroke="{palette.quiet}" stroke-width="0.5"/>'


@dataclass(frozen=True)
class Scale:
    """Where each day stands between `LEFT` and `RIGHT`: by the calendar, so that a turn which is missing leaves its room empty."""

    days: Sequence[date]

    @property
    def turn(self) -> int:
        """Days from one turn to the next."""
        gaps = (after.toordinal() - before.toordinal() for before, after in itertools.pairwise(self.days))
        return min(gaps, default=7)

    @property
    def room(self) -> float:
        """Units that one turn has."""
        return (RIGHT - LEFT) * self.turn / ((self.days[-1] - self.days[0]).days + self.turn) if self.days else 0.0

    def at(self, day: date) -> float:
        return LEFT + ((day - self.days[0]).days / self.turn + 0.5) * self.room

    def follows(self, before: date, after: date) -> bool:
        """Whether no turn is missing between the two; months are of unequal length."""
        return (after - before).days < 1.5 * self.turn

    def named(self, reader: Reader, y: float, palette: Palette) -> list[str]:
        """The first day, the last, and the one in the middle, as far as they have room beside each other."""
        if not self.days:
            return []
        first, last = 0, len(self.days) - 1
        placed: list[tuple[float, float, str]] = []
        for number in dict.fromkeys((last, first, last // 2)):
            said = reader.short_day(self.days[number])
            half = width(said) / 2
            x = min(max(self.at(self.days[number]), AIR + half), WIDTH - AIR - half)
            if all(x + half + AIR <= left or right + AIR <= x - half for left, right, _ in placed):
                placed.append((x - half, x + half, text(x, y, said, palette.quiet, anchor="middle")))
        return [drawn for _, _, drawn in sorted(placed)]


def legend(x: float, y: float, name: str, swatch: str, most: float, palette: Palette) -> str:
    """What a shape stands for."""
    return swatch + text(x + 24, y, fitted(name, most - 24), palette.ink)
