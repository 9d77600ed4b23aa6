"""Whether feedback was helpful: what its receiver says, once, and from when on its giver sees an average."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from bot.domain.privacy import may_show


class Helpful(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


POINTS: Mapping[Helpful, int] = {Helpful.YES: 3, Helpful.PARTLY: 2, Helpful.NO: 1}
MOST = max(POINTS.values())


@dataclass(frozen=True)
class Figure:
    """What a giver sees: the sum of one value a person, and how many people it speaks for."""

    points: float = 0.0
    people: int = 0

    @property
    def average(self) -> float | None:
        """None: it would speak for too few."""
        return self.points / self.people if may_show(self.people) else None


def grown(shown: Figure, waiting: Mapping[int, Collection[Helpful]]) -> Figure:
    """The figure once those who answered since then are in it, by person; the same as before while they are too few.

    Whoever remembers what stood there before sees the difference of the two: it has to speak for as many people as the figure
    itself does (`may_show`), so that several come in at once and nobody ever alone.
    """
    if not may_show(len(waiting), shown.people):
        return shown
    points = (fmean(POINTS[one] for one in said) for said in waiting.values())
    return Figure(shown.points + sum(points), shown.people + len(waiting))
