"""Goals in the form of a check-in, and what was said of them as it is read afterwards."""

from typing import TYPE_CHECKING, Any

from bot.domain.errors import RuleBroken
from bot.domain.goals import Confidence, Measure, ProgressFrom
from bot.domain.goals_progress import WORDS_MAX, Said
from bot.locales.reader import Reader
from bot.views import goals_standing as standing
from bot.views import inputs, kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.domain.checkins import Draft
    from bot.usecases.goals_checkin import Asked, Told
    from storage.goals import GoalUpdate, GoalVersion

GOAL, SURE = "goal_", "sure_"
"""Begin the names of a goal's fields: its value, and `goal_{id}_{key result}`; how sure its owner is. Their ids follow."""
WORDS = "goals_words"


def fields(reader: Reader, asked: "list[Asked]", draft: "Draft") -> list[Json]:
    """For each goal its value and how sure they are, then one field for the reason. Nothing where no goal is asked for."""
    if not asked:
        return []
    blocks: list[Json] = []
    for one in asked:
        blocks += _goal(reader, one, draft.goals.get(one.goal.id, Said()))
    hint = reader.t(
        "Needed where you are less sure than before. Whoever may read the goal reads this as well: those who lead you, and HR."
    )
    label = reader.t("What changed, where something is at risk?")
    return [*blocks, kit.text_input(WORDS, label, initial=draft.goals_words, hint=hint, most=WORDS_MAX)]


def _goal(reader: Reader, asked: "Asked", said: Said) -> list[Json]:
    goal, name = asked.goal, standing.title(reader, asked.version)
    blocks = [kit.notes(reader.t("Not heard of for three weeks: {goal}", goal=name))] if asked.stale else []
    if goal.progress_from is ProgressFrom.OWN:
        blocks.append(_value(reader, asked, name, said.value))
    for one in asked.results:
        known = standing.value(reader, one, one.value)
        label = reader.t("{result}, of the goal “{goal}”", result=standing.title(reader, one), goal=name)
        blocks.append(
            standing.field(
                reader, f"{GOAL}{goal.id}_{one.id}", label, one, said.results.get(one.id), _now(reader, known)
            )
        )
    sure = reader.t("How sure are you that you will reach “{goal}”?", goal=name)
    known = standing.confidence(reader, goal.confidence)
    chosen = said.confidence.value if said.confidence else None
    blocks.append(
        kit.select(f"{SURE}{goal.id}", sure, standing.confidences(reader), initial=chosen, hint=_now(reader, known))
    )
    return blocks


def _value(reader: Reader, asked: "Asked", name: str, initial: float | None) -> Json:
    label = reader.t("How far is “{goal}”?", goal=name)
    known = standing.value(reader, asked.version, asked.value)
    if asked.version.measure is Measure.INDICATOR:
        label = reader.t("“{goal}”: the value of this month", goal=name)
    return standing.field(reader, f"{GOAL}{asked.goal.id}", label, asked.version, initial, _now(reader, known))


def _now(reader: Reader, known: str) -> str:
    if not known:
        return reader.t("Left empty, it stays as it is.")
    return reader.t("Now: {known}. Left empty, it stays as it is.", known=known)


def read_form(values: Json) -> dict[str, Any]:
    """What was said of goals in a submitted form, as in a Draft. Raises RuleBroken at a field without a number."""
    asked = tuple(int(name.removeprefix(SURE)) for name in values if name.startswith(SURE))
    said = {one: _said(values, one) for one in asked}
    return {
        "goals": {one: what for one, what in said.items() if not what.is_empty},
        "goals_asked": asked,
        "goals_words": str(inputs.held(values, WORDS) or ""),
    }


def _said(values: Json, goal_id: int) -> Said:
    begins = f"{GOAL}{goal_id}_"
    results = {int(name.removeprefix(begins)): number(values, name) for name in values if name.startswith(begins)}
    sure = inputs.held(values, f"{SURE}{goal_id}")
    return Said(
        number(values, f"{GOAL}{goal_id}"),
        {one: value for one, value in results.items() if value is not None},
        Confidence(sure) if sure else None,
    )


def number(values: Json, name: str) -> float | None:
    """The number in a field; None: it is empty. Raises RuleBroken there for anything else."""
    held = inputs.held(values, name)
    if held is None:
        return None
    try:
        return float(str(held))
    except ValueError:
        raise RuleBroken("number_needed", field=name) from None


def told(reader: Reader, found: "list[Told]") -> list[Json]:
    """What a check-in said of goals, each with the reason under it."""
    blocks: list[Json] = []
    for one in found:
        lines = [standing.value(reader, one.version, one.value)] if one.value is not None else []
        lines += [
            f"{standing.title(reader, result)}: {standing.value(reader, result, value)}"
            for result, value in one.results
        ]
        lines += [standing.progress(reader, one.progress)] if one.progress is not None else []
        lines += [standing.confidence(reader, one.confidence)] if one.confidence else []
        head = reader.t("Goal: {goal}", goal=standing.title(reader, one.version))
        blocks += [kit.row(head, *lines), *(kit.words(one.words, reader) if one.words else [])]
    return blocks


def lines(reader: Reader, version: "GoalVersion", said: "GoalUpdate") -> tuple[str, list[str | None]]:
    """The same of one goal as text: its name, and the lines below it."""
    told = [standing.value(reader, version, said.value)] if said.value is not None else []
    told += [standing.percent(reader, said.progress)] if said.progress is not None else []
    told += [standing.confidence(reader, said.confidence)] if said.confidence else []
    return reader.t("Goal: {goal}", goal=standing.title(reader, version)), [
        *told,
        *([said.words] if said.words else []),
    ]
