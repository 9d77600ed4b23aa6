"""Whom somebody can ask for feedback, how often, and what is understood of what they type."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.errors import RuleBroken
from bot.domain.feedback_requests import (
    AGAIN_AFTER,
    IN_A_MONTH_MOST,
    MONTH,
    OPEN_MOST,
    QUESTION_MAX,
    Before,
    Rest,
    Typed,
    check,
    ends_at,
    parse,
    reminds_at,
    rest,
)

NOW = datetime(2027, 1, 13, 9, tzinfo=UTC)
DAY = timedelta(days=1)
TODAY = NOW.date()


def behind(count: int, ago: timedelta, *, open_: bool = False, same: bool = False) -> list[Before]:
    return [Before(NOW - ago, open_, same)] * count


@pytest.mark.parametrize(
    ("before", "found"),
    [
        ([], None),
        (behind(OPEN_MOST - 1, DAY, open_=True), None),
        (behind(OPEN_MOST, DAY, open_=True), Rest.ENOUGH),
        (behind(OPEN_MOST, 2 * MONTH, open_=True), Rest.ENOUGH),
        (behind(IN_A_MONTH_MOST - 1, DAY), None),
        (behind(IN_A_MONTH_MOST, MONTH - DAY), Rest.ENOUGH),
        (behind(IN_A_MONTH_MOST, MONTH), None),
        (behind(1, AGAIN_AFTER - DAY, same=True), Rest.AGAIN),
        (behind(1, AGAIN_AFTER, same=True), None),
        (behind(5, DAY, open_=True, same=True), Rest.AGAIN),
    ],
)
def test_nobody_is_asked_by_everybody_or_again_and_again(before: list[Before], found: Rest | None) -> None:
    assert rest(before, NOW) is found


@pytest.mark.parametrize(
    ("question", "due", "field"),
    [
        ("  ", TODAY + DAY, "question"),
        ("x" * (QUESTION_MAX + 1), TODAY + DAY, "question"),
        ("What helps?", None, "due"),
        ("What helps?", TODAY, "due"),
        ("What helps?", TODAY + 61 * DAY, "due"),
    ],
)
def test_a_request_needs_a_question_and_a_day_that_is_to_come(question: str, due: date | None, field: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        check(question, due, TODAY)
    assert broken.value.field == field


def test_the_reminder_comes_two_days_before_by_their_own_clock_and_not_on_the_heels_of_the_question() -> None:
    assert reminds_at(date(2027, 1, 20), "Asia/Shanghai", time(9), NOW) == datetime(2027, 1, 18, 1, tzinfo=UTC)
    assert reminds_at(date(2027, 1, 15), "Asia/Shanghai", time(9), NOW) is None
    assert ends_at(date(2027, 1, 20), "Asia/Shanghai") == datetime(2027, 1, 27, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("", Typed()),
        ("<@U1|leo> <@U2>", Typed(("U1", "U2"))),
        ("<@U1>, <@U1> What helps you most?", Typed(("U1",), None, "What helps you most?")),
        ("<@U1|leo> about <@U3|mei> How did the launch go?", Typed(("U1",), "U3", "How did the launch go?")),
        ("<@U1> 关于 <@U3> 交接怎么样？", Typed(("U1",), "U3", "交接怎么样？")),
        ("<@U1> 關於<@U3>", Typed(("U1",), "U3")),
        ("<@U1> About the launch", Typed(("U1",), None, "About the launch")),
        ("@leo about @mei", Typed((), None, "", ("@leo", "@mei"))),
        ("about <@U3>", Typed((), "U3")),
    ],
)
def test_what_is_typed_is_understood_and_never_an_error(text: str, typed: Typed) -> None:
    assert parse(text) == typed
