"""What will be done after a 1:1: the form, and what the other one is told."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.domain.actions import WORDS_MAX, Whose
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import actions, kit, nudges
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.actions import ToDo
    from bot.usecases.one_on_ones_actions import Writing

WRITE = "one_on_ones.write_action"
SAVE = "one_on_ones.save_action"
DUE_IN = timedelta(days=14)
"""What the form proposes: the next talk, where two people talk every second week."""


def way(reader: Reader, talk_id: int) -> Json:
    return kit.button(reader.t("Write down what will be done"), WRITE, str(talk_id))


def form(reader: Reader, writing: "Writing") -> Json:
    """Who will do what until when; and who will read it."""
    name = kit.cut(writing.other.name, kit.NAME_MAX)
    options = [
        kit.option(reader.t("I will do it"), Whose.READER),
        kit.option(reader.t("{name} will do it", name=name), Whose.AUTHOR),
    ]
    hint = reader.t(
        "{name} is told, and both of you read it, as does whoever takes over as manager later. The check-in asks how it goes.",
        name=name,
    )
    blocks = [
        kit.text_input("words", reader.t("What will be done?"), multiline=False, optional=False, most=WORDS_MAX),
        kit.select("whose", reader.t("Who?"), options, initial=Whose.READER, hint=hint, optional=False, radio=True),
        kit.date_input("due", reader.t("By when?"), initial=writing.today + DUE_IN, optional=True),
    ]
    return kit.modal(
        SAVE,
        reader.t("What will be done"),
        blocks,
        close=reader.t("Cancel"),
        submit=reader.t("Save"),
        metadata=str(writing.talk.id),
    )


def read_form(view: Json) -> tuple[int, str, Whose, date | None]:
    """After which talk; then as in a check-in."""
    return int(view["private_metadata"]), *actions.read_form(view["state"]["values"])


def will(reader: Reader, shown: "ToDo") -> Message:
    """What the other one wrote down that they will do. Its words stay out of the notification."""
    name = kit.cut(shown.owner.name, kit.NAME_MAX)
    text = reader.t("{name} wrote down what they will do after your 1:1.", name=name)
    return kit.message(text, [kit.sentence(text), *actions.lines(reader, [shown]), kit.actions(nudges.why(reader))])
