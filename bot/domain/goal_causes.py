"""Why a goal was missed or is at risk: one of four causes, and how many people a sum over them speaks for.

The causes are those of performance analysis. A person does not know how yet, or something else is in the way, and training mends the
first alone (Robert F. Mager and Peter Pipe, Analyzing Performance Problems, 1970). What else is in the way stands with the person,
in how the work is set up, or in what it is done with (Thomas F. Gilbert, Human Competence, 1978).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.errors import RuleBroken
from bot.domain.goals import Confidence, Ending, GoalState
from bot.domain.privacy import may_show

RECORD = "goal_cause"
WORDS_MAX = 500
"""Characters: a sentence, not a report."""


class Cause(StrEnum):
    """Ability: did not know how yet. Will: other things mattered more, or it did not seem worth it. Process: how the work is set up was
    in the way. Means: time, people, tools or money were missing.
    """

    ABILITY = "ability"
    WILL = "will"
    PROCESS = "process"
    MEANS = "means"


class Side(StrEnum):
    """Who says so: those whose goal it is, or their managers."""

    OWN = "own"
    MANAGER = "manager"


BY_TRAINING = frozenset({Cause.ABILITY})
"""What training could mend."""


def is_asked(state: GoalState, ended: Ending | None, confidence: Confidence | None) -> bool:
    """Whether a goal's cause is asked for and counted: it was missed, wholly or in part, or is at risk or off track now."""
    if state is GoalState.CLOSED:
        return ended in (Ending.MISSED, Ending.PARTLY)
    return state is GoalState.CONFIRMED and confidence in (Confidence.AT_RISK, Confidence.OFF_TRACK)


def check(words: str) -> str:
    """The sentence as it is kept. Raises RuleBroken at its field."""
    if len(words.strip()) > WORDS_MAX:
        raise RuleBroken("too_long", {"most": WORDS_MAX}, field="words")
    return words.strip()


@dataclass(frozen=True)
class Group:
    """A department, or several together (`name` None): how many of its `people` named each cause, for whatever many goals."""

    name: str | None
    people: int
    named: Mapping[Cause, int] = field(default_factory=dict)
    other: int = 0
    """How many named a cause that training does not mend: somebody may have named both sorts."""


@dataclass(frozen=True)
class Sum:
    """What may be shown. `fine`: by each of the four; else only what training could mend beside what it could not."""

    groups: Sequence[Group]
    fine: bool

    @property
    def total(self) -> Group:
        return together([*self.groups])


@dataclass(frozen=True)
class _Seen:
    """A group, and those of it whom the reader does not know: what the reader knows can be taken from its figures."""

    group: Group
    others: Group


@dataclass(frozen=True)
class Named:
    """So many `people` of a department ("": none) for whose goals just these causes were named; so many of them the reader knows."""

    department: str
    causes: frozenset[Cause]
    people: int = 1
    known: int = 0


def sum_up(named: Iterable[Named]) -> Sum | None:
    """The causes that people named, summed by department.

    Every figure, and what is left of it, speaks for nobody or for four people or more, and so without those whom the reader knows;
    groups that would not are put together until they do. Where the whole is too small for the four, it is told apart by what training
    could mend alone; None: too small even for that.
    """
    departments: dict[str, list[Named]] = {}
    for one in named:
        departments.setdefault(one.department, []).append(one)
    groups = [
        _Seen(
            _group(name, [(one.causes, one.people) for one in some]),
            _group(name, [(one.causes, one.people - one.known) for one in some]),
        )
        for name, some in departments.items()
    ]
    for fine, fits in ((True, _fits_fine), (False, _fits)):
        if groups and _both(_together(groups), fits):
            return Sum([one.group for one in _merged(groups, fits)], fine)
    return None


def _both(one: _Seen, fits: Callable[[Group], bool]) -> bool:
    return fits(one.group) and fits(one.others)


def _group(name: str, some: Sequence[tuple[frozenset[Cause], int]]) -> Group:
    named = {cause: sum(people for causes, people in some if cause in causes) for cause in Cause}
    other = sum(people for causes, people in some if causes - BY_TRAINING)
    return Group(name, sum(people for _, people in some), named, other)


def together(groups: Sequence[Group]) -> Group:
    named = {cause: sum(one.named.get(cause, 0) for one in groups) for cause in Cause}
    return Group(None, sum(one.people for one in groups), named, sum(one.other for one in groups))


def _together(groups: Sequence[_Seen]) -> _Seen:
    return _Seen(together([one.group for one in groups]), together([one.others for one in groups]))


def _whole(part: int, people: int) -> bool:
    return all(one == 0 or may_show(one) for one in (part, people - part))


def _fits(group: Group) -> bool:
    parts = [*(group.named.get(one, 0) for one in BY_TRAINING), group.other]
    return may_show(group.people) and all(_whole(one, group.people) for one in parts)


def _fits_fine(group: Group) -> bool:
    return _fits(group) and all(_whole(one, group.people) for one in group.named.values())


def _merged(groups: Sequence[_Seen], fits: Callable[[Group], bool]) -> list[_Seen]:
    """Those that fit by name; the others together, with the smallest that makes them fit where they do not."""
    ordered = sorted(groups, key=lambda one: (-one.group.people, one.group.name or ""))
    alone = [one for one in ordered if _both(one, fits)]
    rest = [one for one in ordered if not _both(one, fits)]
    while rest and not _both(_together(rest), fits):
        ways = [at for at in reversed(range(len(alone))) if _both(_together([*rest, alone[at]]), fits)]
        rest.append(alone.pop(ways[0] if ways else -1))
    named = sorted(alone, key=lambda one: one.group.name or "")
    return [*named, _together(rest)] if rest else named
