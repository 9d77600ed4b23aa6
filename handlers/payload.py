"""The body of a request from Slack, from raw bytes to plain values. Bolt's own parser is not used (SLACK.md §2.4)."""

import json
from typing import Any
from urllib.parse import parse_qsl

Json = dict[str, Any]

FIELDS_MAX = 200
"""Fields of one form; Slack's own have about fifteen."""


class Malformed(Exception):
    """The body is not what Slack would send: not UTF-8, not JSON, not a form."""


def parse(raw: bytes, content_type: str) -> Json:
    """Commands as their form's fields, interactions as their payload, events as their JSON.

    A form is an interaction when it has a field `payload`, not when the word occurs somewhere in it.
    Raises Malformed.
    """
    try:
        text = raw.decode("utf-8")
        if content_type.partition(";")[0].strip().lower() == "application/json" or text.startswith("{"):
            return _object(text)
        fields = dict(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=FIELDS_MAX))
    except ValueError as error:  # UnicodeDecodeError and JSONDecodeError are among them
        raise Malformed(type(error).__name__) from None
    if "payload" in fields:
        return _object(fields["payload"])
    if not fields:
        raise Malformed("empty")
    return {name: _storable(value) for name, value in fields.items()}


def _object(text: str) -> Json:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Malformed(type(error).__name__) from None
    if not isinstance(value, dict):
        raise Malformed("not an object")
    # Only escapes can bring in what no database stores; the walk is spared to everybody else.
    return clean(value) if "\\u0000" in text or "\\ud" in text.lower() else value


def clean(value: Any) -> Any:
    """The same value without what no database stores."""
    if isinstance(value, str):
        return _storable(value)
    if isinstance(value, list):
        return [clean(one) for one in value]
    if isinstance(value, dict):
        return {_storable(name): clean(one) for name, one in value.items()}
    return value


def _storable(text: str) -> str:
    """Without NUL, which PostgreSQL refuses, and with halves of characters replaced, which are no text at all."""
    return text.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
