"""Whether Slack would take these blocks: the one place where a message or a view is refused before anybody sees it."""

import json
from typing import Any

from bot.sandbox.limits_blocks import MARKDOWN_MAX, check_block, elements_of
from bot.sandbox.limits_rich import characters
from bot.sandbox.limits_text import ID_MAX, Findings, check_text, kind_of, list_of
from bot.sandbox.model import Json
from bot.sandbox.text import kept

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
VIEW_BYTES = 250_000
METADATA_MAX = 3000
MESSAGE_CHARACTERS = 10_000
"""All block text of one message together. Slack's own figure is not documented; 11,341 has failed (SLACK.md §4.2)."""

VIEW_KEYS = {
    "modal": ["title", "blocks", "close", "submit", "private_metadata", "callback_id", "clear_on_close", "notify_on_close",
              "external_id", "submit_disabled"],
    "home": ["blocks", "private_metadata", "callback_id", "external_id"],
}  # fmt: skip


def check_message(payload: Json) -> list[str]:
    """What is wrong with a message (`blocks`, `attachments`, `text`, `metadata`), one sentence with a pointer for each; none: empty."""
    found = Findings()
    blocks = payload.get("blocks")
    if blocks is not None:
        check_blocks(found, blocks, "message", MESSAGE_BLOCKS)
    attachments = list_of(payload.get("attachments"))
    if len(attachments) > 100:
        found.add("/attachments", "no more than 100 items allowed")
    for index, attachment in enumerate(attachments):
        if isinstance(attachment, dict) and attachment.get("blocks") is not None:
            check_blocks(found, attachment["blocks"], "message", MESSAGE_BLOCKS, f"/attachments/{index}/blocks")
    return found.problems


def message_is_too_long(payload: Json) -> bool:
    """Whether all block texts together are more than Slack takes in one message (escapes counted)."""
    return len(kept(characters(payload.get("blocks") or []))) > MESSAGE_CHARACTERS


def check_view(view: Any) -> list[str]:
    """What is wrong with a view (modal or home), one sentence with a pointer for each; nothing: an empty list."""
    found = Findings()
    kind = kind_of(view)
    if kind not in VIEW_KEYS:
        found.add("/type", f"unsupported type: {kind}")
        return found.problems
    found.keys(view, "", VIEW_KEYS[kind], ["blocks", *(["title"] if kind == "modal" else [])])
    found.string(view, "private_metadata", "", METADATA_MAX, minimum=0)
    found.string(view, "callback_id", "", ID_MAX, minimum=0)
    found.string(view, "external_id", "", ID_MAX, minimum=0)
    for key in ("clear_on_close", "notify_on_close", "submit_disabled"):
        found.flag(view, key, "")
    for key in ("title", "submit", "close"):
        if view.get(key) is not None:
            check_text(found, view[key], f"/{key}", 24, plain=True)
    if view.get("blocks") is not None:
        check_blocks(found, view["blocks"], kind, VIEW_BLOCKS)
        _check_form(found, view, kind)
    return found.problems


def view_is_too_large(view: Json) -> bool:
    """Whether a view is over 250 kB."""
    return len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES


def check_blocks(found: Findings, blocks: Any, surface: str, maximum: int, pointer: str = "/blocks") -> None:
    """A list of blocks: how many, each one, ids unique, one table, markdown in sum, one field in focus."""
    if not isinstance(blocks, list):
        found.add(pointer, "must be a list")
        return
    if len(blocks) > maximum:
        found.add(pointer, f"no more than {maximum} items allowed")
    if not blocks and surface == "modal":
        found.add(pointer, "must contain at least 1 item")
    for index, block in enumerate(blocks):
        check_block(found, block, f"{pointer}/{index}", surface)
    good = [block for block in blocks if isinstance(block, dict)]
    ids = [block["block_id"] for block in good if isinstance(block.get("block_id"), str)]
    for block_id in sorted({i for i in ids if ids.count(i) > 1}):
        found.add(pointer, f"block_id {block_id} already exists")
    _check_sums(found, good, pointer)


def _check_sums(found: Findings, blocks: list[Json], pointer: str) -> None:
    if sum(block.get("type") == "table" for block in blocks) > 1:
        found.add(pointer, "only one table allowed")
    if len(characters([block for block in blocks if block.get("type") == "markdown"])) > MARKDOWN_MAX:
        found.add(pointer, f"markdown must be less than {MARKDOWN_MAX + 1} characters")
    if sum(bool(e.get("focus_on_load")) for block in blocks for e in elements_of(block)) > 1:
        found.add(pointer, "only one element may have focus_on_load")


def _check_form(found: Findings, view: Json, kind: str) -> None:
    blocks = list_of(view["blocks"])
    has_inputs = any(isinstance(block, dict) and block.get("type") == "input" for block in blocks)
    if kind == "modal" and has_inputs and view.get("submit") is None:
        found.add("/submit", "missing required field: submit, since the view has inputs")
    if kind == "home" and any(isinstance(b, dict) and b.get("type") == "table" for b in blocks):
        found.add("/blocks", "a table does not show on Home")
