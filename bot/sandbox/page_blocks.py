"""Blocks as HTML: what each element of a message, a modal or a Home shows, in plain values for the templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from markupsafe import Markup

from bot.sandbox.model import Json
from bot.sandbox.page_forms import GREY, Values, field_name, held, press_value
from bot.sandbox.page_mrkdwn import text_object
from bot.sandbox.page_reader import Reader
from bot.sandbox.page_rich import rich_text

KNOWN_BLOCKS = {"section", "header", "context", "actions", "divider", "input", "image", "rich_text"}
TEXT_TYPES = {
    "plain_text_input": "text", "number_input": "number", "email_text_input": "email", "url_text_input": "url",
    "datepicker": "date", "timepicker": "time", "datetimepicker": "datetime-local",
}  # fmt: skip
_PEOPLE = {"users_select", "multi_users_select"}
_PLACES = {"conversations_select", "multi_conversations_select", "channels_select", "multi_channels_select"}
_KINDS = {
    "checkboxes": "checks",
    "radio_buttons": "radios",
    "button": "button",
    "overflow": "overflow",
    "image": "image",
}
_OWN = "/page/", "/files/"


@dataclass(frozen=True)
class Surface:
    """Where blocks are shown, to whom, and what their inputs hold. `errors` are sentences by block id;
    `uid` tells this surface's fields from those of others on the page."""

    kind: Literal["message", "modal", "home"]
    reader: Reader
    values: Values = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    own_host: str = ""
    uid: str = ""

    def text(self, node: Json | None) -> Markup:
        """A text object as HTML."""
        return text_object(node, self.reader)

    def rich(self, block: Json) -> Markup:
        """A rich_text block as HTML."""
        return rich_text(block, self.reader)

    def picture(self, node: Json) -> str | None:
        """The address of a picture that may be loaded: one of this sandbox's own. Others stay a box with their words."""
        url = str(node.get("image_url") or (node.get("slack_file") or {}).get("url") or "")
        path = url.removeprefix(self.own_host) if self.own_host else url
        return path if path.startswith(_OWN) else None

    def element(self, block: Json, element: Json) -> Json:
        """One element with everything that its template needs; `kind` chooses the template."""
        kind = kind_of(element)
        value = held(block, element, self.values)
        shown: Json = {
            "kind": kind, "type": element.get("type", "?"), "name": field_name(block, element), "value": value,
            "block_id": block.get("block_id", ""), "action_id": element.get("action_id", ""), "raw": element,
            "press": press_value(block, element, str(element.get("value", "")) if kind == "button" else None),
            "placeholder": (element.get("placeholder") or {}).get("text", ""), "acts": acts(block),
            "focus": bool(element.get("focus_on_load")),
        }  # fmt: skip
        if kind == "text":
            shown |= self._text(element, value)
        if kind in {"select", "multi", "checks", "radios", "overflow"}:
            shown["groups"] = self._groups(block, element, value)
        if kind in {"select", "multi"}:
            shown["many"] = sum(len(options) for _, options in shown["groups"])
        return shown

    def _text(self, element: Json, value: Any) -> Json:
        if element["type"] == "datetimepicker" and value:
            value = datetime.fromtimestamp(int(value), UTC).astimezone(self.reader.zone).strftime("%Y-%m-%dT%H:%M")
        lines = bool(element.get("multiline")) or element["type"] == "rich_text_input"
        return {
            "input": TEXT_TYPES.get(element["type"], "text"),
            "lines": lines,
            "value": "" if value is None else value,
        }

    def _groups(self, block: Json, element: Json, value: Any) -> list[tuple[str, list[Json]]]:
        kind = element["type"]
        if kind in _PEOPLE:
            return [("", self._named(self.reader.listed, value))]
        if kind in _PLACES:
            return [("", self._named({key: f"#{name}" for key, name in self.reader.channels.items()}, value))]
        groups = element.get("option_groups") or [{"label": {"text": ""}, "options": element.get("options") or []}]
        return [
            (group["label"]["text"], [self._option(block, element, option, value) for option in group["options"]])
            for group in groups
        ]

    def _option(self, block: Json, element: Json, option: Json, value: Any) -> Json:
        own = str(option.get("value", ""))
        return {
            "value": own, "text": option["text"]["text"], "html": self.text(option["text"]), "chosen": _holds(value, own),
            "description": self.text(option.get("description")), "press": press_value(block, element, own),
        }  # fmt: skip

    @staticmethod
    def _named(names: Mapping[str, str], value: Any) -> list[Json]:
        ordered = sorted(names.items(), key=lambda item: item[1].casefold())
        return [{"value": key, "text": name, "html": name, "chosen": _holds(value, key)} for key, name in ordered]


def kind_of(element: Json) -> str:
    """Which template draws an element; `unknown` for one that the page has never heard of."""
    kind = str(element.get("type", ""))
    if kind in GREY:
        return "grey"
    if kind in TEXT_TYPES or kind == "rich_text_input":
        return "text"
    if kind in _KINDS:
        return _KINDS[kind]
    if kind.startswith("multi_"):
        return "multi"
    return "select" if kind == "static_select" or kind in _PEOPLE | _PLACES else "unknown"


def acts(block: Json) -> bool:
    """Whether a change in this block tells the bot at once."""
    return block.get("type") != "input" or bool(block.get("dispatch_action"))


def blocks_of(view: Json | None) -> Sequence[Json]:
    """The blocks of a view, none for a missing one."""
    return list((view or {}).get("blocks") or [])


def _holds(value: Any, own: str) -> bool:
    return own in value if isinstance(value, list) else value == own
