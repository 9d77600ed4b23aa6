"""What stands after a command: the people it begins with, and the words after them, as somebody typed them (SLACK.md §8.2)."""

import re
from dataclasses import dataclass, field

_MENTION = re.compile(
    r"<@(?P<person>[UW][A-Z0-9]+)(?:\|[^<>]*)?>"
    r"|<![^<>|]*(?:\|@?(?P<group>[^<>]*))?>"
    r"|@(?P<typed>[^\s<>,，、;；]+)"
)
_BETWEEN = re.compile(r"(?:[\s,，、;；]|&amp;|(?:and|和|与|與|跟|及)(?=[\s<@]))*")
_LIVE = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")


@dataclass(frozen=True)
class Mentioned:
    """`people` by Slack id. `unknown`: names that Slack knows as nobody's, or as a group's. `words`: the rest."""

    people: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    words: str = ""


def read(text: object) -> Mentioned:
    """The text of a command. People who are named among the words stay words: thanks to them are meant for others."""
    rest = str(text or "")
    people: list[str] = []
    unknown: list[str] = []
    at = _past(rest, 0)
    while found := _MENTION.match(rest, at):
        if found["person"]:
            people.append(found["person"])
        else:
            unknown.append(plain(found["group"] or found["typed"] or found[0].strip("<!>")))
        at = _past(rest, found.end())
    return Mentioned(list(dict.fromkeys(people)), list(dict.fromkeys(unknown)), plain(rest[at:]).strip())


def _past(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at


def plain(text: str) -> str:
    """The words as they were typed: names without their ids, links without their dress, and Slack's three escapes undone."""
    shown = _LIVE.sub(_typed, text)
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _typed(live: re.Match[str]) -> str:
    target, label = live[1], live[2] or ""
    if target.startswith(("@", "#")):
        return target[0] + (label.lstrip("@#") or target[1:])
    if target.startswith("!"):
        return "@" + (label.lstrip("@") or target[1:].partition("^")[0])
    return target.removeprefix("mailto:")
