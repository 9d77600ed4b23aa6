"""What Slack would refuse of a message is refused: every limit of SLACK.md §4, one step over it, and the step before it is taken."""

import pytest

from bot.sandbox.limits import check_message, message_is_too_long
from bot.sandbox.model import Json
from tests.bot.sandbox.blocks import CONFIRM, image, leaf, option, options, rich, select, table
from tests.bot.sandbox.conftest import actions, button, field_of, section, text

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


def test_a_problem_names_its_place() -> None:
    [problem] = check_message({"blocks": [section("x"), actions(button("a"), button("b", "x" * 76))]})
    assert problem == "[ERROR] must be less than 76 characters [json-pointer:/blocks/1/elements/1/text/text]"


def test_all_block_text_of_a_message_together_has_a_limit() -> None:
    assert not message_is_too_long({"blocks": [section("x" * 2500)] * 4})
    assert message_is_too_long({"blocks": [section("x" * 2500)] * 4 + [section("x")]})
