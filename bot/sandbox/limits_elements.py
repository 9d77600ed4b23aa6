"""What Slack asks of the elements that people press, choose and type in (SLACK.md §4.4, §4.5)."""

import re
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.sandbox.limits_text import (
    ID_MAX,
    OPTIONS_MAX,
    TEXT_MAX,
    Findings,
    all_options,
    check_confirm,
    check_groups,
    check_options,
    check_text,
    kind_of,
    list_of,
)
from bot.sandbox.model import Json

DATE = re.compile(r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")
TIME = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")
NUMBER = re.compile(r"^-?\d+(\.\d+)?$")
CHOICES_MAX = 10
COMMON = ("action_id", "confirm", "focus_on_load", "placeholder")
Check = Callable[[Findings, Json, str], None]

SURFACES: dict[str, set[str]] = {
    "datetimepicker": {"message", "modal"},
    "email_text_input": {"modal"},
    "url_text_input": {"modal"},
    "number_input": {"modal"},
    "file_input": {"modal"},
    "rich_text_input": {"modal", "home"},
}
"""Elements that are not allowed everywhere."""

_SELECTS = {
    f"{prefix}{kind}" for prefix in ("", "multi_") for kind in
    ("static_select", "external_select", "users_select", "conversations_select", "channels_select")
}  # fmt: skip
_PICKERS = {"datepicker", "timepicker", "datetimepicker"}
_CHOICES = {"checkboxes", "radio_buttons"}
IN_INPUT = _SELECTS | _PICKERS | _CHOICES | {
    "plain_text_input", "rich_text_input", "number_input", "email_text_input", "url_text_input", "file_input",
}  # fmt: skip
IN_ACTIONS = {"button", "overflow"} | {s for s in _SELECTS if not s.startswith("multi_")} | _PICKERS | _CHOICES
IN_SECTION = {"button", "overflow", "image", "datepicker", "timepicker"} | _SELECTS | _CHOICES


def check_element(found: Findings, node: Any, pointer: str, allowed: set[str], surface: str) -> None:
    """One element: allowed in this block and on this surface, and within the limits of its kind."""
    kind = kind_of(node)
    if kind not in allowed or kind not in CHECKS:
        found.add(f"{pointer}/type", f"unsupported type: {kind}")
        return
    if surface not in SURFACES.get(kind, {surface}):
        found.add(f"{pointer}/type", f"{kind} is not allowed in a {surface}")
    found.string(node, "action_id", pointer, ID_MAX)
    if kind != "image" and node.get("confirm") is not None:
        check_confirm(found, node["confirm"], f"{pointer}/confirm")
    if node.get("placeholder") is not None:
        check_text(found, node["placeholder"], f"{pointer}/placeholder", 150, plain=True)
    found.flag(node, "focus_on_load", pointer)
    CHECKS[kind](found, node, pointer)


def _button(found: Findings, node: Json, pointer: str) -> None:
    allowed = ["action_id", "confirm", "text", "url", "value", "style", "accessibility_label"]
    if found.keys(node, pointer, allowed, ["text"]):
        check_text(found, node["text"], f"{pointer}/text", 75, plain=True)
    found.string(node, "value", pointer, 2000)
    found.string(node, "url", pointer, TEXT_MAX)
    found.string(node, "accessibility_label", pointer, 75)
    if node.get("style") not in (None, "primary", "danger"):
        found.add(f"{pointer}/style", "must be primary or danger")


def _overflow(found: Findings, node: Json, pointer: str) -> None:
    if found.keys(node, pointer, ["action_id", "confirm", "options"], ["options"]):
        check_options(found, node["options"], f"{pointer}/options", 1, 5, url=True)


def _image(found: Findings, node: Json, pointer: str) -> None:
    found.keys(node, pointer, ["image_url", "slack_file", "alt_text"], ["alt_text"])
    found.string(node, "alt_text", pointer, 2000)
    check_image_source(found, node, pointer)


def check_image_source(found: Findings, node: Json, pointer: str) -> None:
    """An image has exactly one source: an address of http(s), or a file of the workspace."""
    if (node.get("image_url") is None) == (node.get("slack_file") is None):
        found.add(pointer, "must have either image_url or slack_file")
    url = node.get("image_url")
    if url is not None:
        found.string(node, "image_url", pointer, TEXT_MAX)
        if isinstance(url, str) and not url.startswith(("https://", "http://")):
            found.add(f"{pointer}/image_url", "must be a valid url")


def _static(found: Findings, node: Json, pointer: str) -> None:
    multi = node["type"].startswith("multi_")
    initial = "initial_options" if multi else "initial_option"
    allowed = [*COMMON, "options", "option_groups", initial, *(["max_selected_items"] if multi else [])]
    found.keys(node, pointer, allowed)
    if (node.get("options") is None) == (node.get("option_groups") is None):
        found.add(pointer, "must have either options or option_groups")
    elif node.get("options") is not None:
        check_options(found, node["options"], f"{pointer}/options", 1, OPTIONS_MAX)
    else:
        check_groups(found, node["option_groups"], f"{pointer}/option_groups")
    _initial_choice(found, node, pointer, initial)
    _max_selected(found, node, pointer)


def _initial_choice(found: Findings, node: Json, pointer: str, key: str) -> None:
    chosen = node.get(key)
    if chosen is None:
        return
    several = key == "initial_options"
    if several and (not isinstance(chosen, list) or not chosen):
        found.add(f"{pointer}/{key}", "must contain at least 1 item")
        return
    options = all_options(node)
    for option in chosen if several else [chosen]:
        if option not in options:
            found.add(f"{pointer}/{key}", "is not one of the options given")


def _max_selected(found: Findings, node: Json, pointer: str) -> None:
    found.whole(node, "max_selected_items", pointer, 1, 10_000)


def _external(found: Findings, node: Json, pointer: str) -> None:
    multi = node["type"].startswith("multi_")
    extra = ["initial_options", "max_selected_items"] if multi else ["initial_option"]
    found.keys(node, pointer, [*COMMON, "min_query_length", *extra])
    found.whole(node, "min_query_length", pointer, 0, 1000)
    _max_selected(found, node, pointer)


def _directory(found: Findings, node: Json, pointer: str) -> None:
    multi = node["type"].startswith("multi_")
    thing = node["type"].removeprefix("multi_").removesuffix("s_select")
    extra = [f"initial_{thing}s", "max_selected_items"] if multi else [f"initial_{thing}"]
    if thing == "conversation":
        extra += ["default_to_current_conversation", "filter"]
    if thing != "user" and not multi:
        extra += ["response_url_enabled"]
    found.keys(node, pointer, [*COMMON, *extra])
    if multi:
        chosen = node.get(f"initial_{thing}s")
        if chosen is not None and (not isinstance(chosen, list) or not all(isinstance(c, str) for c in chosen)):
            found.add(f"{pointer}/initial_{thing}s", "must be a list of ids")
    else:
        found.string(node, f"initial_{thing}", pointer, ID_MAX)
    _max_selected(found, node, pointer)


def _choices(found: Findings, node: Json, pointer: str) -> None:
    initial = "initial_options" if node["type"] == "checkboxes" else "initial_option"
    allowed = ["action_id", "confirm", "focus_on_load", "options", initial]
    if found.keys(node, pointer, allowed, ["options"]):
        check_options(found, node["options"], f"{pointer}/options", 1, CHOICES_MAX, mrkdwn=True)
        _initial_choice(found, node, pointer, initial)


def _plain_text_input(found: Findings, node: Json, pointer: str) -> None:
    allowed = [*COMMON, "initial_value", "multiline", "min_length", "max_length", "dispatch_action_config"]
    found.keys(node, pointer, set(allowed) - {"confirm"})
    found.flag(node, "multiline", pointer)
    found.whole(node, "min_length", pointer, 0, TEXT_MAX)
    found.whole(node, "max_length", pointer, 1, TEXT_MAX)
    low, high = node.get("min_length") or 0, node.get("max_length") or TEXT_MAX
    if isinstance(low, int) and isinstance(high, int) and low > high:
        found.add(f"{pointer}/min_length", "must not be greater than max_length")
    found.string(node, "initial_value", pointer, high if isinstance(high, int) else TEXT_MAX, minimum=0)
    _dispatch(found, node, pointer)


def _dispatch(found: Findings, node: Json, pointer: str) -> None:
    config = node.get("dispatch_action_config")
    if config is None:
        return
    on = list_of(config.get("trigger_actions_on")) if isinstance(config, dict) else []
    if not on or any(way not in ("on_enter_pressed", "on_character_entered") for way in on):
        found.add(f"{pointer}/dispatch_action_config", "must say on_enter_pressed or on_character_entered")


def _address(found: Findings, node: Json, pointer: str) -> None:
    found.keys(node, pointer, {*COMMON, "initial_value", "dispatch_action_config"} - {"confirm"})
    found.string(node, "initial_value", pointer, TEXT_MAX)
    _dispatch(found, node, pointer)


def _number(found: Findings, node: Json, pointer: str) -> None:
    allowed = {*COMMON, "initial_value", "dispatch_action_config", "is_decimal_allowed", "min_value", "max_value"}
    found.keys(node, pointer, allowed - {"confirm"}, ["is_decimal_allowed"])
    found.flag(node, "is_decimal_allowed", pointer)
    for key in ("initial_value", "min_value", "max_value"):
        value = node.get(key)
        if value is not None and not (isinstance(value, str) and NUMBER.match(value)):
            found.add(f"{pointer}/{key}", "must be a number written as a string")
    _dispatch(found, node, pointer)


def _rich_text_input(found: Findings, node: Json, pointer: str) -> None:
    allowed = {*COMMON, "initial_value", "dispatch_action_config", "min_lines", "max_lines"}
    found.keys(node, pointer, allowed - {"confirm"})
    initial = node.get("initial_value")
    if initial is not None and (not isinstance(initial, dict) or initial.get("type") != "rich_text"):
        found.add(f"{pointer}/initial_value", "must be a rich_text object")
    for key in ("min_lines", "max_lines"):
        found.whole(node, key, pointer, 1, 100)
    _dispatch(found, node, pointer)


def _picker(found: Findings, node: Json, pointer: str) -> None:
    key, pattern = {"datepicker": ("initial_date", DATE), "timepicker": ("initial_time", TIME)}[node["type"]]
    found.keys(node, pointer, [*COMMON, key, *(["timezone"] if node["type"] == "timepicker" else [])])
    value = node.get(key)
    if value is not None and not (isinstance(value, str) and pattern.match(value)):
        found.add(f"{pointer}/{key}", "has the wrong format")
    zone = node.get("timezone")
    if zone is not None and not _is_zone(zone):
        found.add(f"{pointer}/timezone", "must be a name of the IANA time zone database")


def _is_zone(name: Any) -> bool:
    try:
        return bool(ZoneInfo(str(name)))
    except (ZoneInfoNotFoundError, ValueError):
        return False


def _moment(found: Findings, node: Json, pointer: str) -> None:
    found.keys(node, pointer, ["action_id", "confirm", "focus_on_load", "initial_date_time"])
    value = node.get("initial_date_time")
    if value is not None and (not isinstance(value, int) or len(str(value)) != len("1700000000")):
        found.add(f"{pointer}/initial_date_time", "must be a moment of ten digits in seconds")


def _file_input(found: Findings, node: Json, pointer: str) -> None:
    found.keys(node, pointer, ["action_id", "filetypes", "max_files"])
    found.whole(node, "max_files", pointer, 1, 10)


CHECKS: dict[str, Check] = {
    "button": _button, "overflow": _overflow, "image": _image,
    "static_select": _static, "multi_static_select": _static,
    "external_select": _external, "multi_external_select": _external,
    **{f"{prefix}{kind}": _directory for prefix in ("", "multi_")
       for kind in ("users_select", "conversations_select", "channels_select")},
    "checkboxes": _choices, "radio_buttons": _choices,
    "plain_text_input": _plain_text_input, "rich_text_input": _rich_text_input, "number_input": _number,
    "email_text_input": _address, "url_text_input": _address,
    "datepicker": _picker, "timepicker": _picker, "datetimepicker": _moment, "file_input": _file_input,
}  # fmt: skip
