"""Forms of the page: what was typed in the browser becomes the state that Slack would send."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from starlette.datastructures import FormData

from bot.sandbox.clock import MovableClock
from bot.sandbox.model import Json
from bot.sandbox.page_forms import Press, field_name, find, held, press_value, read, read_press, rich_as_text
from bot.sandbox.workspace import Workspace
from tests.bot.sandbox.conftest import actions, button, field_of, text

ZONE = ZoneInfo("Asia/Shanghai")
OPTIONS = [{"text": text("One"), "value": "1"}, {"text": text("Two"), "value": "2"}]


@pytest.fixture
def workspace() -> Workspace:
    return Workspace(MovableClock(datetime(2027, 1, 8, tzinfo=UTC), running=False))


def state_of(workspace: Workspace, element: Json, *sent: str) -> Any:
    form = FormData([("f", value) for value in sent])
    values, problems = read(workspace, [field_of("f", element)], form, ZONE)
    assert not problems
    return values["f"]["value"]


@pytest.mark.parametrize(
    ("element", "sent", "key", "value"),
    [
        ({"type": "plain_text_input"}, ["a\r\nb"], "value", "a\nb"),
        ({"type": "plain_text_input"}, [""], "value", None),
        ({"type": "number_input", "is_decimal_allowed": True}, ["2.5"], "value", "2.5"),
        ({"type": "static_select", "options": OPTIONS}, ["2"], "selected_option", OPTIONS[1]),
        ({"type": "radio_buttons", "options": OPTIONS}, [], "selected_option", None),
        ({"type": "checkboxes", "options": OPTIONS}, ["1", "2"], "selected_options", OPTIONS),
        ({"type": "checkboxes", "options": OPTIONS}, [], "selected_options", []),
        ({"type": "multi_static_select", "options": OPTIONS}, ["2"], "selected_options", [OPTIONS[1]]),
        ({"type": "datepicker"}, ["2027-01-09"], "selected_date", "2027-01-09"),
        ({"type": "timepicker"}, ["15:30"], "selected_time", "15:30"),
    ],
)
def test_each_kind_of_input_becomes_its_state(
    workspace: Workspace, element: Json, sent: list[str], key: str, value: Any
) -> None:
    assert state_of(workspace, element, *sent)[key] == value


def test_a_date_with_a_time_is_meant_where_the_person_is(workspace: Workspace) -> None:
    state = state_of(workspace, {"type": "datetimepicker"}, "2027-01-08T15:00")
    assert datetime.fromtimestamp(state["selected_date_time"], UTC) == datetime(2027, 1, 8, 7, 0, tzinfo=UTC)


def test_people_are_chosen_by_id(workspace: Workspace) -> None:
    mei = workspace.add_person("Mei Lin", "mei@example.com")
    assert state_of(workspace, {"type": "users_select"}, mei.id)["selected_user"] == mei.id
    assert state_of(workspace, {"type": "multi_users_select"}, mei.id)["selected_users"] == [mei.id]


def test_an_option_that_was_not_offered_is_refused_under_its_field(workspace: Workspace) -> None:
    element = {"type": "static_select", "options": OPTIONS}
    values, problems = read(workspace, [field_of("f", element)], FormData([("f", "9")]), ZONE)
    assert values == {}
    assert problems["f"].startswith("client: ")


def test_what_the_page_cannot_fill_in_keeps_its_state(workspace: Workspace) -> None:
    values, problems = read(workspace, [field_of("f", {"type": "file_input"})], FormData([]), ZONE)
    assert (values, problems) == ({}, {})


def test_two_elements_of_one_block_have_names_of_their_own() -> None:
    one, two = button("a"), {"type": "datepicker", "action_id": "b"}
    block = actions(one, two, block_id="row")
    assert field_name(block, one) != field_name(block, two)
    assert field_name(field_of("progress"), {"action_id": "value"}) == "progress"


@pytest.mark.parametrize("value", ["7", "", 'quote " and, comma', "中文"])
def test_a_button_is_found_again_by_what_it_sends(value: str) -> None:
    pressed = button("go", value=value)
    block = actions(button("go", value="other"), pressed, block_id="row")
    press = read_press(press_value(block, pressed, value))
    assert press == Press("row", "go", value)
    assert press is not None
    assert find([block], press) is pressed


@pytest.mark.parametrize("sent", ["", "{", "[]", '["a"]', '["a", 1, null]', "null"])
def test_a_press_that_no_button_sends_is_none(sent: str) -> None:
    assert read_press(sent) is None


def test_a_button_that_is_gone_is_not_found() -> None:
    assert find([actions(button("go"), block_id="row")], Press("row", "gone", None)) is None


def test_an_input_shows_what_it_holds() -> None:
    element = {"type": "multi_static_select", "action_id": "value", "options": OPTIONS}
    values = {"f": {"value": {"type": "multi_static_select", "selected_options": [OPTIONS[0]]}}}
    assert held(field_of("f", element), element, values) == ["1"]
    assert held(field_of("f", element), element, {}) == []


def test_rich_text_is_edited_as_its_words() -> None:
    leaf = {"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]}
    listed = {"type": "rich_text_list", "elements": [leaf, leaf]}
    assert rich_as_text({"elements": [leaf, listed]}) == "one\none\none"
