"""Thanks: a reason in words, to one or several, posted or only to them. No points, no ranks."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.errors import RuleBroken
from bot.domain.notices import Kind, Lane
from bot.domain.working import Span

RECORD = "recognition"
"""The name of thanks among readers: a row for each person who is thanked."""

THANKS = Kind("recognition.thanks", Lane.SUMMARY)
"""For each who is thanked."""
POST = Kind("recognition.post", Lane.SUMMARY, unasked=False, late_after=timedelta(days=1))
"""In the channel for thanks. A day late it is no news to anybody."""
UNPOSTED = Kind("recognition.unposted", Lane.ANSWER, unasked=False)
"""For who gave thanks: the channel did not take them."""

WORDS_MAX = 1_500
"""Characters of a reason: what is read at once, and fits into one message however it is written."""
PEOPLE_MOST = 20
"""People in one word of thanks: with more, nobody feels meant."""
A_DAY_MOST = 10
TO_ONE_A_DAY_MOST = 3
"""Thanks that somebody gives on a day of theirs, in all and to one person: beyond that it is noise, or a joke."""

UNTHANKED_AFTER = timedelta(weeks=8)
AWAY_SHARE = 0.5
"""Who was away for this share of that time is not missing any thanks."""
TOLD_FOR = timedelta(days=3)
"""So long after a channel refused thanks their author is still told."""

EMOJI_NAME = re.compile(r":[a-z0-9_+'-]+:")
"""What Slack's fields make of an emoji."""
WORD = re.compile(r"[^\W\d_]+")
SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Signs of scripts that put no blanks between words."""
SIGNS_LEAST, WORDS_LEAST = 4, 2
"""A reason has two words, or four signs of a script without blanks: 做得好 alone says as little as "great"."""


class Where(StrEnum):
    """Who else hears of it."""

    POSTED = "posted"
    ONLY_THEM = "only_them"


@dataclass(frozen=True)
class Thanks:
    """What somebody sends. `people` by their Slack ids. `named` and `channel` are the readers and the channel that the form named."""

    people: Sequence[str]
    words: str
    value_id: int | None
    where: Where
    source: str
    named: frozenset[int]
    channel: str | None


def check(words: str) -> str:
    """The reason as it is kept. Raises RuleBroken at "reason" for what says nothing."""
    text = words.strip()
    if not text:
        raise RuleBroken("thanks_reason_needed", field="reason")
    if len(text) > WORDS_MAX:
        raise RuleBroken("too_long", {"most": WORDS_MAX}, field="reason")
    said = EMOJI_NAME.sub(" ", text)
    signs = len(SPACELESS.findall(said))
    spelled = len(WORD.findall(SPACELESS.sub(" ", said)))
    if not signs and not spelled:
        raise RuleBroken("thanks_reason_words", field="reason")
    if signs / SIGNS_LEAST + spelled / WORDS_LEAST < 1:
        raise RuleBroken("thanks_reason_short", field="reason")
    return text


def check_number(people: int) -> None:
    """Raises RuleBroken at "people" for nobody, and for too many at once."""
    if not people:
        raise RuleBroken("thanks_nobody", field="people")
    if people > PEOPLE_MOST:
        raise RuleBroken("thanks_too_many", {"count": people, "most": PEOPLE_MOST}, field="people")


def away_most(spans: Iterable[Span], first: date, last: date) -> bool:
    """Whether so many of the days from `first` to `last` lie within these spans that nothing can be missing."""
    away = {
        day
        for begin, end in spans
        for day in range(max(begin, first).toordinal(), min(end, last).toordinal() + 1)
    }  # fmt: skip
    return len(away) >= AWAY_SHARE * ((last - first).days + 1)
