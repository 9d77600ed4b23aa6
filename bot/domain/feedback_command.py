"""What was typed after the command that gives feedback: for whom, in which form, and its parts."""

import re
from dataclasses import dataclass

from bot.domain import mentions
from bot.domain.feedback import PARTS, Form, Part

PARTINGS_MOST = 2
"""Both forms have three parts that have to be there; whatever comes after the second parting belongs to the third."""

FORM_WORDS = {
    **dict.fromkeys(("sandwich", "三明治", "三明治法"), Form.SANDWICH),
    **dict.fromkeys(
        ("behaviour", "behavior", "sbi", "行为", "行為", "行为描述", "行為描述", "行为反馈", "行為回饋"), Form.BEHAVIOUR
    ),
}
FORM = re.compile(rf"({'|'.join(sorted(FORM_WORDS, key=len, reverse=True))})(?=[\s:：]|$)[\s:：]*", re.IGNORECASE)
LINE = re.compile(r"\n\s*")
SLASH = re.compile(r"(?<=[^\S\n])[/／](?=[^\S\n])")


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
    """The text as Slack escapes it. Nothing of it is an error."""
    typed = mentions.read(text)
    named = FORM.match(typed.words)
    form = FORM_WORDS[named[1].lower()] if named else None
    words = (typed.words[named.end() :] if named else typed.words).strip()
    return Typed(tuple(typed.people), form, tuple(_parted(words)), tuple(typed.unknown))


def parts(form: Form, said: tuple[str, ...]) -> dict[Part, str]:
    """What was typed, in the parts of that form."""
    return dict(zip(PARTS[form], said, strict=False))


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
