"""How much of a goal somebody may read, and what goals may lack."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.goals import Confidence
from bot.domain.goals_progress import Score, Weighed, score


class Reads(StrEnum):
    """`TITLE`: its title, whose it is, and how it stands."""

    ALL = "all"
    TITLE = "title"
    NOTHING = "nothing"


class Missing(StrEnum):
    """What is looked for: goals that support none, goals of which nobody has said for three weeks how they go."""

    ALIGNMENT = "alignment"
    PROGRESS = "progress"


@dataclass(frozen=True)
class One:
    """One running goal, for somebody's figures."""

    weight: int | None
    progress: float | None
    confidence: Confidence | None
    stale: bool
    unaligned: bool


@dataclass(frozen=True)
class Figures:
    """Somebody's running goals at a glance."""

    goals: int
    score: Score
    at_risk: int
    off_track: int
    stale: int
    unaligned: int

    @property
    def urgency(self) -> tuple[int, int, int, int]:
        """What is looked at first sorts first: what is off track, at risk, has no goals, is not heard of."""
        return (-self.off_track, -self.at_risk, min(self.goals, 1), -self.stale)


def figures(goals: Sequence[One]) -> Figures:
    said = [one.confidence for one in goals]
    return Figures(
        goals=len(goals),
        score=score([Weighed(one.weight, one.progress) for one in goals]),
        at_risk=said.count(Confidence.AT_RISK),
        off_track=said.count(Confidence.OFF_TRACK),
        stale=sum(one.stale for one in goals),
        unaligned=sum(one.unaligned for one in goals),
    )
