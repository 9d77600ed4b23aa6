"""Anonymous words to one's manager as their author sees them: the form, the ticket that is shown once, and what it finds later."""

import json
from typing import TYPE_CHECKING

from bot.domain.upward import AUTHORS_FROM, TICKET_LENGTH, Stand
from bot.locales.reader import Reader
from bot.views import kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.upward import Form, Found, Mine, Sent

OPEN = "upward.open"
SEND = "upward.send"
LOOK = "upward.look"
REPLY = "upward.reply"
READ = "upward.read"
"""The manager's button, on Home and under the message."""

TICKET_COMMAND = "/growloop ticket"
"""What is typed to look with a ticket."""
TYPED_MOST = 4 * TICKET_LENGTH
"""Characters of a ticket as people type it, with whatever stands between its letters."""


def form(reader: Reader, shown: "Form") -> Json:
    """The two sentences that say what anonymous means here, and the field."""
    name = kit.cut(shown.manager.name, kit.NAME_MAX)
    hint = reader.t("People know how you write: leave out what only you can know.")
    field = kit.text_input(
        "words", reader.t("What would you like {name} to know?", name=name), optional=False, hint=hint
    )
    gone = reader.t("What you type reaches us when you press the button; if you close the form, it is gone.")
    return kit.modal(
        SEND,
        reader.t("To your manager"),
        [kit.sentence(promise(reader, name)), field, kit.notes(kept(reader), gone)],
        close=reader.t("Cancel"),
        submit=reader.t("Send"),
        metadata=json.dumps({"to": shown.manager.id, "ticket": shown.ticket}),
    )


def promise(reader: Reader, name: str) -> str:
    """What anonymous means, in two sentences."""
    return reader.t(
        "Only {name} reads it, and only together with the words of at least {others} other people, in random order, without "
        "names or times; until there are that many, it waits. Nobody can know who wrote what, nor can we, so it cannot be "
        "changed or taken back once it is sent.",
        name=name,
        others=reader.number(AUTHORS_FROM - 1),
    )


def kept(reader: Reader) -> str:
    """What becomes of words that wait for too long."""
    return reader.t("What has not been delivered after half a year, or before your manager leaves, is deleted unread.")


def read_form(values: Json, field: str = "words") -> str:
    """What was typed."""
    state = next(iter((values.get(field) or {}).values()), None) or {}
    return str(state.get("value") or "")


def sent(reader: Reader, shown: "Sent") -> Json:
    """It is stored, and this is the ticket. No message says so: it would tell who wrote, and when."""
    first = reader.t("Thank you, it is in.")
    if shown.again:
        first = reader.t("It was in already: what you sent the first time stands.")
    told = reader.t(
        "Please write down this ticket: it is shown this once, in no message, and nobody can find it for you. With it you see "
        "whether your words were delivered, read the answer, and can answer back unseen. Whoever has it can do the same."
    )
    way = reader.t("To look, type {command}.", command=TICKET_COMMAND)
    return kit.modal(
        "upward.sent",
        reader.t("To your manager"),
        [kit.sentence(first), kit.header(shown.ticket), kit.sentence(told), kit.notes(way)],
        close=reader.t("Close"),
    )


def ticket_form(reader: Reader) -> Json:
    """Where a ticket is typed that did not stand behind the command."""
    hint = reader.t("It was shown when you wrote. Nobody else is told that you look.")
    field = kit.text_input(
        "ticket", reader.t("Your ticket"), multiline=False, optional=False, hint=hint, most=TYPED_MOST
    )
    return kit.modal(LOOK, reader.t("Your ticket"), [field], close=reader.t("Cancel"), submit=reader.t("Look"))


def found(reader: Reader, shown: "Found", ticket: str) -> Json:
    """How it stands, the answer, and a field to answer back. One's own words are not shown: tickets are found by others."""
    name = kit.cut(shown.manager.name, kit.NAME_MAX)
    blocks = [kit.sentence(_stand(reader, shown.stand, name))]
    if shown.stand is Stand.ANSWERED:
        blocks += kit.words(shown.answer, reader)
    if shown.may_reply:
        hint = reader.t(
            "{name} gets it on a later day, as from one of those who wrote: without your name, a time, or your first words "
            "beside it.",
            name=name,
        )
        blocks.append(kit.text_input("words", reader.t("Answer back"), optional=False, hint=hint))
    metadata = json.dumps({"ticket": ticket, "nonce": shown.nonce}) if shown.may_reply else ""
    submit = reader.t("Send") if shown.may_reply else None
    return kit.modal(REPLY, reader.t("Your ticket"), blocks, close=reader.t("Close"), submit=submit, metadata=metadata)


def _stand(reader: Reader, stand: Stand, name: str) -> str:
    if stand is Stand.WAITS:
        return reader.t(
            "It still waits: it is delivered on the day after enough people have written to {name}.", name=name
        )
    if stand is Stand.DROPPED:
        return reader.t("It was never delivered, and is deleted: too few wrote in time, or {name} left.", name=name)
    if stand is Stand.ANSWERED:
        return reader.t("{name} has answered all who wrote:", name=name)
    if stand is Stand.READ:
        return reader.t("It was delivered, and {name} has opened it. There is no answer yet.", name=name)
    return reader.t("It was delivered. {name} has not opened it yet.", name=name)


def replied(reader: Reader, name: str) -> Json:
    """The answer back is stored."""
    said = reader.t("Thank you, it is in. {name} gets it on a later day.", name=kit.cut(name, kit.NAME_MAX))
    return kit.modal("upward.replied", reader.t("Your ticket"), [kit.sentence(said)], close=reader.t("Close"))


def section(reader: Reader, mine: "Mine") -> list[Json]:
    """On Home: the way to write, where there is somebody to write to; and what was delivered last to oneself."""
    blocks = []
    if mine.manager is not None:
        name = kit.cut(mine.manager.name, kit.NAME_MAX)
        text = reader.t("Something {name} should know? You can write it without your name.", name=name)
        blocks.append(kit.sentence(text, accessory=kit.button(reader.t("Write"), OPEN)))
    if mine.batch is not None and mine.batch.closed_at is not None:
        day = reader.day(reader.local(mine.batch.closed_at).date())
        text = reader.t("Anonymous words from your team, delivered on {day}.", day=day)
        blocks.append(kit.sentence(text, accessory=kit.button(reader.t("Read"), READ, str(mine.batch.id))))
    return blocks
