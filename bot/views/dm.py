"""What the bot says to a message in its DM."""

from typing import TYPE_CHECKING

from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import checkins, kit

if TYPE_CHECKING:
    from bot.usecases.dm import Offer

SAVE = "dm.save"
OPEN = "dm.open"


def offer(reader: Reader, shown: "Offer") -> Message:
    """ "Use this as your answer?", with both ways; without an open check-in one line of help."""
    if shown.used:
        text = reader.t("Your words are part of your check-in. You can change them there.")
        return Message(text, [kit.context(kit.escape(text))])
    if shown.series is None:
        text = reader.t(
            "No check-in is open, so nobody was told; your words are kept for you. Write /checkin to answer early, or reply in a "
            "thread to reach whoever wrote to you."
        )
        return Message(text, [kit.section(kit.escape(text))])
    title = checkins.name(reader, shown.series)
    text = reader.t("Use this as your answer to {series}?", series=title)
    if shown.answered:
        text = reader.t("Add this to your answer to {series}?", series=title)
    buttons = [
        kit.button(reader.t("Save"), SAVE, str(shown.draft_id), style="primary"),
        kit.button(reader.t("Open form"), OPEN, str(shown.draft_id)),
    ]
    note = reader.t("Nobody has it yet. Saved, it stands under what you got done.")
    return Message(text, [kit.section(kit.escape(text)), kit.actions(*buttons), kit.context(kit.escape(note))])
