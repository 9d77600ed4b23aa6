"""Being asked again later, by one's own wish: the moments that are offered, and which of them still make sense."""

from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.domain import cadence
from bot.domain.errors import RuleBroken
from bot.domain.notices import Kind, Lane
from bot.domain.working import Working

AGAIN = Kind("nudges.again", Lane.REMINDER, unasked=False)
"""A prompt that comes back because its person asked for it: neither their budget nor their quiet hours hold it up."""

RECORD = "skip"
"""The name of a skip among readers."""

REASON_MAX = 500
"""Characters of a reason: a sentence or two is enough, and none is needed."""

HOUR = timedelta(hours=1)
NOON = time(12)
LATE_AFTERNOON = time(17)
"""An hour before the usual end of work: the last moment at which "this afternoon" leaves time to answer."""
ROOM = timedelta(minutes=15)
"""The least between being asked again and the end of the window: an answer takes two minutes, and nobody sits and waits."""
APART = timedelta(minutes=30)
"""Two moments that are closer than this are one choice."""


class Later(StrEnum):
    """The choices under a prompt."""

    HOUR = "hour"
    AFTERNOON = "afternoon"
    MORNING = "morning"


def moments(now: datetime, closes_at: datetime, mine: Working) -> dict[Later, datetime]:
    """When somebody can be asked again, in UTC: those of the choices that come before their window closes.

    An hour from now; an hour before they end work today, if that is still to come and an afternoon; the start of their next
    working day.
    """
    hour = (now + HOUR).replace(second=0, microsecond=0)
    found: dict[Later, datetime] = {Later.HOUR: hour}
    afternoon = _afternoon(now, mine)
    if afternoon is not None and afternoon >= hour + APART:
        found[Later.AFTERNOON] = afternoon
    morning = _morning(now, mine)
    if morning >= hour + APART:
        found[Later.MORNING] = morning
    return {name: at for name, at in found.items() if at + ROOM <= closes_at}


def check(at: datetime, now: datetime, closes_at: datetime) -> None:
    """Refuse a moment that is over, or leaves no time to answer."""
    if at <= now:
        raise RuleBroken("later_over")
    if at + ROOM > closes_at:
        raise RuleBroken("later_too_late")


def _afternoon(now: datetime, mine: Working) -> datetime | None:
    day = now.astimezone(cadence.zone_of(mine.zone)).date()
    at = min(LATE_AFTERNOON, _before(mine.hours.end))
    by_day = mine.hours.start < at and mine.hours.start < mine.hours.end
    return cadence.moment(day, at, cadence.zone_of(mine.zone)) if mine.on(day) and by_day and at > NOON else None


def _before(end: time) -> time:
    """An hour before that time of day; midnight at the earliest."""
    return time(max(end.hour - 1, 0), end.minute)


def _morning(now: datetime, mine: Working) -> datetime:
    """The start of work on their next working day after today."""
    zone = cadence.zone_of(mine.zone)
    tonight = cadence.moment(now.astimezone(zone).date() + cadence.DAY, time(0), zone)
    return mine.next_at(mine.hours.start, tonight - timedelta(microseconds=1))
