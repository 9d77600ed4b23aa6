"""Forms of the page: how each input of a view is named in HTML, and what came back as the state of that view."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from bot.sandbox.inputs import STATE_KEYS, NotOffered, chosen, elements, is_several
from bot.sandbox.model import Json
from bot.sandbox.workspace import Workspace

Values = dict[str, dict[str, Json]]
GREY = {"file_input", "external_select", "multi_external_select"}
"""What the page shows as a grey box: it cannot be filled in here, and keeps the state it has."""

_PRESS_PARTS = 3


class Form(Protocol):
    """A submitted form, as Starlette parses it."""

    def getlist(self, key: Any) -> list[Any]:
        """All values of one field, in the order of the screen."""


@dataclass(frozen=True)
class Press:
    """Which element was pressed: a button (by its value) or another one whose field holds the choice."""

    block_id: str
    action_id: str
    value: str | None


def field_name(block: Json, element: Json) -> str:
    """The `name` of an element's field: the block's id, with the action's where a block can hold several."""
    block_id = str(block.get("block_id", ""))
    return block_id if block.get("type") == "input" else f"{block_id}:{element.get('action_id', '')}"


def press_value(block: Json, element: Json, value: str | None = None) -> str:
    """What the button that stands for an element sends."""
    return json.dumps([block.get("block_id", ""), element.get("action_id", ""), value], ensure_ascii=False)


def read_press(text: str) -> Press | None:
    """The reverse of `press_value`; None for anything else."""
    try:
        parts = json.loads(text)
    except ValueError:
        return None
    if (
        not isinstance(parts, list)
        or len(parts) != _PRESS_PARTS
        or not all(isinstance(part, str) for part in parts[:2])
    ):
        return None
    return Press(parts[0], parts[1], None if parts[2] is None else str(parts[2]))


def find(blocks: Sequence[Json], press: Press) -> Json | None:
    """The element that a press names, or None when the blocks have changed since."""
    for block, element in elements(list(blocks)):
        same = (block.get("block_id"), element.get("action_id")) == (press.block_id, press.action_id)
        if same and (element["type"] != "button" or press.value in {None, element.get("value", "")}):
            return element
    return None


def read(workspace: Workspace, blocks: Sequence[Json], form: Form, zone: ZoneInfo) -> tuple[Values, dict[str, str]]:
    """The state of every input after what was typed, and a sentence under each field that the client would not take.

    A date with a time is meant in `zone`. Fields that the page cannot fill in are left out.
    """
    values: Values = {}
    problems: dict[str, str] = {}
    for block, element in elements(list(blocks)):
        if element["type"] not in STATE_KEYS or element["type"] in GREY:
            continue
        try:
            state = chosen(workspace, element, typed(element, form.getlist(field_name(block, element)), zone))
        except (NotOffered, ValueError) as error:
            problems[block["block_id"]] = f"client: {error}"
            continue
        values.setdefault(block["block_id"], {})[element["action_id"]] = state
    return values, problems


def typed(element: Json, sent: list[Any], zone: ZoneInfo) -> Any:
    """What a person put into one element: text, a list, or None. Line ends are single, as Slack sends them."""
    texts = [str(item).replace("\r\n", "\n") for item in sent]
    if is_several(element):
        return [text for text in texts if text]
    value = texts[0] if texts else ""
    if element["type"] == "datetimepicker" and value:
        return datetime.fromisoformat(value).replace(tzinfo=zone)
    return value or None


def merge(into: Values, new: Values) -> None:
    """Put new states into those that are there, element by element."""
    for block_id, states in new.items():
        into.setdefault(block_id, {}).update(states)


def held(block: Json, element: Json, values: Values) -> Any:
    """What an element holds now, plainly: text, an option's value, an id, or a list of them. None or [] when empty."""
    key = STATE_KEYS.get(element.get("type", ""))
    if key is None:
        return None
    state = values.get(block.get("block_id", ""), {}).get(element.get("action_id", ""), {})
    value = state.get(key)
    if key == "selected_option":
        return value.get("value") if isinstance(value, dict) else None
    if key == "selected_options":
        return [option.get("value") for option in value or []]
    return rich_as_text(value) if key == "rich_text_value" else value


def rich_as_text(block: Any) -> str:
    """The words of a rich_text value, for a plain text area."""
    if not isinstance(block, dict):
        return ""
    return "\n".join(_words(element) for element in block.get("elements", []))


def _words(node: Json) -> str:
    if "elements" in node:
        separator = "\n" if node.get("type") == "rich_text_list" else ""
        return separator.join(_words(child) for child in node["elements"])
    return str(node.get("text") or node.get("url") or node.get("name") or node.get("user_id") or "")
