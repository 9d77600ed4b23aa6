"""A goal's form: what was filled in, what is carried along, and what of it can be stored."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from bot.domain import goals_numbers as numbers
from bot.domain import goals_results as results
from bot.domain.errors import RuleBroken
from bot.domain.goals import Level, Measure, Perspective
from bot.domain.goals_results import Result

TITLE_MAX, WHY_MAX = 200, 2_000
AHEAD_MOST = timedelta(days=5 * 366)
"""What is farther away is a vision."""
OWNERS_MOST = 20
REVIEWS_MOST = 2
"""How often one goal is asked about before it goes: once, and once more when it was changed."""
TYPED = ("title", "start", "target", "unit", "parent", "contribution", "cycle", "weight", "perspective")
CARRIED_MOST = 2_900
"""Characters that a modal carries beside its fields, with some left for what else it does (SLACK.md §1.4)."""
RANK: Mapping[Level, int] = {level: place for place, level in enumerate(Level)}
"""Company first. A goal may support one of its own rank, or of one before."""


@dataclass(frozen=True)
class Filled:
    """As it stands in the fields. `owners`: Slack ids; none: the writer."""

    level: Level = Level.PERSON
    owners: tuple[str, ...] = ()
    title: str = ""
    measure: Measure = Measure.NUMBER
    start: str = ""
    target: str = ""
    unit: str = ""
    why: str = ""
    parent: int | None = None
    contribution: str = ""
    due: date | None = None
    cycle: int | None = None
    weight: str = ""
    perspective: Perspective | None = None
    department: int | None = None
    results: tuple[Result, ...] = ()


@dataclass(frozen=True)
class Held:
    """What a form carries beside its fields. `goal` and `base`: which goal it changes, and the version it was filled from.

    `reviewed`: the mark of what was asked about last; `reviews`: how often something was.
    """

    filled: Filled
    goal: int | None = None
    base: int = 0
    reviewed: str = ""
    reviews: int = 0
    origin: str = ""


@dataclass(frozen=True)
class Written:
    """What one version of a goal says, checked."""

    title: str
    measure: Measure
    due: date
    unit: str = ""
    start: float | None = None
    target: float | None = None
    why: str = ""
    parent: int | None = None
    contribution: int | None = None
    weight: int | None = None
    cycle: int | None = None
    perspective: Perspective | None = None
    results: tuple[Result, ...] = ()


def check(filled: Filled, today: date, until: date | None = None) -> Written:
    """As it is stored. `today`: where its writer is. `until`: the last day of its cycle, which it has where no day was chosen.

    Raises RuleBroken at the field that is wrong.
    """
    title, why = filled.title.strip(), filled.why.strip()
    if not title:
        raise RuleBroken("goal_title_needed", field="title")
    for field, text, most in (("title", title, TITLE_MAX), ("why", why, WHY_MAX)):
        if len(text) > most:
            raise RuleBroken("too_long", {"most": most}, field=field)
        if text:
            numbers.check_words(text, field)
    span = numbers.check_span(filled.measure, filled.unit, filled.start, filled.target)
    due = filled.due or until
    if due is None:
        raise RuleBroken("goal_due_needed", field="due")
    if due < today:
        raise RuleBroken("due_over", field="due")
    if due > today + AHEAD_MOST:
        raise RuleBroken("goal_due_far", field="due")
    if filled.level is Level.DEPARTMENT and filled.department is None:
        raise RuleBroken("goal_department_needed", field="department")
    results.check_count(filled.results)
    return Written(
        title=title,
        measure=filled.measure,
        due=due,
        unit=span.unit,
        start=span.start,
        target=span.target,
        why=why,
        parent=filled.parent,
        contribution=_percent(filled.contribution, "contribution") if filled.parent else None,
        weight=_percent(filled.weight, "weight") if filled.level is Level.PERSON else None,
        cycle=filled.cycle,
        perspective=filled.perspective,
        results=filled.results,
    )


def _percent(text: str, field: str) -> int | None:
    """A whole number from 1 to 100; nothing: None."""
    if not text.strip():
        return None
    value = numbers.number(text)
    if value is None or value != int(value) or not 1 <= value <= 100:
        raise RuleBroken("goal_share_wrong", field=field)
    return int(value)


def mark(written: Written) -> str:
    """Tells this from everything else that could be written."""
    return sha256(repr(written).encode()).hexdigest()[:24]


def dumped(held: Held, *, words: bool = False) -> str:
    """What the form's fields do not hold, as JSON; with `words` what they hold as well, as far as a modal carries it."""
    filled = held.filled
    made: dict[str, Any] = {"level": filled.level, "owners": filled.owners, "measure": filled.measure}
    made |= {"goal": held.goal, "base": held.base, "reviewed": held.reviewed, "reviews": held.reviews}
    made |= {"origin": held.origin, "results": results.dumped(filled.results) if filled.results else None}
    made |= {"department": filled.department}
    if words:
        made |= {name: getattr(filled, name) for name in TYPED}
        made |= {"due": filled.due.isoformat() if filled.due else None, "why": filled.why}
        if len(_json(made)) > CARRIED_MOST:
            made["why"] = None
    return _json(made)


def _json(made: Mapping[str, Any]) -> str:
    return json.dumps({name: one for name, one in made.items() if one}, ensure_ascii=False)


def loaded(text: str) -> Held:
    """Back from JSON."""
    made = json.loads(text)
    way, due = made.get("perspective"), made.get("due")
    filled = Filled(
        level=Level(made.get("level", Level.PERSON)),
        owners=tuple(made.get("owners", ())),
        measure=Measure(made.get("measure", Measure.NUMBER)),
        results=results.loaded(made.get("results")),
        department=made.get("department"),
        why=made.get("why", ""),
        due=date.fromisoformat(due) if due else None,
    )
    filled = replace(filled, **{name: made[name] for name in TYPED if name in made})
    if way:
        filled = replace(filled, perspective=Perspective(way))
    return Held(
        filled,
        goal=made.get("goal"),
        base=made.get("base", 0),
        reviewed=made.get("reviewed", ""),
        reviews=made.get("reviews", 0),
        origin=made.get("origin", ""),
    )


def put(held: Held, result: Result, at: int | None) -> Held:
    """The form with a key result more, or with one changed at that place."""
    found = list(held.filled.results)
    if at is None or at >= len(found):
        found.append(result)
    else:
        found[at] = replace(result, position=found[at].position)
    results.check_count(found)
    return replace(held, filled=replace(held.filled, results=tuple(found)))


def without(held: Held, at: int) -> Held:
    """The form with a key result less."""
    kept = tuple(one for place, one in enumerate(held.filled.results) if place != at)
    return replace(held, filled=replace(held.filled, results=kept))
