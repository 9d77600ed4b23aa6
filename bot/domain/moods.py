"""How somebody's weeks were: the last ones as they said, and whether they go up or down."""

from collections.abc import Sequence
from enum import StrEnum
from statistics import fmean

SHOWN = 8
"""Weeks in one line."""
LATELY = 2
"""The last weeks in which something was said, against those before them."""
LEAST = 4
"""Fewer, and one bad Monday would be called a trend."""
NOTICEABLE = 0.75
"""Of a step between two moods: half a step is how the same week is told twice."""


class Trend(StrEnum):
    HARDER = "harder"
    SAME = "same"
    BETTER = "better"


def line(values: Sequence[int | None]) -> str:
    """The weeks in their order; a dash where nothing was said."""
    return " ".join("–" if value is None else str(value) for value in values)


def trend(values: Sequence[int | None]) -> Trend | None:
    """How the last weeks compare with those before; None: too little was said."""
    said = [value for value in values if value is not None]
    if len(said) < LEAST:
        return None
    step = fmean(said[-LATELY:]) - fmean(said[:-LATELY])
    if abs(step) < NOTICEABLE:
        return Trend.SAME
    return Trend.BETTER if step > 0 else Trend.HARDER
