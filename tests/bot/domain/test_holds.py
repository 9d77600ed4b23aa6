"""Holds: for whom they stand on which day, until when somebody waits, and which days are refused."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain import fortnight, holds
from bot.domain.errors import RuleBroken
from bot.domain.holds import LOOK_AGAIN, Span

NOW = datetime(2027, 1, 15, 7, 0, tzinfo=UTC)
"""Friday: three in the afternoon in Shanghai, two in the night in New York, nine in the evening of Thursday in Honolulu."""
FRIDAY, SATURDAY = date(2027, 1, 15), date(2027, 1, 16)


@pytest.mark.parametrize(
    ("span", "zone", "until"),
    [
        (Span(FRIDAY, FRIDAY), "Asia/Shanghai", datetime(2027, 1, 15, 16, 0, tzinfo=UTC)),
        (Span(FRIDAY, FRIDAY), "America/New_York", datetime(2027, 1, 16, 5, 0, tzinfo=UTC)),
        (Span(FRIDAY, FRIDAY), "Pacific/Honolulu", None),
        (Span(SATURDAY, SATURDAY), "Asia/Shanghai", None),
        (Span(date(2027, 1, 1), date(2027, 1, 14)), "Asia/Shanghai", None),
        (Span(FRIDAY), "Asia/Shanghai", NOW + LOOK_AGAIN),
        (Span(FRIDAY, date(2027, 2, 15)), "Asia/Shanghai", NOW + LOOK_AGAIN),
        (Span(FRIDAY, FRIDAY), "Nowhere/Else", datetime(2027, 1, 16, 0, 0, tzinfo=UTC)),
    ],
)
def test_somebody_waits_until_the_end_of_the_last_day_by_their_own_clock_and_is_looked_at_once_a_day(
    span: Span, zone: str, until: datetime | None
) -> None:
    assert holds.waits_until(span, zone, NOW) == until


@pytest.mark.parametrize(
    ("last", "ends", "code"),
    [
        (None, True, "day_needed"),
        (date(2027, 1, 13), False, "hold_ends_early"),
        (FRIDAY + holds.LONGEST + timedelta(days=1), False, "hold_too_long"),
        (None, False, None),
        (FRIDAY, True, None),
    ],
)
def test_the_last_day_of_a_hold_is_checked_at_its_field(last: date | None, ends: bool, code: str | None) -> None:
    if code is None:
        assert holds.check(FRIDAY, last, FRIDAY, ends=ends) == Span(FRIDAY, last)
        return
    with pytest.raises(RuleBroken) as broken:
        holds.check(FRIDAY, last, FRIDAY, ends=ends)
    assert (broken.value.code, broken.value.field) == (code, "last")


@pytest.mark.parametrize(("minutes", "asks"), [(121, True), (120, True), (119, False), (-5, False)])
def test_what_was_held_asks_only_where_there_is_time_to_answer(minutes: int, asks: bool) -> None:
    assert holds.in_time(NOW + timedelta(minutes=minutes), NOW) is asks


def test_an_answer_to_a_click_a_request_for_help_and_a_reply_are_never_held() -> None:
    for kind in ("checkins.receipt", "checkins.help", "talks.message", "nudges.again", "feedback.proposed", "nothing"):
        assert fortnight.topic_of(kind) is None
    assert fortnight.topic_of("checkins.reminder") == fortnight.CHECKINS
    assert fortnight.topic_of("feedback.given") == fortnight.topic("feedback.given")
