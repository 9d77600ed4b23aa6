"""What Slack would refuse of a view is refused: every limit of SLACK.md §4, one step over it, and the step before it is taken."""

import pytest

from bot.sandbox.limits import check_view, view_is_too_large
from bot.sandbox.model import Json
from tests.bot.sandbox.blocks import table
from tests.bot.sandbox.conftest import actions, button, field_of, modal, section, text

VIEW_CASES: dict[str, tuple[Json, Json]] = {
    "title 24": (modal(section("x"), title=text("x" * 24)), modal(section("x"), title=text("x" * 25))),
    "title there": (modal(section("x")), modal(section("x"), title=None)),
    "submit 24": (modal(section("x"), submit=text("x" * 24)), modal(section("x"), submit=text("x" * 25))),
    "close 24": (modal(section("x"), close=text("x" * 24)), modal(section("x"), close=text("x" * 25))),
    "submit where there are inputs": (modal(field_of("f")), modal(field_of("f"), submit=None)),
    "private_metadata 3000": (
        modal(section("x"), private_metadata="x" * 3000),
        modal(section("x"), private_metadata="x" * 3001),
    ),
    "callback_id 255": (modal(section("x"), callback_id="x" * 255), modal(section("x"), callback_id="x" * 256)),
    "external_id 255": (modal(section("x"), external_id="x" * 255), modal(section("x"), external_id="x" * 256)),
    "100 blocks": (modal(*[{"type": "divider"}] * 100), modal(*[{"type": "divider"}] * 101)),
    "no markdown": (modal(section("x")), modal({"type": "markdown", "text": "x"})),
    "no table": (modal(section("x")), modal(table(1))),
    "label 2000": (modal(field_of("f", label=text("x" * 2000))), modal(field_of("f", label=text("x" * 2001)))),
    "hint 2000": (modal(field_of("f", hint=text("x" * 2000))), modal(field_of("f", hint=text("x" * 2001)))),
    "input up to 3000": (
        modal(field_of("f", {"type": "plain_text_input", "max_length": 3000})),
        modal(field_of("f", {"type": "plain_text_input", "max_length": 3001})),
    ),
    "initial value within the maximum": (
        modal(field_of("f", {"type": "plain_text_input", "max_length": 5, "initial_value": "x" * 5})),
        modal(field_of("f", {"type": "plain_text_input", "max_length": 5, "initial_value": "x" * 6})),
    ),
    "minimum below the maximum": (
        modal(field_of("f", {"type": "plain_text_input", "min_length": 2, "max_length": 2})),
        modal(field_of("f", {"type": "plain_text_input", "min_length": 3, "max_length": 2})),
    ),
    "number bounds are strings": (
        modal(field_of("f", {"type": "number_input", "is_decimal_allowed": False, "min_value": "1"})),
        modal(field_of("f", {"type": "number_input", "is_decimal_allowed": False, "min_value": 1})),
    ),
    "number says whether decimals": (
        modal(field_of("f", {"type": "number_input", "is_decimal_allowed": True})),
        modal(field_of("f", {"type": "number_input"})),
    ),
    "one field in focus": (
        modal(field_of("f", {"type": "plain_text_input", "focus_on_load": True}), field_of("g")),
        modal(*(field_of(i, {"type": "plain_text_input", "focus_on_load": True}) for i in "fg")),
    ),
    "10 files": (
        modal(field_of("f", {"type": "file_input", "max_files": 10})),
        modal(field_of("f", {"type": "file_input", "max_files": 11})),
    ),
    "no blocks": (modal(section("x")), modal()),
    "no button in an input": (modal(field_of("f")), modal(field_of("f", button("b")))),
    "home has no submit": (
        {"type": "home", "blocks": [section("x")]},
        {"type": "home", "blocks": [section("x")], "submit": text("Send")},
    ),
    "no moment on Home": (
        {"type": "home", "blocks": [actions({"type": "datepicker", "action_id": "d"})]},
        {"type": "home", "blocks": [actions({"type": "datetimepicker", "action_id": "d"})]},
    ),
    "no address input on Home": (
        {"type": "home", "blocks": [field_of("f")]},
        {"type": "home", "blocks": [field_of("f", {"type": "url_text_input"})]},
    ),
    "known kind": ({"type": "home", "blocks": []}, {"type": "window", "blocks": []}),
}


@pytest.mark.parametrize("name", VIEW_CASES)
def test_a_view_is_taken_up_to_the_limit_and_refused_beyond_it(name: str) -> None:
    good, bad = VIEW_CASES[name]
    assert check_view(good) == []
    assert check_view(bad)


def test_a_view_of_more_than_250_kb_is_too_large() -> None:
    blocks = [section("汉" * 2900) for _ in range(29)]
    assert check_view(modal(*blocks)) == []
    assert view_is_too_large(modal(*blocks))
    assert not view_is_too_large(modal(*blocks[:20]))
