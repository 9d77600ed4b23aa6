"""A request for help, and its answer."""

from typing import TYPE_CHECKING

from bot.domain.checkins import HelpState
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.help import Help

ACCEPT = "help.accept"
SOLVED = "help.solved"
SHOW = "help.show"


def request(reader: Reader, help_: "Help") -> Message:
    """The blocker and the button to say yes; later, how it stands."""
    name, asked = kit.cut(help_.asker.name, kit.NAME_MAX), help_.blocker.help_state == HelpState.ASKED
    if help_.closed:
        text = reader.t("{name} no longer needs help with this.", name=name)
        return kit.message(text, [kit.notes(text)])
    text = reader.t("You said that you will help {name}.", name=name)
    if asked:
        text = reader.t("{name} asks for your help.", name=name)
    shown = kit.beginning(help_.blocker.words)
    blocks, buttons = [kit.sentence(text), *kit.words(shown, reader)], []
    if asked:
        buttons.append(kit.button(reader.t("I will help"), ACCEPT, str(help_.blocker.id), style="primary"))
    if shown != help_.blocker.words:
        buttons.append(kit.button(reader.t("Show all of it"), SHOW, str(help_.blocker.id)))
    if buttons:
        blocks.append(kit.actions(*buttons))
    if asked:
        blocks.append(kit.notes(reader.t("You see what is in the way, and nothing else of the check-in.")))
    return kit.message(text, blocks)


def whole(reader: Reader, help_: "Help") -> Json:
    """What is in somebody's way, where a message was too small for it."""
    text = reader.t("{name} asks for your help.", name=help_.asker.name)
    blocks = [kit.notes(text), *kit.words(help_.blocker.words, reader)]
    return kit.modal("help.whole", reader.t("Help"), blocks, close=reader.t("Close"))


def accepted(reader: Reader, help_: "Help") -> Message:
    """For the one who asked."""
    text = reader.t("{name} will help you with what is in your way.", name=help_.helper.name)
    solved = kit.button(reader.t("It is solved"), SOLVED, str(help_.blocker.id))
    return kit.message(text, [kit.sentence(text), kit.actions(solved)])
