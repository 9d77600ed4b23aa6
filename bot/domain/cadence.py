"""When a check-in is due: the arithmetic of slots, zones, working days and hours.

A slot is the nominal turn of a rule: an ISO week ("2027-W03"), a month ("2027-01"). It never depends on when a period really starts,
so an edit of the rule, a holiday or a journey can neither double nor lose one. Days and times of day here are local to the person;
moments are UTC. A local time that does not exist moves forward, a doubled one takes the first (PEP 495, fold 0).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Works = Callable[[date], bool]
"""Whether the person works on that day: their week, without holidays and leave."""

DAY = timedelta(days=1)
NOON = time(12)
WEEKS_OF_A_MONTH = 5
"""At the most."""
LAST_PROMPT = timedelta(hours=1)
"""A prompt comes at the latest this long before the end of somebody's working day, so that there is time to answer."""


class CadenceKind(StrEnum):
    WEEKLY = "weekly"
    MONTHLY_DATE = "monthly_date"
    MONTHLY_WEEKDAY = "monthly_weekday"


@dataclass(frozen=True)
class Rule:
    """A series' timetable. `weekday` is ISO (1 is Monday); `every` counts weeks from the week of `anchor`.

    Monthly by date uses `month_day` (a shorter month uses its last day); monthly by weekday takes the `month_week`-th such
    weekday (5: the last one). Reminder and end of the window come `closes_after` days after the day of the prompt's slot.
    """

    anchor: date
    kind: CadenceKind = CadenceKind.WEEKLY
    every: int = 1
    weekday: int = 5
    month_day: int = 1
    month_week: int = 1
    opens_at: time = time(15)
    closes_after: int = 3
    reminds_at: time | None = time(9)
    closes_at: time = time(12)


@dataclass(frozen=True)
class Hours:
    """Somebody's working hours on a working day, local."""

    start: time = time(9)
    end: time = time(18)


@dataclass(frozen=True)
class Times:
    """When one period opens, reminds and closes, in UTC."""

    opens_at: datetime
    reminds_at: datetime | None
    closes_at: datetime


@lru_cache(maxsize=1024)
def zone_of(name: str, otherwise: str = "UTC") -> ZoneInfo:
    """The zone of that name, or the other one where nobody has it. Python's own cache keeps eight, and reads the others anew."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # A name like "America" is a folder in the zone database, and that is an OSError.
        return ZoneInfo(otherwise)


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """That local time of that day, in UTC."""
    return datetime.combine(day, at).replace(tzinfo=zone).astimezone(UTC)


def slot_at(rule: Rule, day: date) -> str:
    """The slot whose span holds that day, or, between two turns, the next one."""
    if rule.kind is not CadenceKind.WEEKLY:
        return f"{day:%Y-%m}"
    monday = day - timedelta(days=day.isoweekday() - 1)
    weeks = (monday - _monday(rule.anchor)).days // 7
    ahead = -weeks % rule.every
    return _week(monday + timedelta(weeks=ahead))


def is_turn(rule: Rule, slot: str) -> bool:
    """Whether the rule has that slot: after an edit of the rule, one that somebody waits for may be none any more."""
    return slot_at(rule, span(rule, slot)[0]) == slot


def slot_after(rule: Rule, slot: str) -> str:
    """The next turn."""
    return slot_at(rule, span(rule, slot)[1] + DAY)


def number(rule: Rule, slot: str) -> int:
    """Which turn it is, counted from that of the anchor, which is 0."""
    first = span(rule, slot)[0]
    if "W" in slot:
        return (first - _monday(rule.anchor)).days // 7 // rule.every
    return (first.year - rule.anchor.year) * 12 + first.month - rule.anchor.month


def slots_until(rule: Rule, day: date, most: int) -> list[str]:
    """The last turns that have begun by that day, the newest first."""
    weeks = most * (rule.every if rule.kind is CadenceKind.WEEKLY else WEEKS_OF_A_MONTH)
    earlier = (slot_at(rule, day - timedelta(weeks=back)) for back in range(weeks + 1))
    return [slot for slot in dict.fromkeys(earlier) if span(rule, slot)[0] <= day][:most]


def span(rule: Rule, slot: str) -> tuple[date, date]:
    """The first and last day of the slot: a prompt moves within these, never out of them."""
    if "W" in slot:
        year, week = slot.split("-W")
        first = date.fromisocalendar(int(year), int(week), 1)
        return first, first + 6 * DAY
    first = date.fromisoformat(f"{slot}-01")
    return first, _next_month(first) - DAY


def nominal_day(rule: Rule, slot: str) -> date:
    """The day the rule names, whether or not anybody works then."""
    first, last = span(rule, slot)
    if "W" in slot:
        return first + (rule.weekday - 1) * DAY
    if rule.kind is CadenceKind.MONTHLY_DATE:
        return min(first + (rule.month_day - 1) * DAY, last)
    if rule.month_week >= 5:
        return last - ((last.isoweekday() - rule.weekday) % 7) * DAY
    return first + ((rule.weekday - first.isoweekday()) % 7 + 7 * (rule.month_week - 1)) * DAY


def prompt_day(rule: Rule, slot: str, works: Works) -> date | None:
    """The nominal day, else the last working day before it, else the first after it, within the slot. None: no working day at all."""
    first, last = span(rule, slot)
    day = nominal_day(rule, slot)
    earlier = (day - n * DAY for n in range((day - first).days + 1))
    later = (day + n * DAY for n in range(1, (last - day).days + 1))
    return next((one for one in (*earlier, *later) if works(one)), None)


def times(rule: Rule, slot: str, zone: ZoneInfo, hours: Hours, works: Works) -> Times | None:
    """When the period of this slot opens, reminds and closes for one person, or None when they do not work in it.

    The reminder and the end wait for the next working day, at the most until the next slot's nominal prompt. Where no working
    day is left before that, the period closes there and nobody is reminded. `closes_at` is always later than `opens_at`.
    """

    def there(day: date) -> bool:
        return works(day) and _exists(day, zone)

    day = prompt_day(rule, slot, there)
    if day is None:
        return None
    opens = moment(day, _within(rule.opens_at, hours), zone)
    latest = moment(nominal_day(rule, slot_after(rule, slot)), rule.opens_at, zone)
    due = max(nominal_day(rule, slot) + rule.closes_after * DAY, day + DAY)
    stop = latest.astimezone(zone).date()
    close_day = next((due + n * DAY for n in range(max((stop - due).days, 0)) if there(due + n * DAY)), None)
    if close_day is None:
        return Times(opens, None, max(latest, opens + timedelta(hours=1)))
    if rule.reminds_at is None:
        return Times(opens, None, min(moment(close_day, rule.closes_at, zone), latest))
    reminds = moment(close_day, _within(rule.reminds_at, hours), zone)
    shift = max(reminds - moment(close_day, rule.reminds_at, zone), timedelta())
    return Times(opens, reminds, min(moment(close_day, rule.closes_at, zone) + shift, latest))


def due_at(rule: Rule, slot: str, zone: ZoneInfo, hours: Hours, works: Works) -> datetime:
    """When the tick must look at this slot for this person: at its prompt, or, where nobody works, at its nominal moment."""
    found = times(rule, slot, zone, hours, works)
    return found.opens_at if found else moment(nominal_day(rule, slot), rule.opens_at, zone)


def first_slot(rule: Rule, now: datetime, zone: ZoneInfo, hours: Hours, works: Works) -> str:
    """The first slot for somebody who begins at `now`: this one if its prompt is still to come, else the next."""
    slot = slot_at(rule, now.astimezone(zone).date())
    return slot if due_at(rule, slot, zone, hours, works) > now else slot_after(rule, slot)


def _exists(day: date, zone: ZoneInfo) -> bool:
    """Whether that day comes in that zone: one that moves over the date line leaves a day out."""
    return moment(day, NOON, zone).astimezone(zone).date() == day


def _within(at: time, hours: Hours) -> time:
    """The time itself within working hours, else the nearest time at which there is still a while to answer."""
    start, end = (datetime.combine(date.min, one) for one in (hours.start, hours.end))
    if end - start < LAST_PROMPT:
        return hours.start
    return min(max(at, hours.start), (end - LAST_PROMPT).time())


def _monday(day: date) -> date:
    return day - timedelta(days=day.isoweekday() - 1)


def _week(monday: date) -> str:
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02}"


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)
