"""The fields of both forms of feedback, each with a short example of what helps."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bot.domain.feedback import LONG, PARTS, Aim, Form, Part
from bot.locales.reader import Reader
from bot.views import inputs, kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.feedback_form import Shown

FORM = "feedback.form"
AIM = "feedback.aim"
SHOWN_OF_LONG = 300
"""Of words that are too long for a field: as much as tells which they are."""


def fields(reader: Reader, shown: "Shown", below: "Mapping[Part, list[str]] | None" = None) -> list[Json]:
    """The choice of the form, and its parts. `below`: what is to be said under a part's field."""
    blocks = [_form(reader, shown.form)]
    for part in PARTS[shown.form]:
        if part is Part.TRY:
            blocks.append(_aim(reader, shown.filled.aim))
            if shown.filled.aim is not Aim.CHANGE:
                continue
        blocks += _part(reader, shown, part)
        if said := (below or {}).get(part):
            blocks.append(kit.notes(*said))
    return blocks


def _form(reader: Reader, form: Form) -> Json:
    offered = [
        kit.option(reader.t("Sandwich"), Form.SANDWICH, reader.t("What went well, one suggestion, encouragement")),
        kit.option(reader.t("Behaviour"), Form.BEHAVIOUR, reader.t("When, what you saw or heard, what it led to")),
    ]
    element = inputs.choice(offered, [form], open_=True) | {"action_id": FORM}
    return kit.input_block("form", reader.t("Form"), element, optional=False) | {"dispatch_action": True}


def _aim(reader: Reader, aim: Aim | None) -> Json:
    offered = [
        kit.option(reader.t("Keep doing it"), Aim.KEEP),
        kit.option(reader.t("Do it differently"), Aim.CHANGE),
    ]
    element = inputs.choice(offered, [aim] if aim else [], open_=True) | {"action_id": AIM}
    return kit.input_block("aim", reader.t("What do you wish for?"), element, optional=False) | {
        "dispatch_action": True
    }


def _part(reader: Reader, shown: "Shown", part: Part) -> list[Json]:
    if shown.filled.long and part is LONG[shown.form] and shown.long is not None:
        return _long(reader, part, shown.long)
    label, example = FIELDS[part](reader)
    text = shown.filled.parts.get(part, "")
    missing = reader.t("A text is too long for its field here: its end is missing, and what you send replaces it.")
    field = kit.text_input(
        part,
        label,
        initial=text,
        placeholder=reader.t("For example: {example}", example=example),
        optional=part is Part.TRY,
        multiline=part is not Part.SITUATION or "\n" in text,
    )
    return [field] if kit.fits(text) else [field, kit.notes(missing)]


def _long(reader: Reader, part: Part, words: str) -> list[Json]:
    """Words that came as a message: their beginning, and how long they are."""
    label, _ = FIELDS[part](reader)
    size = reader.n(
        "Your whole message goes out, {count} character.",
        "Your whole message goes out, {count} characters.",
        len(words),
    )
    return [kit.sentence(label), *kit.words(kit.cut(words, SHOWN_OF_LONG), reader), kit.notes(size)]


def _praise(reader: Reader) -> tuple[str, str]:
    return reader.t("What went well?"), reader.t(
        "On Tuesday you listed all three open faults; the night shift found them at once."
    )


def _suggestion(reader: Reader) -> tuple[str, str]:
    return reader.t("One suggestion"), reader.t(
        "Next time, could you send the list by 17:00, so that we can still ask?"
    )


def _encouragement(reader: Reader) -> tuple[str, str]:
    return reader.t("Encouragement"), reader.t("I am glad that you took this on. With it, mornings run without me.")


def _situation(reader: Reader) -> tuple[str, str]:
    return reader.t("When and where was it?"), reader.t("Monday's call with the customer, when the price came up.")


def _behaviour(reader: Reader) -> tuple[str, str]:
    return reader.t("What did you see or hear?"), reader.t(
        "You asked two questions first, and then showed our test results."
    )


def _impact(reader: Reader) -> tuple[str, str]:
    return reader.t("What did it lead to?"), reader.t(
        "The customer ordered the same day, and Ana could book the crane."
    )


def _try(reader: Reader) -> tuple[str, str]:
    return reader.t("What could they try?"), reader.t("Send the agenda the day before.")


FIELDS: Mapping[Part, Callable[[Reader], tuple[str, str]]] = {
    Part.PRAISE: _praise,
    Part.SUGGESTION: _suggestion,
    Part.ENCOURAGEMENT: _encouragement,
    Part.SITUATION: _situation,
    Part.BEHAVIOUR: _behaviour,
    Part.IMPACT: _impact,
    Part.TRY: _try,
}
"""What each part asks, and a good short example."""
