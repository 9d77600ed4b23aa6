"""What Slack asks of each kind of block, and where it may stand (SLACK.md §4.1, §4.5)."""

from collections.abc import Callable
from typing import Any

from bot.sandbox.limits_elements import IN_ACTIONS, IN_INPUT, IN_SECTION, check_element, check_image_source
from bot.sandbox.limits_rich import check_rich_text, check_table
from bot.sandbox.limits_text import ID_MAX, TEXT_MAX, Findings, check_text, kind_of, list_of
from bot.sandbox.model import Json

Check = Callable[[Findings, Json, str, str], None]
MARKDOWN_MAX = 12_000

SURFACES: dict[str, set[str]] = {"markdown": {"message"}, "table": {"message"}}
"""Blocks that are not allowed everywhere."""


def check_block(found: Findings, block: Any, pointer: str, surface: str) -> None:
    """One block: known, allowed on this surface, and within the limits of its kind."""
    kind = kind_of(block)
    if kind not in CHECKS:
        found.add(f"{pointer}/type", f"unsupported type: {kind}")
        return
    if surface not in SURFACES.get(kind, {surface}):
        found.add(f"{pointer}/type", f"{kind} is not allowed in a {surface}")
        return
    found.string(block, "block_id", pointer, ID_MAX)
    CHECKS[kind](found, block, pointer, surface)
    _unique_actions(found, block, pointer)


def elements_of(block: Json) -> list[Json]:
    """The interactive elements of a block, wherever its kind keeps them."""
    several = list_of(block.get("elements")) if block.get("type") == "actions" else []
    nodes = [*several, block.get("accessory"), block.get("element")]
    return [node for node in nodes if isinstance(node, dict) and node.get("type") != "image"]


def _unique_actions(found: Findings, block: Json, pointer: str) -> None:
    ids = [e["action_id"] for e in elements_of(block) if isinstance(e.get("action_id"), str)]
    for action_id in sorted({i for i in ids if ids.count(i) > 1}):
        found.add(pointer, f"action_id {action_id} already exists in this block")


def _section(found: Findings, block: Json, pointer: str, surface: str) -> None:
    found.keys(block, pointer, ["block_id", "text", "fields", "accessory", "expand"])
    if block.get("text") is None and block.get("fields") is None:
        found.add(pointer, "missing required field: text or fields")
    if block.get("text") is not None:
        check_text(found, block["text"], f"{pointer}/text", TEXT_MAX)
    fields = block.get("fields")
    if fields is not None:
        if not isinstance(fields, list) or not 1 <= len(fields) <= 10:
            found.add(f"{pointer}/fields", "must contain 1 to 10 texts")
        else:
            for index, text in enumerate(fields):
                check_text(found, text, f"{pointer}/fields/{index}", 2000)
    if block.get("accessory") is not None:
        check_element(found, block["accessory"], f"{pointer}/accessory", IN_SECTION, surface)
    found.flag(block, "expand", pointer)


def _header(found: Findings, block: Json, pointer: str, surface: str) -> None:
    if found.keys(block, pointer, ["block_id", "text"], ["text"]):
        check_text(found, block["text"], f"{pointer}/text", 150, plain=True)


def _context(found: Findings, block: Json, pointer: str, surface: str) -> None:
    for index, node in _elements(found, block, pointer, 10):
        at = f"{pointer}/elements/{index}"
        if isinstance(node, dict) and node.get("type") == "image":
            check_element(found, node, at, {"image"}, surface)
        else:
            check_text(found, node, at, TEXT_MAX)


def _actions(found: Findings, block: Json, pointer: str, surface: str) -> None:
    for index, node in _elements(found, block, pointer, 25):
        check_element(found, node, f"{pointer}/elements/{index}", IN_ACTIONS, surface)


def _elements(found: Findings, block: Json, pointer: str, high: int) -> list[tuple[int, Any]]:
    elements = block.get("elements")
    found.keys(block, pointer, ["block_id", "elements"], ["elements"])
    if elements is None:
        return []
    if not isinstance(elements, list) or not 1 <= len(elements) <= high:
        found.add(f"{pointer}/elements", f"must contain 1 to {high} elements")
        return []
    return list(enumerate(elements))


def _input(found: Findings, block: Json, pointer: str, surface: str) -> None:
    allowed = ["block_id", "label", "element", "hint", "optional", "dispatch_action"]
    if not found.keys(block, pointer, allowed, ["label", "element"]):
        return
    check_text(found, block["label"], f"{pointer}/label", 2000, plain=True)
    if block.get("hint") is not None:
        check_text(found, block["hint"], f"{pointer}/hint", 2000, plain=True)
    for key in ("optional", "dispatch_action"):
        found.flag(block, key, pointer)
    check_element(found, block["element"], f"{pointer}/element", IN_INPUT, surface)


def _image(found: Findings, block: Json, pointer: str, surface: str) -> None:
    found.keys(block, pointer, ["block_id", "image_url", "slack_file", "alt_text", "title"], ["alt_text"])
    found.string(block, "alt_text", pointer, 2000)
    if block.get("title") is not None:
        check_text(found, block["title"], f"{pointer}/title", 2000, plain=True)
    check_image_source(found, block, pointer)


def _divider(found: Findings, block: Json, pointer: str, surface: str) -> None:
    found.keys(block, pointer, ["block_id"])


def _rich_text(found: Findings, block: Json, pointer: str, surface: str) -> None:
    if found.keys(block, pointer, ["block_id", "elements"], ["elements"]):
        check_rich_text(found, block["elements"], f"{pointer}/elements")


def _markdown(found: Findings, block: Json, pointer: str, surface: str) -> None:
    if found.keys(block, pointer, ["block_id", "text"], ["text"]):
        found.string(block, "text", pointer, MARKDOWN_MAX)


def _table(found: Findings, block: Json, pointer: str, surface: str) -> None:
    if found.keys(block, pointer, ["block_id", "rows", "column_settings"], ["rows"]):
        check_table(found, block, pointer)


CHECKS: dict[str, Check] = {
    "section": _section, "header": _header, "context": _context, "actions": _actions, "input": _input, "image": _image,
    "divider": _divider, "rich_text": _rich_text, "markdown": _markdown, "table": _table,
}  # fmt: skip
"""The blocks that this sandbox knows the limits of; it refuses every other, since it could not say what Slack would."""
