"""1:1s end because a person has another manager, and the new one is asked whether to go on."""

from typing import TYPE_CHECKING

from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import kit, nudges
from bot.views import one_on_ones as talks

if TYPE_CHECKING:
    from bot.usecases.one_on_ones_telling import Paired

GO_ON = "one_on_ones.go_on"


def over(reader: Reader, shown: "Paired") -> Message:
    """For both of the old pair."""
    name = kit.cut(shown.other.name, kit.NAME_MAX)
    text = reader.t("Your 1:1s with {name} have ended, as you do not report to each other any more.", name=name)
    note = reader.t(
        "What was still to come is called off. Shared notes and open actions go over to the new manager; private notes stay with "
        "whoever wrote them."
    )
    return kit.message(text, [kit.sentence(text), kit.notes(note), kit.actions(nudges.why(reader))])


def take_up(reader: Reader, shown: "Paired") -> Message:
    """For the new manager; once they have 1:1s, it says so."""
    name = kit.cut(shown.other.name, kit.NAME_MAX)
    rhythm = kit.notes(talks.rhythm(reader, shown.pairing, shown.other.zone))
    if shown.pairing.manager_id == shown.me.id:
        text = reader.t("You and {name} have 1:1s.", name=name)
        return kit.message(text, [kit.sentence(text), rhythm])
    text = reader.t(
        "{name} reports to you now, and had 1:1s before. Would you like to go on with the same rhythm?", name=name
    )
    row = kit.actions(
        kit.button(reader.t("Go on"), GO_ON, str(shown.pairing.id), style="primary"),
        kit.button(reader.t("Change it first"), talks.SET, str(shown.other.id)),
        nudges.why(reader),
    )
    return kit.message(text, [kit.sentence(text), rhythm, row])
