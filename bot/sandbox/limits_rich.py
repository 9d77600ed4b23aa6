"""What Slack asks of rich text and tables (SLACK.md §4.1, §4.6)."""

from typing import Any

from bot.sandbox.limits_text import Findings, kind_of, list_of
from bot.sandbox.model import Json

LEAVES: dict[str, str] = {
    "text": "text", "link": "url", "emoji": "name", "user": "user_id", "usergroup": "usergroup_id",
    "channel": "channel_id", "broadcast": "range", "date": "timestamp", "color": "value",
}  # fmt: skip
"""The leaves of rich text, each with the property that it cannot do without."""

STYLES = {"bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"}
TABLE_CHARACTERS = 10_000


def check_rich_text(found: Findings, elements: Any, pointer: str) -> None:
    """The parts of a rich text: sections, lists, quotes, preformatted text."""
    if not isinstance(elements, list) or not elements:
        found.add(pointer, "must contain at least 1 element")
        return
    for index, part in enumerate(elements):
        at = f"{pointer}/{index}"
        kind = kind_of(part)
        if kind == "rich_text_list":
            _list(found, part, at)
        elif kind in ("rich_text_section", "rich_text_quote", "rich_text_preformatted"):
            found.keys(part, at, ["elements", "border", "language"], ["elements"])
            _leaves(found, part.get("elements"), f"{at}/elements")
        else:
            found.add(f"{at}/type", f"unsupported type: {kind}")


def _list(found: Findings, part: Json, pointer: str) -> None:
    found.keys(part, pointer, ["elements", "style", "indent", "offset", "border"], ["elements", "style"])
    if part.get("style") not in ("bullet", "ordered"):
        found.add(f"{pointer}/style", "must be bullet or ordered")
    for index, item in enumerate(list_of(part.get("elements"))):
        at = f"{pointer}/elements/{index}"
        if not isinstance(item, dict) or item.get("type") != "rich_text_section":
            found.add(f"{at}/type", "must be rich_text_section")
        else:
            _leaves(found, item.get("elements"), f"{at}/elements")


def _leaves(found: Findings, leaves: Any, pointer: str) -> None:
    if not isinstance(leaves, list):
        found.add(pointer, "must be a list")
        return
    for index, leaf in enumerate(leaves):
        at = f"{pointer}/{index}"
        kind = kind_of(leaf)
        if kind not in LEAVES:
            found.add(f"{at}/type", f"unsupported type: {kind}")
        elif leaf.get(LEAVES[kind]) in (None, ""):
            found.add(f"{at}/{LEAVES[kind]}", "must be more than 0 characters")
        elif not _styled(leaf.get("style")):
            found.add(f"{at}/style", "unknown style")


def _styled(style: Any) -> bool:
    return style is None or (isinstance(style, dict) and set(style) <= STYLES)


def check_table(found: Findings, block: Json, pointer: str) -> None:
    """A table: up to 100 rows of up to 20 cells that are not empty, up to 10,000 characters."""
    rows, settings = block["rows"], list_of(block.get("column_settings"))
    if not isinstance(rows, list) or not 1 <= len(rows) <= 100:
        found.add(f"{pointer}/rows", "must contain 1 to 100 rows")
        return
    if len(settings) > 20:
        found.add(f"{pointer}/column_settings", "no more than 20 items allowed")
    for index, row in enumerate(rows):
        at = f"{pointer}/rows/{index}"
        if not isinstance(row, list) or not 1 <= len(row) <= 20:
            found.add(at, "must contain 1 to 20 cells")
            continue
        for column, cell in enumerate(row):
            _cell(found, cell, f"{at}/{column}")
    if len(characters(rows)) > TABLE_CHARACTERS:
        found.add(f"{pointer}/rows", f"must be less than {TABLE_CHARACTERS + 1} characters")


def _cell(found: Findings, cell: Any, pointer: str) -> None:
    kind = kind_of(cell)
    if kind == "raw_text":
        found.string(cell, "text", pointer, TABLE_CHARACTERS)
        if not cell.get("text"):
            found.add(f"{pointer}/text", "must be more than 0 characters")
    elif kind == "rich_text":
        check_rich_text(found, cell.get("elements"), f"{pointer}/elements")
    elif kind != "raw_number":
        found.add(f"{pointer}/type", f"unsupported type: {kind}")


def characters(node: Any) -> str:
    """All text that people read in some blocks, put together."""
    if isinstance(node, list):
        return "".join(characters(item) for item in node)
    if not isinstance(node, dict):
        return ""
    return "".join(
        value if isinstance(value, str) and key in ("text", "alt_text") else characters(value)
        for key, value in node.items()
    )
