"""When somebody works: their week, their hours, and the days they are away."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from bot.domain import cadence
from bot.domain.cadence import Hours

Span = tuple[date, date]
"""First and last day, both included."""


@dataclass(frozen=True)
class Working:
    """One person's working time. `days` holds ISO weekdays ("12345"); `away` are the spans of their leave."""

    zone: str = "UTC"
    days: str = "12345"
    hours: Hours = field(default_factory=Hours)
    away: Sequence[Span] = ()

    def usually(self, day: date) -> bool:
        """Whether they work on such a day, leave aside."""
        return str(day.isoweekday()) in self.days

    def on(self, day: date) -> bool:
        """Whether they work on that day."""
        return self.usually(day) and not self.is_away(day)

    def is_away(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.away)

    def next_at(self, at: time, now: datetime) -> datetime:
        """The next time their clock shows `at` on a day they work, in UTC; within a month, else simply the next day."""
        zone = cadence.zone_of(self.zone)
        today = now.astimezone(zone).date()
        days = (today + timedelta(days=n) for n in range(32))
        moments = (cadence.moment(day, at, zone) for day in days if self.on(day))
        return next((one for one in moments if one > now), now + timedelta(days=1))
