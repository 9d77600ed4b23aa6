"""The form that gives feedback: for whom, in which form, who will read it, and what is rarely used behind one button."""

import json
from typing import TYPE_CHECKING

from bot.domain import checkins, observations
from bot.domain import feedback_form as forms
from bot.domain.feedback_form import Held
from bot.locales.reader import Reader
from bot.views import errors, feedback_asks, feedback_form_more, feedback_form_parts, inputs, kit
from bot.views.feedback_form_read import QUOTE
from bot.views.feedback_form_readers import readers
from bot.views.kit import Json

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bot.domain.feedback import Part
    from bot.usecases.feedback_form import Shown

GIVE = "feedback.give"
"""Opens the form. On Home its value says so."""
ABOUT_CHECKIN = "feedback.about_checkin"
SUBMIT = "feedback.submit"
TO = "feedback.to"
MORE = "feedback.more"
KEEP = "feedback.keep"
QUOTED_MAX = 12_000
"""Characters of a message that can be quoted: more is no message that somebody typed, and a view takes 250 kB."""


def form(
    reader: Reader,
    shown: "Shown",
    held: Held,
    *,
    told: "Collection[str]" = (),
    below: "Mapping[Part, list[str]] | None" = None,
    quotable: str | None = None,
) -> Json:
    """The form as far as it is filled in. `told`: what has to be known before it is sent, `below`: what about a part.

    `quotable`: the text of the message that it is about.
    """
    quotable = None if len(quotable or "") > QUOTED_MAX else quotable
    blocks: list[Json] = [kit.sentence(one) for one in told]
    blocks += [kit.notes(errors.sentence(reader, one)) for one in shown.refused]
    blocks += [*_to(reader, shown), *_about(reader, shown), *feedback_form_parts.fields(reader, shown, below)]
    blocks += _quote(reader, shown, quotable)
    blocks += readers(reader, shown)
    if held.more:
        blocks += feedback_form_more.fields(reader, shown)
    blocks += [_buttons(reader, held), _below(reader)]
    blocks += message(quotable)
    return kit.modal(
        SUBMIT,
        reader.t("Give feedback"),
        blocks,
        close=reader.t("Cancel"),
        submit=reader.t("Send as it is") if held.reviewed else reader.t("Send"),
        metadata=_metadata(shown, held),
    )


def _to(reader: Reader, shown: "Shown") -> list[Json]:
    """For whom; for a request, whoever it is about."""
    if shown.asked is not None:
        return feedback_asks.to_answer(reader, shown.asked)
    element = inputs.people(shown.filled.to) | {"action_id": TO, "max_selected_items": 10}
    label = reader.t("Who is it for?")
    return [kit.input_block("to", label, element, optional=False) | {"dispatch_action": True}]


def _about(reader: Reader, shown: "Shown") -> list[Json]:
    """What it was begun from."""
    told = []
    if shown.filled.message is not None and shown.cited is not None:
        told.append(reader.t("About a message by {name}. A link to it is kept.", name=shown.cited.name))
    if any(kind == checkins.RECORD for kind, _ in shown.filled.about):
        told.append(reader.t("About their check-in. It is linked with it."))
    if any(kind == observations.RECORD for kind, _ in shown.filled.about):
        told.append(reader.t("From your observation. Only you see that it is."))
    if shown.filled.request is not None:
        told.append(reader.t("You were asked for it. Whoever asked sees that you answered."))
    return [kit.notes(*told)] if told else []


def _quote(reader: Reader, shown: "Shown", quotable: str | None) -> list[Json]:
    if not quotable:
        return []
    options = [kit.option(reader.t("Quote the message's text, which stands below"), QUOTE)]
    hint = reader.t("Whoever gets your feedback may not see that channel. Without a tick they get the link alone.")
    element = inputs.choice(options, [QUOTE] if shown.filled.quoted else [], several=True, open_=True)
    return [kit.input_block(QUOTE, reader.t("The message"), element, hint=hint)]


def message(quotable: str | None) -> list[Json]:
    """The message's text. It stands in the form alone, until whoever fills it in wants it quoted."""
    if not quotable:
        return []
    pieces = kit.pieces(quotable)
    return [kit.divider()] + [
        {
            "type": "rich_text",
            "block_id": f"message_{number}",
            "elements": [{"type": "rich_text_quote", "elements": [{"type": "text", "text": piece}]}],
        }
        for number, piece in enumerate(pieces)
    ]


def _buttons(reader: Reader, held: Held) -> Json:
    more = [] if held.more else [kit.button(reader.t("More options"), MORE)]
    return kit.actions(*more, kit.button(reader.t("Keep as a draft"), KEEP), block_id="buttons")


def _below(reader: Reader) -> Json:
    return kit.notes(
        reader.t("If it is abusive, the person who gets it may show it to HR."),
        reader.t("What you type reaches us when you press a button; if you close the form before, it is gone."),
    )


def _metadata(shown: "Shown", held: Held) -> str:
    """What the fields do not hold: ids alone."""
    made: Json = {"filled": forms.dumped(shown.filled, words=False), "named": shown.named, "more": held.more}
    made |= {"key": held.key, "reviewed": held.reviewed, "reviews": held.reviews, "origin": held.origin}
    return json.dumps({name: one for name, one in made.items() if one})


def kept(reader: Reader) -> Json:
    """What stands in place of the form when it was kept as a draft."""
    text = reader.t("It is kept, and nobody else has seen it. Type /give-feedback drafts to go on with it.")
    return kit.modal("feedback.kept", reader.t("Kept as a draft"), [kit.sentence(text)], close=reader.t("Close"))


def unknown(reader: Reader, names: "Collection[str]") -> str:
    """Somebody was named with a plain @, which Slack did not make a person of."""
    return reader.t("Slack did not say who is meant by {names}. Please choose below.", names=reader.names(list(names)))


def renamed(reader: Reader) -> str:
    """Why nothing was sent although the button was pressed."""
    return reader.t("Who reads it has changed meanwhile, so nothing is sent yet. Please look at the names below.")


def overtaken(reader: Reader) -> str:
    """The same form was sent from another window meanwhile."""
    return reader.t(
        "You sent this from another window already. These words are kept as a draft: send them as well, or close this."
    )
