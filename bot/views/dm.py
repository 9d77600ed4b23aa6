"""What the bot says to a message in its DM."""

from typing import TYPE_CHECKING

from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import checkins, kit

if TYPE_CHECKING:
    from bot.usecases.dm import Offer

SAVE = "dm.save"
OPEN = "dm.open"
GIVE = "dm.give"
NOTE = "dm.note"
ANNOUNCE = "announcements.from_dm"


def offer(reader: Reader, shown: "Offer") -> Message:
    """ "Use this as your answer?", with both ways; without an open check-in one line of help."""
    over = _over(reader, shown)
    if over is not None:
        return kit.message(over, [kit.notes(over)])
    if shown.left is not None:
        text = reader.t("{name} no longer takes part here, so nobody has seen this. It is kept.", name=shown.left.name)
        return kit.message(text, [kit.notes(text)])
    if shown.series is None:
        text = reader.t(
            "No check-in is open just now. Your words are kept, and nobody else has seen them. Write /checkin to answer early, "
            "or reply in a thread to reach the person who wrote to you."
        )
        return kit.message(text, [kit.sentence(text), kit.actions(*_else(reader, shown))])
    title = checkins.name(reader, shown.series)
    text = reader.t("Use this as your answer to {series}?", series=title)
    if shown.answered:
        text = reader.t("Add this to your answer to {series}?", series=title)
    named = ",".join(str(one.id) for one in shown.readers)
    buttons = [
        kit.button(reader.t("Save"), SAVE, f"{shown.draft_id} {named}", style="primary"),
        kit.button(reader.t("Open form"), OPEN, str(shown.draft_id)),
    ]
    if shown.asks:
        buttons = [kit.button(reader.t("Open form"), OPEN, str(shown.draft_id), style="primary")]
    note = reader.t("Nobody else has seen it yet. Saved, it stands under what you got done.")
    if shown.asks:
        note = reader.t(
            "Nobody else has seen it yet. In the form it stands under what you got done; something else there has to be answered as well."
        )
    read_by = checkins.readers_line(reader, [one.name for one in shown.readers])
    return kit.message(
        text, [kit.sentence(text), kit.actions(*buttons, *_else(reader, shown)), kit.notes(note, read_by)]
    )


def _over(reader: Reader, shown: "Offer") -> str | None:
    """Where nothing is to be decided any more, what became of the words."""
    if shown.withdrawn:
        return reader.t("You took this message back, so it is not kept.")
    if shown.wordless:
        return reader.t("I can only take words. The file stays here in our chat, and nobody else gets it from me.")
    if shown.given:
        return reader.t("You gave your words as feedback. Its receipt says how it stands.")
    if shown.noted:
        return reader.t("Your words stand in the notes of your 1:1 now.")
    return reader.t("Your words are part of your check-in. You can change them there.") if shown.used else None


def _else(reader: Reader, shown: "Offer") -> list[kit.Json]:
    """What else they can become."""
    give = kit.button(reader.t("Give it as feedback"), GIVE, str(shown.draft_id))
    note = kit.button(reader.t("Put it into 1:1 notes"), NOTE, str(shown.draft_id))
    announce = kit.button(reader.t("Announce it"), ANNOUNCE, str(shown.draft_id))
    return [give, *([note] if shown.talks else []), *([announce] if shown.hr else [])]
