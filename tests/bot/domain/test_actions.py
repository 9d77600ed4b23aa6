"""What can be written down as an action."""

from datetime import date, timedelta

import pytest

from bot.domain import actions
from bot.domain.errors import RuleBroken

TODAY = date(2027, 1, 15)


@pytest.mark.parametrize("due", [None, TODAY, TODAY + timedelta(days=7), TODAY + actions.AHEAD_MAX])
def test_an_action_has_words_and_perhaps_a_day_from_today_on(due: date | None) -> None:
    assert actions.check(" Call the supplier \n", due, TODAY) == "Call the supplier"


@pytest.mark.parametrize(
    ("words", "due", "code", "field"),
    [
        ("", None, "words_needed", "words"),
        (" \n\t", None, "words_needed", "words"),
        ("x" * 501, None, "too_long", "words"),
        ("x", TODAY - timedelta(days=1), "due_over", "due"),
        ("x", TODAY + actions.AHEAD_MAX + timedelta(days=1), "due_too_far", "due"),
    ],
)
def test_what_is_wrong_with_it_is_said_at_its_field(words: str, due: date | None, code: str, field: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        actions.check(words, due, TODAY)
    assert (broken.value.code, broken.value.field) == (code, field)
