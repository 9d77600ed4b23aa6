"""Actions: something a person said they would do, by when, and what became of it."""

from datetime import date, timedelta
from enum import StrEnum

from bot.domain.errors import RuleBroken
from bot.domain.notices import Kind, Lane

GIVEN = Kind("actions.given", Lane.SUMMARY)
"""Somebody else wrote down what its recipient will do."""

WORDS_MAX = 500
"""Characters: one thing to do, not a plan."""
AHEAD_MAX = timedelta(days=366)
"""A date farther away is a goal, or a slip of the finger."""


class ActionState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Whose(StrEnum):
    """Who will do what comes out of a check-in: the one who wrote it, or the one who reads it."""

    AUTHOR = "author"
    READER = "reader"


def check(words: str, due: date | None, today: date) -> str:
    """The words as they are kept, or the rule that is broken, at its field. `today`: where the one who writes it is."""
    if not words.strip():
        raise RuleBroken("words_needed", field="words")
    if len(words) > WORDS_MAX:
        raise RuleBroken("too_long", {"most": WORDS_MAX}, field="words")
    if due is not None and due < today:
        raise RuleBroken("due_over", field="due")
    if due is not None and due > today + AHEAD_MAX:
        raise RuleBroken("due_too_far", field="due")
    return words.strip()
