"""Who will read feedback, by name, before it is sent."""

from typing import TYPE_CHECKING

from bot.locales.reader import Reader
from bot.views import feedback_asks, inputs, kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.feedback import Readers
    from bot.usecases.feedback_form import Shown

ALONE, MANAGER = "alone", "manager"
FIELD = "readers"
"""Begins the name of the field; the ids of those whom it names follow, so that a choice is never about others."""


def readers(reader: Reader, shown: "Shown") -> list[Json]:
    """Who reads it: a choice where somebody leads them, and each of them by name."""
    if shown.asked is not None:
        return [kit.notes(feedback_asks.read_by(reader, shown.asked))]
    each = shown.for_whom
    if not each:
        return [kit.notes(reader.t("Who will read it stands here, by name, once you have chosen."))]
    led = [one for one in each if one.manager is not None]
    if not led:
        text = reader.t("{names} alone will read it.", names=reader.names([one.subject.name for one in each]))
        if len(each) > 1:
            text = reader.t(
                "Each gets it as their own, and nobody else will read it: {names}.", names=_names(reader, each)
            )
        return [kit.notes(text)]
    if len(each) == 1:
        return [_choice(reader, shown, *_one(reader, each[0])), *_in_full(reader, each)]
    labels = reader.t("Each of them alone"), reader.t("Each of them, and who leads them")
    return [_choice(reader, shown, *labels), kit.notes(*_lines(reader, each))]


def _names(reader: Reader, each: "list[Readers]") -> str:
    return reader.names([one.subject.name for one in each])


def _one(reader: Reader, one: "Readers") -> tuple[str, str]:
    manager = one.manager.name if one.manager else ""
    return (
        reader.t("{name} alone", name=one.subject.name),
        reader.t("{name} and {manager}, who leads them", name=one.subject.name, manager=manager),
    )


def _in_full(reader: Reader, each: "list[Readers]") -> list[Json]:
    """Names that an option cannot hold stand below it as well."""
    return [kit.notes(*_lines(reader, each))] if max(map(len, _one(reader, each[0]))) > kit.OPTION_MAX else []


def _lines(reader: Reader, each: "list[Readers]") -> list[str]:
    return [
        reader.t("{name}: led by {manager}.", name=one.subject.name, manager=one.manager.name)
        if one.manager
        else reader.t("{name}: read by nobody else.", name=one.subject.name)
        for one in each
    ]


def _choice(reader: Reader, shown: "Shown", alone: str, with_manager: str) -> Json:
    offered = [kit.option(alone, ALONE), kit.option(with_manager, MANAGER)]
    element = inputs.choice(offered, [MANAGER if shown.filled.to_manager else ALONE], open_=True)
    field = "_".join([FIELD, *map(str, shown.named)])
    hint = reader.t("It can never be read by more people later.")
    return kit.input_block(field, reader.t("Who will read it?"), element, hint=hint, optional=False)


def read(values: Json) -> bool:
    """Whether the manager reads it too."""
    return any(inputs.held(values, field) == MANAGER for field in values if field.startswith(FIELD))
