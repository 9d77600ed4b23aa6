"""When somebody can be asked again: tables, and properties over zones, hours and windows."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cadence import Hours
from bot.domain.errors import RuleBroken
from bot.domain.nudges import APART, NOON, ROOM, Later, check, moments
from bot.domain.working import Working

FOREVER = timedelta(days=30)
NIGHT = Hours(time(22), time(6))


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2027-01-{text}").replace(tzinfo=UTC)


def offered(now: str, mine: Working, window: timedelta = FOREVER) -> dict[str, str]:
    """What is offered, as times on the person's own clock."""
    zone = ZoneInfo(mine.zone)
    found = moments(at(now), at(now) + window, mine)
    return {name.value: f"{one.astimezone(zone):%a %H:%M}" for name, one in found.items()}


@pytest.mark.parametrize(
    ("now", "mine", "expected"),
    [
        ("15 15:00", Working(), {"hour": "Fri 16:00", "afternoon": "Fri 17:00", "morning": "Mon 09:00"}),
        ("14 10:00", Working(), {"hour": "Thu 11:00", "afternoon": "Thu 17:00", "morning": "Fri 09:00"}),
        ("14 15:45", Working(), {"hour": "Thu 16:45", "morning": "Fri 09:00"}),
        ("14 17:30", Working(), {"hour": "Thu 18:30", "morning": "Fri 09:00"}),
        ("16 10:00", Working(), {"hour": "Sat 11:00", "morning": "Mon 09:00"}),
        (
            "14 09:00",
            Working(hours=Hours(time(8), time(14))),
            {"hour": "Thu 10:00", "afternoon": "Thu 13:00", "morning": "Fri 08:00"},
        ),
        ("14 09:00", Working(hours=Hours(time(6), time(12))), {"hour": "Thu 10:00", "morning": "Fri 06:00"}),
        ("14 22:00", Working(hours=NIGHT), {"hour": "Thu 23:00", "morning": "Fri 22:00"}),
        (
            "14 10:00",
            Working(away=[(date(2027, 1, 15), date(2027, 1, 18))]),
            {"hour": "Thu 11:00", "afternoon": "Thu 17:00", "morning": "Tue 09:00"},
        ),
        (
            "15 10:00",
            Working(off=frozenset({date(2027, 1, 15)})),
            {"hour": "Fri 11:00", "morning": "Mon 09:00"},
        ),
        (
            "15 07:00",
            Working(zone="Asia/Shanghai"),
            {"hour": "Fri 16:00", "afternoon": "Fri 17:00", "morning": "Mon 09:00"},
        ),
    ],
)
def test_the_moments_fit_the_persons_own_day(now: str, mine: Working, expected: dict[str, str]) -> None:
    assert offered(now, mine) == expected


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (timedelta(hours=1), []),
        (timedelta(hours=1) + ROOM, ["hour"]),
        (timedelta(hours=2), ["hour"]),
        (timedelta(hours=2) + ROOM, ["hour", "afternoon"]),
        (timedelta(days=2), ["hour", "afternoon"]),
        (timedelta(days=3), ["hour", "afternoon", "morning"]),
    ],
)
def test_nothing_is_offered_that_leaves_no_time_to_answer(window: timedelta, expected: list[str]) -> None:
    assert list(offered("15 15:00", Working(), window)) == expected


def test_the_next_morning_may_be_one_on_which_the_clock_has_changed() -> None:
    berlin = Working(zone="Europe/Berlin", days="1234567")
    saturday = datetime(2027, 3, 27, 14, 0, tzinfo=UTC)
    assert moments(saturday, saturday + FOREVER, berlin)[Later.MORNING] == datetime(2027, 3, 28, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ahead", "code"),
    [(timedelta(0), "later_over"), (timedelta(hours=2), "later_too_late"), (timedelta(hours=1), None)],
)
def test_a_moment_is_taken_while_it_is_to_come_and_leaves_time(ahead: timedelta, code: str | None) -> None:
    now = at("15 15:00")
    closes = now + timedelta(hours=2)
    if code is None:
        check(now + ahead, now, closes)
        return
    with pytest.raises(RuleBroken, match=code):
        check(now + ahead, now, closes)


TIMES = st.times().map(lambda found: found.replace(second=0, microsecond=0, tzinfo=None))
PEOPLE = st.builds(
    Working,
    zone=st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Kiritimati", "America/Los_Angeles"]),
    days=st.lists(st.sampled_from("1234567"), unique=True, min_size=1).map("".join),
    hours=st.builds(Hours, TIMES, TIMES),
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@given(PEOPLE, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=9)))
def test_whatever_is_offered_is_accepted_apart_and_in_order(mine: Working, now: datetime, window: timedelta) -> None:
    found = moments(now, now + window, mine)
    for one in found.values():
        check(one, now, now + window)
    times = list(found.values())
    assert all(later - earlier >= APART for earlier, later in pairwise(times))
    if Later.MORNING in found:
        local = found[Later.MORNING].astimezone(ZoneInfo(mine.zone))
        assert mine.on(local.date())
        assert local.date() > now.astimezone(ZoneInfo(mine.zone)).date()
    if Later.AFTERNOON in found:
        local = found[Later.AFTERNOON].astimezone(ZoneInfo(mine.zone))
        assert local.date() == now.astimezone(ZoneInfo(mine.zone)).date()
        assert mine.hours.start < local.time() < mine.hours.end
        assert local.time() > NOON
