"""What counts as a question, how old it is in working days, and what share was answered in time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import closed_loop
from bot.domain.closed_loop import Asked, Rate
from bot.domain.working import Working, days

FRIDAY = datetime(2027, 1, 15, 10, tzinfo=UTC)
WORKS = Working("Europe/Berlin")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def on(day: int, hour: int = 10) -> datetime:
    return datetime(2027, 1, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "works", "expected"),
    [
        (FRIDAY, WORKS, 0),
        (on(15, 22), WORKS, 0),
        (on(17), WORKS, 0),
        (on(18), WORKS, 1),
        (on(17, 23), WORKS, 1),  # Monday has begun in Berlin
        (on(17, 23), Working("Europe/London"), 0),
        (on(20), WORKS, 3),
        (on(20), Working("Europe/Berlin", days="24"), 1),
        (on(20), Working("Europe/Berlin", away=[(date(2027, 1, 18), date(2027, 1, 19))]), 1),
        (on(20), Working("Europe/Berlin", off=frozenset([date(2027, 1, 19)])), 2),
        (on(14), WORKS, 0),  # a clock that was set back
    ],
)
def test_age_counts_the_working_days_that_have_begun_since(now: datetime, works: Working, expected: int) -> None:
    assert closed_loop.age(FRIDAY, now, works) == expected


@pytest.mark.parametrize(
    ("asked", "rate"),
    [
        ([], Rate()),
        ([Asked(FRIDAY, FRIDAY + HOUR)], Rate(1, 1)),
        ([Asked(FRIDAY, on(20, 20))], Rate(1, 1)),
        ([Asked(FRIDAY, on(21))], Rate(1, 0)),
        ([Asked(FRIDAY)], Rate(1, 0)),
        ([Asked(on(28))], Rate(0, 0, 1)),
        ([Asked(FRIDAY, over_at=on(18))], Rate()),
        ([Asked(FRIDAY, over_at=on(22))], Rate(1, 0)),
        ([Asked(FRIDAY, on(18), over_at=on(19))], Rate(1, 1)),
        ([Asked(FRIDAY, on(18)), Asked(FRIDAY, on(22)), Asked(on(28)), Asked(on(28), on(29))], Rate(3, 2, 1)),
    ],
)
def test_the_rate_counts_what_was_answered_within_three_working_days(asked: list[Asked], rate: Rate) -> None:
    assert closed_loop.rate(asked, WORKS, on(29)) == rate


def test_days_of_leave_give_a_manager_more_time() -> None:
    away = Working("Europe/Berlin", away=[(date(2027, 1, 18), date(2027, 1, 22))])
    late = [Asked(FRIDAY, on(26))]
    assert closed_loop.rate(late, WORKS, on(29)).in_time == 0
    assert closed_loop.rate(late, away, on(29)).in_time == 1


@pytest.mark.parametrize(("rate", "share"), [(Rate(), None), (Rate(4, 3), 0.75), (Rate(0, 0, 3), None)])
def test_the_share_is_of_what_was_asked(rate: Rate, share: float | None) -> None:
    assert rate.share == share


THEIRS, MINE = True, False


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ([], []),
        ([(MINE, on(1))], []),
        ([(MINE, on(1)), (THEIRS, on(2))], [Asked(on(2))]),
        ([(MINE, on(1)), (THEIRS, on(2)), (THEIRS, on(3)), (MINE, on(4))], [Asked(on(2), on(4))]),
        (
            [(THEIRS, on(2)), (MINE, on(4)), (MINE, on(5)), (THEIRS, on(6))],
            [Asked(on(2), on(4)), Asked(on(6))],
        ),
    ],
)
def test_a_question_is_what_somebody_says_until_it_is_answered(
    said: list[tuple[bool, datetime]], asked: list[Asked]
) -> None:
    assert closed_loop.questions(said) == asked
    waits = asked[-1].asked_at if asked and asked[-1].answered_at is None else None
    assert closed_loop.waits_since(said) == waits


moments = st.integers(-500, 500).map(lambda hours: FRIDAY + 17 * hours * HOUR)


@given(moments, moments, st.text("1234567", max_size=7))
def test_age_never_falls_below_zero_and_never_grows_faster_than_the_days(
    asked_at: datetime, now: datetime, week: str
) -> None:
    found = closed_loop.age(asked_at, now, Working("Asia/Shanghai", days=week))
    assert 0 <= found <= max(0, (now - asked_at).days + 1)


@given(
    st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    st.integers(-10, 800),
    st.text("1234567", max_size=7),
    st.lists(st.tuples(st.integers(-20, 820), st.integers(-3, 40)), max_size=3),
    st.lists(st.integers(-20, 820), max_size=10),
)
def test_working_days_are_counted_as_if_one_looked_at_each(
    first: date, length: int, week: str, away: list[tuple[int, int]], off: list[int]
) -> None:
    spans = [(first + DAY * start, first + DAY * (start + more)) for start, more in away]
    works = Working("UTC", days=week, away=spans, off=frozenset(first + DAY * one for one in off))
    last = first + DAY * length
    assert works.count(first, last) == sum(map(works.on, days(first, last)))


@given(st.lists(st.tuples(moments, st.none() | moments, st.none() | moments), max_size=8), moments)
def test_no_more_is_answered_than_was_asked(
    times: list[tuple[datetime, datetime | None, datetime | None]], now: datetime
) -> None:
    found = closed_loop.rate([Asked(*one) for one in times], WORKS, now)
    assert 0 <= found.in_time <= found.asked <= len(times) - found.waiting
