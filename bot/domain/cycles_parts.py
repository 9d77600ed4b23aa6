"""The parts of a cycle as HR sets them: its phases, what belongs to it, and what may become of it at each stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from bot.domain.cycles import Phase, Phased, Span, Stage
from bot.domain.errors import RuleBroken

DAY = timedelta(days=1)
STARTS, ENDS = "starts", "ends"
"""What stands after a phase in the name of its fields, as in "do_ends"."""


class Step(StrEnum):
    """What HR does with a cycle."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    CLOSE = "close"
    REOPEN = "reopen"


FROM: Mapping[Step, tuple[Stage, ...]] = {
    Step.START: (Stage.PLANNED,),
    Step.PAUSE: (Stage.RUNNING,),
    Step.RESUME: (Stage.PAUSED,),
    Step.EXTEND: (Stage.RUNNING, Stage.PAUSED),
    Step.CLOSE: (Stage.RUNNING, Stage.PAUSED),
    Step.REOPEN: (Stage.CLOSED,),
}
"""In which stages each can be done."""
BECOMES: Mapping[Step, Stage] = {
    Step.START: Stage.RUNNING,
    Step.PAUSE: Stage.PAUSED,
    Step.RESUME: Stage.RUNNING,
    Step.CLOSE: Stage.CLOSED,
    Step.REOPEN: Stage.RUNNING,
}


def turns(stage: Stage) -> list[Step]:
    """What HR can do with a cycle in that stage."""
    return [one for one in Step if stage in FROM[one]]


class Form(StrEnum):
    """A form that people are pointed to while a cycle runs. Each works outside of cycles too."""

    GOALS = "goals"
    FEEDBACK = "feedback"
    COMPETENCIES = "competencies"
    UPWARD = "upward"


FORMS_IN: Mapping[Phase, tuple[Form, ...]] = {
    Phase.PLAN: (Form.GOALS,),
    Phase.DO: (Form.GOALS, Form.FEEDBACK),
    Phase.CHECK: (Form.COMPETENCIES, Form.UPWARD, Form.FEEDBACK),
    Phase.ACT: (Form.GOALS,),
}
"""In which phase people are pointed to which form, if it belongs to the cycle."""
TALKS_EVERY = (1, 2, 3, 4, 6, 8)
"""Weeks between two 1:1s that HR can choose from."""


@dataclass(frozen=True)
class Belongs:
    """What is part of a cycle.

    `series`: whose check-ins its summaries count; none: all of them. `talks_every`: the weeks between two 1:1s for pairs that have
    agreed on nothing of their own; None: for these no number of talks is expected. `forms`: those that people are pointed to, in
    `FORMS_IN`.
    """

    series: tuple[int, ...] = ()
    talks_every: int | None = None
    forms: tuple[Form, ...] = ()

    def kept(self) -> dict[str, Any]:
        """As it is kept with its cycle."""
        return {"series": list(self.series), "talks_every": self.talks_every, "forms": [str(one) for one in self.forms]}


EVERY_FORM = Belongs(forms=tuple(Form))
"""What a new cycle begins with."""


def belongs(kept: Mapping[str, Any]) -> Belongs:
    """What is part of a cycle that is kept like this."""
    known = set(Form)
    forms = tuple(Form(one) for one in kept.get("forms", ()) if one in known)
    return Belongs(tuple(kept.get("series", ())), kept.get("talks_every"), forms)


def forms_in(kept: Mapping[str, Any], phase: Phase) -> list[Form]:
    """The forms that people are pointed to in that phase of a cycle."""
    mine = belongs(kept).forms
    return [one for one in FORMS_IN[phase] if one in mine]


def talk_turns(every: int, first: date, last: date) -> list[date]:
    """The turns that this cadence makes in these days, both included: of each whole one the Monday of the week in which it ends."""
    count = ((last - first).days + 1) // (7 * every)
    ends = [first + timedelta(days=7 * every * number - 1) for number in range(1, count + 1)]
    return [day - timedelta(days=day.weekday()) for day in ends]


Days = tuple[date | None, date | None]


def field(phase: Phase, which: str) -> str:
    """The name of the field with that day of a phase."""
    return f"{phase}_{which}"


def check_phases(given: Mapping[Phase, Days], span: Span, *, rolling: bool = False) -> list[Phased]:
    """The phases in their order; those without days are left out.

    Raises RuleBroken at the field of the day that is missing, outside of the cycle, or before the phase before it is over.
    """
    made = list[Phased]()
    for phase in Phase:
        starts, ends = given.get(phase, (None, None))
        if starts is None and ends is None:
            continue
        if starts is None or ends is None:
            raise RuleBroken("phase_day_needed", field=field(phase, STARTS if starts is None else ENDS))
        one = Phased(phase, starts, ends)
        _check(one, made[-1] if made else None, span, rolling)
        made.append(one)
    return made


def _check(one: Phased, before: Phased | None, span: Span, rolling: bool) -> None:
    """In a rolling cycle days are numbers, counted from each person's first."""
    said = _numbers if rolling else _days
    for which, day in ((STARTS, one.starts), (ENDS, one.ends)):
        if not span.starts <= day <= span.ends:
            where, values = field(one.phase, which), said(span, first=span.starts, last=span.ends)
            if rolling:
                raise RuleBroken("phase_outside_rolling", values, field=where)
            raise RuleBroken("phase_outside", values, field=where)
    if one.ends < one.starts:
        raise RuleBroken("phase_backwards", field=field(one.phase, ENDS))
    if before is None or one.starts > before.ends:
        return
    where = field(one.phase, STARTS)
    if one.starts < before.starts:
        if rolling:
            raise RuleBroken("phases_order_rolling", said(span, day=before.starts), field=where)
        raise RuleBroken("phases_order", said(span, day=before.starts), field=where)
    if rolling:
        raise RuleBroken("phases_overlap_rolling", said(span, day=before.ends), field=where)
    raise RuleBroken("phases_overlap", said(span, day=before.ends), field=where)


def _days(_: Span, **values: date) -> dict[str, object]:
    return dict(values)


def _numbers(span: Span, **values: date) -> dict[str, object]:
    return {name: (day - span.starts).days + 1 for name, day in values.items()}


def gaps(phases: Sequence[Phased], starts: date, ends: date) -> list[tuple[date, date]]:
    """The days of a cycle on which no phase is on, as spans; none where it has no phases at all."""
    found, after = list[tuple[date, date]](), starts
    for one in phases:
        if one.starts > after:
            found.append((after, one.starts - DAY))
        after = one.ends + DAY
    return [*found, (after, ends)] if phases and after <= ends else found


def shifted(phases: Sequence[Phased], was: Span, span: Span, *, rolling: bool = False) -> list[Phased]:
    """The phases once the days of the cycle have changed from `was`: a cycle that is moved as a whole takes them along.

    Raises RuleBroken at the field of the day that would leave one of them outside.
    """
    later = span.starts - was.starts
    if later and later == span.ends - was.ends:
        return [one.moved(later) for one in phases]
    for one in phases:
        if one.starts < span.starts:
            raise RuleBroken("cycle_phase_before", {"day": one.starts}, field="starts")
        if one.ends > span.ends:
            if rolling:
                raise RuleBroken("cycle_phase_after_rolling", _numbers(span, day=one.ends), field="ends")
            raise RuleBroken("cycle_phase_after", {"day": one.ends}, field="ends")
    return list(phases)


def extended(phases: Sequence[Phased], longer: Phase | None, days: timedelta) -> list[Phased]:
    """That phase takes so many days more, and those after it come later by as many; None: all stay as they are."""
    made, later = list[Phased](), timedelta()
    for one in phases:
        made.append(Phased(one.phase, one.starts + later, one.ends + later))
        if one.phase is longer:
            later = days
            made[-1] = Phased(one.phase, one.starts, one.ends + days)
    return made
