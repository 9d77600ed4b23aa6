"""A request for help, and its answer."""

from typing import TYPE_CHECKING

from bot.domain.checkins import HelpState
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import kit

if TYPE_CHECKING:
    from bot.usecases.help import Help

ACCEPT = "help.accept"
SOLVED = "help.solved"


def request(reader: Reader, help_: "Help") -> Message:
    """The blocker and the button to say yes; later, how it stands."""
    name = help_.asker.name
    if help_.closed:
        text = reader.t("{name} no longer needs help with this.", name=name)
        return Message(text, [kit.context(kit.escape(text))])
    if help_.blocker.help_state != HelpState.ASKED:
        text = reader.t("You said that you will help {name}.", name=name)
        return Message(text, [kit.section(kit.escape(text)), *kit.words(help_.blocker.words, reader)])
    text = reader.t("{name} asks for your help.", name=name)
    note = reader.t("You see what is in the way, and nothing else of the check-in.")
    return Message(
        text,
        [
            kit.section(kit.escape(text)),
            *kit.words(help_.blocker.words, reader),
            kit.actions(kit.button(reader.t("I will help"), ACCEPT, str(help_.blocker.id), style="primary")),
            kit.context(kit.escape(note)),
        ],
    )


def accepted(reader: Reader, help_: "Help") -> Message:
    """For the one who asked."""
    text = reader.t("{name} will help you with what is in your way.", name=help_.helper.name)
    return Message(
        text,
        [
            kit.section(kit.escape(text)),
            kit.actions(kit.button(reader.t("It is solved"), SOLVED, str(help_.blocker.id))),
        ],
    )
