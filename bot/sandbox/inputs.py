"""What inputs hold: their initial values, what a person may put in, and the form in which an app receives it."""

from datetime import date, datetime, time
from typing import Any

from bot.sandbox.limits_elements import DATE, NUMBER, TIME
from bot.sandbox.limits_text import all_options
from bot.sandbox.model import Channel, Json, Person
from bot.sandbox.workspace import Workspace

STATE_KEYS: dict[str, str] = {
    "plain_text_input": "value", "number_input": "value", "email_text_input": "value", "url_text_input": "value",
    "rich_text_input": "rich_text_value", "static_select": "selected_option", "external_select": "selected_option",
    "radio_buttons": "selected_option", "multi_static_select": "selected_options",
    "multi_external_select": "selected_options", "checkboxes": "selected_options", "users_select": "selected_user",
    "multi_users_select": "selected_users", "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations", "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels", "datepicker": "selected_date", "timepicker": "selected_time",
    "datetimepicker": "selected_date_time", "file_input": "files",
}  # fmt: skip
"""Under which name each kind of element reports its value. Buttons and overflow menus keep none."""

_INITIAL: dict[str, str] = {
    "value": "initial_value", "rich_text_value": "initial_value", "selected_option": "initial_option",
    "selected_options": "initial_options", "selected_user": "initial_user", "selected_users": "initial_users",
    "selected_conversation": "initial_conversation", "selected_conversations": "initial_conversations",
    "selected_channel": "initial_channel", "selected_channels": "initial_channels", "selected_date": "initial_date",
    "selected_time": "initial_time", "selected_date_time": "initial_date_time", "files": "initial_files",
}  # fmt: skip


class NotOffered(ValueError):
    """A person tried to put in what this element does not offer."""


def is_several(element: Json) -> bool:
    """Whether an element holds a list."""
    return STATE_KEYS.get(element["type"], "").endswith("s")


def initial_state(element: Json) -> Json | None:
    """The state that an element starts with, or None for one that keeps no state; empty is null, or [] where it is a list."""
    key = STATE_KEYS.get(element["type"])
    if key is None:
        return None
    return state(element, element.get(_INITIAL[key]))


def state(element: Json, value: Any) -> Json:
    """The state of an element that holds `value`."""
    if value in (None, "", []):
        value = [] if is_several(element) else None
    made: Json = {"type": element["type"], STATE_KEYS[element["type"]]: value}
    if element["type"] == "timepicker" and element.get("timezone"):
        made["timezone"] = element["timezone"]
    return made


def initial_values(blocks: list[Json], before: dict[str, dict[str, Json]] | None = None) -> dict[str, dict[str, Json]]:
    """The state of all elements of a view that is shown.

    What was typed `before` stays only where block_id and action_id are the same and the kind of element too (SLACK.md §1.4).
    """
    values: dict[str, dict[str, Json]] = {}
    for block, element in elements(blocks):
        made = initial_state(element)
        if made is None:
            continue
        old = (before or {}).get(block["block_id"], {}).get(element["action_id"])
        keep = old is not None and old["type"] == element["type"] and _still_offered(element, old)
        values.setdefault(block["block_id"], {})[element["action_id"]] = old if keep and old is not None else made
    return values


def _still_offered(element: Json, old: Json) -> bool:
    chosen = old.get("selected_option"), *(old.get("selected_options") or [])
    offered = all_options(element)
    return element["type"].endswith("external_select") or all(option in offered for option in chosen if option)


def elements(blocks: list[Json]) -> list[tuple[Json, Json]]:
    """Every interactive element with the block it stands in, in the order of the screen."""
    found: list[tuple[Json, Json]] = []
    for block in blocks:
        several = block.get("elements") if block.get("type") == "actions" else []
        nodes = [block.get("element"), block.get("accessory"), *(several or [])]
        found += [(block, node) for node in nodes if isinstance(node, dict) and node.get("type") != "image"]
    return found


def chosen(workspace: Workspace, element: Json, value: Any) -> Json:
    """The state of an element after a person put `value` in. Raises NotOffered for what could not be put in."""
    kind = element["type"]
    if kind not in STATE_KEYS:
        raise NotOffered(f"A {kind} takes no value.")
    if value is None or value == "" or value == []:
        return state(element, None)
    if is_several(element):
        items = list(value) if isinstance(value, list | tuple | set) else [value]
        limit = element.get("max_selected_items") or element.get("max_files") or len(items)
        if len(items) > limit:
            raise NotOffered(f"Only {limit} can be chosen.")
        return state(element, [_one(workspace, element, item) for item in items])
    return state(element, _one(workspace, element, value))


def _one(workspace: Workspace, element: Json, value: Any) -> Any:
    kind = element["type"].removeprefix("multi_")
    if kind in ("static_select", "checkboxes", "radio_buttons"):
        return _option(element, value)
    if kind == "external_select":
        return (
            value
            if isinstance(value, dict)
            else {"text": {"type": "plain_text", "text": str(value)}, "value": str(value)}
        )
    if kind == "users_select":
        return _person(workspace, value)
    if kind in ("conversations_select", "channels_select"):
        return _conversation(workspace, kind, value)
    if kind == "rich_text_input":
        return value if isinstance(value, dict) else rich_text(str(value))
    if kind == "file_input":
        return value
    return _typed(kind, value)


def _typed(kind: str, value: Any) -> Any:
    if kind == "datepicker":
        text = value.isoformat()[:10] if isinstance(value, date) else str(value)
        return _matching(DATE, text, "a date as YYYY-MM-DD")
    if kind == "timepicker":
        text = f"{value:%H:%M}" if isinstance(value, time | datetime) else str(value)
        return _matching(TIME, text, "a time as HH:MM")
    if kind == "datetimepicker":
        return int(value.timestamp()) if isinstance(value, datetime) else int(value)
    return str(value)


def _matching(pattern: Any, text: str, what: str) -> str:
    if not pattern.match(text):
        raise NotOffered(f"{text} is not {what}.")
    return text


def _option(element: Json, value: Any) -> Json:
    for option in all_options(element):
        if value == option or value in (option["value"], option["text"]["text"]):
            return option
    offered = [option["value"] for option in all_options(element)]
    raise NotOffered(f"{value!r} is not among the options: {offered}")


def _person(workspace: Workspace, value: Person | str) -> str:
    try:
        person = workspace.person(value)
    except LookupError as error:
        raise NotOffered(str(error)) from error
    if person.deleted:
        raise NotOffered(f"{person.name} is deactivated and not listed.")
    return person.id


def _conversation(workspace: Workspace, kind: str, value: Channel | Person | str) -> str:
    if kind == "conversations_select" and isinstance(value, Person):
        return value.id
    try:
        return workspace.channel(value).id  # type: ignore[arg-type]  # a Person lands in the LookupError's sentence
    except (LookupError, TypeError, AttributeError) as error:
        raise NotOffered(f"There is no channel {value}.") from error


def rich_text(text: str) -> Json:
    """What the client makes of text typed into a rich_text_input."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def refusals(blocks: list[Json], values: dict[str, dict[str, Json]]) -> dict[str, str]:
    """What the client says under the fields before it asks the bot: block id → sentence. Empty when all is well."""
    errors: dict[str, str] = {}
    for block, element in elements(blocks):
        if block["type"] != "input":
            continue
        held = values.get(block["block_id"], {}).get(element["action_id"], {})
        value = held.get(STATE_KEYS[element["type"]])
        problem = _refusal(element, value) if value not in (None, []) else None
        if value in (None, []) and not block.get("optional"):
            problem = "this field is required"
        if problem:
            errors[block["block_id"]] = f"client: {problem}"
    return errors


def _refusal(element: Json, value: Any) -> str | None:
    kind = element["type"]
    if kind == "plain_text_input":
        return _length(element, value)
    if kind == "number_input":
        return _number(element, value)
    if kind == "email_text_input" and ("@" not in value[1:-1] or " " in value):
        return "this is not an e-mail address"
    if kind == "url_text_input" and not value.startswith(("http://", "https://")):
        return "this is not a web address"
    return None


def _length(element: Json, value: str) -> str | None:
    low, high = element.get("min_length") or 0, element.get("max_length") or 3000
    if len(value) < low:
        return f"at least {low} characters"
    return f"no more than {high} characters" if len(value) > high else None


def _number(element: Json, value: str) -> str | None:
    if not NUMBER.match(value):
        return "this is not a number"
    if not element.get("is_decimal_allowed") and "." in value:
        return "whole numbers only"
    low, high = element.get("min_value"), element.get("max_value")
    if low is not None and float(value) < float(low):
        return f"not less than {low}"
    return f"not more than {high}" if high is not None and float(value) > float(high) else None
