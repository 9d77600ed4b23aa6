"""A worker that draws: `python -m tests.benchmarks.goals_drawing SECONDS` draws one picture each so many seconds until it is ended."""

import sys
import time
from datetime import date, timedelta

from bot import pictures
from bot.domain.goals_pictures import PictureOf
from bot.domain.goals_seeing import One, figures
from bot.locales.reader import Reader
from bot.usecases.goals_pictures import Picture, Point
from bot.views import goals_pictures as views
from storage.people import Person


def draw() -> int:
    """The bytes of one picture of a whole cycle."""
    me = Person(id=1, workspace_id=1, slack_id="U1", name="Ada")
    days = [date(2027, 1, 4) + timedelta(weeks=at) for at in range(13)]
    points = [Point(day, at * 6.0, at * 7.5) for at, day in enumerate(days)]
    found = figures([One(None, 64.0, None, stale=False, unaligned=False)])
    svg = views.svg(Reader("en-GB"), Picture(PictureOf.ME, me, found, points, [], "Q1 2027"), pictures.FAMILIES)
    return len(pictures.png(svg, pictures.fonts("en")))


def main(seconds: float) -> None:
    while True:
        begun = time.monotonic()
        draw()
        time.sleep(max(0.0, seconds - (time.monotonic() - begun)))


if __name__ == "__main__":
    main(float(sys.argv[1]))
