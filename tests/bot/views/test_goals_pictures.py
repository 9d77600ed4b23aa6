"""The picture of goals can be read: on a telephone, on light and dark, without its colours, whoever's names are in it."""

import re
from datetime import date, timedelta

import pytest

from bot import pictures
from bot.domain.goals import Confidence
from bot.domain.goals_pictures import PictureOf
from bot.domain.goals_seeing import One, figures
from bot.locales.reader import Reader
from bot.usecases.goals_pictures import Picture, Point
from bot.views import goals_pictures as views
from storage.people import Person


def person(name: str) -> Person:
    return Person(id=1, workspace_id=1, slack_id="U1", name=name)


def picture(of: PictureOf, count: int = 12) -> Picture:
    found = figures([One(None, 64.0, Confidence.OFF_TRACK, stale=False, unaligned=False)])
    days = [date(2027, 1, 4) + timedelta(weeks=at) for at in range(count)]
    points = [Point(day, at * 5.0 if at > 1 else None, at * 7.0) for at, day in enumerate(days)]
    people = [(person(name), found) for name in ('<b>&"', "王小明", "Wilhelmina Featherstonehaugh")] * 6
    team = of is PictureOf.TEAM
    return Picture(of, person("Mei"), found, [] if team else points, people if team else [], "Q1 <2027>")


def luminance(colour: str) -> float:
    """Of WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("of", list(PictureOf))
@pytest.mark.parametrize("locale", ["en-GB", "zh-CN", "zh-TW"])
def test_letters_are_large_enough_and_every_colour_is_read_on_its_own_paper(of: PictureOf, locale: str) -> None:
    drawn = views.svg(Reader(locale), picture(of), pictures.FAMILIES)
    assert f'width="{views.WIDTH}"' in drawn
    assert views.WIDTH == 360
    assert min(float(one) for one in re.findall(r'font-size="([\d.]+)"', drawn)) >= 12
    for colour in set(re.findall(r"#[0-9a-f]{6}", drawn)) - {views.PAPER}:
        assert (luminance(views.PAPER) + 0.05) / (luminance(colour) + 0.05) >= 4.5, colour
    assert f'<rect width="{views.WIDTH}"' in drawn, "the paper is part of it: a dark screen changes nothing"
    assert "<b>" not in drawn


def test_the_lines_are_told_apart_without_colour_and_named() -> None:
    drawn = views.svg(Reader("en-GB"), picture(PictureOf.ME), pictures.FAMILIES)
    assert "stroke-dasharray" in drawn
    assert "Time gone" in drawn
    assert "Progress by weight" in drawn


@pytest.mark.parametrize("count", [0, 1, 2, 26])
def test_few_and_many_weeks_are_drawn_and_described_within_what_slack_takes(count: int) -> None:
    shown = picture(PictureOf.ME, count)
    assert views.svg(Reader("en-GB"), shown, pictures.FAMILIES).endswith("</svg>")
    assert len(views.alt(Reader("en-GB"), shown)) <= 1_000
