"""How levels, measures, numbers and endings of goals are called, and what changed between two versions."""

from typing import TYPE_CHECKING

from bot.domain import goals_results
from bot.domain.goals import Ending, Level, Measure, Perspective
from bot.domain.goals_numbers import COUNTED
from bot.domain.goals_results import Result
from bot.locales.reader import Reader
from bot.views import kit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.usecases.goals_read import Step
    from storage.goals import GoalVersion

SHOWN_MOST = 120
"""Of somebody's words in a line."""


def level(reader: Reader, one: Level) -> str:
    said = {
        Level.COMPANY: reader.t("Company"),
        Level.DEPARTMENT: reader.t("Department"),
        Level.TEAM: reader.t("Team"),
        Level.PERSON: reader.t("Personal"),
    }
    return said[one]


def measure(reader: Reader, one: Measure) -> str:
    said = {
        Measure.NUMBER: reader.t("By a number"),
        Measure.PERCENT: reader.t("By a percentage"),
        Measure.YES_NO: reader.t("Yes or no"),
        Measure.MILESTONE: reader.t("A milestone"),
        Measure.INDICATOR: reader.t("Indicator, month by month"),
    }
    return said[one]


def perspective(reader: Reader, one: Perspective) -> str:
    said = {
        Perspective.FINANCIAL: reader.t("Financial"),
        Perspective.CUSTOMER: reader.t("Customers"),
        Perspective.PROCESS: reader.t("Processes"),
        Perspective.LEARNING: reader.t("Learning and growth"),
    }
    return said[one]


def ending(reader: Reader, one: Ending) -> str:
    said = {
        Ending.REACHED: reader.t("Reached"),
        Ending.PARTLY: reader.t("Partly reached"),
        Ending.MISSED: reader.t("Missed"),
        Ending.DROPPED: reader.t("No longer pursued"),
    }
    return said[one]


def title(reader: Reader, text: str | None, most: int = SHOWN_MOST) -> str:
    """A goal's title; erased ones say so."""
    return kit.cut(text, most) if text else reader.t("These words were erased.")


def span(reader: Reader, one: "GoalVersion | Result") -> str:
    """How it is measured: from where to where."""
    if one.measure not in COUNTED:
        return measure(reader, one.measure)
    if one.target is None:
        return reader.t("{measure}, without a target", measure=measure(reader, one.measure))
    target = _amount(reader, one.target, one.unit)
    if one.start is None:
        return reader.t("{measure}: up to {target}", measure=measure(reader, one.measure), target=target)
    start = _amount(reader, one.start, one.unit)
    return reader.t(
        "{measure}: from {start} to {target}", measure=measure(reader, one.measure), start=start, target=target
    )


def _amount(reader: Reader, value: float, unit: str) -> str:
    number = reader.number(int(value) if value == int(value) else value, digits=2)
    return f"{number} {unit}".strip()


def result(reader: Reader, one: Result) -> str:
    """A key result in a line."""
    return reader.t("{what} ({how})", what=title(reader, one.title), how=span(reader, one))


def path(reader: Reader, steps: "Sequence[Step]") -> str:
    """The goals above in words, the highest first."""
    return " › ".join(_step(reader, one) for one in steps)


def _step(reader: Reader, one: "Step") -> str:
    if one.hidden:
        return reader.t("{level}: not open to you", level=level(reader, one.level))
    said = title(reader, one.title)
    if one.closed:
        return reader.t("{level}: {title} (closed)", level=level(reader, one.level), title=said)
    return reader.t("{level}: {title}", level=level(reader, one.level), title=said)


def changes(reader: Reader, before: "GoalVersion", after: "GoalVersion") -> list[str]:
    """What differs between two versions, a line each."""
    none = reader.t("nothing")
    pairs = [
        (reader.t("What"), title(reader, before.title), title(reader, after.title)),
        (reader.t("Measured"), span(reader, before), span(reader, after)),
        (reader.t("Why"), kit.cut(before.why or none, SHOWN_MOST), kit.cut(after.why or none, SHOWN_MOST)),
        (reader.t("Due"), reader.full_date(before.due), reader.full_date(after.due)),
        (reader.t("Weight"), _share(reader, before.weight), _share(reader, after.weight)),
    ]
    lines = [
        reader.t("{what}: {before} → {after}", what=what, before=was, after=new)
        for what, was, new in pairs
        if was != new
    ]
    if before.parent_id != after.parent_id:
        lines.append(reader.t("It supports another goal."))
    if before.contribution != after.contribution:
        lines.append(reader.t("Its share in the goal above is another one."))
    if before.cycle_id != after.cycle_id:
        lines.append(reader.t("It belongs to another cycle."))
    if before.perspective != after.perspective:
        lines.append(reader.t("It has another perspective."))
    return lines + _results(reader, before, after)


def _share(reader: Reader, weight: int | None) -> str:
    return reader.t("of what is left") if weight is None else reader.percent(weight / 100)


def _results(reader: Reader, before: "GoalVersion", after: "GoalVersion") -> list[str]:
    """Key results that came, went, or are other ones now."""
    was, new = (
        [result(reader, one) for one in goals_results.loaded(version.key_results)] for version in (before, after)
    )
    gone = [reader.t("Key result gone: {what}", what=one) for one in was if one not in new]
    return gone + [reader.t("New key result: {what}", what=one) for one in new if one not in was]
