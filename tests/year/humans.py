"""The people of a simulated year as they are, whatever the bot believes: where they live, when they work, when they are away."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from bot.domain.profiles import Profile

DAY = timedelta(days=1)
ZONES = (
    *("Pacific/Kiritimati", "Pacific/Apia", "Pacific/Auckland", "Pacific/Chatham", "Australia/Sydney"),
    *("Australia/Lord_Howe", "Australia/Adelaide", "Asia/Tokyo", "Asia/Shanghai", "Asia/Taipei", "Asia/Yangon"),
    *("Asia/Kathmandu", "Asia/Kolkata", "Asia/Tehran", "Asia/Dubai", "Africa/Nairobi", "Africa/Cairo"),
    *("Europe/Berlin", "Europe/London", "Africa/Casablanca", "Atlantic/Azores", "America/St_Johns"),
    *("America/Sao_Paulo", "America/New_York", "America/Denver", "America/Los_Angeles", "America/Anchorage"),
    *("Pacific/Honolulu", "Pacific/Marquesas", "Pacific/Pago_Pago"),
)
"""Thirty, with half and quarter hours, every kind of summer time, and both sides of the date line."""
COUNTRIES = ("DE", "US", "IN", "NZ", "JP", "EG", "CN", "--", "--", "--")
"""Where people's holidays are those of; "--" has none."""
WEEKS = (
    *[("12345", time(9), time(18))] * 8,
    ("12347", time(8), time(17)),
    ("12347", time(9), time(18)),
    ("1234", time(9), time(18)),
    ("12345", time(22), time(6)),
    ("12345", time(9), time(13)),
    ("23456", time(12), time(21)),
)
"""Days and hours: most by day, some from Sunday to Thursday, four days, by night, half days, late."""


@dataclass(frozen=True)
class Held:
    """What held for somebody at one moment: their local day and time, and whether it was a good one."""

    day: date
    at: time
    budget: int
    quiet: bool
    working: bool
    why_not: str


@dataclass
class Human:
    """Somebody. `away` and `present` are what is true; the bot is told of both in its own ways."""

    slack_id: str
    zone: str
    days: str
    starts: time
    ends: time
    country: str
    diligence: float
    person_id: int = 0
    profile: Profile = Profile.STANDARD
    quiet: tuple[time, time] | None = None
    away: list[tuple[date, date]] = field(default_factory=list)
    closed: set[date] = field(default_factory=set)
    present: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    said: dict[tuple[int, str], str] = field(default_factory=dict)

    @property
    def here(self) -> bool:
        return bool(self.present) and self.present[-1][1] is None

    @property
    def by_night(self) -> bool:
        return self.ends < self.starts

    def local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.zone))

    def holds(self, at: datetime) -> Held:
        local = self.local(at)
        day, clock = local.date(), local.time()
        # A night of work belongs to the day on which it began.
        shift = day - DAY if self.by_night and clock < self.ends else day
        why_not = self._why_not(shift, clock)
        return Held(day, clock, self.profile.budget, self._quiet(clock), not why_not, why_not)

    def _why_not(self, day: date, clock: time) -> str:
        if self.is_away(day):
            return "leave"
        if day in self.closed or day in public(self.country, day.year):
            return "holiday"
        if str(day.isoweekday()) not in self.days:
            return "weekend"
        return "" if between(self.starts, self.ends, clock) else "hours"

    def is_away(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.away)

    def _quiet(self, clock: time) -> bool:
        if self.quiet is not None:
            return between(*self.quiet, clock)
        if between(self.starts, self.ends, clock):
            return False
        return between(time(7), time(21), clock) if self.by_night else between(time(19), time(8), clock)


def between(begin: time, end: time, at: time) -> bool:
    return begin <= at < end if begin <= end else at >= begin or at < end


@cache
def public(country: str, year: int) -> frozenset[date]:
    return frozenset() if country == "--" else frozenset(holidays.country_holidays(country, years=year))


def draw(chance: random.Random, number: int) -> Human:
    """Somebody at random; the first thirty live in thirty zones."""
    zone = ZONES[number] if number < len(ZONES) else chance.choice(ZONES)
    days, starts, ends = chance.choice(WEEKS)
    return Human(
        slack_id=f"U{number:04}",
        zone=zone,
        days=days,
        starts=starts,
        ends=ends,
        country=chance.choice(COUNTRIES),
        diligence=chance.betavariate(3, 1),
        profile=chance.choice(list(Profile)),
    )
