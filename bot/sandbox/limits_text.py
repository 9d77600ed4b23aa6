"""What Slack asks of texts, options and confirmations inside blocks (SLACK.md §4.3)."""

from collections.abc import Iterable
from typing import Any

from bot.sandbox.model import Json
from bot.sandbox.text import kept

TEXT_MAX = 3000
OPTION_TEXT_MAX = 75
OPTION_VALUE_MAX = 150
OPTIONS_MAX = 100
ID_MAX = 255
ESCAPES_COUNT_FROM = 300
"""From this limit on a text is measured as Slack keeps it, escapes included (SLACK.md §4.2)."""


class Findings:
    """The problems found so far, each with the pointer to its place."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def add(self, pointer: str, problem: str) -> None:
        """Note one problem."""
        self.problems.append(f"[ERROR] {problem} [json-pointer:{pointer or '/'}]")

    def keys(self, node: Json, pointer: str, allowed: Iterable[str], required: Iterable[str] = ()) -> bool:
        """Check the names of properties; False when a required one is missing."""
        for key in sorted(set(node) - {"type", *allowed}):
            self.add(pointer, f"invalid additional property: {key}")
        missing = [key for key in required if node.get(key) is None]
        for key in missing:
            self.add(pointer, f"missing required field: {key}")
        return not missing

    def string(self, node: Json, key: str, pointer: str, maximum: int, minimum: int = 1) -> None:
        """Check a plain string property, when it is there."""
        value = node.get(key)
        if value is None:
            return
        if not isinstance(value, str):
            self.add(f"{pointer}/{key}", "must be a string")
        else:
            self.length(value, f"{pointer}/{key}", maximum, minimum)

    def length(self, value: str, pointer: str, maximum: int, minimum: int = 1) -> None:
        """Check the number of characters."""
        size = max(len(value), len(kept(value))) if maximum > ESCAPES_COUNT_FROM else len(value)
        if len(value) < minimum:
            self.add(pointer, f"must be more than {minimum - 1} characters")
        if size > maximum:
            self.add(pointer, f"must be less than {maximum + 1} characters")

    def flag(self, node: Json, key: str, pointer: str) -> None:
        """Check a true-or-false property, when it is there."""
        if node.get(key) is not None and not isinstance(node[key], bool):
            self.add(f"{pointer}/{key}", "must be a boolean")

    def whole(self, node: Json, key: str, pointer: str, low: int, high: int) -> None:
        """Check a whole number, when it is there."""
        value = node.get(key)
        if value is None:
            return
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.add(f"{pointer}/{key}", f"must be a whole number from {low} to {high}")


def kind_of(node: Any) -> str:
    """The `type` of an object, empty where it has none."""
    kind = node.get("type") if isinstance(node, dict) else None
    return kind if isinstance(kind, str) else ""


def list_of(value: Any) -> list[Any]:
    """A list as it is, anything else as an empty one."""
    return value if isinstance(value, list) else []


def check_text(found: Findings, node: Any, pointer: str, maximum: int, *, plain: bool = False) -> None:
    """A text object: its type, its length, never empty."""
    if not isinstance(node, dict):
        found.add(pointer, "must be a text object")
        return
    kind = kind_of(node)
    if kind not in ("plain_text", "mrkdwn") or (plain and kind != "plain_text"):
        found.add(pointer, f"unsupported type: {kind}" if not plain else "must be plain_text")
        return
    found.keys(node, pointer, ["text", "emoji"] if kind == "plain_text" else ["text", "verbatim"])
    if not isinstance(node.get("text"), str):
        found.add(f"{pointer}/text", "must be a string")
        return
    if not node["text"].strip():
        found.add(f"{pointer}/text", "must be more than 0 characters")
    found.length(node["text"], f"{pointer}/text", maximum, minimum=0)
    found.flag(node, "emoji", pointer)
    found.flag(node, "verbatim", pointer)


def check_option(found: Findings, node: Any, pointer: str, *, mrkdwn: bool = False, url: bool = False) -> None:
    """An option: text and description up to 75, value up to 150."""
    if not isinstance(node, dict):
        found.add(pointer, "must be an option")
        return
    allowed = ["text", "value", "description", *(["url"] if url else [])]
    if not found.keys(node, pointer, allowed, ["text", "value"]):
        return
    check_text(found, node["text"], f"{pointer}/text", OPTION_TEXT_MAX, plain=not mrkdwn)
    found.string(node, "value", pointer, OPTION_VALUE_MAX)
    if node.get("description") is not None:
        check_text(found, node["description"], f"{pointer}/description", OPTION_TEXT_MAX, plain=not mrkdwn)
    found.string(node, "url", pointer, TEXT_MAX)


def check_options(
    found: Findings, options: Any, pointer: str, low: int, high: int, *, mrkdwn: bool = False, url: bool = False
) -> None:
    """A list of options: how many, each one, and no value twice."""
    if not isinstance(options, list):
        found.add(pointer, "must be a list")
        return
    if len(options) < low:
        found.add(pointer, f"must contain at least {low} items")
    if len(options) > high:
        found.add(pointer, f"no more than {high} items allowed")
    values = [option.get("value") for option in options if isinstance(option, dict)]
    if len(values) != len(set(map(str, values))):
        found.add(pointer, "option values must be unique")
    for index, option in enumerate(options):
        check_option(found, option, f"{pointer}/{index}", mrkdwn=mrkdwn, url=url)


def check_groups(found: Findings, groups: Any, pointer: str) -> None:
    """Groups of options: up to 100, each with a label and up to 100 options."""
    if not isinstance(groups, list) or not 1 <= len(groups) <= OPTIONS_MAX:
        found.add(pointer, f"must contain 1 to {OPTIONS_MAX} groups")
        return
    for index, group in enumerate(groups):
        at = f"{pointer}/{index}"
        if not isinstance(group, dict):
            found.add(at, "must be an option group")
        elif found.keys(group, at, ["label", "options"], ["label", "options"]):
            check_text(found, group["label"], f"{at}/label", OPTION_TEXT_MAX, plain=True)
            check_options(found, group["options"], f"{at}/options", 1, OPTIONS_MAX)


def check_confirm(found: Findings, node: Any, pointer: str) -> None:
    """A confirmation: title up to 100, text up to 300, buttons up to 30."""
    if not isinstance(node, dict):
        found.add(pointer, "must be a confirmation")
        return
    if not found.keys(
        node, pointer, ["title", "text", "confirm", "deny", "style"], ["title", "text", "confirm", "deny"]
    ):
        return
    check_text(found, node["title"], f"{pointer}/title", 100, plain=True)
    check_text(found, node["text"], f"{pointer}/text", 300)
    for key in ("confirm", "deny"):
        check_text(found, node[key], f"{pointer}/{key}", 30, plain=True)
    if node.get("style") not in (None, "primary", "danger"):
        found.add(f"{pointer}/style", "must be primary or danger")


def all_options(element: Json) -> list[Json]:
    """The options of a select, those in groups included."""
    groups = list_of(element.get("option_groups"))
    lists = [list_of(element.get("options")), *(list_of(g.get("options")) for g in groups if isinstance(g, dict))]
    return [option for options in lists for option in options if isinstance(option, dict)]
