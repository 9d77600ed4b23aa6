"""The chart of a summary: what it draws, what it leaves out, and its description."""

from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest

from bot.domain.summaries import Figures
from bot.locales.reader import Reader
from bot.usecases.summaries import Point
from bot.usecases.summaries_chart import Chart
from bot.views import charts, charts_paper
from storage.people import Person
from storage.series import Series

SVG = "{http://www.w3.org/2000/svg}"
FIGURES = [
    Figures(answered=3, missed=1, moods=4, mood_sum=14),
    Figures(answered=2, missed=2, moods=3, mood_sum=9),
    Figures(answered=4, moods=4, mood_sum=18),
]


def chart(name: str = "Weekly check-in", figures: list[Figures] = FIGURES) -> Chart:
    series = Series(id=1, workspace_id=1, name=name, anchor=date(2027, 1, 1))
    me = Person(id=1, workspace_id=1, slack_id="U1", name="Tom")
    points = [Point(date(2027, 1, 4) + timedelta(weeks=at), one) for at, one in enumerate(figures)]
    return Chart(series, me, points, "D1", "1.1")


def texts(drawn: str) -> list[str]:
    return [one.text or "" for one in ET.fromstring(drawn).iter(f"{SVG}text")]  # noqa: S314 - our own picture


def test_each_turn_is_a_bar_and_a_mood_that_speaks_for_enough_is_a_point() -> None:
    drawn = charts.svg(Reader("en-GB"), chart(), "DejaVu Sans")
    root = ET.fromstring(drawn)  # noqa: S314 - our own picture
    assert len([one for one in root.iter(f"{SVG}rect") if one.get("fill") == charts_paper.LIGHT.first]) == 3
    assert len(list(root.iter(f"{SVG}circle"))) == 2
    assert {"75%", "50%", "100%", "3.5", "4.5"} <= set(texts(drawn))
    assert "3.0" not in texts(drawn)


def test_a_gap_is_not_drawn_over() -> None:
    drawn = charts.svg(Reader(), chart(), "DejaVu Sans")
    assert f'stroke="{charts_paper.LIGHT.second}"' not in drawn


def test_a_series_is_named_as_it_is_and_executes_nothing() -> None:
    drawn = charts.svg(Reader(), chart('<script>&"</script>'), "DejaVu Sans")
    assert '<script>&"</script>: answers and mood' in texts(drawn)


@pytest.mark.parametrize("locale", ["en-US", "zh-CN", "zh-TW"])
def test_its_description_says_the_same_within_what_slack_takes(locale: str) -> None:
    said = charts.alt(Reader(locale), chart("x" * 255, FIGURES * 20))
    assert len(said) <= 1_000
    assert "75%" in said
    assert charts.alt(Reader("en-GB"), chart()).splitlines() == [
        "Weekly check-in: answers and mood",
        "4 Jan: 75% answered, mood 3.5 of 5",
        "11 Jan: 50% answered",
        "18 Jan: 100% answered, mood 4.5 of 5",
    ]


def test_a_turn_in_which_nobody_was_asked_is_neither_drawn_nor_told() -> None:
    drawn = charts.svg(Reader(), chart(figures=[Figures(away=4)]), "DejaVu Sans")
    assert charts_paper.LIGHT.first not in drawn
    assert charts.alt(Reader(), chart(figures=[Figures(away=4)])).count("\n") == 0
