"""What is rarely used when giving feedback: when it is told, a company value, a customer's words."""

from datetime import date
from typing import TYPE_CHECKING

from bot.domain.feedback_form import SAID_BY_MAX, When
from bot.locales.reader import Reader
from bot.views import goals_standing, inputs, kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.feedback_form import Shown

WHEN = "feedback.when"


def fields(reader: Reader, shown: "Shown") -> list[Json]:
    """The fields behind "More…"."""
    return [
        kit.divider(),
        *_when(reader, shown),
        *_value(reader, shown),
        *_goal(reader, shown),
        *_customer(reader, shown),
    ]


def _when(reader: Reader, shown: "Shown") -> list[Json]:
    offered = [
        kit.option(reader.t("When they are at work"), When.WORK),
        kit.option(reader.t("Right away"), When.NOW),
        kit.option(reader.t("At a time"), When.AT),
    ]
    element = inputs.choice(offered, [shown.filled.when]) | {"action_id": WHEN}
    blocks = [
        kit.input_block("when", reader.t("When are they told?"), element, optional=False) | {"dispatch_action": True}
    ]
    if shown.filled.when is When.AT:
        picker: Json = {"type": "datetimepicker", "action_id": kit.VALUE}
        if shown.filled.at is not None:
            picker["initial_date_time"] = int(shown.filled.at.timestamp())
        hint = reader.t("By your own clock, within the next 90 days.")
        blocks.append(kit.input_block("at", reader.t("Day and time"), picker, hint=hint))
    return blocks


def _value(reader: Reader, shown: "Shown") -> list[Json]:
    if not shown.values:
        return []
    offered = [kit.option(one.name, str(one.id)) for one in shown.values]
    chosen = str(shown.filled.value or "")
    return [kit.select("value", reader.t("A company value that it shows"), offered, initial=chosen)]


def _goal(reader: Reader, shown: "Shown") -> list[Json]:
    """The receiver's goals that its giver may see."""
    if not shown.goals:
        return []
    offered = [kit.option(goals_standing.title(reader, one, kit.OPTION_MAX), str(one.goal_id)) for one in shown.goals]
    hint = reader.t("Whoever reads the feedback reads the goal's title with it.")
    chosen = str(shown.filled.goal or "")
    return [kit.select("goal", reader.t("A goal of theirs that it is about"), offered, initial=chosen, hint=hint)]


def _customer(reader: Reader, shown: "Shown") -> list[Json]:
    label, hint = (
        reader.t("A customer said this"),
        reader.t("Their name or company. It is marked as a customer's words."),
    )
    picker: Json = {"type": "datepicker", "action_id": kit.VALUE}
    if shown.filled.said_on is not None:
        picker["initial_date"] = shown.filled.said_on.isoformat()
    return [
        kit.text_input("said_by", label, initial=shown.filled.said_by, hint=hint, multiline=False, most=SAID_BY_MAX),
        kit.input_block("said_on", reader.t("When did they say it?"), picker),
    ]


def read_day(values: Json) -> date | None:
    """The day on which a customer said it."""
    day = inputs.held(values, "said_on")
    return date.fromisoformat(day) if day else None
