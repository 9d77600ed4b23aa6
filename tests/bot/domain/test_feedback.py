"""What may be sent as feedback, and until when it can be taken back."""

import pytest

from bot.domain import feedback
from bot.domain.errors import RuleBroken
from bot.domain.feedback import Aim, Form, Part, Written
from tests.clock import START

SANDWICH = {
    Part.PRAISE: "Your slide on Monday had three clear figures.",
    Part.SUGGESTION: "Begin with the result next time.",
    Part.ENCOURAGEMENT: "I look forward to the next one.",
}


def test_what_is_complete_passes() -> None:
    assert feedback.check(Written(Form.SANDWICH, SANDWICH)).said == SANDWICH


@pytest.mark.parametrize(
    ("form", "parts", "aim", "code", "field"),
    [
        (Form.SANDWICH, SANDWICH | {Part.PRAISE: " \n"}, None, "words_needed", "praise"),
        (Form.SANDWICH, SANDWICH | {Part.SUGGESTION: "👍🎉"}, None, "feedback_no_words", "suggestion"),
        (Form.SANDWICH, SANDWICH | {Part.PRAISE: "x" * 3001}, None, "too_long", "praise"),
        (Form.BEHAVIOUR, SANDWICH, Aim.KEEP, "words_needed", "situation"),
        (
            Form.BEHAVIOUR,
            {Part.SITUATION: "a", Part.BEHAVIOUR: "b", Part.IMPACT: "c"},
            None,
            "choice_needed",
            "aim",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    form: Form, parts: dict[Part, str], aim: Aim | None, code: str, field: str
) -> None:
    with pytest.raises(RuleBroken) as broken:
        feedback.check(Written(form, parts, aim))
    assert (broken.value.code, broken.value.field) == (code, field)


def test_words_that_came_as_a_message_may_be_longer_than_a_field() -> None:
    long = Written(Form.SANDWICH, SANDWICH | {Part.PRAISE: "x " * 10_000}, long=Part.PRAISE)
    assert feedback.check(long) is long


def test_any_script_is_words() -> None:
    said = dict.fromkeys((Part.PRAISE, Part.SUGGESTION, Part.ENCOURAGEMENT), "ありがとう")
    assert feedback.check(Written(Form.SANDWICH, said)).said == said


@pytest.mark.parametrize(
    ("form", "aim", "constructive"),
    [(Form.SANDWICH, None, True), (Form.BEHAVIOUR, Aim.CHANGE, True), (Form.BEHAVIOUR, Aim.KEEP, False)],
)
def test_a_sandwich_and_a_change_are_constructive(form: Form, aim: Aim | None, constructive: bool) -> None:
    assert Written(form, {}, aim).constructive is constructive


def test_it_can_be_taken_back_for_ten_minutes_while_unread() -> None:
    assert feedback.may_take_back(START, False, START + feedback.TAKE_BACK / 2)
    assert not feedback.may_take_back(START, False, START + feedback.TAKE_BACK)
    assert not feedback.may_take_back(START, True, START)
