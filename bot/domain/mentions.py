"""Text as Slack escapes it (SLACK.md §5.2, §8.2): the people whom it begins with, and the words as somebody typed them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_NAMED = re.compile(rf"{_PERSON.pattern}|<!([^<>|]*)(?:\|([^<>]*))?>|@([^\s<>,，、;；]+)")
_BETWEEN = re.compile(r"(?:[\s,，、;；]|&amp;|(?:and|和|与|與|跟|及)(?=[\s<@]))*")
_LIVE = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")


@dataclass(frozen=True)
class Mentioned:
    """`people` by Slack id, each once. `unknown`: names that Slack knows as nobody's, or as a group's. `words`: the rest, readable."""

    people: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    words: str = ""


def read(text: object) -> Mentioned:
    """The text of a command. People who are named among the words stay words: thanks to them are meant for others."""
    people, unknown, rest = in_front(str(text or ""))
    return Mentioned(people, unknown, readable(rest).strip())


def in_front(text: str) -> tuple[list[str], list[str], str]:
    """Those whom it begins with, the names that are nobody's, and what comes after them as Slack escapes it."""
    people: dict[str, None] = {}
    unknown: dict[str, None] = {}
    at = _past(text, 0)
    while found := _NAMED.match(text, at):
        person, group, label, typed = found.groups()
        if person:
            people[person] = None
        else:
            unknown[_group(group, label) if typed is None else f"@{typed}"] = None
        at = _past(text, found.end())
    return list(people), list(unknown), text[at:]


def readable(text: str, names: Mapping[str, str] | None = None) -> str:
    """As people read it: nothing in it calls anybody, and Slack's three escapes are undone. `names`: of people, by their Slack ids."""

    def shown(found: re.Match[str]) -> str:
        kind, target, label = found.groups()
        if kind == "@":
            return f"@{label or (names or {}).get(target, target)}"
        if kind == "#":
            return f"#{(label or target).lstrip('#')}"
        if kind == "!":
            return _group(target, label)
        target = target.removeprefix("mailto:")
        return target if not label or label in target else f"{label} ({target})"

    return _LIVE.sub(shown, text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def people_in(text: str) -> set[str]:
    """The Slack ids of the people whom a text mentions anywhere."""
    return set(_PERSON.findall(text))


def _group(target: str, label: str | None) -> str:
    return f"@{(label or target.partition('^')[0]).lstrip('@')}"


def _past(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at
