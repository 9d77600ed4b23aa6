"""The message that a calendar file belongs to."""

from typing import TYPE_CHECKING

from bot.domain.one_on_ones import FileState, TalkState
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import kit
from bot.views import one_on_ones as talks

if TYPE_CHECKING:
    from bot.usecases.one_on_ones_files import Filed
    from bot.usecases.one_on_ones_pairs import Shown


def file(reader: Reader, shown: "Filed") -> Message:
    """When the talk is, and the file in the thread; or why there is none."""
    text = talks.line(reader, shown.shown)
    if shown.state is FileState.NONE:
        note = reader.t(
            "I may not send files in this workspace, so please enter it by hand. Whoever looks after Growloop can allow it."
        )
    elif shown.shown.talk.state is TalkState.SKIPPED:
        note = reader.t("The file in this thread takes it out of your calendar.")
    else:
        note = reader.t(
            "The calendar file is in this thread: open it, and your calendar takes it. It asks for no access."
        )
    return kit.message(text, [kit.sentence(text), *talks.details(reader, shown.shown), kit.notes(note)])


def title(reader: Reader, shown: "Shown") -> str:
    """What stands in the calendar."""
    return reader.t("1:1 with {name}", name=kit.cut(shown.other.name, kit.NAME_MAX))
