"""Key results as a goal's form and its versions hold them. They come into force with the version that names them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain import goals_numbers as numbers
from bot.domain.errors import RuleBroken
from bot.domain.goals import Measure

MOST = 5
"""Of one goal: with more of them nobody can say which matters (Doerr, Measure What Matters, 2018, has three to five)."""
TITLE_MAX = 120
MEASURES = (Measure.NUMBER, Measure.PERCENT, Measure.YES_NO, Measure.MILESTONE)
"""An indicator is a goal's own measure."""


@dataclass(frozen=True)
class Result:
    """`position` tells which key result of the goal it is; None: a new one."""

    title: str
    measure: Measure = Measure.NUMBER
    unit: str = ""
    start: float | None = None
    target: float | None = None
    position: int | None = None


def check(title: str, measure: Measure, unit: str, start: str, target: str, position: int | None = None) -> Result:
    """As it is kept. Raises RuleBroken at the field that is wrong."""
    if not title.strip():
        raise RuleBroken("goal_result_needed", field="title")
    if len(title) > TITLE_MAX:
        raise RuleBroken("too_long", {"most": TITLE_MAX}, field="title")
    numbers.check_words(title, "title")
    if measure not in MEASURES:
        raise RuleBroken("answer_unknown", field="measure")
    span = numbers.check_span(measure, unit, start, target)
    if measure in numbers.COUNTED and span.target is None:
        raise RuleBroken("goal_target_needed", field="target")
    return Result(title.strip(), measure, span.unit, span.start, span.target, position)


def check_count(results: Sequence[Result]) -> None:
    """Raises RuleBroken where there is no room for another one."""
    if len(results) > MOST:
        raise RuleBroken("goal_results_many", {"most": MOST})


def dumped(results: Iterable[Result]) -> str:
    """As JSON."""
    made = [
        {name: one for name, one in vars(result).items() if name == "title" or one not in (None, "")}
        for result in results
    ]
    return json.dumps(made, ensure_ascii=False)


def loaded(text: str | None) -> tuple[Result, ...]:
    """Back from JSON; none where nothing was written, or it was erased."""
    made = json.loads(text) if text else []
    return tuple(Result(**{**one, "measure": Measure(one["measure"])}) for one in made)
