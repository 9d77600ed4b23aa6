"""When two people can talk: the usual time, and proposals within the working hours of both and outside their quiet hours.

Days and times of day are local to the person who is led; moments are UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain import budget, cadence
from bot.domain.errors import RuleBroken
from bot.domain.one_on_ones import AHEAD_MAX, LEADS, Cadence, rule
from bot.domain.working import Working, days

Busy = tuple[datetime, datetime]
"""From when to when somebody is in another 1:1."""

OFFERED = 3
STEP = timedelta(minutes=30)
APART = timedelta(hours=1)
"""Two proposals on one day that are closer are one."""
NOTICE = timedelta(hours=1)
"""Nobody is proposed a talk that begins sooner."""
MORNING = time(10)
"""Where no time is usual: neither the first thing in the morning nor after lunch."""
MINUTE = timedelta(minutes=1)
LOOK_AHEAD = 120
"""Days in which the first day is looked for on which both are back."""


@dataclass(frozen=True)
class Side:
    """One of the two. Equal ends of the quiet hours: there are none."""

    works: Working
    quiet_from: time = time(19)
    quiet_until: time = time(8)

    def day(self, at: datetime) -> date:
        return at.astimezone(cadence.zone_of(self.works.zone)).date()

    def is_away(self, at: datetime) -> bool:
        return self.works.is_away(self.day(at))

    def on(self, at: datetime) -> bool:
        """Whether it is a day on which they work."""
        return self.works.on(self.day(at))

    def free(self, at: datetime, minutes: int) -> bool:
        """Whether all of it lies in their working hours, and nothing of it in their quiet hours."""
        zone = cadence.zone_of(self.works.zone)
        ends = (at, at + timedelta(minutes=minutes) - MINUTE)
        return all(self.works.at_work(one) for one in ends) and not any(
            budget.within(self.quiet_from, self.quiet_until, one.astimezone(zone).time()) for one in ends
        )


@dataclass(frozen=True)
class Pair:
    """Both, with how long they talk, at what time of day they usually do, and when either is in another 1:1."""

    person: Side
    manager: Side
    minutes: int
    usual: time | None = None
    busy: Sequence[Busy] = ()

    def both(self) -> tuple[Side, Side]:
        return self.person, self.manager

    def clashes(self, at: datetime) -> bool:
        ends = at + timedelta(minutes=self.minutes)
        return any(begin < ends and at < end for begin, end in self.busy)

    def fits(self, at: datetime) -> bool:
        """Whether it can be proposed."""
        return all(one.free(at, self.minutes) for one in self.both()) and not self.clashes(at)

    def holds(self, at: datetime) -> bool:
        """Whether a usual time holds: both work on that day. At which hour they talk they have agreed on themselves."""
        return all(one.on(at) for one in self.both()) and not self.clashes(at)


def proposals(pair: Pair, first: date, last: date, now: datetime) -> list[datetime]:
    """Up to three times from `first` to `last`, in their order: on different days where possible, near the usual time of day."""
    by_day: list[list[datetime]] = []
    for day in days(first, last):
        if fitting := _of_day(pair, day, now):
            by_day.append(fitting)
        if len(by_day) == OFFERED:
            break
    found = [one[0] for one in by_day]
    for one in (at for fitting in by_day for at in fitting[1:]):
        if len(found) < OFFERED and all(abs(one - other) >= APART for other in found):
            found.append(one)
    return sorted(found)


def _of_day(pair: Pair, day: date, now: datetime) -> list[datetime]:
    """What fits on that day, the nearest to the usual time of day first."""
    if not pair.person.works.on(day):
        return []
    zone = cadence.zone_of(pair.person.works.zone)
    wanted = cadence.moment(day, pair.usual or MORNING, zone)
    midnight = cadence.moment(day, time(0), zone)
    steps = {midnight + n * STEP for n in range(48)} | {wanted}
    soonest = now + NOTICE
    fitting = [at for at in steps if at >= soonest and pair.fits(at)]
    return sorted(fitting, key=lambda at: (abs(at - wanted), at))


def usual(pair: Pair, slot: str, weekday: int, at: time, now: datetime) -> datetime | None:
    """The usual time in that turn: of a month, the first such weekday on which both work. None: there is none, or it is over."""
    first, last = span(slot)
    zone = cadence.zone_of(pair.person.works.zone)
    moments = (cadence.moment(day, at, zone) for day in days(first, last) if day.isoweekday() == weekday)
    return next((one for one in moments if one > now and pair.holds(one)), None)


def span(slot: str) -> tuple[date, date]:
    """The first and the last day of a turn."""
    return cadence.span(cadence.Rule(date.min + timedelta(days=7)), slot)


def all_away(pair: Pair, slot: str) -> bool:
    """Whether there is no day in the turn on which both work: leave, holidays, or weeks that never meet."""
    zone = cadence.zone_of(pair.person.works.zone)
    noons = (cadence.moment(day, cadence.NOON, zone) for day in days(*span(slot)))
    return not any(all(one.on(at) for one in pair.both()) for at in noons)


def turns(how_often: Cadence, made_on: date, today: date) -> tuple[list[str], date]:
    """The turns that have come by today, and the day on which the next one comes."""
    timetable, lead = rule(how_often, made_on), LEADS[how_often]
    here, ahead = (cadence.slot_at(timetable, day) for day in (today, today + lead))
    come = [slot for slot in dict.fromkeys((here, ahead)) if cadence.span(timetable, slot)[0] <= today + lead]
    following = cadence.slot_after(timetable, come[-1]) if come else ahead
    return come, cadence.span(timetable, following)[0] - lead


def check(pair: Pair, at: datetime, now: datetime) -> bool:
    """Whether it lies in the working hours of both; outside of them it is for them to say. Raises RuleBroken at its field:

    a time that is over or too far, one that clashes with another 1:1, and a day of leave, with the first day on which both are back.
    """
    if at <= now:
        raise RuleBroken("talk_over", field="time")
    if at > now + AHEAD_MAX:
        raise RuleBroken("talk_far", {"days": AHEAD_MAX.days}, field="day")
    if any(one.is_away(at) for one in pair.both()):
        back = back_on(pair, at)
        raise RuleBroken("talk_in_leave", {"back": back}, field="day") if back else RuleBroken("talk_away", field="day")
    if pair.clashes(at):
        raise RuleBroken("talk_taken", field="time")
    return all(one.free(at, pair.minutes) for one in pair.both())


def back_on(pair: Pair, at: datetime) -> date | None:
    """The first day after that on which both work, by the person's days; None: none in sight."""
    zone = cadence.zone_of(pair.person.works.zone)
    after = pair.person.day(at)
    following = (after + n * cadence.DAY for n in range(1, LOOK_AHEAD))
    return next(
        (day for day in following if all(one.on(cadence.moment(day, cadence.NOON, zone)) for one in pair.both())), None
    )


def answered_by(pair: Pair, at: datetime, after: int) -> datetime:
    """When so many working days of each of the two have passed since the day of the talk: at the end of the last of these days."""
    return max(_days_later(one, at, after) for one in pair.both())


def _days_later(side: Side, at: datetime, after: int) -> datetime:
    first = side.day(at)
    following = (first + n * cadence.DAY for n in range(1, LOOK_AHEAD))
    worked = [day for day in following if side.works.on(day)][:after]
    last = worked[-1] if worked else first
    return cadence.moment(last + cadence.DAY, time(0), cadence.zone_of(side.works.zone))


def asked_at(side: Side, ends: datetime) -> datetime:
    """When somebody is asked whether it took place: towards the end of their day, and not before the talk is over."""
    zone = cadence.zone_of(side.works.zone)
    hours = side.works.hours
    evening = cadence.moment(side.day(ends), hours.end, zone) - STEP
    return max(ends, evening) if hours.start < hours.end else ends
