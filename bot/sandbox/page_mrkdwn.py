"""What people and bots write, as safe HTML: markup is shown, and nothing in it can run.

The source is text as the workspace keeps it: `&`, `<` and `>` escaped, live links and mentions in angle brackets (SLACK.md §8).
"""

import re
from datetime import UTC, datetime

from markupsafe import Markup, escape

from bot.sandbox.page_reader import Reader
from bot.sandbox.text import unescape

_BLOCK = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
_INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|<(?P<live>[^<>\n]+)>"
    r"|(?<![\w*])\*(?P<b>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])"
    r"|(?<![\w_])_(?P<i>[^\s_](?:[^_\n]*[^\s_])?)_(?![\w_])"
    r"|(?<![\w~])~(?P<s>[^\s~](?:[^~\n]*[^\s~])?)~(?![\w~])"
    r"|:(?P<emoji>[a-z0-9_+-]{1,50}):"
)
_QUOTE = "&gt;"
_SCHEMES = ("http://", "https://", "mailto:")
_TOKEN = re.compile(r"\{(\w+)\}")
_TAGS = {"b": "strong", "i": "em", "s": "s"}
_EMOJI = {
    "white_check_mark": "✅", "heavy_check_mark": "✔️", "x": "❌", "warning": "⚠️", "tada": "🎉", "wave": "👋", "thumbsup": "👍",
    "+1": "👍", "thumbsdown": "👎", "-1": "👎", "eyes": "👀", "pray": "🙏", "clap": "👏", "heart": "❤️", "star": "⭐", "fire": "🔥",
    "bulb": "💡", "calendar": "📅", "memo": "📝", "pencil": "📝", "bell": "🔔", "lock": "🔒", "rocket": "🚀", "seedling": "🌱",
    "dart": "🎯", "speech_balloon": "💬", "question": "❓", "construction": "🚧", "smile": "😄", "slightly_smiling_face": "🙂",
    "neutral_face": "😐", "disappointed": "😞", "raised_hands": "🙌", "muscle": "💪", "sunny": "☀️", "palm_tree": "🌴",
    "chart_with_upwards_trend": "📈", "arrow_right": "➡️", "arrow_left": "⬅️", "hourglass": "⌛", "clock3": "🕒",
}  # fmt: skip
_BREAK = Markup("<br>")


def mrkdwn(text: str, reader: Reader) -> Markup:
    """Text with Slack's markup, as HTML."""
    parts: list[Markup] = []
    end = 0
    for block in _BLOCK.finditer(text):
        parts += [_lines(text[end : block.start()], reader), Markup("<pre>{}</pre>").format(unescape(block[1]))]
        end = block.end()
    return Markup("").join([*parts, _lines(text[end:], reader)])


def plain(text: str, *, emoji: bool = True) -> Markup:
    """Text without markup, as HTML: line breaks are kept, and `:tada:` is drawn where `emoji` allows it."""
    shown = re.sub(r":([a-z0-9_+-]{1,50}):", lambda name: _EMOJI.get(name[1], name[0]), text) if emoji else text
    return _BREAK.join(escape(line) for line in shown.split("\n"))


def text_object(node: dict[str, object] | None, reader: Reader) -> Markup:
    """A text object of either kind; nothing for a missing one."""
    if not node:
        return Markup("")
    text = str(node.get("text", ""))
    return mrkdwn(text, reader) if node.get("type") == "mrkdwn" else plain(text, emoji=node.get("emoji") is not False)


def emoji(name: str) -> str:
    """The sign behind a name, else the name between colons."""
    return _EMOJI.get(name, f":{name}:")


def link(url: str, label: Markup | str) -> Markup:
    """A link that leaves the page, for addresses of the web and of mail; any other address is shown as text."""
    if not url.lower().startswith(_SCHEMES):
        return Markup("{} <span class='quiet'>({})</span>").format(label, url) if str(label) != url else escape(url)
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(url, label)


def mention(kind: str, target: str, fallback: str, reader: Reader) -> Markup:
    """Somebody, a channel or a broadcast by its name: `kind` is `@`, `#` or `!`."""
    if kind == "@":
        mine = " mention-me" if target == reader.me else ""
        return Markup('<span class="mention{}">@{}</span>').format(
            mine, reader.people.get(target) or fallback or target
        )
    if kind == "#":
        return Markup('<span class="mention">#{}</span>').format(reader.channels.get(target) or fallback or target)
    return Markup('<span class="mention mention-all">@{}</span>').format(target)


def date_text(unix: str, pattern: str, fallback: str, reader: Reader) -> str:
    """A `<!date^…>` in the reader's zone; the fallback where the number is none."""
    try:
        at = datetime.fromtimestamp(int(unix), UTC)
    except (ValueError, OverflowError, OSError):
        return fallback
    return _TOKEN.sub(lambda token: reader.date_token(token[1], at), pattern)


def _lines(text: str, reader: Reader) -> Markup:
    """Lines with their breaks; those that begin with `>` together as quotes."""
    out: list[Markup] = []
    quote: list[Markup] = []
    row: list[Markup] = []
    for line in text.strip("\n").split("\n"):
        quoted = line.startswith(_QUOTE)
        if row and quoted:
            out, row = [*out, _BREAK.join(row)], []
        if quote and not quoted:
            out, quote = [*out, _quote(quote)], []
        (quote if quoted else row).append(_inline(line.removeprefix(_QUOTE).strip() if quoted else line, reader))
    if quote:
        out.append(_quote(quote))
    return Markup("").join([*out, _BREAK.join(row)])


def _quote(lines: list[Markup]) -> Markup:
    return Markup("<blockquote>{}</blockquote>").format(_BREAK.join(lines))


def _inline(text: str, reader: Reader) -> Markup:
    parts: list[Markup] = []
    end = 0
    for found in _INLINE.finditer(text):
        parts += [escape(unescape(text[end : found.start()])), _piece(found, reader)]
        end = found.end()
    return Markup("").join([*parts, escape(unescape(text[end:]))])


def _piece(found: re.Match[str], reader: Reader) -> Markup:
    kind = str(found.lastgroup)
    inner = found[kind]
    if kind == "code":
        return Markup("<code>{}</code>").format(unescape(inner))
    if kind == "live":
        return _live(inner, reader)
    if kind == "emoji":
        return escape(emoji(inner))
    tag = _TAGS[kind]
    return Markup("<{0}>{1}</{0}>").format(tag, _inline(inner, reader))


def _live(inner: str, reader: Reader) -> Markup:
    target, bar, label = inner.partition("|")
    label = unescape(label)
    if target.startswith(("@", "#")):
        return mention(target[0], target[1:], label.lstrip("@#"), reader)
    if target.startswith("!date^"):
        _, unix, pattern, *rest = [*target.split("^"), "", ""]
        shown = escape(date_text(unix, pattern, label, reader))
        return link(rest[0], shown) if rest and rest[0] else Markup('<time title="{}">{}</time>').format(label, shown)
    if target.startswith("!"):
        return mention("!", label.lstrip("@") or target[1:].partition("^")[2] or target[1:], "", reader)
    address = unescape(target)
    return link(address, label if bar and label else address.removeprefix("mailto:"))
