"""What HR holds back: for which days, until when somebody's messages wait for it, and what comes too late after it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain import cadence
from bot.domain.cadence import DAY
from bot.domain.errors import RuleBroken

MADE, RELEASED = "hold.made", "hold.released"
"""What the audit log calls it."""
RECORD = "hold"

HELD = "held"
"""Why a message was dropped, or a check-in passed, that was held until it was of no use any more."""
LOOK_AGAIN = timedelta(days=1)
"""What waits for a hold is looked at so often and not more: a hold without an end costs next to nothing."""
ROOM = timedelta(hours=2)
"""What asks for an answer, and was held, comes at the latest so long before the answer is due: less would be no fair question."""
LONGEST = timedelta(days=92)
"""A quarter: who holds something longer takes it off the timetable instead."""


class Why(StrEnum):
    """What HR says to it, if they like. No words: everybody who waited for a message may read it."""

    FIRST = "first"
    CHANGES = "changes"
    AWAY = "away"


@dataclass(frozen=True)
class Span:
    """The days of a hold, both included, by the calendar of each person who waits. `last` None: until it is released."""

    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def waits_until(span: Span, zone: str, now: datetime) -> datetime | None:
    """Until when a message to somebody in that zone waits before it is looked at again; None: the hold does not stand there now."""
    here = cadence.zone_of(zone)
    if not span.covers(now.astimezone(here).date()):
        return None
    again = now + LOOK_AGAIN
    return again if span.last is None else min(again, cadence.moment(span.last + DAY, time(0), here))


def in_time(closes_at: datetime, now: datetime) -> bool:
    """Whether something that was held may still ask for an answer that is due then."""
    return closes_at - now >= ROOM


def check(first: date, last: date | None, today: date, *, ends: bool) -> Span:
    """The days as they are kept. `ends`: it must have a last day. Raises RuleBroken at the field "last"."""
    if last is None and ends:
        raise RuleBroken("day_needed", field="last")
    if last is not None and last < max(first, today - DAY):
        raise RuleBroken("hold_ends_early", field="last")
    if last is not None and last - today > LONGEST:
        raise RuleBroken("hold_too_long", field="last")
    return Span(first, last)
