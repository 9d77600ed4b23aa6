"""How many people a figure must speak for before somebody other than them sees it."""

from collections.abc import Mapping
from statistics import fmean

AVERAGE_FROM = 4
"""Fewer, and whoever knows the team guesses the person."""
ANONYMOUS_FROM = 5
"""Where answers are anonymous: one more, because there people were promised that nobody can know."""


def may_show(people: int, others: int = 0, *, least: int = AVERAGE_FROM) -> bool:
    """Whether a figure about so many people may be shown.

    `others` are the people in the next larger group whose figure can be seen as well: were they one to `least` - 1, the
    difference of the two figures would speak for them alone.
    """
    return people >= least and (others == 0 or others >= least)


def average(values: Mapping[int, float], others: int = 0, *, least: int = AVERAGE_FROM) -> float | None:
    """The mean of one value a person (by person id), or None where it would speak for too few. `others` as above."""
    return fmean(values.values()) if may_show(len(values), others, least=least) else None
