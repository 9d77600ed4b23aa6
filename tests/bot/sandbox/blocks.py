"""Parts of blocks to try limits with."""

from typing import Any

from bot.sandbox.model import Json
from tests.bot.sandbox.conftest import text


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
