"""What was typed after the command of goals: a new one, and for whom."""

import re
from dataclasses import dataclass

from bot.domain import mentions

NEW = frozenset({"new", "新", "新建", "新目标", "新目標", "新增"})


@dataclass(frozen=True)
class Typed:
    """`people`: Slack ids of those who were named; `unknown`: names that Slack did not make a person of. `new`: a goal is to be written."""

    new: bool = False
    people: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    words: str = ""


def parse(text: str) -> Typed:
    """The text as Slack escapes it. The word for a new one may stand before or after the names."""
    word, _, rest = text.strip().partition(" ")
    first = word.lower() in NEW
    typed = mentions.read(rest if first else text)
    second = re.match(r"\S*", typed.words)
    later = second is not None and second[0].lower() in NEW
    words = typed.words[second.end() :].strip() if later and second else typed.words
    return Typed(first or later, tuple(typed.people), tuple(typed.unknown), words)
