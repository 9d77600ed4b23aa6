"""When somebody may be written to: tables, and properties over zones and changes of the clock."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.budget import (
    Drop,
    Habits,
    Send,
    Verdict,
    Wait,
    decide,
    local_day,
    next_start,
    quiet_end,
    quiet_hours,
    within,
)
from bot.domain.cadence import Hours
from bot.domain.notices import BUDGET, QUIET, TOO_LATE
from bot.domain.profiles import Profile


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


NOON = at("2027-01-13 12:00")
EVENING = at("2027-01-13 21:00")
FRIDAY = at("2027-01-15 12:00")
NEXT_MORNING = at("2027-01-14 09:00")


@pytest.mark.parametrize(
    ("now", "more", "verdict"),
    [
        (NOON, {}, Send()),
        (NOON, {"sent_today": 2}, Send()),
        (NOON, {"sent_today": 3}, Wait(NEXT_MORNING)),
        (NOON, {"sent_today": 3, "unasked": False}, Send()),
        (NOON, {"sent_today": 3, "not_after": NEXT_MORNING}, Wait(NEXT_MORNING)),
        (NOON, {"sent_today": 3, "not_after": NEXT_MORNING - timedelta(seconds=1)}, Drop(BUDGET)),
        (FRIDAY, {"sent_today": 9}, Wait(at("2027-01-18 09:00"))),
        (NOON, {"not_after": NOON}, Send()),
        (NOON, {"not_after": NOON - timedelta(seconds=1)}, Drop(TOO_LATE)),
        (NOON, {"not_after": NOON - timedelta(seconds=1), "unasked": False}, Drop(TOO_LATE)),
        (EVENING, {}, Wait(at("2027-01-14 08:00"))),
        (EVENING, {"unasked": False}, Send()),
        (EVENING, {"not_after": at("2027-01-14 07:59")}, Drop(QUIET)),
        (at("2027-01-13 03:00"), {}, Wait(at("2027-01-13 08:00"))),
        (at("2027-01-13 08:00"), {}, Send()),
        (at("2027-01-13 18:59"), {}, Send()),
        (at("2027-01-13 19:00"), {}, Wait(at("2027-01-14 08:00"))),
    ],
)
def test_what_becomes_of_a_message(now: datetime, more: dict[str, object], verdict: Verdict) -> None:
    assert decide(Habits(), now, **more) == verdict  # type: ignore[arg-type]


@pytest.mark.parametrize(("profile", "takes"), [(Profile.LIGHT, 2), (Profile.STANDARD, 3), (Profile.ACTIVE, 5)])
def test_each_profile_takes_so_many_messages_a_day(profile: Profile, takes: int) -> None:
    habits = Habits(profile=profile)
    assert decide(habits, NOON, sent_today=takes - 1) == Send()
    assert decide(habits, NOON, sent_today=takes) == Wait(NEXT_MORNING)


def test_quiet_hours_within_a_day_end_on_that_day() -> None:
    habits = Habits(quiet_from=time(12), quiet_until=time(13))
    assert quiet_end(habits, at("2027-01-13 12:30")) == at("2027-01-13 13:00")
    assert quiet_end(habits, at("2027-01-13 13:00")) is None


def test_quiet_hours_that_end_when_they_begin_are_none() -> None:
    assert quiet_end(Habits(quiet_from=time(8), quiet_until=time(8)), EVENING) is None


def test_quiet_hours_are_the_person_s_own() -> None:
    assert quiet_end(Habits(zone="Asia/Shanghai"), NOON) == at("2027-01-14 00:00")
    assert local_day("Asia/Shanghai", at("2027-01-13 16:00")) == local_day("UTC", at("2027-01-14 00:00"))


def test_quiet_hours_that_end_in_the_lost_hour_end_after_it() -> None:
    habits = Habits(zone="Europe/Berlin", quiet_until=time(2, 30))
    assert quiet_end(habits, at("2027-03-28 00:30")) == at("2027-03-28 01:30")


def test_quiet_hours_that_end_in_the_doubled_hour_end_the_first_time() -> None:
    habits = Habits(zone="Europe/Berlin", quiet_until=time(2, 30))
    assert quiet_end(habits, at("2027-10-31 00:15")) == at("2027-10-31 00:30")
    assert quiet_end(habits, at("2027-10-31 01:15")) is None


ZONES = st.sampled_from(
    [
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Asia/Shanghai",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Pacific/Apia",
    ]
)
TIMES = st.times().map(lambda found: found.replace(microsecond=0, tzinfo=None))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
HABITS = st.builds(
    Habits,
    zone=ZONES,
    quiet_from=TIMES,
    quiet_until=TIMES,
    works_from=TIMES,
    working_days=st.lists(st.sampled_from("1234567"), unique=True).map("".join),
    profile=st.sampled_from(Profile),
)


@given(HABITS, MOMENTS)
def test_quiet_hours_end_within_a_day_and_are_over_then(habits: Habits, now: datetime) -> None:
    end = quiet_end(habits, now)
    if end is not None:
        assert now < end <= now + timedelta(hours=26)
        assert quiet_end(habits, end) is None


@given(HABITS, MOMENTS, st.integers(0, 6), st.timedeltas(timedelta(0), timedelta(days=3)))
def test_whatever_waits_waits_for_a_later_time_and_never_beyond_its_use(
    habits: Habits, now: datetime, sent: int, useful: timedelta
) -> None:
    verdict = decide(habits, now, sent_today=sent, not_after=now + useful)
    if isinstance(verdict, Wait):
        assert now < verdict.until <= now + useful


@given(HABITS, MOMENTS)
def test_the_next_start_is_on_another_day_on_which_the_person_works(habits: Habits, now: datetime) -> None:
    start = next_start(habits, now).astimezone(ZoneInfo(habits.zone))
    assert start > now
    assert start.date() > now.astimezone(ZoneInfo(habits.zone)).date()
    assert not habits.working_days or str(start.date().isoweekday()) in habits.working_days


@pytest.mark.parametrize(
    ("start", "end", "quiet"),
    [
        (time(9), time(18), (time(19), time(8))),
        (time(6), time(14), (time(19), time(6))),
        (time(14), time(23), (time(23), time(8))),
        (time(22), time(6), (time(7), time(21))),
        (time(20), time(8), (time(9), time(19))),
        (time(0), time(23, 59), (time(23, 59), time(0))),
        (time(9), time(7), (time(7), time(7))),
        (time(9), time(9), (time(9), time(9))),
    ],
)
def test_quiet_hours_that_nobody_chose_leave_the_working_hours_alone(
    start: time, end: time, quiet: tuple[time, time]
) -> None:
    assert quiet_hours(time(19), time(8), Hours(start, end)) == quiet


@given(TIMES, TIMES, TIMES)
def test_at_no_time_of_their_work_is_somebody_in_quiet_hours_that_they_did_not_choose(
    start: time, end: time, now: time
) -> None:
    quiet = quiet_hours(time(19), time(8), Hours(start, end))
    assert not (within(start, end, now) and within(*quiet, now))
