"""Whether a message may go to somebody now: too late, in their quiet hours, or one more than they can take in a day.

Times of day are local to the person; moments are UTC and aware.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain import cadence
from bot.domain.cadence import Hours
from bot.domain.notices import BUDGET, QUIET, TOO_LATE
from bot.domain.profiles import Profile

REST = timedelta(hours=1)
"""Before a night of work and after it somebody is awake and may be written to: as long as the defaults leave around a day's."""


@dataclass(frozen=True)
class Habits:
    """What counts when somebody is written to unasked. `working_days` holds ISO weekdays, "12345"."""

    zone: str = "UTC"
    quiet_from: time = time(19)
    quiet_until: time = time(8)
    works_from: time = time(9)
    working_days: str = "12345"
    profile: Profile = Profile.STANDARD


@dataclass(frozen=True)
class Send:
    """It may go now."""


@dataclass(frozen=True)
class Wait:
    """Not now: it is looked at again at `until`."""

    until: datetime


@dataclass(frozen=True)
class Drop:
    """It makes no sense to send it any more, for this reason."""

    why: str


Verdict = Send | Wait | Drop


def quiet_hours(quiet_from: time, quiet_until: time, hours: Hours) -> tuple[time, time]:
    """Quiet hours that nobody chose, made to leave the person's own working hours alone. Equal ends: there are none.

    Who works by day has them begin no earlier than the end of work and end no later than its start. Who works through
    midnight sleeps by day: theirs lie between two nights of work.
    """
    if hours.start < hours.end:
        begin = max(quiet_from, hours.end) if quiet_from > quiet_until else quiet_from
        return begin, min(quiet_until, hours.start) if quiet_from > quiet_until else quiet_until
    start, end = (datetime.combine(date.min + timedelta(days=1), one) for one in (hours.start, hours.end))
    return ((end + REST).time(), (start - REST).time()) if start - end > 2 * REST else (hours.end, hours.end)


def decide(
    habits: Habits, now: datetime, *, unasked: bool = True, sent_today: int = 0, not_after: datetime | None = None
) -> Verdict:
    """What becomes of a message at `now`. `sent_today`: unasked messages on the person's own day so far.

    What was asked for goes at once. The rest waits for the end of quiet hours, and beyond the budget for the next day of
    work; what would then come after `not_after` is dropped.
    """
    if not_after is not None and now > not_after:
        return Drop(TOO_LATE)
    if not unasked:
        return Send()
    quiet = quiet_end(habits, now)
    if quiet is not None:
        return _wait(quiet, not_after, QUIET)
    if sent_today >= habits.profile.budget:
        return _wait(next_start(habits, now), not_after, BUDGET)
    return Send()


def local_day(zone: str, now: datetime) -> date:
    """The day it is for somebody in that zone."""
    return now.astimezone(cadence.zone_of(zone)).date()


def quiet_end(habits: Habits, now: datetime) -> datetime | None:
    """When the quiet hours end that `now` falls into; None outside of them. Equal ends mean that there are none."""
    zone = cadence.zone_of(habits.zone)
    local = now.astimezone(zone)
    clock = local.time()
    day = local.date()
    if habits.quiet_until < habits.quiet_from <= clock:
        day += timedelta(days=1)
    # In an hour that the clock goes through twice, quiet hours end once: the first time.
    end = cadence.moment(day, habits.quiet_until, zone)
    return end if within(habits.quiet_from, habits.quiet_until, clock) and end > now else None


def within(begin: time, end: time, at: time) -> bool:
    """Whether that time of day lies between the two, the first included; over midnight where the second is the earlier one."""
    if begin <= end:
        return begin <= at < end
    return at >= begin or at < end


def next_start(habits: Habits, now: datetime) -> datetime:
    """The start of work on the next day that the person works, after today; leave is not looked at."""
    zone = cadence.zone_of(habits.zone)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    days = (tomorrow + timedelta(days=n) for n in range(7))
    day = next((one for one in days if str(one.isoweekday()) in habits.working_days), tomorrow)
    return cadence.moment(day, habits.works_from, zone)


def _wait(until: datetime, not_after: datetime | None, why: str) -> Verdict:
    return Drop(why) if not_after is not None and until > not_after else Wait(until)
