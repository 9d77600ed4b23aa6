"""When a check-in is due: slots, moved prompts, zones with gaps and doubled hours, and hours that are not nine to six."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain import cadence
from bot.domain.cadence import CadenceKind, Hours, Rule, Works
from bot.domain.working import Working

DAY = timedelta(days=1)
WEEKLY = Rule(anchor=date(2027, 1, 4))
SLOT = "2027-W02"
"""The week of Friday 15 January 2027."""
FRIDAY = date(2027, 1, 15)
OFFICE = Hours()


def on(days: str, *away: date) -> Works:
    """Works on these ISO weekdays, but for the days away."""
    return lambda day: str(day.isoweekday()) in days and day not in away


def monthly(**fields: int) -> Rule:
    kind = CadenceKind.MONTHLY_DATE if "month_day" in fields else CadenceKind.MONTHLY_WEEKDAY
    return Rule(anchor=date(2027, 1, 1), kind=kind, **fields)  # type: ignore[arg-type]


def every(weeks: int, anchor: date = date(2026, 12, 16)) -> Rule:
    """Every so many weeks; the anchor lies in week 51 of a year with 53."""
    return Rule(anchor=anchor, every=weeks)


def local(zone: str, *when: int) -> datetime:
    return datetime(*when, tzinfo=cadence.zone_of(zone)).astimezone(UTC)  # type: ignore[misc,arg-type]


def shown(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(cadence.zone_of(zone)):%a %d %H:%M}"


@pytest.mark.parametrize(
    ("rule", "day", "slot"),
    [
        (WEEKLY, date(2027, 1, 13), "2027-W02"),
        (WEEKLY, date(2026, 12, 31), "2026-W53"),
        (WEEKLY, date(2027, 1, 3), "2026-W53"),
        (WEEKLY, date(2027, 1, 4), "2027-W01"),
        (every(2), date(2026, 12, 14), "2026-W51"),
        (every(2), date(2026, 12, 21), "2026-W53"),
        (every(2), date(2027, 1, 4), "2027-W02"),
        (every(3), date(2026, 12, 21), "2027-W01"),
        (every(2), date(2026, 12, 7), "2026-W51"),
        (every(2), date(2026, 11, 30), "2026-W49"),
        (monthly(month_day=31), date(2027, 2, 28), "2027-02"),
        (monthly(month_week=5), date(2026, 12, 31), "2026-12"),
    ],
)
def test_a_day_belongs_to_the_slot_of_its_turn_or_between_turns_to_the_next(rule: Rule, day: date, slot: str) -> None:
    assert cadence.slot_at(rule, day) == slot


@pytest.mark.parametrize(
    ("rule", "first", "following"),
    [
        (WEEKLY, "2026-W52", ["2026-W53", "2027-W01", "2027-W02"]),
        (every(2), "2026-W51", ["2026-W53", "2027-W02", "2027-W04"]),
        (every(4), "2026-W51", ["2027-W02", "2027-W06"]),
        (monthly(month_day=1), "2026-11", ["2026-12", "2027-01", "2027-02"]),
        (monthly(month_week=1), "2026-12", ["2027-01"]),
    ],
)
def test_turns_follow_each_other_over_new_year_and_week_53(rule: Rule, first: str, following: list[str]) -> None:
    slots = [first]
    for _ in following:
        slots.append(cadence.slot_after(rule, slots[-1]))
    assert slots[1:] == following


@pytest.mark.parametrize("year", [2020, 2026, 2032])
def test_a_year_with_53_weeks_asks_53_times(year: int) -> None:
    slot, slots = f"{year}-W01", []
    while slot.startswith(str(year)):
        slots.append(slot)
        slot = cadence.slot_after(WEEKLY, slot)
    assert len(slots) == 53
    assert slot == f"{year + 1}-W01"


@pytest.mark.parametrize(
    ("rule", "slot", "day"),
    [
        (WEEKLY, "2027-W02", date(2027, 1, 15)),
        (Rule(anchor=date(2027, 1, 4), weekday=1), "2027-W02", date(2027, 1, 11)),
        (monthly(month_day=15), "2027-02", date(2027, 2, 15)),
        (monthly(month_day=31), "2027-02", date(2027, 2, 28)),
        (monthly(month_day=30), "2028-02", date(2028, 2, 29)),
        (monthly(month_week=1, weekday=1), "2027-02", date(2027, 2, 1)),
        (monthly(month_week=2, weekday=5), "2027-01", date(2027, 1, 8)),
        (monthly(month_week=4, weekday=7), "2027-02", date(2027, 2, 28)),
        (monthly(month_week=5, weekday=5), "2027-01", date(2027, 1, 29)),
        (monthly(month_week=5, weekday=5), "2027-04", date(2027, 4, 30)),
    ],
)
def test_the_nominal_day_is_the_one_that_the_rule_names(rule: Rule, slot: str, day: date) -> None:
    assert cadence.nominal_day(rule, slot) == day


@pytest.mark.parametrize(
    ("works", "day"),
    [
        (on("12345"), FRIDAY),
        (on("12345", FRIDAY), date(2027, 1, 14)),
        (on("12345", FRIDAY, date(2027, 1, 14)), date(2027, 1, 13)),
        (on("135", FRIDAY), date(2027, 1, 13)),
        (on("67"), date(2027, 1, 16)),
        (on("7"), date(2027, 1, 17)),
        (on(""), None),
    ],
    ids=["as planned", "holiday", "long leave", "part time", "weekend worker", "Sundays", "nobody works"],
)
def test_the_prompt_moves_to_the_last_working_day_before_else_the_first_after_within_its_slot(
    works: Works, day: date | None
) -> None:
    assert cadence.prompt_day(WEEKLY, SLOT, works) == day


@pytest.mark.parametrize(
    ("works", "opens", "reminds", "closes"),
    [
        (on("12345"), "Fri 15 15:00", "Mon 18 09:00", "Mon 18 12:00"),
        (on("12345", FRIDAY), "Thu 14 15:00", "Mon 18 09:00", "Mon 18 12:00"),
        (on("12345", date(2027, 1, 18)), "Fri 15 15:00", "Tue 19 09:00", "Tue 19 12:00"),
        (on("67"), "Sat 16 15:00", None, "Fri 22 15:00"),
        (on("57"), "Fri 15 15:00", None, "Fri 22 15:00"),
        (on("56723"), "Fri 15 15:00", "Tue 19 09:00", "Tue 19 12:00"),
    ],
    ids=["office", "Friday off", "Monday off", "weekend worker", "no working day before the next", "Sunday counts not"],
)
def test_reminder_and_end_wait_for_a_working_day_but_not_beyond_the_next_turn(
    works: Works, opens: str, reminds: str | None, closes: str
) -> None:
    found = cadence.times(WEEKLY, SLOT, cadence.zone_of("Asia/Shanghai"), OFFICE, works)
    assert found is not None
    assert shown(found.opens_at, "Asia/Shanghai") == opens
    assert (shown(found.reminds_at, "Asia/Shanghai") if found.reminds_at else None) == reminds
    assert shown(found.closes_at, "Asia/Shanghai") == closes


def test_a_rule_without_a_reminder_reminds_nobody_and_closes_all_the_same() -> None:
    rule = Rule(anchor=date(2027, 1, 4), reminds_at=None)
    found = cadence.times(rule, SLOT, cadence.zone_of("UTC"), OFFICE, on("12345"))
    assert found == cadence.Times(datetime(2027, 1, 15, 15, tzinfo=UTC), None, datetime(2027, 1, 18, 12, tzinfo=UTC))


def test_a_week_without_a_working_day_has_no_times_and_is_looked_at_when_it_would_have_been_asked() -> None:
    zone = cadence.zone_of("Asia/Tokyo")
    assert cadence.times(WEEKLY, SLOT, zone, OFFICE, on("")) is None
    assert cadence.due_at(WEEKLY, SLOT, zone, OFFICE, on("")) == local("Asia/Tokyo", 2027, 1, 15, 15)


@pytest.mark.parametrize(
    ("hours", "opens", "reminds", "closes"),
    [
        (Hours(time(9), time(18)), "Fri 15 15:00", "Mon 18 09:00", "Mon 18 12:00"),
        (Hours(time(6), time(14)), "Fri 15 13:00", "Mon 18 09:00", "Mon 18 12:00"),
        (Hours(time(16), time(23)), "Fri 15 16:00", "Mon 18 16:00", "Mon 18 19:00"),
        (Hours(time(22), time(6)), "Fri 15 22:00", "Mon 18 22:00", "Tue 19 01:00"),
        (Hours(time(9), time(9, 30)), "Fri 15 09:00", "Mon 18 09:00", "Mon 18 12:00"),
        (Hours(time(0), time(0, 15)), "Fri 15 00:00", "Mon 18 00:00", "Mon 18 12:00"),
        (Hours(time(4), time(8)), "Fri 15 07:00", "Mon 18 07:00", "Mon 18 12:00"),
    ],
    ids=["office", "early", "late", "night", "half an hour", "after midnight", "before dawn"],
)
def test_prompt_and_reminder_come_within_working_hours_with_time_left_to_answer(
    hours: Hours, opens: str, reminds: str, closes: str
) -> None:
    found = cadence.times(WEEKLY, SLOT, cadence.zone_of("UTC"), hours, on("12345"))
    assert found is not None
    assert found.reminds_at is not None
    assert [shown(at, "UTC") for at in (found.opens_at, found.reminds_at, found.closes_at)] == [opens, reminds, closes]


@pytest.mark.parametrize(
    ("zone", "day", "at", "utc"),
    [
        ("America/Santiago", date(2026, 9, 6), time(0, 30), datetime(2026, 9, 6, 4, 30, tzinfo=UTC)),
        ("Africa/Cairo", date(2027, 4, 30), time(0, 15), datetime(2027, 4, 29, 22, 15, tzinfo=UTC)),
        ("Europe/Berlin", date(2027, 3, 28), time(2, 30), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", date(2027, 10, 3), time(2, 15), datetime(2027, 10, 2, 15, 45, tzinfo=UTC)),
    ],
)
def test_a_time_that_does_not_exist_moves_forward(zone: str, day: date, at: time, utc: datetime) -> None:
    there = cadence.zone_of(zone)
    assert cadence.moment(day, at, there) == utc
    assert utc.astimezone(there).date() == day
    assert utc.astimezone(there).time() > at


@pytest.mark.parametrize(
    ("zone", "day", "at", "utc"),
    [
        ("Europe/Berlin", date(2027, 10, 31), time(2, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        ("America/Santiago", date(2027, 4, 3), time(23, 30), datetime(2027, 4, 4, 2, 30, tzinfo=UTC)),
        ("Africa/Cairo", date(2027, 10, 28), time(23, 30), datetime(2027, 10, 28, 20, 30, tzinfo=UTC)),
    ],
)
def test_a_time_that_comes_twice_takes_the_first(zone: str, day: date, at: time, utc: datetime) -> None:
    assert cadence.moment(day, at, cadence.zone_of(zone)) == utc


def test_the_date_line_puts_a_day_between_two_friday_afternoons_of_the_same_slot() -> None:
    """Kiritimati is first, Pago Pago last; both keep the slot of their own Friday."""
    first = cadence.due_at(WEEKLY, SLOT, cadence.zone_of("Pacific/Kiritimati"), OFFICE, on("12345"))
    last = cadence.due_at(WEEKLY, SLOT, cadence.zone_of("Pacific/Pago_Pago"), OFFICE, on("12345"))
    assert first == datetime(2027, 1, 15, 1, tzinfo=UTC)
    assert last - first == timedelta(hours=25)


def test_a_day_that_a_zone_leaves_out_asks_on_the_day_before() -> None:
    """Samoa went from Thursday 29 to Saturday 31 December 2011: there was no Friday to ask on."""
    rule = Rule(anchor=date(2011, 12, 26))
    found = cadence.times(rule, "2011-W52", cadence.zone_of("Pacific/Apia"), OFFICE, on("12345"))
    assert found is not None
    assert shown(found.opens_at, "Pacific/Apia") == "Thu 29 15:00"
    assert shown(found.closes_at, "Pacific/Apia") == "Mon 02 12:00"


@pytest.mark.parametrize("wrong", ["", "Mars/Olympus", "../etc/passwd", "/etc/localtime", "America", "europe\0berlin"])
def test_a_zone_that_nobody_has_is_taken_as_the_other_one(wrong: str) -> None:
    assert cadence.zone_of(wrong).key == "UTC"
    assert cadence.zone_of(wrong, "Asia/Tokyo").key == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("rule", "now", "works", "slot"),
    [
        (WEEKLY, local("Asia/Shanghai", 2027, 1, 15, 14, 59), on("12345"), "2027-W02"),
        (WEEKLY, local("Asia/Shanghai", 2027, 1, 15, 15), on("12345"), "2027-W03"),
        (WEEKLY, local("Asia/Shanghai", 2027, 1, 14, 16), on("12345", FRIDAY), "2027-W03"),
        (WEEKLY, local("Asia/Shanghai", 2027, 1, 16, 10), on("12345"), "2027-W03"),
        (WEEKLY, local("Asia/Shanghai", 2027, 1, 13, 10), on(""), "2027-W02"),
        (every(2), local("Asia/Shanghai", 2027, 1, 4, 10), on("12345"), "2027-W02"),
        (monthly(month_day=31), local("Asia/Shanghai", 2027, 1, 29, 16), on("12345"), "2027-02"),
    ],
    ids=["just before", "at the moment", "moved and past", "weekend", "nobody works", "between turns", "moved month"],
)
def test_who_begins_is_asked_first_by_the_next_prompt_that_is_still_to_come(
    rule: Rule, now: datetime, works: Works, slot: str
) -> None:
    assert cadence.first_slot(rule, now, cadence.zone_of("Asia/Shanghai"), OFFICE, works) == slot


def test_working_time_knows_the_week_and_the_days_away() -> None:
    mine = Working("UTC", "1234", away=[(date(2027, 1, 12), date(2027, 1, 13))])
    assert [day for day in range(11, 18) if mine.on(date(2027, 1, day))] == [11, 14]
    assert mine.usually(date(2027, 1, 12))
    assert mine.is_away(date(2027, 1, 13))
    assert not mine.is_away(date(2027, 1, 14))


@pytest.mark.parametrize(
    ("mine", "now", "then"),
    [
        (Working("UTC"), datetime(2027, 1, 13, 9, tzinfo=UTC), datetime(2027, 1, 13, 16, 30, tzinfo=UTC)),
        (Working("UTC"), datetime(2027, 1, 13, 16, 30, tzinfo=UTC), datetime(2027, 1, 14, 16, 30, tzinfo=UTC)),
        (Working("UTC"), datetime(2027, 1, 15, 17, tzinfo=UTC), datetime(2027, 1, 18, 16, 30, tzinfo=UTC)),
        (Working("Asia/Tokyo"), datetime(2027, 1, 15, 9, tzinfo=UTC), datetime(2027, 1, 18, 7, 30, tzinfo=UTC)),
        (
            Working("UTC", away=[(date(2027, 1, 13), date(2027, 1, 19))]),
            datetime(2027, 1, 13, 9, tzinfo=UTC),
            datetime(2027, 1, 20, 16, 30, tzinfo=UTC),
        ),
        (Working("UTC", ""), datetime(2027, 1, 13, 9, tzinfo=UTC), datetime(2027, 1, 14, 9, tzinfo=UTC)),
    ],
    ids=["today", "the very moment", "over the weekend", "by their clock", "after leave", "never works"],
)
def test_an_hour_of_somebodys_day_is_found_on_their_next_working_day(
    mine: Working, now: datetime, then: datetime
) -> None:
    assert mine.next_at(time(16, 30), now) == then


def test_a_change_of_zone_keeps_the_slot_and_moves_its_moment() -> None:
    before = cadence.due_at(WEEKLY, SLOT, cadence.zone_of("Asia/Shanghai"), OFFICE, on("12345"))
    after = cadence.due_at(WEEKLY, SLOT, cadence.zone_of("America/Los_Angeles"), OFFICE, on("12345"))
    assert after - before == timedelta(hours=16)
