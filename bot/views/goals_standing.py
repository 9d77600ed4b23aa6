"""How a goal stands, in words: its progress and where that comes from, its value, how sure its owner is, how it is measured."""

from typing import TYPE_CHECKING

from bot.domain.goals import Confidence, Measure, ProgressFrom
from bot.domain.goals_progress import DONE_OR_NOT, FULL
from bot.locales.reader import Reader
from bot.views import inputs, kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from storage.goals import Goal, GoalVersion, KeyResult

STEPS = 10
DONE, LEFT = "▰", "▱"
TITLE_MAX = 150
SHORT_MAX = 60
DIGITS = 2


def title(reader: Reader, version: "GoalVersion | KeyResult | None", most: int = TITLE_MAX) -> str:
    """What it is called; erased, it says so."""
    words = version.title if version is not None else None
    return kit.cut(" ".join(words.split()), most) if words else reader.t("A goal whose words were erased")


def progress(reader: Reader, done: float | None) -> str:
    """Progress as a share in words and as a bar of text."""
    if done is None:
        return reader.t("Nothing said yet")
    full = round(done / FULL * STEPS)
    return f"{percent(reader, done)} {DONE * full}{LEFT * (STEPS - full)}"


def percent(reader: Reader, done: float) -> str:
    return reader.percent(done / FULL)


def source(reader: Reader, goal: "Goal", told: int, count: int) -> str:
    """Where its progress comes from. `told` of `count`: the goals below it of which something was said."""
    if goal.progress_from is ProgressFrom.KEY_RESULTS:
        return reader.t("computed from its key results")
    if goal.progress_from is ProgressFrom.OWN:
        return reader.t("said by its owner")
    if told == count:
        return reader.n("computed from {count} goal below", "computed from {count} goals below", count)
    return reader.t(
        "computed from {told} of {count} goals below: of the others nothing was said yet", told=told, count=count
    )


def value(reader: Reader, measured: "GoalVersion | KeyResult", said: float | None) -> str:
    """A value in its unit, with the target."""
    if measured.measure in DONE_OR_NOT:
        return reader.t("done") if said else reader.t("not done yet")
    number = reader.number(said, digits=DIGITS) if said is not None else None
    target = reader.number(measured.target, digits=DIGITS) if measured.target is not None else None
    unit = measured.unit.strip() or ("%" if measured.measure is Measure.PERCENT else "")
    if number is None:
        return reader.t("target {target} {unit}", target=target, unit=unit).strip() if target else ""
    if target is None:
        return f"{number} {unit}".strip()
    return reader.t("{value} of {target} {unit}", value=number, target=target, unit=unit).strip()


def confidence(reader: Reader, said: Confidence | None) -> str:
    """How sure its owner is; before anything was said: nothing."""
    return _named(reader)[said] if said is not None else ""


def _named(reader: Reader) -> dict[Confidence, str]:
    return {
        Confidence.ON_TRACK: reader.t("On track"),
        Confidence.AT_RISK: reader.t("At risk"),
        Confidence.OFF_TRACK: reader.t("Off track"),
    }


def confidences(reader: Reader) -> list[Json]:
    """The three to choose from."""
    return [kit.option(text, one) for one, text in _named(reader).items()]


def done_or_not(reader: Reader) -> list[Json]:
    return [kit.option(reader.t("Done"), "1"), kit.option(reader.t("Not done yet"), "0")]


def field(
    reader: Reader, name: str, label: str, measured: "GoalVersion | KeyResult", initial: float | None, hint: str = ""
) -> Json:
    """The field for a value, by its measure. Left empty, all stays as it was."""
    if measured.measure in DONE_OR_NOT:
        chosen = None if initial is None else f"{initial:g}"
        return kit.select(name, label, done_or_not(reader), initial=chosen, hint=hint or None)
    return kit.input_block(name, label, inputs.number(initial), hint=hint or None)
