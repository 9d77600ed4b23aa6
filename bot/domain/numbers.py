"""What HR sees in numbers: participation by department, in groups that speak for enough people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.privacy import AVERAGE_FROM

TURNS = 4
"""How many turns of a series are shown: a month of a weekly one."""
LEFT_OUT_DAYS = 14
"""For how long it is told that messages came too late to be sent: two weekly turns."""
DOUBT_TOLD = timedelta(hours=1)
"""A send in doubt settles itself within minutes. Only one that did not is told."""


@dataclass(frozen=True)
class Group:
    """How many of a department were asked, answered, said "not this week" or were away. `name` None: of several together."""

    name: str | None
    asked: int
    answered: int
    skipped: int = 0
    away: int = 0

    def __add__(self, other: "Group") -> "Group":
        return Group(
            None,
            self.asked + other.asked,
            self.answered + other.answered,
            self.skipped + other.skipped,
            self.away + other.away,
        )


def grouped(groups: Sequence[Group]) -> list[Group]:
    """The groups as they may be shown: those of fewer than four people together, with the next larger one where that is
    still too few. So no figure, and no difference of figures, speaks for one to three people (DESIGN.md §8).

    Empty where all together are too few.
    """
    large = sorted((one for one in groups if one.asked >= AVERAGE_FROM), key=lambda one: one.asked, reverse=True)
    rest = Group(None, 0, 0)
    for one in groups:
        if one.asked < AVERAGE_FROM:
            rest += one
    if 0 < rest.asked < AVERAGE_FROM:
        if not large:
            return []
        rest += large.pop()
    named = sorted(large, key=lambda one: one.name or "")
    return [*named, rest] if rest.asked else named


def total(groups: Sequence[Group]) -> Group | None:
    """All of them together, or None where that is too few people."""
    whole = sum(groups, start=Group(None, 0, 0))
    return whole if whole.asked >= AVERAGE_FROM else None
