"""How Slack keeps text: escaped, with links and mentions in angle brackets."""

import re
from typing import Any

_ENTITY = re.compile(r"&(?!amp;|lt;|gt;)")
_LIVE = re.compile(
    r"<(?:!date\^\d+\^[^<>|\n]+|[@#!][^<>\s|]+|https?://[^<>\s|]+|mailto:[^<>\s|]+|tel:[^<>\s|]+)(?:\|[^<>]*)?>"
)
_URL = re.compile(r"(?<![<|\w])https?://[^\s<>|]+")
_BROADCAST = re.compile(r"(?<![\w<!@])@(here|channel|everyone)\b")


def escape(text: str) -> str:
    """Text typed by a person, as Slack keeps and sends it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """The reverse of `escape`, for showing."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def kept(text: str) -> str:
    """Text sent by a bot, as Slack keeps it: what is live stays, every other special character is escaped."""
    parts: list[str] = []
    end = 0
    for live in _LIVE.finditer(text):
        parts += [_dead(text[end : live.start()]), live.group()]
        end = live.end()
    return "".join([*parts, _dead(text[end:])])


def parsed(text: str) -> str:
    """`kept`, with bare addresses and @here made live, as Slack does where `verbatim` is not true (SLACK.md §8.2)."""
    parts: list[str] = []
    end = 0
    text = kept(text)
    for live in _LIVE.finditer(text):
        parts += [_enliven(text[end : live.start()]), live.group()]
        end = live.end()
    return "".join([*parts, _enliven(text[end:])])


def kept_blocks(node: Any) -> Any:
    """A copy of blocks with every mrkdwn text as Slack keeps it."""
    if isinstance(node, list):
        return [kept_blocks(item) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {key: kept_blocks(value) for key, value in node.items()}
    if copy.get("type") == "mrkdwn" and isinstance(copy.get("text"), str):
        copy["text"] = kept(copy["text"]) if copy.get("verbatim") else parsed(copy["text"])
    return copy


def echoed(node: Any) -> Any:
    """A copy of blocks as they come back with an interaction: plain_text escaped too (SLACK.md §8.1)."""
    if isinstance(node, list):
        return [echoed(item) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {key: echoed(value) for key, value in node.items()}
    if copy.get("type") == "plain_text" and isinstance(copy.get("text"), str):
        copy["text"] = escape(copy["text"])
    return copy


def _dead(text: str) -> str:
    return _ENTITY.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")


def _enliven(text: str) -> str:
    return _BROADCAST.sub(r"<!\1>", _URL.sub(lambda url: f"<{url.group()}>", text))
