"""Thanks say what for, in words, to a number of people who feel meant."""

from datetime import date, timedelta

import pytest

from bot.domain import recognition as rules
from bot.domain.errors import RuleBroken
from bot.domain.recognition import PEOPLE_MOST, WORDS_MAX

FIRST, LAST = date(2027, 1, 4), date(2027, 2, 28)
"""Eight weeks."""


@pytest.mark.parametrize(
    "words",
    [
        "the late shift",
        "Late shift",
        "  stayed late \n",
        "帮我搬了箱子",
        "修好了 pump",
        "修好三号线",
        "ช่วยซ่อมปั๊ม",
        "дежурство ночью",
        "<!channel> *wow* & <@U1> fixed it",
        "fixed 12 pumps :tada:",
        "x" * 700 + " " + "y" * 700,
    ],
)
def test_a_reason_in_a_few_words_is_kept_as_it_was_typed(words: str) -> None:
    assert rules.check(words) == words.strip()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", "thanks_reason_needed"),
        (" \n\t", "thanks_reason_needed"),
        ("🎉🎉 👏🏽", "thanks_reason_words"),
        (":tada: :raised_hands:", "thanks_reason_words"),
        ("!!! 100 ...", "thanks_reason_words"),
        ("Great", "thanks_reason_short"),
        ("Great!!! 🎉", "thanks_reason_short"),
        ("谢谢", "thanks_reason_short"),
        ("做得好", "thanks_reason_short"),
        ("ab " * 501, "too_long"),
        ("x" * 3_000, "too_long"),
    ],
)
def test_what_says_nothing_or_too_much_is_said_at_its_field(words: str, code: str) -> None:
    with pytest.raises(RuleBroken, match=code) as refused:
        rules.check(words)
    assert refused.value.field == "reason"


@pytest.mark.parametrize(
    ("people", "code"), [(0, "thanks_nobody"), (PEOPLE_MOST + 1, "thanks_too_many"), (50, "thanks_too_many")]
)
def test_nobody_and_a_crowd_are_not_thanked(people: int, code: str) -> None:
    with pytest.raises(RuleBroken, match=code) as refused:
        rules.check_number(people)
    assert refused.value.field == "people"


@pytest.mark.parametrize("people", [1, PEOPLE_MOST])
def test_one_or_several_are(people: int) -> None:
    rules.check_number(people)


@pytest.mark.parametrize(
    ("spans", "most"),
    [
        ([], False),
        ([(FIRST, FIRST + timedelta(days=26))], False),
        ([(FIRST, FIRST + timedelta(days=27))], True),
        ([(date(2026, 1, 1), date(2028, 1, 1))], True),
        ([(date(2026, 1, 1), FIRST)], False),
        ([(FIRST, FIRST + timedelta(days=13)), (FIRST, FIRST + timedelta(days=13))], False),
        ([(FIRST, FIRST + timedelta(days=13)), (LAST - timedelta(days=13), LAST)], True),
        ([(LAST, FIRST)], False),
    ],
)
def test_whoever_was_away_half_of_the_time_misses_no_thanks(spans: list[tuple[date, date]], most: bool) -> None:
    assert rules.away_most(spans, FIRST, LAST) is most


def test_a_reason_fits_into_one_message_however_it_is_written() -> None:
    assert WORDS_MAX * len("&amp;") < 8_500
