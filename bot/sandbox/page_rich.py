"""rich_text blocks as safe HTML."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from bot.sandbox.page_mrkdwn import date_text, emoji, link, mention, plain
from bot.sandbox.page_reader import Reader

_STYLES = {"code": "code", "strike": "s", "italic": "em", "bold": "strong"}
_INDENTS = 4


def rich_text(block: Mapping[str, Any], reader: Reader) -> Markup:
    """The sections, lists, quotes and code of one rich_text block, in their order."""
    return Markup("").join(_element(element, reader) for element in block.get("elements", []))


def _element(element: Mapping[str, Any], reader: Reader) -> Markup:
    kind = element.get("type")
    inner = element.get("elements", [])
    if kind == "rich_text_list":
        return _list(element, reader)
    leaves = Markup("").join(_leaf(leaf, reader) for leaf in inner)
    if kind == "rich_text_quote":
        return Markup("<blockquote>{}</blockquote>").format(leaves)
    if kind == "rich_text_preformatted":
        return Markup("<pre>{}</pre>").format(Markup("").join(_leaf(leaf, reader) for leaf in inner))
    return Markup("<p>{}</p>").format(leaves) if kind == "rich_text_section" else _unknown(str(kind))


def _list(element: Mapping[str, Any], reader: Reader) -> Markup:
    tag = "ol" if element.get("style") == "ordered" else "ul"
    indent = min(int(element.get("indent", 0)), _INDENTS)
    items = Markup("").join(
        Markup("<li>{}</li>").format(_element(item, reader)) for item in element.get("elements", [])
    )
    return Markup('<{0} class="indent-{1}" start="{2}">{3}</{0}>').format(
        tag, indent, int(element.get("offset", 0)) + 1, items
    )


def _leaf(leaf: Mapping[str, Any], reader: Reader) -> Markup:
    kind = leaf.get("type")
    shown = _shown(str(kind), leaf, reader)
    for style, tag in _STYLES.items():
        if (leaf.get("style") or {}).get(style):
            shown = Markup("<{0}>{1}</{0}>").format(tag, shown)
    return shown


def _shown(kind: str, leaf: Mapping[str, Any], reader: Reader) -> Markup:
    if kind == "text":
        return plain(str(leaf.get("text", "")), emoji=False)
    if kind == "link":
        url = str(leaf.get("url", ""))
        return link(url, str(leaf.get("text") or url))
    if kind == "emoji":
        return escape(emoji(str(leaf.get("name", ""))))
    if kind == "date":
        return escape(
            date_text(
                str(leaf.get("timestamp", "")), str(leaf.get("format", "")), str(leaf.get("fallback", "")), reader
            )
        )
    if kind in {"user", "channel", "broadcast", "usergroup", "team"}:
        sign = {"user": "@", "channel": "#"}.get(kind, "!")
        target = leaf.get("range") or leaf.get(f"{kind}_id") or ""
        return mention(sign, str(target), "", reader)
    return escape(str(leaf.get("value", ""))) if kind == "color" else _unknown(kind)


def _unknown(kind: str) -> Markup:
    return Markup('<span class="unknown">{}</span>').format(kind)
