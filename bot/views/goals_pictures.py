"""The picture of goals: a line over the cycle's weeks, or a bar for each person. SVG, and the same in words."""

import itertools
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from bot.domain.goals_pictures import PictureOf
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import goals_lists as lists
from bot.views import goals_standing as standing
from bot.views import kit

if TYPE_CHECKING:
    from bot.usecases.goals_pictures import Picture, Point

ALT_MAX = 1_000
"""Characters of a file's description (SLACK.md §3.2)."""
WIDTH = 360
"""Units: as wide as a telephone shows it, so that a size of 12 is 12 there."""
SMALL, HEAD = 12, 14
LEFT, RIGHT, TOP, FLOOR = 40, 344, 76, 200
INK, QUIET, LINE, GONE, BAR, PAPER = "#1d2b26", "#56625d", "#1f6b50", "#8a4b12", "#1f6b50", "#ffffff"
"""Each is read on the paper at 4.5 to 1 or more; the paper is drawn, so that a dark screen changes nothing."""
PEOPLE_MOST = 14
NAME_MAX = 16
ROW = 24


def message(reader: Reader, shown: "Picture") -> Message:
    """The words; the picture follows in the thread."""
    text = title(reader, shown)
    return kit.message(
        text, [kit.header(kit.cut(text, kit.HEADER_MAX)), *(kit.sentence(one) for one in _told(reader, shown))]
    )


def title(reader: Reader, shown: "Picture") -> str:
    if shown.of is PictureOf.TEAM:
        return reader.t("Goals of your team")
    if shown.cycle:
        return reader.t("Your goals in {cycle}", cycle=shown.cycle)
    return reader.t("Your goals")


def alt(reader: Reader, shown: "Picture") -> str:
    """What the picture shows, for those who do not see it."""
    return kit.cut("\n".join([title(reader, shown), *_told(reader, shown)]), ALT_MAX)


def _told(reader: Reader, shown: "Picture") -> list[str]:
    told = [lists.figures(reader, shown.figures)]
    if shown.people:
        each = [
            reader.t("{name}: {figures}", name=kit.cut(one.name, kit.NAME_MAX), figures=lists.figures(reader, found))
            for one, found in shown.people[:PEOPLE_MOST]
        ]
        told.append("\n".join(each))
        left = len(shown.people) - PEOPLE_MOST
        told += [reader.n("and {count} more", "and {count} more", left)] if left > 0 else []
    if shown.points:
        told.append("\n".join(_said(reader, one) for one in shown.points))
    return told


def _said(reader: Reader, one: "Point") -> str:
    day = reader.short_day(one.day)
    done = standing.percent(reader, one.done) if one.done is not None else reader.t("nothing said yet")
    if one.gone is None:
        return reader.t("{day}: {done}", day=day, done=done)
    return reader.t(
        "{day}: {done}, {gone} of the time gone", day=day, done=done, gone=standing.percent(reader, one.gone)
    )


def svg(reader: Reader, shown: "Picture", families: str) -> str:
    """The picture."""
    if shown.of is PictureOf.TEAM:
        parts, height = _bars(reader, shown)
    else:
        parts, height = _lines(reader, shown), FLOOR + 40
    head = _text(16, 30, kit.cut(title(reader, shown), 40), size=HEAD + 2)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        f'font-family="{families}"><rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>{head}{"".join(parts)}</svg>'
    )


def _lines(reader: Reader, shown: "Picture") -> list[str]:
    """Progress as a full line with dots, the time that is gone as dashes; both are named, with their last value."""
    parts = [_legend(16, "", reader.t("Progress by weight"), LINE)]
    points = shown.points
    if points and points[-1].gone is not None:
        parts.append(_legend(190, "5 4", reader.t("Time gone"), GONE))
    for share in (0, 50, 100):
        y = _y(share)
        parts.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{RIGHT}" y2="{y:.1f}" stroke="{QUIET}" stroke-width="0.5"/>')
        parts.append(_text(LEFT - 4, y + 4, reader.percent(share / 100), anchor="end", fill=QUIET))
    step = (RIGHT - LEFT - 30) / max(1, len(points) - 1)
    at = [LEFT + 8 + step * number for number in range(len(points))]
    parts += _way([(x, one.gone) for x, one in zip(at, points, strict=True)], GONE, "5 4")
    parts += _way([(x, one.done) for x, one in zip(at, points, strict=True)], LINE, "")
    dotted = len(points) <= 14
    for x, one in zip(at, points, strict=True):
        if one.done is not None and (dotted or one is points[-1]):
            parts.append(f'<circle cx="{x:.1f}" cy="{_y(one.done):.1f}" r="3" fill="{LINE}"/>')
    for number in sorted({0, (len(points) - 1) // 2, len(points) - 1} if points else ()):
        anchor = "start" if number == 0 and len(points) > 1 else "end" if number == len(points) - 1 else "middle"
        day = reader.short_day(points[number].day)
        parts.append(_text(at[number], FLOOR + 18, day, anchor=anchor, fill=QUIET))
    if points and points[-1].done is not None:
        last = _y(points[-1].done)
        parts.append(_text(at[-1], max(TOP + 10, last - 8), standing.percent(reader, points[-1].done), anchor="end"))
    return parts


def _way(points: list[tuple[float, float | None]], colour: str, dashes: str) -> list[str]:
    """A line through what is known; a gap stays a gap."""
    drawn = f' stroke-dasharray="{dashes}"' if dashes else ""
    parts = []
    for (x, before), (further, after) in itertools.pairwise(points):
        if before is not None and after is not None:
            ends = f'x1="{x:.1f}" y1="{_y(before):.1f}" x2="{further:.1f}" y2="{_y(after):.1f}"'
            parts.append(f'<line {ends} stroke="{colour}" stroke-width="2"{drawn}/>')
    return parts


def _legend(x: float, dashes: str, name: str, colour: str) -> str:
    drawn = f' stroke-dasharray="{dashes}"' if dashes else ""
    line = f'<line x1="{x}" y1="52" x2="{x + 24}" y2="52" stroke="{colour}" stroke-width="2"{drawn}/>'
    return line + _text(x + 30, 56, name)


def _bars(reader: Reader, shown: "Picture") -> tuple[list[str], int]:
    """One bar a person, with the share in figures and what is at risk in words."""
    parts, y = [], 48
    for person, found in shown.people[:PEOPLE_MOST]:
        done = found.score.value
        parts.append(_text(16, y + 14, kit.cut(person.name, NAME_MAX)))
        parts.append(f'<rect x="132" y="{y + 2}" width="100" height="14" fill="none" stroke="{QUIET}"/>')
        if done:
            parts.append(f'<rect x="132" y="{y + 2}" width="{done:.1f}" height="14" fill="{BAR}"/>')
        share = standing.percent(reader, done) if done is not None else "–"
        more = reader.n("{count} at risk", "{count} at risk", found.at_risk) if found.at_risk else ""
        if found.off_track:
            more = reader.n("{count} off track", "{count} off track", found.off_track)
        parts.append(_text(238, y + 14, share))
        parts.append(_text(WIDTH - 16, y + 14, more, anchor="end", fill=GONE))
        y += ROW
    return parts, y + 12


def _y(share: float) -> float:
    return FLOOR - share / 100 * (FLOOR - TOP)


def _text(x: float, y: float, text: str, *, size: int = SMALL, anchor: str = "start", fill: str = INK) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{fill}">{escape(text)}</text>'
    )
