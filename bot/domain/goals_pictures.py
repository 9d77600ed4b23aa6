"""The picture of somebody's goals, or of a team's: what it shows, and what becomes of one that was asked for."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.notices import Kind, Lane

PICTURE = Kind("goals.picture", Lane.ANSWER, unasked=False)
"""Somebody asked for the picture: the same in words, and the picture in its thread."""
DRAW = "goals.draw"
"""The task that draws one, given as `picture`."""
WEEKS_MOST = 26
WEEKS = 12
"""Of goals that belong to no cycle."""
WEEK = timedelta(days=7)
FORGOTTEN = timedelta(days=1)
"""So long after it was asked for, nobody waits for it any more."""


class PictureOf(StrEnum):
    ME = "me"
    TEAM = "team"


def weeks(starts: date | None, today: date) -> list[date]:
    """The days of the points, a week apart, the last one today: since the cycle began, or for twelve weeks."""
    first = starts if starts is not None and starts <= today else today - (WEEKS - 1) * WEEK
    count = min(WEEKS_MOST, (today - first) // WEEK + 1)
    return [today - WEEK * at for at in range(count)][::-1]


def gone(starts: date, ends: date, day: date) -> float:
    """How much of a cycle is over on that day, in per cent."""
    return min(100.0, max(0.0, ((day - starts).days + 1) / ((ends - starts).days + 1) * 100))


def at_days(days: Sequence[date], said: Sequence[tuple[date, float]]) -> list[float | None]:
    """What was known last on each of these days; `said` in the order of time. None: nothing yet."""
    found: list[float | None] = []
    for day in days:
        known = [value for at, value in said if at <= day]
        found.append(known[-1] if known else None)
    return found
