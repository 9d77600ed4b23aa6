"""When somebody works: their week, their hours, the days that are off for all around them, and the days they are away."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from bot.domain import cadence
from bot.domain.cadence import Hours

Span = tuple[date, date]
"""First and last day, both included."""

SHORT_SHARE = 0.5
"""A slot in which somebody works fewer than this share of their usual days is short: less has happened, so less is asked."""
LOOK_AHEAD = 120
"""Days in which somebody's next working day is looked for: longer than any row of holidays, shorter than parental leave."""


@dataclass(frozen=True)
class Working:
    """One person's working time. `days` holds ISO weekdays ("12345"); `away` are the spans of their leave.

    `off` are the public holidays where they live, and the days that their company is closed for them.
    """

    zone: str = "UTC"
    days: str = "12345"
    hours: Hours = field(default_factory=Hours)
    away: Sequence[Span] = ()
    off: frozenset[date] = frozenset()

    def by_week(self, day: date) -> bool:
        """Whether it is a working day of their week, whatever else is on that day."""
        return str(day.isoweekday()) in self.days

    def usually(self, day: date) -> bool:
        """Whether they work on that day, leave aside."""
        return day not in self.off and self.by_week(day)

    def on(self, day: date) -> bool:
        """Whether they work on that day."""
        return self.usually(day) and not self.is_away(day)

    def at_work(self, now: datetime) -> bool:
        """Whether they are at work at this moment. A night of work belongs to the day on which it begins."""
        local = now.astimezone(cadence.zone_of(self.zone))
        day, clock = local.date(), local.time()
        if self.hours.start < self.hours.end:
            return self.on(day) and self.hours.start <= clock < self.hours.end
        return (self.on(day) and clock >= self.hours.start) or (self.on(day - cadence.DAY) and clock < self.hours.end)

    def is_away(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.away)

    def short(self, first: date, last: date) -> bool:
        """Whether they work so few of their usual days from `first` to `last` that a long form would not be fair."""
        usual = [day for day in days(first, last) if self.by_week(day)]
        return sum(map(self.on, usual)) < SHORT_SHARE * len(usual)

    def spent_away(self, first: date, last: date) -> bool:
        """Whether each day from `first` to `last` on which they would have worked was a day of leave."""
        usual = [day for day in days(first, last) if self.usually(day)]
        return bool(usual) and all(map(self.is_away, usual))

    def count(self, first: date, last: date) -> int:
        """On how many days from `first` to `last` they work. Years cost no more than weeks."""
        weeks, rest = divmod(max((last - first).days + 1, 0), 7)
        usual = weeks * len(set(self.days)) + sum(map(self.by_week, days(last - (rest - 1) * cadence.DAY, last)))
        free = {day for start, end in self.away for day in days(max(start, first), min(end, last))} | self.off
        return usual - sum(first <= day <= last and self.by_week(day) for day in free)

    def back_on(self, last: date) -> date | None:
        """The first day after `last` on which they work; None: none in sight."""
        return next((day for day in days(last + cadence.DAY, last + LOOK_AHEAD * cadence.DAY) if self.on(day)), None)

    def worked(self, since: datetime, span: timedelta, until: datetime) -> datetime:
        """When so much of their working time has gone by since that moment, in UTC.

        Where that is not before `until`: the end of the last they work before it.
        """
        zone, last = cadence.zone_of(self.zone), since
        for day in days(since.astimezone(zone).date() - cadence.DAY, until.astimezone(zone).date()):
            ends_on = day if self.hours.start < self.hours.end else day + cadence.DAY
            start = max(cadence.moment(day, self.hours.start, zone), since)
            end = min(cadence.moment(ends_on, self.hours.end, zone), until)
            if not self.on(day) or end <= start:
                continue
            if end - start >= span:
                return start + span
            span, last = span - (end - start), end
        return last

    def next_at(self, at: time, now: datetime) -> datetime:
        """The next time their clock shows `at` on a day they work, in UTC; within a month, else simply the next day."""
        zone = cadence.zone_of(self.zone)
        today = now.astimezone(zone).date()
        moments = (cadence.moment(day, at, zone) for day in days(today, today + 31 * cadence.DAY) if self.on(day))
        return next((one for one in moments if one > now), now + timedelta(days=1))


def days(first: date, last: date) -> Iterator[date]:
    """Each day from `first` to `last`."""
    return (first + n * cadence.DAY for n in range((last - first).days + 1))


def until(spans: Iterable[Span], day: date) -> date | None:
    """The last day of the leave that `day` falls into, spans that follow each other taken as one; None: they are not away."""
    end = None
    for first, last in sorted(spans):
        if first <= (end + cadence.DAY if end else day) and last >= (end or day):
            end = last
    return end
