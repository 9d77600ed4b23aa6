"""Actions: something a person said they would do, by when, and what became of it."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.errors import RuleBroken
from bot.domain.notices import Kind, Lane

GIVEN = Kind("actions.given", Lane.SUMMARY)
"""Somebody else wrote down what its recipient will do."""

RECORD = "action"
"""The name of an action among readers: those who read it beside its owner and whoever wrote it down."""

WORDS_MAX = 500
"""Characters: one thing to do, not a plan."""
AHEAD_MAX = timedelta(days=366)
"""A date farther away is a goal, or a slip of the finger."""


class ActionState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Became(StrEnum):
    """What its owner says of an action. Which of these are offered says bot/domain/tries.py."""

    DONE = "done"
    OPEN = "open"
    DROPPED = "dropped"
    TRYING = "trying"
    NOT_USEFUL = "not_useful"


STATES: Mapping[Became, ActionState] = {
    Became.DONE: ActionState.DONE,
    Became.OPEN: ActionState.OPEN,
    Became.DROPPED: ActionState.DROPPED,
    Became.TRYING: ActionState.OPEN,
    Became.NOT_USEFUL: ActionState.DROPPED,
}
OUTCOMES = frozenset({Became.TRYING, Became.NOT_USEFUL})
"""What says more than its state."""
TRY_ON = timedelta(days=14)
"""Whoever is still trying is asked again after so long."""


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
