"""Goals: the buttons that lead to them, and the messages about agreeing on them. No message holds their words."""

from typing import TYPE_CHECKING

from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import kit, nudges, talks
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.goals_telling import Proposal, Told

NEW = "goals.new"
"""Opens an empty form; its value is where it was pressed."""
READ = talks.READ_GOAL
"""Opens a goal, which its value names."""
REOPEN = "goals.reopen"


def new_button(reader: Reader, origin: str = "") -> Json:
    """For whoever shows goals."""
    return kit.button(reader.t("New goal"), NEW, origin, style="primary")


def proposed(reader: Reader, shown: "Proposal") -> Message:
    """For the other side: from whom, and that it waits; settled, how."""
    name = kit.cut(shown.writer.name, kit.NAME_MAX)
    text = _proposed(reader, shown, name)
    read = kit.button(reader.t("Read"), READ, str(shown.goal_id), style="primary")
    if shown.stands == "waits":
        note = reader.t("Read it, then confirm it, talk about it, or propose a change. You can also answer here.")
        return kit.message(text, [kit.sentence(text), kit.actions(read, nudges.why(reader)), kit.notes(note)])
    if shown.stands in ("moved", "withdrawn"):
        return kit.message(text, [kit.notes(text)])
    show = kit.button(reader.t("Show"), READ, str(shown.goal_id))
    return kit.message(text, [kit.sentence(text), kit.actions(show)])


def _proposed(reader: Reader, shown: "Proposal", name: str) -> str:
    if shown.stands == "agreed":
        return reader.t("Agreed: the goal that {name} proposed.", name=name)
    if shown.stands == "newer":
        return reader.t("A newer version has been proposed of the goal that {name} proposed.", name=name)
    if shown.stands == "withdrawn":
        return reader.t("{name} took a proposal for a goal back. You need not do anything.", name=name)
    if shown.stands == "moved":
        return reader.t("{name} proposed a goal. Somebody else is asked about it now.", name=name)
    if shown.stands == "closed":
        return reader.t("The goal that {name} proposed is closed.", name=name)
    if shown.change:
        return reader.t("{name} proposes a change to a goal.", name=name)
    if shown.mine:
        return reader.t("{name} proposes a goal for you.", name=name)
    return reader.t("{name} proposes a goal.", name=name)


def agreed(reader: Reader, shown: "Told") -> Message:
    """For whoever proposed it."""
    name = kit.cut(shown.who.name, kit.NAME_MAX)
    text = reader.t("{name} has confirmed a goal. It is agreed on now.", name=name)
    if shown.change:
        text = reader.t("{name} has confirmed the change of a goal. It is in force now.", name=name)
    return _told(reader, shown, text)


def closed(reader: Reader, shown: "Told") -> Message:
    """For the other side, with the way back for a week."""
    name = kit.cut(shown.who.name, kit.NAME_MAX)
    if shown.until is None:
        return _told(reader, shown, reader.t("{name} had closed a goal. It is open again.", name=name))
    text = reader.t("{name} has closed a goal.", name=name)
    if not shown.reopens:
        return _told(reader, shown, text)
    again = kit.button(reader.t("Open it again"), REOPEN, str(shown.goal_id))
    note = reader.t("You can open it again until {day}.", day=reader.day(reader.local(shown.until).date()))
    return _told(reader, shown, text, again, note=note)


def reopened(reader: Reader, shown: "Told") -> Message:
    """For its owner."""
    name = kit.cut(shown.who.name, kit.NAME_MAX)
    return _told(reader, shown, reader.t("{name} has opened a goal of yours again.", name=name))


def _told(reader: Reader, shown: "Told", text: str, *buttons: Json, note: str = "") -> Message:
    show = kit.button(reader.t("Show"), READ, str(shown.goal_id))
    notes = [kit.notes(note)] if note else []
    return kit.message(text, [kit.sentence(text), kit.actions(show, *buttons), *notes])
