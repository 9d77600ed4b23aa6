"""A check-in opened by its author or its reader, the talk about it, and the reply."""

from typing import TYPE_CHECKING

from bot.domain.checkins import WORDS_MAX
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import checkins, kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.checkins_notices import Digest
    from bot.usecases.checkins_read import Opened
    from bot.usecases.talks import Said
    from storage.talks import TalkMessage

READ = "reading.read"
REPLY = "reading.reply"
DIGEST_MOST = 20
"""Rows in one digest: a message takes 50 blocks, and more than a screen is better read on Home."""


def opened(reader: Reader, shown: "Opened", origin: str = "") -> Json:
    """The words, who has read them, what was said about them; and for a reader the field to reply."""
    when = reader.moment(shown.checkin.edited_at or shown.checkin.sent_at)
    blocks: list[Json] = [kit.context(kit.escape(_headline(reader, shown, when)))]
    blocks += checkins.answers(reader, shown)
    if shown.mine:
        blocks += [kit.divider(), kit.context(*map(kit.escape, _read_by(reader, shown)))]
    if shown.talk:
        blocks.append(kit.divider())
        for author, message in shown.talk[-20:]:
            blocks += _line(reader, author.name, message)
    can_reply = not shown.mine or bool(shown.talk)
    if can_reply:
        label = reader.t("Reply to {name}", name=shown.author.name) if not shown.mine else reader.t("Reply")
        hint = reader.t("It reaches the other one as a message from me. Only the two of you read it.")
        blocks.append(kit.text_input("reply", kit.cut(label, kit.LABEL_MAX), hint=hint, optional=False, most=WORDS_MAX))
    return kit.modal(
        REPLY,
        reader.t("Check-in"),
        blocks,
        close=reader.t("Close"),
        submit=reader.t("Send reply") if can_reply else None,
        metadata=f"{shown.checkin.id} {origin}",
    )


def _headline(reader: Reader, shown: "Opened", when: str) -> str:
    title = checkins.name(reader, shown.series)
    if shown.mine:
        return reader.t("{series}, sent on {when}", series=title, when=when)
    if shown.checkin.late:
        return reader.t("{name}, {series}, sent late on {when}", name=shown.author.name, series=title, when=when)
    return reader.t("{name}, {series}, sent on {when}", name=shown.author.name, series=title, when=when)


def _read_by(reader: Reader, shown: "Opened") -> list[str]:
    if not shown.readers:
        return [reader.t("Nobody but you reads it: no manager is known for you yet.")]
    return [
        reader.t("{name} read it on {when}.", name=one.person.name, when=reader.moment(one.read_at))
        if one.read_at
        else reader.t("{name} has not opened it yet.", name=one.person.name)
        for one in shown.readers
    ]


def _line(reader: Reader, name: str, message: "TalkMessage") -> list[Json]:
    if message.withdrawn_at is not None:
        return [kit.context(kit.escape(reader.t("{name} took a message back.", name=name)))]
    at = reader.moment(message.said_at)
    return [kit.context(f"*{kit.escape(name)}*, {kit.escape(at)}"), *kit.words(message.words, reader)]


def message(reader: Reader, said: "Said") -> Message:
    """A reply, as it reaches the other one of the two. Its words stay out of the notification."""
    if said.withdrawn:
        text = reader.t("{name} took a message back.", name=said.author.name)
        return Message(text, [kit.context(kit.escape(text))])
    if said.mine:
        text = reader.t("{name} replied to your check-in.", name=said.author.name)
    else:
        text = reader.t("{name} replied about their check-in.", name=said.author.name)
    notes = [reader.t("Answer in this thread, and it reaches {name}.", name=said.author.name)]
    if said.edited:
        notes.append(reader.t("Edited by its author."))
    return Message(
        text,
        [
            kit.section(kit.escape(text)),
            *kit.words(said.words, reader),
            kit.actions(kit.button(reader.t("Show the check-in"), READ, str(said.checkin_id))),
            kit.context(*map(kit.escape, notes)),
        ],
    )


def digest(reader: Reader, shown: "Digest") -> Message:
    """Who answered and is not yet read, a button each; never the words."""
    text = reader.n(
        "{count} check-in waits for you to read.", "{count} check-ins wait for you to read.", len(shown.unread)
    )
    blocks: list[Json] = [kit.section(kit.escape(text))]
    for checkin, author in shown.unread[:DIGEST_MOST]:
        when = reader.moment(checkin.edited_at or checkin.sent_at)
        blocks.append(
            kit.section(
                f"*{kit.escape(author.name)}*\n{kit.escape(when)}",
                accessory=kit.button(
                    reader.t("Read"),
                    READ,
                    str(checkin.id),
                    label=reader.t("Read the check-in of {name}", name=author.name),
                ),
            )
        )
    more = len(shown.unread) - DIGEST_MOST
    if more > 0:
        blocks.append(
            kit.context(
                kit.escape(reader.n("{count} more is on my Home tab.", "{count} more are on my Home tab.", more))
            )
        )
    return Message(text, blocks)
