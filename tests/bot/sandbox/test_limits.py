"""What Slack would refuse is refused: every limit of SLACK.md §4, one step over it, and the step before it is taken."""

from typing import Any

import pytest

from bot.sandbox.limits import check_message, check_view, message_is_too_long, view_is_too_large
from bot.sandbox.model import Json
from tests.bot.sandbox.conftest import actions, button, field_of, modal, section, text


def option(value: str = "a", words: str = "A", **more: Any) -> Json:
    return {"text": text(words), "value": value, **more}


def options(count: int) -> list[Json]:
    return [option(str(number)) for number in range(count)]


def select(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "s", **more}


def rich(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


def leaf(**more: Any) -> Json:
    return rich({"type": "rich_text_section", "elements": [{"type": "text", **more}]})


def image(**more: Any) -> Json:
    return {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a", **more}


def table(rows: int, cells: int = 1, words: str = "x") -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": words}] * cells] * rows}


CONFIRM = {"title": text("Sure"), "text": text("Really"), "confirm": text("Yes"), "deny": text("No")}

MESSAGE_CASES: dict[str, tuple[list[Json], list[Json]]] = {
    "50 blocks": ([{"type": "divider"}] * 50, [{"type": "divider"}] * 51),
    "section text 3000": ([section("x" * 3000)], [section("x" * 3001)]),
    "section text 3000 counted as escaped": ([section("&amp;" * 600)], [section("&" * 601)]),
    "section text not empty": ([section("x")], [section("")]),
    "section text not blank": ([section("x")], [section("  ")]),
    "section needs text or fields": ([{"type": "section", "fields": [text("x")]}], [{"type": "section"}]),
    "section 10 fields": (
        [{"type": "section", "fields": [text("x")] * 10}],
        [{"type": "section", "fields": [text("x")] * 11}],
    ),
    "section field 2000": (
        [{"type": "section", "fields": [text("x" * 2000)]}],
        [{"type": "section", "fields": [text("x" * 2001)]}],
    ),
    "header 150": (
        [{"type": "header", "text": text("x" * 150)}],
        [{"type": "header", "text": text("x" * 151)}],
    ),
    "header is plain": (
        [{"type": "header", "text": text("x")}],
        [{"type": "header", "text": text("x", "mrkdwn")}],
    ),
    "context 10 elements": (
        [{"type": "context", "elements": [text("x")] * 10}],
        [{"type": "context", "elements": [text("x")] * 11}],
    ),
    "actions 25 elements": (
        [actions(*(button(f"a{n}") for n in range(25)))],
        [actions(*(button(f"a{n}") for n in range(26)))],
    ),
    "actions not empty": ([actions(button("a"))], [actions()]),
    "button text 75": ([actions(button("a", "x" * 75))], [actions(button("a", "x" * 76))]),
    "button value 2000": ([actions(button("a", value="x" * 2000))], [actions(button("a", value="x" * 2001))]),
    "button url 3000": (
        [actions(button("a", url="https://e.com/" + "x" * 2000))],
        [actions(button("a", url="https://e.com/" + "x" * 3000))],
    ),
    "button style": ([actions(button("a", style="danger"))], [actions(button("a", style="warning"))]),
    "button label 75": (
        [actions(button("a", accessibility_label="x" * 75))],
        [actions(button("a", accessibility_label="x" * 76))],
    ),
    "action_id 255": ([actions(button("a" * 255))], [actions(button("a" * 256))]),
    "block_id 255": ([section("x", block_id="b" * 255)], [section("x", block_id="b" * 256)]),
    "block_id unique": (
        [section("x", block_id="a"), section("x", block_id="b")],
        [section("x", block_id="a"), section("x", block_id="a")],
    ),
    "action_id unique in a block": ([actions(button("a"), button("b"))], [actions(button("a"), button("a"))]),
    "confirm title 100": (
        [actions(button("a", confirm=CONFIRM))],
        [actions(button("a", confirm={**CONFIRM, "title": text("x" * 101)}))],
    ),
    "confirm text 300": (
        [actions(button("a", confirm={**CONFIRM, "text": text("x" * 300)}))],
        [actions(button("a", confirm={**CONFIRM, "text": text("x" * 301)}))],
    ),
    "confirm button 30": (
        [actions(button("a", confirm={**CONFIRM, "deny": text("x" * 30)}))],
        [actions(button("a", confirm={**CONFIRM, "deny": text("x" * 31)}))],
    ),
    "placeholder 150": (
        [actions(select(options=options(1), placeholder=text("x" * 150)))],
        [actions(select(options=options(1), placeholder=text("x" * 151)))],
    ),
    "100 options": ([actions(select(options=options(100)))], [actions(select(options=options(101)))]),
    "options not empty": ([actions(select(options=options(1)))], [actions(select(options=[]))]),
    "options or groups": ([actions(select(options=options(1)))], [actions(select())]),
    "option text 75": (
        [actions(select(options=[option(words="x" * 75)]))],
        [actions(select(options=[option(words="x" * 76)]))],
    ),
    "option value 150": (
        [actions(select(options=[option("x" * 150)]))],
        [actions(select(options=[option("x" * 151)]))],
    ),
    "option description 75": (
        [actions(select(options=[option(description=text("x" * 75))]))],
        [actions(select(options=[option(description=text("x" * 76))]))],
    ),
    "group label 75": (
        [actions(select(option_groups=[{"label": text("x" * 75), "options": options(1)}]))],
        [actions(select(option_groups=[{"label": text("x" * 76), "options": options(1)}]))],
    ),
    "100 groups": (
        [actions(select(option_groups=[{"label": text("x"), "options": options(1)}] * 100))],
        [actions(select(option_groups=[{"label": text("x"), "options": options(1)}] * 101))],
    ),
    "initial option among the options": (
        [actions(select(options=options(2), initial_option=option("1")))],
        [actions(select(options=options(2), initial_option=option("7")))],
    ),
    "initial option in a group": (
        [actions(select(option_groups=[{"label": text("x"), "options": options(2)}], initial_option=option("1")))],
        [actions(select(option_groups=[{"label": text("x"), "options": options(2)}], initial_option=option("9")))],
    ),
    "10 checkboxes": (
        [actions({"type": "checkboxes", "action_id": "c", "options": options(10)})],
        [actions({"type": "checkboxes", "action_id": "c", "options": options(11)})],
    ),
    "initial options of checkboxes not empty": (
        [actions({"type": "checkboxes", "action_id": "c", "options": options(1)})],
        [actions({"type": "checkboxes", "action_id": "c", "options": options(1), "initial_options": []})],
    ),
    "5 in an overflow menu": (
        [section("x", accessory={"type": "overflow", "action_id": "o", "options": options(5)})],
        [section("x", accessory={"type": "overflow", "action_id": "o", "options": options(6)})],
    ),
    "image needs alt text": ([image()], [{"type": "image", "image_url": "https://example.com/a.png"}]),
    "image alt text 2000": ([image(alt_text="x" * 2000)], [image(alt_text="x" * 2001)]),
    "image of the web": ([image()], [image(image_url="data:image/png;base64,AAAA")]),
    "rich text not empty": ([leaf(text="x")], [leaf(text="")]),
    "rich text of known leaves": (
        [leaf(text="x")],
        [rich({"type": "rich_text_section", "elements": [{"type": "blink"}]})],
    ),
    "one table": ([table(2)], [table(2), table(2)]),
    "table 100 rows": ([table(100)], [table(101)]),
    "table 20 cells": ([table(1, 20)], [table(1, 21)]),
    "table cell not empty": ([table(1)], [table(1, words="")]),
    "table 10000 characters": ([table(10, words="x" * 1000)], [table(11, words="x" * 1000)]),
    "markdown 12000": (
        [{"type": "markdown", "text": "x" * 12000}],
        [{"type": "markdown", "text": "x" * 6001}, {"type": "markdown", "text": "x" * 6000}],
    ),
    "known properties": ([section("x")], [section("x", colour="red")]),
    "known blocks": ([section("x")], [{"type": "alert", "text": text("x")}]),
    "several people are not chosen in actions": (
        [section("x", accessory={"type": "multi_users_select", "action_id": "u"})],
        [actions({"type": "multi_users_select", "action_id": "u"})],
    ),
    "a text input stands in an input block": (
        [field_of("f")],
        [actions({"type": "plain_text_input", "action_id": "t"})],
    ),
    "no e-mail input in a message": ([field_of("f")], [field_of("f", {"type": "email_text_input"})]),
    "no rich text input in a message": ([field_of("f")], [field_of("f", {"type": "rich_text_input"})]),
    "date format": (
        [actions({"type": "datepicker", "action_id": "d", "initial_date": "2027-01-31"})],
        [actions({"type": "datepicker", "action_id": "d", "initial_date": "31.1.2027"})],
    ),
    "time format": (
        [actions({"type": "timepicker", "action_id": "d", "initial_time": "09:30"})],
        [actions({"type": "timepicker", "action_id": "d", "initial_time": "9:30"})],
    ),
    "moment of ten digits": (
        [actions({"type": "datetimepicker", "action_id": "d", "initial_date_time": 1_700_000_000})],
        [actions({"type": "datetimepicker", "action_id": "d", "initial_date_time": "2027-01-31"})],
    ),
    "time zone by name": (
        [actions({"type": "timepicker", "action_id": "d", "timezone": "Asia/Shanghai"})],
        [actions({"type": "timepicker", "action_id": "d", "timezone": "Shanghai time"})],
    ),
}


@pytest.mark.parametrize("name", MESSAGE_CASES)
def test_a_message_is_taken_up_to_the_limit_and_refused_beyond_it(name: str) -> None:
    good, bad = MESSAGE_CASES[name]
    assert check_message({"blocks": good}) == []
    assert check_message({"blocks": bad})


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


def test_a_problem_names_its_place() -> None:
    [problem] = check_message({"blocks": [section("x"), actions(button("a"), button("b", "x" * 76))]})
    assert problem == "[ERROR] must be less than 76 characters [json-pointer:/blocks/1/elements/1/text/text]"


def test_all_block_text_of_a_message_together_has_a_limit() -> None:
    assert not message_is_too_long({"blocks": [section("x" * 2500)] * 4})
    assert message_is_too_long({"blocks": [section("x" * 2500)] * 4 + [section("x")]})


def test_a_view_of_more_than_250_kb_is_too_large() -> None:
    blocks = [section("汉" * 2900) for _ in range(29)]
    assert check_view(modal(*blocks)) == []
    assert view_is_too_large(modal(*blocks))
    assert not view_is_too_large(modal(*blocks[:20]))


@pytest.mark.parametrize("junk", [None, 1, "x", [], [1], {"type": 3}, {"type": "section", "text": 3}])
def test_junk_is_refused_and_breaks_nothing(junk: Any) -> None:
    assert check_view(junk)
    assert check_message({"blocks": junk if junk is not None else "x"}) or junk == []


def mutations(node: Any, junk: Any) -> list[Any]:
    """Copies of a tree with one node each replaced."""
    made: list[Any] = [junk]
    if isinstance(node, dict):
        made += [{**node, key: other} for key, value in node.items() for other in mutations(value, junk)]
    elif isinstance(node, list):
        made += [
            [*node[:at], other, *node[at + 1 :]] for at, value in enumerate(node) for other in mutations(value, junk)
        ]
    return made


@pytest.mark.parametrize("junk", [None, 3, True, "", "x", [], [None], {}, {"type": []}, {"type": "image"}])
def test_no_shape_of_junk_inside_a_view_breaks_the_check(junk: Any) -> None:
    view = modal(
        section("x", accessory=select(options=options(2), initial_option=option("1"))),
        actions(button("a", confirm=CONFIRM), {"type": "overflow", "action_id": "o", "options": options(2)}),
        {"type": "context", "elements": [image(), text("x")]},
        leaf(text="x", style={"bold": True}),
        field_of("f", {"type": "checkboxes", "options": options(2), "initial_options": options(2)}),
        field_of("g", select(option_groups=[{"label": text("x"), "options": options(1)}])),
        field_of(
            "h", {"type": "plain_text_input", "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]}}
        ),
    )
    for changed in mutations(view, junk):
        assert isinstance(check_view(changed), list)
    for changed in mutations([table(1)], junk):
        assert isinstance(check_message({"blocks": changed}), list)
