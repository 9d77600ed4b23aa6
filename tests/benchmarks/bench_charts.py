"""What a chart costs with everything that is ours, beside bare resvg on the same SVG."""

import time
from collections.abc import Callable
from datetime import date, timedelta

from resvg_py import svg_to_bytes

from bot import pictures
from bot.locales.reader import Reader
from bot.views import charts_states, charts_talks, charts_weeks
from bot.views.charts_states import State
from bot.views.charts_talks import Turn
from bot.views.charts_weeks import Week
from tests.benchmarks.table import SHORT, Row

TIMES = 1 if SHORT else 40
MOST = 1.5
DAYS = [date(2027, 1, 4) + timedelta(weeks=at) for at in range(13)]
WEEKS = [Week(day, at / 12, 1 + at / 3) for at, day in enumerate(DAYS)]
STATES = [
    State(name, at * 3, at * 2) for at, name in enumerate(("Reached", "On track", "At risk", "Off track", "Draft"))
]
TURNS = [Turn(day, 8, at % 9) for at, day in enumerate(DAYS)]
TITLE = "产品团队：填写与心情"
CHARTS: dict[str, Callable[[], str]] = {
    "participation and mood": lambda: charts_weeks.svg(Reader("zh-CN"), TITLE, WEEKS, pictures.FAMILIES),
    "goals by state": lambda: charts_states.svg(Reader("zh-CN"), TITLE, STATES, pictures.FAMILIES),
    "talks held": lambda: charts_talks.svg(Reader("zh-CN"), TITLE, TURNS, pictures.FAMILIES),
}


def run() -> list[Row]:
    files = pictures.fonts("zh_Hans")
    return [_row(name, draw, list(files)) for name, draw in CHARTS.items()] if files else []


def _row(name: str, draw: Callable[[], str], files: list[str]) -> Row:
    svg = draw()

    def bare() -> None:
        svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=files, zoom=pictures.SCALE, background="white")

    ours, theirs = [], []
    for _ in range(TIMES):
        theirs.append(_took(bare))
        ours.append(_took(lambda: pictures.png(draw(), tuple(files))))
    figure, baseline = min(ours), min(theirs)
    ratio = figure / baseline
    return Row(f"charts, {name}", figure, "ms", baseline, ratio, f"<= {MOST:g}", ratio <= MOST)


def _took(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1_000
