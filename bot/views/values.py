"""HR's list of the company's values, and the channel for thanks: the form, and what was filled in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.domain.values import MOST, NAME_MAX
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import inputs, kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.recognition_channel import Place
    from bot.usecases.values import Listed
    from storage.values import CompanyValue

SAVE = "values.save"
VALUES, CHANNEL = "values", "channel"
SHOWN_MOST = 1_500
"""Of a list that was not stored: enough of it to type it anew."""


def form(reader: Reader, shown: "Listed", place: "Place", mine: str = "") -> Json:
    """The values, one a line, and the channel for thanks. `mine`: the list that was not stored, as somebody else was faster."""
    hint = reader.t(
        "Up to {most}, each of up to {length} characters. What you take out is not offered any more; what was written under "
        "it keeps it.",
        most=MOST,
        length=NAME_MAX,
    )
    typed = "\n".join(one.name for one in shown.values)
    field = kit.text_input(VALUES, reader.t("One value on each line"), initial=typed, hint=hint)
    faster = [*shown.by, *([place.by] if place.by and place.by not in shown.by else [])]
    there = reader.t("I have to be in it, and so do you. Empty: thanks go to those who are thanked alone.")
    return kit.modal(
        SAVE,
        reader.t("Values and thanks"),
        [
            *(_faster(reader, faster, mine) if faster else []),
            field,
            kit.input_block(CHANNEL, reader.t("Channel for thanks"), _channels(place.channel), hint=there),
        ],
        close=reader.t("Cancel"),
        submit=reader.t("Save"),
        metadata=f"{shown.revision} {place.channel or ''}",
    )


def _channels(chosen: str | None) -> Json:
    """The channels that the reader is in, or may see. Slack does not say whether the bot is in them: that shows on submit."""
    among = {"include": ["public", "private"], "exclude_bot_users": True, "exclude_external_shared_channels": True}
    made: Json = {"type": "conversations_select", "action_id": kit.VALUE, "filter": among}
    return {**made, "initial_conversation": chosen} if chosen else made


def _faster(reader: Reader, by: Sequence[str], mine: str) -> list[Json]:
    told = reader.t(
        "{names} changed this while you had it open. Nothing of yours is stored: the fields show what holds now.",
        names=reader.names(list(by)),
    )
    yours = [kit.sentence(reader.t("Yours was: {what}", what=kit.cut(mine, SHOWN_MOST)))] if mine.strip() else []
    return [kit.sentence(told), *yours]


def read_values(values: Json) -> str:
    """What stands in the field, line by line."""
    return str(inputs.held(values, VALUES) or "")


def read_channel(values: Json) -> str | None:
    """The channel that was chosen; None: none."""
    chosen = (values.get(CHANNEL) or {}).get(kit.VALUE, {}).get("selected_conversation")
    return str(chosen) if chosen else None


def read_metadata(text: str) -> tuple[int, str | None]:
    """The revision of the list and the channel that the form was filled with."""
    revision, _, channel = text.partition(" ")
    return int(revision), channel or None


def noted(reader: Reader) -> Message:
    """Seen by HR alone, in the channel: that also shows that both of us are in it."""
    text = reader.t("From now on thanks can be posted here. Only you see this line.")
    return kit.message(text, [kit.sentence(text)])


def options(values: "Sequence[CompanyValue]") -> list[Json]:
    """What a form that asks for a value offers."""
    return [kit.option(one.name, str(one.id)) for one in values]
