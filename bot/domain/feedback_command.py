"""What was typed after the command that gives feedback: for whom, in which form, and its parts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.feedback import PARTS, Form, Part

PARTINGS_MOST = 2
"""Both forms have three parts that have to be there; whatever comes after the second parting belongs to the third."""

FORM_WORDS = {
    **dict.fromkeys(("sandwich", "三明治", "三明治法"), Form.SANDWICH),
    **dict.fromkeys(
        ("behaviour", "behavior", "sbi", "行为", "行為", "行为描述", "行為描述", "行为反馈", "行為回饋"), Form.BEHAVIOUR
    ),
}
PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
NAMED = re.compile(r"@[^\s,，、]+")
GROUP = re.compile(r"<!(?:subteam\^)?([^>|]*)(?:\|([^>]*))?>")
FORM = re.compile(rf"({'|'.join(sorted(FORM_WORDS, key=len, reverse=True))})(?=[\s:：]|$)[\s:：]*", re.IGNORECASE)
BETWEEN = " \t\u3000,，、"
LINE = re.compile(r"\n\s*")
SLASH = re.compile(r"(?<=[^\S\n])[/／](?=[^\S\n])")
MARKED = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")


@dataclass(frozen=True)
class Typed:
    """`to`: Slack ids of those who were mentioned, each once. `form` None: none was named. `said`: up to three parts.

    `unknown`: names that Slack did not make a person of, as they were typed.
    """

    to: tuple[str, ...] = ()
    form: Form | None = None
    said: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def parse(text: str) -> Typed:
    """The text as Slack escapes it: mentions are "<@U1|mei>" (SLACK.md §5.2). Nothing of it is an error."""
    to, unknown, rest = _people(text)
    named = FORM.match(rest)
    form = FORM_WORDS[named[1].lower()] if named else None
    words = (rest[named.end() :] if named else rest).strip()
    return Typed(to, form, tuple(readable(one) for one in _parted(words)), unknown)


def parts(form: Form, said: tuple[str, ...]) -> dict[Part, str]:
    """What was typed, in the parts of that form."""
    return dict(zip(PARTS[form], said, strict=False))


def _people(text: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Those in front, and what comes after them."""
    to: dict[str, None] = {}
    unknown: dict[str, None] = {}
    rest = text.strip()
    while True:
        if found := PERSON.match(rest):
            to[found[1]] = None
        elif found := GROUP.match(rest):
            unknown[f"@{(found[2] or found[1]).lstrip('@')}"] = None
        elif found := NAMED.match(rest):
            unknown[found[0]] = None
        else:
            return tuple(to), tuple(unknown), rest
        rest = rest[found.end() :].lstrip(BETWEEN + "\n")


def _parted(words: str) -> list[str]:
    """Parted by slashes between blanks where there are enough of them, else by lines, else by both."""
    if not words:
        return []
    if len(SLASH.findall(words)) >= PARTINGS_MOST:
        found = SLASH.split(words, PARTINGS_MOST)
    elif len(LINE.findall(words)) >= PARTINGS_MOST:
        found = LINE.split(words, PARTINGS_MOST)
    else:
        found = re.split(f"{SLASH.pattern}|{LINE.pattern}", words, maxsplit=PARTINGS_MOST)
    return [one.strip() for one in found]


def readable(text: str, names: Mapping[str, str] | None = None) -> str:
    """A text as Slack escapes it, as people read it: nothing in it calls anybody. `names`: of people, by their Slack ids."""

    def shown(found: re.Match[str]) -> str:
        kind, target, label = found.groups()
        if kind == "@":
            return f"@{label or (names or {}).get(target, target)}"
        if kind == "#":
            return f"#{label or target}"
        if kind == "!":
            return f"@{(label or target.partition('^')[0]).lstrip('@')}"
        return target if label is None or label in target else f"{label} ({target})"

    return MARKED.sub(shown, text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def mentioned(text: str) -> set[str]:
    """The Slack ids of the people whom a text mentions."""
    return set(PERSON.findall(text))
