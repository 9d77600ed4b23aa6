"""Somebody's own summary of a cycle: when it is kept, what each figure can be followed to, and what they add to it."""

from datetime import date, timedelta
from enum import StrEnum

from bot.domain.errors import RuleBroken
from bot.domain.notices import Kind, Lane

READY = Kind("own_summaries.ready", Lane.SUMMARY, late_after=timedelta(days=7))
"""The summary is there, before a review is written. Subject is the kept summary. After a week it is no news any more."""
EXPORT = Kind("own_summaries.export", Lane.ANSWER, unasked=False)
"""What somebody wrote in their cycles, as text; its subject is the first cycle of the message."""
RECORD = "own_addition"
"""The name of an addition among readers."""

WORDS_MAX = 1_000
"""Characters: what is missing, not a report."""
ADDITIONS_MAX = 30
"""In one cycle: more than two a week nobody reads before a review."""


class Part(StrEnum):
    """Which state of it: as it is now, as it was kept when "check" began, or when the cycle was over for them."""

    NOW = "now"
    CHECK = "check"
    END = "end"


class Sort(StrEnum):
    """What can be followed to the records it counts. Most are named as the figures of any summary are."""

    CHECKINS = "checkins"
    GOALS = "goals"
    BLOCKERS = "blockers"
    RECEIVED = "received"
    GIVEN = "given"
    RECOGNITION = "recognition"
    TALKS = "talks"
    ACTIONS = "actions"
    ADDITIONS = "additions"


def check(words: str, day: date | None, first: date, last: date) -> str:
    """The words as they are kept. Raises RuleBroken at the field that is wrong. The day lies within the cycle, and is not to come."""
    if not words.strip():
        raise RuleBroken("words_needed", field="words")
    if len(words) > WORDS_MAX:
        raise RuleBroken("too_long", {"most": WORDS_MAX}, field="words")
    if day is None:
        raise RuleBroken("day_needed", field="day")
    if not first <= day <= last:
        raise RuleBroken("addition_outside", {"first": first, "last": last}, field="day")
    return words.strip()
