"""Spans of the calendar that feedback is looked for in."""

from datetime import date

import pytest

from bot.domain.feedback_history import Time, Wanted, days


@pytest.mark.parametrize(
    ("time", "today", "first", "end"),
    [
        (Time.ALL, date(2027, 5, 3), None, None),
        (Time.THIS_QUARTER, date(2027, 5, 3), date(2027, 4, 1), None),
        (Time.THIS_QUARTER, date(2027, 3, 31), date(2027, 1, 1), None),
        (Time.LAST_QUARTER, date(2027, 5, 3), date(2027, 1, 1), date(2027, 4, 1)),
        (Time.LAST_QUARTER, date(2027, 2, 28), date(2026, 10, 1), date(2027, 1, 1)),
        (Time.THIS_YEAR, date(2027, 12, 31), date(2027, 1, 1), None),
        (Time.LAST_YEAR, date(2027, 1, 1), date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_a_span_has_its_first_day_and_ends_before_the_next_one(
    time: Time, today: date, first: date | None, end: date | None
) -> None:
    assert days(time, today) == (first, end)


@pytest.mark.parametrize(
    ("about", "record"), [("", ("", None)), ("checkin", ("checkin", None)), ("value:7", ("value", 7))]
)
def test_what_feedback_rests_on_is_a_kind_or_one_record(about: str, record: tuple[str, int | None]) -> None:
    assert Wanted(about=about).record == record
