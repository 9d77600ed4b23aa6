"""Talks: a message as it reaches the other one of the two, and what was said, in the modal of the record it is about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain import announcements, checkins, feedback, goals
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import kit
from bot.views.kit_pages import Piece

if TYPE_CHECKING:
    from bot.usecases.talks import Said
    from storage.people import Person
    from storage.talks import TalkMessage

READ_CHECKIN, READ_FEEDBACK, READ_GOAL = "reading.read", "feedback.read", "goals.read"
READ_ANNOUNCEMENT = "announcements.read"
"""The buttons that open what a talk can be about."""


@dataclass(frozen=True)
class About:
    """How a message about a record of one kind is told to its owner and to the other one; and the button that shows the record."""

    to_owner: Callable[[Reader, str], str]
    to_other: Callable[[Reader, str], str]
    show: Callable[[Reader], str]
    opens: str


ABOUT: Mapping[str, About] = {
    checkins.RECORD: About(
        lambda reader, name: reader.t("{name} replied to your check-in.", name=name),
        lambda reader, name: reader.t("{name} replied about their check-in.", name=name),
        lambda reader: reader.t("Show the check-in"),
        READ_CHECKIN,
    ),
    feedback.RECORD: About(
        lambda reader, name: reader.t("{name} wrote to you about their feedback for you.", name=name),
        lambda reader, name: reader.t("{name} wrote to you about your feedback.", name=name),
        lambda reader: reader.t("Show the feedback"),
        READ_FEEDBACK,
    ),
    goals.RECORD: About(
        lambda reader, name: reader.t("{name} wrote to you about a goal of yours.", name=name),
        lambda reader, name: reader.t("{name} wrote to you about their goal.", name=name),
        lambda reader: reader.t("Show the goal"),
        READ_GOAL,
    ),
    announcements.RECORD: About(
        lambda reader, name: reader.t("{name} from HR wrote to you about an announcement.", name=name),
        lambda reader, name: reader.t("{name} asks about an announcement.", name=name),
        lambda reader: reader.t("Show the announcement"),
        READ_ANNOUNCEMENT,
    ),
}
"""By the name of the record."""


def message(reader: Reader, said: "Said") -> Message:
    """A reply, as it reaches the other one of the two. Its words stay out of the notification."""
    name, about = kit.cut(said.author.name, kit.NAME_MAX), ABOUT[said.about]
    if said.withdrawn:
        text = reader.t("{name} took a message back.", name=name)
        return kit.message(text, [kit.notes(text)])
    text = (about.to_owner if said.mine else about.to_other)(reader, name)
    notes = [reader.t("Answer in this thread, and it reaches {name}.", name=name)]
    if said.edited:
        notes.append(reader.t("Edited by its author."))
    shown = kit.beginning(said.words)
    show = about.show(reader) if shown == said.words else reader.t("Show all of it")
    button = kit.button(show, about.opens, str(said.record_id))
    called = [kit.notes(said.name)] if said.name else []
    blocks = [kit.sentence(text), *called, *kit.words(shown, reader), kit.actions(button), kit.notes(*notes)]
    return kit.message(text, blocks)


def pieces(reader: Reader, talk: "list[tuple[Person, TalkMessage]]") -> list[Piece]:
    """What was said, in pieces of which a page can take some and leave the rest to the next."""
    return [piece for author, one in talk for piece in _pieces(reader, author.name, one)]


def _pieces(reader: Reader, name: str, message: "TalkMessage") -> list[Piece]:
    if message.withdrawn_at is not None:
        return [[kit.notes(reader.t("{name} took a message back.", name=name))]]
    at = reader.moment(message.said_at)
    head = reader.t("{name}, {when}", name=name, when=at)
    if message.edited_at is not None:
        head = reader.t("{name}, {when}, edited", name=name, when=at)
    first, *others = kit.words(message.words, reader)
    return [[kit.notes(head), first], *([other] for other in others)]
