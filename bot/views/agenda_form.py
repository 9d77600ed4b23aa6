"""The form of a new point for an agenda: for whose 1:1, what about, and who will read it."""

import json
from typing import TYPE_CHECKING

from bot.domain.feedback_form import Message
from bot.locales.reader import Reader
from bot.views import agenda, feedback_form, inputs, kit
from bot.views.feedback_form_read import QUOTE
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.agenda import Adding
    from storage.people import Person

SAVE = "agenda.save"


def form(reader: Reader, adding: "Adding", *, quotable: str | None = None) -> Json:
    """`quotable`: the text of the message that it is about; it stands in the form alone, until somebody wants it quoted."""
    quotable = None if len(quotable or "") > feedback_form.QUOTED_MAX else quotable
    blocks: list[Json] = []
    if adding.unknown:
        blocks.append(kit.sentence(feedback_form.unknown(reader, adding.unknown)))
    fixed = adding.to if len(adding.partners) == 1 else None
    if fixed is not None:
        blocks.append(kit.notes(reader.t("For your 1:1 with {name}", name=kit.cut(fixed.name, kit.NAME_MAX))))
    else:
        blocks.append(_to(reader, adding))
    if adding.message is not None and adding.author is not None:
        name = kit.cut(adding.author.name, kit.NAME_MAX)
        blocks.append(kit.notes(reader.t("About a message by {name}. A link to it is kept.", name=name)))
    blocks.append(
        kit.text_input(
            "words",
            reader.t("What would you like to talk about?"),
            initial=adding.words,
            hint=_read_by(reader, fixed),
            optional=adding.message is not None,
        )
    )
    if quotable:
        blocks += _quote(reader, quotable)
    return kit.modal(
        SAVE,
        reader.t("Add to the agenda"),
        blocks,
        close=reader.t("Cancel"),
        submit=reader.t("Add"),
        metadata=_metadata(adding, fixed),
    )


def _to(reader: Reader, adding: "Adding") -> Json:
    """For which 1:1. Of more people than a menu takes, any can be chosen, and who it is is looked at afterwards."""
    label, chosen = reader.t("For your 1:1 with whom?"), adding.to.slack_id if adding.to else None
    if len(adding.partners) > inputs.OPTIONS_MAX:
        return kit.person_input("to", label, initial=chosen, optional=False)
    options = [kit.option(one.name, one.slack_id) for one in adding.partners]
    return kit.select("to", label, options, initial=chosen, optional=False)


def _read_by(reader: Reader, fixed: "Person | None") -> str:
    if fixed is None:
        return reader.t("The person you choose reads it too, and so does whoever takes over as manager later.")
    name = kit.cut(fixed.name, kit.NAME_MAX)
    return reader.t("{name} reads it too, and so does whoever takes over as manager later.", name=name)


def _quote(reader: Reader, quotable: str) -> list[Json]:
    options = [kit.option(reader.t("Quote the message's text, which stands below"), QUOTE)]
    hint = reader.t("The other one may not see that channel. Without a tick they get the link alone.")
    element = inputs.choice(options, several=True, open_=True)
    pieces = enumerate(kit.words(quotable, reader))
    return [
        kit.input_block(QUOTE, reader.t("The message"), element, hint=hint),
        kit.divider(),
        *({**block, "block_id": f"message_{number}"} for number, block in pieces),
    ]


def _metadata(adding: "Adding", fixed: "Person | None") -> str:
    made: Json = {"to": fixed.slack_id if fixed else None, "message": vars(adding.message) if adding.message else None}
    return json.dumps({name: one for name, one in made.items() if one})


def read_form(view: Json) -> tuple[str, str, Message | None]:
    """For whom, by Slack id, the words, and the message that it is about."""
    carried, values = json.loads(view["private_metadata"]), view["state"]["values"]
    message = carried.get("message")
    to = str(inputs.held(values, "to") or carried.get("to") or "")
    return to, str(inputs.held(values, "words") or ""), Message(**message) if message else None


def added(reader: Reader, other: "Person") -> Json:
    """What stands in place of the form when it was opened on its own."""
    way = kit.button(reader.t("Open the agenda"), agenda.AGENDA, f"with {other.id}")
    return kit.modal(
        "agenda.added",
        reader.t("Add to the agenda"),
        [kit.sentence(told(reader, other)), kit.actions(way)],
        close=reader.t("Close"),
    )


def told(reader: Reader, other: "Person") -> str:
    """Where it stands now, and who reads it."""
    name = kit.cut(other.name, kit.NAME_MAX)
    return reader.t("It is on the agenda of your 1:1 with {name}, who reads it there.", name=name)
