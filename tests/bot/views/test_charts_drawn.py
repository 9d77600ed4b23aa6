"""Every chart can be read: on a telephone, on light and dark, without its colours, in three languages, of one week or a year."""

import re
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from bot import pictures
from bot.domain.goals import Confidence
from bot.locales.reader import Reader
from bot.views import charts_paper as paper
from bot.views import charts_states, charts_talks, charts_weeks
from bot.views.charts_paper import DARK, LIGHT, Palette
from bot.views.charts_states import State
from bot.views.charts_talks import Turn
from bot.views.charts_weeks import Week

SVG = "{http://www.w3.org/2000/svg}"
LOCALES = ["en-US", "en-GB", "zh-CN", "zh-TW"]
LENGTHS = [0, 1, 2, 7, 8, 13, 26, 53]
MISSING = {3, 4, 9}
TITLES = [
    "Weekly check-in",
    '<script>&"</script> of Wilhelmina Featherstonehaugh and everybody',
    "季度目标与谈话的总结" * 6,
]

Draw = Callable[[Reader, str, Palette], str]


def day(number: int) -> date:
    return date(2027, 1, 4) + timedelta(weeks=number)


def weeks(count: int, missing: set[int] = MISSING) -> list[Week]:
    shares = [0.0, 1.0, 0.755, None]
    moods = [5.0, 1.0, None, 3.25, 2.0]
    return [Week(day(at), shares[at % 4], moods[at % 5]) for at in range(count) if at not in missing]


def turns(count: int) -> list[Turn]:
    return [Turn(day(at), at * 7 % 120, at * 5 % 120) for at in range(count) if at not in MISSING]


def states(count: int) -> list[State]:
    names = [one.name for one in Confidence] + [
        "Proposed, and waiting for a word of the other side for a long time by now"
    ]
    return [State(names[at % 4], at * 1_000, [None, 99_999, 0][at % 3]) for at in range(min(count, 8))]


def drawings(count: int) -> list[Draw]:
    return [
        lambda reader, title, ink: charts_weeks.svg(reader, title, weeks(count), pictures.FAMILIES, ink),
        lambda reader, title, ink: charts_states.svg(reader, title, states(count), pictures.FAMILIES, ink),
        lambda reader, title, ink: charts_talks.svg(reader, title, turns(count), pictures.FAMILIES, ink),
    ]


def boxes(drawn: str) -> list[tuple[str, float, float, float, float]]:
    """Each text with its left, right, upper and lower end."""
    found = []
    for one in ET.fromstring(drawn).iter(f"{SVG}text"):  # noqa: S314 - our own picture
        said, size = one.text or "", float(one.get("font-size") or 0)
        x, y, wide = float(one.get("x") or 0), float(one.get("y") or 0), paper.width(said, size)
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[one.get("text-anchor") or ""]
        found.append((said, left, left + wide, y - size * 0.76, y + size * 0.24))
    return found


def contrast(one: str, other: str) -> float:
    """Of WCAG 2.2."""
    lights = []
    for colour in (one, other):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
        lights.append(0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
    return max(lights) / min(lights)


@pytest.mark.parametrize("count", LENGTHS)
@pytest.mark.parametrize("locale", LOCALES)
def test_letters_are_large_enough_and_nothing_is_clipped_or_runs_into_something_else(locale: str, count: int) -> None:
    for draw in drawings(count):
        for title in TITLES:
            drawn = draw(Reader(locale), title, LIGHT)
            assert f'<svg xmlns="http://www.w3.org/2000/svg" width="{paper.WIDTH}"' in drawn
            assert paper.WIDTH == 360
            assert min(float(one) for one in re.findall(r'font-size="([\d.]+)"', drawn)) >= 12
            height = int(ET.fromstring(drawn).get("height") or 0)  # noqa: S314 - our own picture
            placed = boxes(drawn)
            for said, left, right, upper, lower in placed:
                assert left >= 0, said
                assert right <= paper.WIDTH, said
                assert upper >= 0, said
                assert lower <= height, said
            for one, other in combinations(placed, 2):
                apart = one[2] <= other[1] or other[2] <= one[1] or one[4] <= other[3] or other[4] <= one[3]
                assert apart, (one, other)


@pytest.mark.parametrize(("palette", "on"), [(LIGHT, "#ffffff"), (DARK, "#1a1d21")])
def test_every_colour_is_read_on_the_paper_that_the_chart_brings(palette: Palette, on: str) -> None:
    assert palette.paper == on
    for draw in drawings(13):
        drawn = draw(Reader("en-GB"), "Team", palette)
        colours = set(re.findall(r'"(#[0-9a-f]{6})"', drawn))
        assert colours <= set(asdict(palette).values())
        assert f'height="{ET.fromstring(drawn).get("height")}" fill="{on}"/>' in drawn  # noqa: S314 - our own picture
        for colour in colours - {on}:
            assert contrast(colour, on) >= 4.5, colour


def test_one_colour_for_both_papers_does_not_exist() -> None:
    greys = [f"#{one:02x}{one:02x}{one:02x}" for one in range(256)]
    assert max(min(contrast(one, "#ffffff"), contrast(one, "#1a1d21")) for one in greys) < 4.5


def test_series_are_told_apart_without_colour() -> None:
    """Mood has dots and shares have none; what is compared with is dashed, or a lone edge, and named beside that shape."""
    reader = Reader("en-GB")
    drawn = charts_weeks.svg(reader, "Team", weeks(13), pictures.FAMILIES)
    assert {"Answered", "Mood, 1 to 5"} <= {said for said, *_ in boxes(drawn)}
    assert drawn.count("<circle") == len([one for one in weeks(13) if one.mood is not None])
    goals = charts_states.svg(reader, "Goals", states(4), pictures.FAMILIES)
    assert "stroke-dasharray" in goals
    assert {"Before", "AT_RISK"} <= {said for said, *_ in boxes(goals)}
    assert "stroke-dasharray" in charts_talks.svg(reader, "1:1s", turns(6), pictures.FAMILIES)
    year = charts_talks.svg(reader, "1:1s", turns(53), pictures.FAMILIES)
    assert "stroke-dasharray" not in year
    assert year.count('stroke-width="2.5"') == 1 + len([one for one in turns(53) if one.agreed])


def test_a_week_that_is_missing_is_a_gap_and_a_lone_one_a_dot() -> None:
    lines = r'<line [^>]*stroke-width="2.5"'
    moods = [Week(day(at), 0.5, 3.0) for at in (0, 1, 3, 4)]
    assert len(re.findall(lines, charts_weeks.svg(Reader(), "Team", moods, pictures.FAMILIES))) == 2
    shown = charts_weeks.svg(Reader(), "Team", [*moods, Week(day(2), 0.5, None)], pictures.FAMILIES)
    assert len(re.findall(lines, shown)) == 2
    year = [Week(day(at), None, None if at in {3, 5} else 4.0) for at in range(100)]
    assert charts_weeks.svg(Reader(), "Team", year, pictures.FAMILIES).count("<circle") == 1
    months = [Week(date(2027, at, 1), None, 3.0) for at in range(1, 7)]
    assert len(re.findall(lines, charts_weeks.svg(Reader(), "Team", months, pictures.FAMILIES))) == 5


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("count", LENGTHS)
def test_the_numbers_are_said_within_what_slack_takes(locale: str, count: int) -> None:
    reader = Reader(locale)
    for said in (
        charts_weeks.alt(reader, "x" * 300, weeks(count)),
        charts_states.alt(reader, "x" * 300, states(count)),
        charts_talks.alt(reader, "x" * 300, turns(count)),
    ):
        assert len(said) <= 1_000
        assert said.startswith("x" * 200)


def test_the_description_says_each_week_and_of_a_long_time_its_extremes_and_its_end() -> None:
    reader = Reader("en-GB")
    assert charts_weeks.alt(reader, "Team", weeks(3)).splitlines() == [
        "Team",
        "4 Jan: 0% answered, mood 5 of 5",
        "11 Jan: 100% answered, mood 1 of 5",
        "18 Jan: 76% answered",
    ]
    year = charts_weeks.alt(reader, "Team", weeks(53)).splitlines()
    assert year[1:3] == ["Answered: from 0% to 100%", "Mood: from 1 to 5 of 5"]
    assert year[-1] == "3 Jan: 0% answered"
    assert charts_states.alt(reader, "Goals", [State("At risk", 3, 1), State("Reached", 2)]).splitlines() == [
        "Goals",
        "At risk: 3, before 1",
        "Reached: 2",
    ]
    assert charts_talks.alt(reader, "1:1s", [Turn(day(0), 4, 3), Turn(day(1), 0, 0)]).splitlines() == [
        "1:1s",
        "3 of 4 talks held",
        "4 Jan: 3 of 4",
    ]
