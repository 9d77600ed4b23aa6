"""Copying the last cycle's goals: the button, and the boxes to tick."""

from typing import TYPE_CHECKING

from bot.domain.goals import Ending
from bot.locales.reader import Reader
from bot.views import goals_words as words
from bot.views import inputs, kit, kit_choices
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.goals_copying import Copying
    from storage.goals import Goal

COPY = "goals.copy"
SAVE = "goals.copied"
BUTTON_NAME_MAX = 10


def button(reader: Reader, shown: "Copying") -> Json:
    """For whoever shows goals."""
    name = kit.cut(shown.last.name, BUTTON_NAME_MAX)
    return kit.button(reader.t("Copy from {cycle}", cycle=name), COPY)


def form(reader: Reader, shown: "Copying") -> Json:
    """Which of them; all are ticked but those that were reached or given up."""
    text = reader.t(
        "They become your drafts in {cycle}, due on {day}. Nothing is proposed before you have looked at it.",
        cycle=shown.into.name,
        day=reader.full_date(shown.into.ends),
    )
    blocks: list[Json] = [kit.sentence(text)]
    most = kit_choices.CHECKS_MOST
    for at in range(0, len(shown.goals), most):
        some = shown.goals[at : at + most]
        options = [
            kit.option(words.title(reader, said.title), str(goal.id), _ended(reader, goal)) for goal, said in some
        ]
        ticked = [str(goal.id) for goal, _ in some if goal.ended not in (Ending.REACHED, Ending.DROPPED)]
        label = reader.t("Goals of {cycle}", cycle=shown.last.name)
        blocks.append(kit_choices.checks(f"goals_{at // most}", label, options, initial=ticked))
    return kit.modal(SAVE, reader.t("Copy goals"), blocks, close=reader.t("Cancel"), submit=reader.t("Copy as drafts"))


def _ended(reader: Reader, goal: "Goal") -> str | None:
    return words.ending(reader, goal.ended) if goal.ended is not None else None


def read(values: Json) -> set[int]:
    """The ids that are ticked."""
    return {int(one) for field in values if field.startswith("goals_") for one in inputs.held(values, field) or ()}
