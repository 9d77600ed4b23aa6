"""How far a goal is: from what its owner says, from its key results, or from the goals that support it; and a person's score."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import fmean

from bot.domain.errors import RuleBroken
from bot.domain.goals import Confidence, Ending, GoalState, Measure, ProgressFrom

FULL = 100.0
"""Per cent, as all progress is."""
DIGITS = 2
"""Places of progress that are kept: enough that ten levels of shares add up to what anybody could check by hand."""
TOLERANCE = 0.1
"""Two ways of adding up the same goals may differ by so much, each rounded at every level."""
ONE_PART = 1
"""What a goal counts for whose share nobody named."""
VALUE_MAX = 1e12
DONE_OR_NOT = frozenset({Measure.YES_NO, Measure.MILESTONE})
WORDS_MAX = 2_000

FRESH = timedelta(days=6)
"""Whoever said so lately how a goal goes is not asked again: a week's check-in comes a little early at times."""
STALE = timedelta(weeks=3)
"""So long without a word, and a goal is asked for first."""
ASKED_MOST = 4
"""Goals in one check-in: it takes two minutes."""
RESULTS_MOST = 3
"""Key results of one goal in a check-in; all of them stand behind /goals."""

RANK: Mapping[Confidence | None, int] = {
    None: 0,
    Confidence.ON_TRACK: 0,
    Confidence.AT_RISK: 1,
    Confidence.OFF_TRACK: 2,
}


def measured(measure: Measure, start: float | None, target: float | None, value: float | None) -> float | None:
    """Progress of one value between where it began and where it shall be, 0 to 100. None: nothing was said, or no target.

    A target below the start is reached by falling. Without a start it began at 0; a percentage without a target goes to 100; yes or
    no and milestones are done, 1, or not, 0.
    """
    if value is None:
        return None
    if measure in DONE_OR_NOT:
        return FULL if value else 0.0
    if target is None and measure is Measure.PERCENT:
        target = FULL
    if target is None:
        return None
    begun = start or 0.0
    if begun == target:
        return FULL if value >= target else 0.0
    return kept((value - begun) / (target - begun) * FULL)


def of_months(start: float | None, target: float | None, actual: Mapping[date, float]) -> float | None:
    """Progress of an indicator: each month against the target, and the mean of the months that have an actual value."""
    each = [measured(Measure.INDICATOR, start, target, one) for one in actual.values()]
    said = [one for one in each if one is not None]
    return kept(fmean(said)) if said else None


def of_results(each: Sequence[float | None]) -> float | None:
    """Progress by key results: their mean, one that nobody has said anything of counts as not begun. None: none has been."""
    return kept(fmean([one or 0.0 for one in each])) if any(one is not None for one in each) else None


def kept(progress: float) -> float:
    """Progress as it is kept: from 0 to 100, and no more digits than anybody can use."""
    return round(min(FULL, max(0.0, progress)), DIGITS)


@dataclass(frozen=True)
class Below:
    """What supports a goal, added up. `count` goals, of which `told` have progress; only these are in `weighed` and `parts`."""

    weighed: float = 0.0
    parts: int = 0
    told: int = 0
    count: int = 0

    def plus(self, contribution: int | None, progress: float | None) -> "Below":
        parts = ONE_PART if contribution is None else contribution
        if progress is None:
            return Below(self.weighed, self.parts, self.told, self.count + 1)
        return Below(self.weighed + parts * progress, self.parts + parts, self.told + 1, self.count + 1)

    @property
    def progress(self) -> float | None:
        """The mean by contribution; what nobody has said anything of is left out."""
        return kept(self.weighed / self.parts) if self.parts else None


def counts(state: GoalState, ended: Ending | None) -> bool:
    """Whether a goal counts for the one that it supports: once it is agreed on, and unless it was dropped."""
    return state is GoalState.CONFIRMED or (state is GoalState.CLOSED and ended is not Ending.DROPPED)


def is_computed(state: GoalState, source: ProgressFrom) -> bool:
    """Whether a goal's progress follows the goals that support it: what is closed stays as it was."""
    return state is not GoalState.CLOSED and source is ProgressFrom.BELOW


@dataclass(frozen=True, slots=True)
class Node:
    """One goal of a tree: what it counts for where, and whether its own progress follows what is below."""

    id: int
    parent_id: int | None
    contribution: int | None
    progress: float | None
    counts: bool
    computed: bool


def recomputed(nodes: Iterable[Node]) -> dict[int, float | None]:
    """The progress of every goal whose progress is computed, from the leaves up. Goals that support each other are left out."""
    every = {one.id: one for one in nodes}
    waits = dict.fromkeys(every, 0)
    for one in every.values():
        if one.parent_id in waits:
            waits[one.parent_id] += 1
    ready = [one for one, count in waits.items() if not count]
    sums: dict[int, Below] = {}
    found: dict[int, float | None] = {}
    while ready:
        one = every[ready.pop()]
        progress = one.progress
        if one.computed:
            progress = found[one.id] = sums.pop(one.id, Below()).progress
        if (above := one.parent_id) is None or above not in waits:
            continue
        if one.counts and every[above].computed:
            sums[above] = sums.get(above, Below()).plus(one.contribution, progress)
        waits[above] -= 1
        if not waits[above]:
            ready.append(above)
    return found


def differs(one: float | None, other: float | None) -> bool:
    """Whether two figures are not the same, beyond what rounding does."""
    if one is None or other is None:
        return one is not other
    return abs(one - other) > TOLERANCE


class ScoreFrom(StrEnum):
    """What a score is made of: each goal's progress, or what the manager rated it."""

    PROGRESS = "progress"
    RATING = "rating"


@dataclass(frozen=True)
class Weighed:
    """One goal of a person's: `weight` in per cent, None: of what the others leave. `rating`: on whatever scale the review has."""

    weight: int | None = None
    progress: float | None = None
    rating: float | None = None


@dataclass(frozen=True)
class Score:
    """`value`: progress from 0 to 100, or on the scale of the ratings; None: nothing to make it of. `counted` of `goals` are in it."""

    value: float | None
    counted: int
    goals: int


def score(goals: Sequence[Weighed], made_of: ScoreFrom = ScoreFrom.PROGRESS) -> Score:
    """How a person's goals become one score: their mean by weight. Goals without a figure are left out, and counted as such.

    Where no weight is named, all count the same; where some are, the others share evenly what is left of a hundred.
    """
    shares = weights([one.weight for one in goals])
    figures = [one.progress if made_of is ScoreFrom.PROGRESS else one.rating for one in goals]
    given = [(share, figure) for share, figure in zip(shares, figures, strict=True) if figure is not None]
    whole = sum(share for share, _ in given)
    value = sum(share * figure for share, figure in given) / whole if whole else None
    return Score(value if value is None else round(value, DIGITS), len(given), len(goals))


def weights(named: Sequence[int | None]) -> list[float]:
    """What each of somebody's goals weighs, in per cent."""
    open_ones = sum(one is None for one in named)
    left = max(0.0, FULL - sum(one for one in named if one is not None))
    return [float(one) if one is not None else left / open_ones for one in named]


@dataclass(frozen=True)
class Said:
    """How somebody says a goal goes. What is None or empty was not said. `results`: values of key results, by their ids."""

    value: float | None = None
    results: Mapping[int, float] = field(default_factory=dict)
    confidence: Confidence | None = None

    @property
    def is_empty(self) -> bool:
        return self.value is None and not self.results and self.confidence is None


def drops(before: Confidence | None, said: Confidence | None) -> bool:
    """Whether somebody trusts less than before that a goal will be reached. Before anything was said, it was on track."""
    return said is not None and RANK[said] > RANK[before]


def is_stale(told_at: datetime | None, made_at: datetime, now: datetime) -> bool:
    """Whether nobody has said for three weeks how it goes."""
    return (told_at or made_at) + STALE <= now


def is_fresh(told_at: datetime | None, now: datetime) -> bool:
    return told_at is not None and told_at + FRESH > now


def asks_for_stale(told_at: datetime | None, made_at: datetime, asked_at: datetime | None, now: datetime) -> bool:
    """Whether a check-in asks for it as something not heard of for long: once, until somebody says something."""
    return is_stale(told_at, made_at, now) and (asked_at is None or asked_at <= (told_at or made_at))


def check_value(measure: Measure, value: float, place: str) -> float:
    """The value as it is kept, or the rule that is broken, at the field that `place` names."""
    if measure in DONE_OR_NOT and value not in (0, 1):
        raise RuleBroken("answer_unknown", field=place)
    if not abs(value) <= VALUE_MAX:
        raise RuleBroken("number_needed", field=place)
    return value


def check_words(words: str, *, dropped: bool, place: str) -> str:
    """The reason as it is kept: needed where somebody trusts less than before."""
    if dropped and not words.strip():
        raise RuleBroken("goal_reason_needed", field=place)
    if len(words) > WORDS_MAX:
        raise RuleBroken("too_long", {"most": WORDS_MAX}, field=place)
    return words.strip()


@dataclass(frozen=True)
class Named:
    """The fields of a form in which something was said of a goal: where a broken rule is shown."""

    value: str
    words: str
    results: str

    def result(self, key_result_id: int) -> str:
        return f"{self.results}{key_result_id}"
