"""What is asked about a goal before it is proposed. It advises, and blocks nothing.

The questions are those of SMART: specific, measurable, assignable, realistic, time-related (Doran, There's a S.M.A.R.T. way to write
management's goals and objectives, Management Review 70 (11), 1981), and of results before activities (Drucker, 1954).
"""

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain import goals_words as words
from bot.domain.goals_form import REVIEWS_MOST, Held, Written, mark
from bot.domain.goals_numbers import COUNTED

GOALS_MOST = 8
"""Of one person in one cycle: with more, none of them is in front."""

_HAN = re.compile("[\u4e00-\u9fff]")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_DATES = re.compile(words.DATES, re.IGNORECASE)
_NUMBER_ZH = re.compile(words.NUMBER_ZH)
_ACTIVITY_ZH = re.compile(f"{words.BEFORE_ZH}(?:{'|'.join(words.ACTIVITY_ZH)})")


class Code(StrEnum):
    """What is asked."""

    VAGUE = "vague"
    NO_NUMBER = "no_number"
    NO_DATE = "no_date"
    ACTIVITY = "activity"
    TOO_MANY = "too_many"
    ALREADY_MET = "already_met"
    OUTSIDE_CYCLE = "outside_cycle"


@dataclass(frozen=True)
class Finding:
    """`field`: below which field it is asked."""

    code: Code
    field: str
    values: dict[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Around:
    """What is known beside the words. `others`: the most goals that one of its owners has in the cycle, without this one.

    `first`, `last`: the cycle's days. `current`: where its measure stands. `dated`: a day was chosen.
    """

    others: int = 0
    first: date | None = None
    last: date | None = None
    current: float | None = None
    dated: bool = True


def review(written: Written, around: Around) -> list[Finding]:
    """What would make this goal easier to reach and to agree on, each with its field."""
    found = [*_title(written)]
    if not around.dated:
        found.append(Finding(Code.NO_DATE, "due", {"day": written.due}))
    elif (around.first and written.due < around.first) or (around.last and written.due > around.last):
        found.append(Finding(Code.OUTSIDE_CYCLE, "due", {"first": around.first, "last": around.last}))
    if already_met(written, around.current):
        found.append(Finding(Code.ALREADY_MET, "target"))
    if around.others + 1 > GOALS_MOST:
        found.append(Finding(Code.TOO_MANY, "title", {"count": around.others + 1, "most": GOALS_MOST}))
    return found


def asks(held: Held, written: Written, found: Sequence[Finding]) -> bool:
    """Whether the form comes back before this is proposed: once, and once more after a change."""
    return bool(found) and held.reviewed != mark(written) and held.reviews < REVIEWS_MOST


def _title(written: Written) -> list[Finding]:
    """At most one question about the words."""
    text = written.title.lower()
    counted = has_number(text) or written.target is not None
    if is_activity(text):
        return [Finding(Code.ACTIVITY, "title")]
    if changes(text) and (is_short(text) or not counted):
        return [Finding(Code.VAGUE, "title")]
    if not counted and written.measure in COUNTED and not written.results:
        return [Finding(Code.NO_NUMBER, "target")]
    return []


def has_number(text: str) -> bool:
    """Whether something is counted in it; days, months and years count nothing."""
    left = _DATES.sub(" ", text.lower())
    return bool(re.search(r"\d|%|％", left) or _NUMBER_ZH.search(left) or set(_WORD.findall(left)) & {*words.NUMBERS})


def is_activity(text: str) -> bool:
    """Whether it begins with what somebody does, not with what comes of it."""
    found = _WORD.findall(text.lower())
    verb = next((one for one in found if one not in {"to", "we", "i", "will", "regularly", "actively"}), "")
    return (verb in words.ACTIVITY and not _HAN.match(text.strip())) or bool(_ACTIVITY_ZH.match(text.strip()))


def changes(text: str) -> bool:
    """Whether it is to be more, less, or better."""
    return direction(text) != 0 or bool(set(_WORD.findall(text.lower())) & {*words.VAGUE}) or _any(text, words.VAGUE_ZH)


def direction(text: str) -> int:
    """1: it is to be more, -1: less, 0: neither is said, or both are."""
    found = set(_WORD.findall(text.lower()))
    up = bool(found & {*words.UP}) or _any(text, words.UP_ZH)
    down = bool(found & {*words.DOWN}) or _any(text, words.DOWN_ZH)
    return int(up) - int(down)


def is_short(text: str) -> bool:
    """Whether there is no room in it for what it is about."""
    han = len(_HAN.findall(text))
    return han <= words.SHORT_HAN if han else len(text.split()) <= words.SHORT_WORDS


def already_met(written: Written, current: float | None = None) -> bool:
    """Whether the target is behind where it begins, as its words tell the direction, or behind where it stands."""
    if written.target is None:
        return False
    way = direction(written.title)
    if written.start is not None:
        if way and (written.target - written.start) * way < 0:
            return True
        way = 1 if written.target > written.start else -1
    return current is not None and way != 0 and (current - written.target) * way >= 0


def _any(text: str, among: Sequence[str]) -> bool:
    return any(one in text for one in among)
