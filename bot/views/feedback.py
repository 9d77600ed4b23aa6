"""Feedback as it reaches people: the messages to its receiver and its readers, the giver's receipt, and the words in a modal."""

from typing import TYPE_CHECKING

from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import feedback_aside, kit, nudges, talks
from bot.views import feedback_came as came
from bot.views import feedback_words as said
from bot.views.kit import Json
from bot.views.kit_pages import Piece, from_the_start

if TYPE_CHECKING:
    from bot.usecases.feedback_read import Opened

READ = talks.READ_FEEDBACK
"""Opens feedback for whoever may read it, and for its giver."""
TAKE_BACK = "feedback.take_back"
TURN = "feedback.turn"
"""The buttons to the earlier and the later part of long words."""
PIECES, CHARACTERS = 12, 12_000
"""Of the words on one page of the modal: a view takes 100 blocks and 250 kB, and what came of it stands below."""


def given(reader: Reader, shown: "Opened") -> Message:
    """For its receiver: from whom and about what, never the words. Read, it shows what can be done."""
    name = kit.cut(shown.author.name, kit.NAME_MAX)
    if shown.feedback.withdrawn_at is not None:
        return _withdrawn(reader, shown)
    if shown.opened_at is None:
        text = reader.t("{name} has written feedback for you.", name=name)
        if shown.feedback.said_by:
            text = reader.t("{name} has passed on to you what a customer said.", name=name)
        return kit.message(text, [kit.sentence(text), *_about(reader, shown), _read(reader, shown)])
    text = reader.t("You have read the feedback from {name}.", name=name)
    show = kit.button(reader.t("Show"), READ, str(shown.feedback.id))
    notes = [*said.about(reader, shown), *came.lines(reader, shown)]
    if shown.author.active:
        notes.append(reader.t("Answer in this thread, and it reaches {name}.", name=name))
    blocks = [kit.sentence(text), kit.notes(*notes)] if notes else [kit.sentence(text)]
    return kit.message(text, [*blocks, kit.actions(show, *came.buttons(reader, shown))])


def shared(reader: Reader, shown: "Opened") -> Message:
    """For a reader whom the giver named: whose it is and from whom, never the words."""
    if shown.feedback.withdrawn_at is not None:
        return _withdrawn(reader, shown)
    name, other = (kit.cut(one.name, kit.NAME_MAX) for one in (shown.author, shown.subject))
    text = reader.t("{name} has written feedback for {other} and lets you read it.", name=name, other=other)
    if shown.opened_at is None:
        return kit.message(text, [kit.sentence(text), *_about(reader, shown), _read(reader, shown)])
    text = reader.t("You have read the feedback from {name} for {other}.", name=name, other=other)
    show = kit.button(reader.t("Show"), READ, str(shown.feedback.id))
    return kit.message(text, [kit.sentence(text), *_about(reader, shown), kit.actions(show)])


def receipt(reader: Reader, shown: "Opened") -> Message:
    """For its giver, one message that follows how it stands; with the way back while there is one."""
    text = _state(reader, shown)
    notes = [*came.lines(reader, shown), *said.about(reader, shown), said.readers_line(reader, shown)]
    if shown.feedback.withdrawn_at is not None:
        return kit.message(text, [kit.sentence(text)])
    value = str(shown.feedback.id)
    buttons = [kit.button(reader.t("Show"), READ, value)]
    if shown.takes_back and not shown.lost:
        buttons.append(kit.button(reader.t("Take back"), TAKE_BACK, value))
    buttons += came.buttons(reader, shown)
    return kit.message(text, [kit.sentence(text), kit.notes(*notes), kit.actions(*buttons)])


def opened(reader: Reader, shown: "Opened", origin: str = "", page: int = 0, back: int = 0) -> Json:
    """The words part by part, what they rest on, who reads them, what came of it, and what can be done.

    `page`: of words too long for one. `back`: pages before the last one of the talk about it.
    """
    buttons = [*came.buttons(reader, shown, origin), *came.aside(reader, shown, origin)]
    blocks = [
        kit.notes(*_headline(reader, shown)),
        *_words(reader, shown, origin, page),
        *said.evidence(reader, shown),
        kit.divider(),
        kit.notes(said.readers_line(reader, shown), *_read_by(reader, shown)),
        *came.blocks(reader, shown, origin, page, back),
        *([kit.actions(*buttons)] if buttons else []),
        *([kit.notes(reader.t("Flagged for your next 1:1. Only you see the flag."))] if shown.flagged else []),
        *feedback_aside.below(reader, shown, origin),
    ]
    return kit.modal(
        "feedback.opened",
        reader.t("Feedback"),
        blocks,
        close=reader.t("Close"),
        metadata=f"{shown.feedback.id} {origin}",
    )


def _withdrawn(reader: Reader, shown: "Opened") -> Message:
    """What was told, and then taken back before anybody had read it."""
    name = kit.cut(shown.author.name, kit.NAME_MAX)
    text = reader.t("{name} took their feedback back before it was read. You need not do anything.", name=name)
    return kit.message(text, [kit.sentence(text)])


def _read(reader: Reader, shown: "Opened") -> Json:
    read = kit.button(reader.t("Read"), READ, str(shown.feedback.id), style="primary")
    return kit.actions(read, nudges.why(reader))


def _about(reader: Reader, shown: "Opened") -> list[Json]:
    lines = said.about(reader, shown)
    return [kit.notes(*lines)] if lines else []


def _state(reader: Reader, shown: "Opened") -> str:
    """How it stands with what the viewer gave."""
    name = kit.cut(shown.subject.name, kit.NAME_MAX)
    if shown.feedback.withdrawn_at is not None:
        return reader.t(
            "You took your feedback for {name} back. Nobody has read it, and its words are gone.", name=name
        )
    if shown.read_at is not None:
        when = reader.moment(shown.read_at)
        return reader.t("{name} read your feedback on {when}.", name=name, when=when)
    if shown.lost:
        return reader.t("{name} no longer takes part here, so your feedback was not delivered.", name=name)
    if shown.told_at is not None:
        when = reader.moment(shown.told_at)
        return reader.t("Your feedback for {name} was delivered on {when}.", name=name, when=when)
    when = reader.moment(shown.feedback.due_at)
    if shown.due:
        return reader.t("Your feedback for {name} is on its way.", name=name)
    return reader.t("Your feedback for {name} will be delivered on {when}.", name=name, when=when)


def _headline(reader: Reader, shown: "Opened") -> list[str]:
    """From whom, for whom, in which form, of when; and whose words they are."""
    when, form = reader.moment(shown.feedback.due_at), said.form(reader, shown.feedback.form)
    author, subject = (kit.cut(one.name, kit.NAME_MAX) for one in (shown.author, shown.subject))
    if shown.for_me:
        lines = [reader.t("From {name}, {when}. {form}.", name=author, when=when, form=form)]
    elif shown.mine:
        lines = [reader.t("For {name}, {when}. {form}.", name=subject, when=when, form=form)]
    else:
        lines = [reader.t("From {name} for {other}, {when}. {form}.", name=author, other=subject, when=when, form=form)]
    if shown.feedback.said_by:
        lines.append(_customer(reader, shown, shown.feedback.said_by))
    return lines


def _customer(reader: Reader, shown: "Opened", source: str) -> str:
    author, source = kit.cut(shown.author.name, kit.NAME_MAX), kit.cut(source, kit.NAME_MAX)
    if shown.feedback.said_on is None:
        return reader.t("A customer's words, noted by {name}. Said by: {source}", name=author, source=source)
    day = reader.full_date(shown.feedback.said_on)
    return reader.t(
        "A customer's words, noted by {name}. Said by: {source}, {day}", name=author, source=source, day=day
    )


def _words(reader: Reader, shown: "Opened", origin: str, page: int) -> list[Json]:
    """One page of the words, each part under its name."""
    if shown.feedback.withdrawn_at is not None:
        return [kit.sentence(reader.t("You took this back, so its words are gone."))]
    pieces: list[Piece] = []
    for part, text in shown.parts.items():
        head = kit.section(f"*{kit.escape(said.part(reader, part))}*")
        first, *others = kit.words(text, reader)
        pieces += [[head, first], *([one] for one in others)]
    if shown.feedback.aim is not None:
        pieces.append([kit.notes(said.aim(reader, shown.feedback.aim))])
    pages = from_the_start(pieces, PIECES, CHARACTERS)
    at = min(max(page, 0), len(pages) - 1)
    blocks = [block for piece in pages[at] for block in piece]

    def way(text: str, to: int) -> list[Json]:
        return [kit.actions(kit.button(text, TURN, f"{shown.feedback.id} {to} {origin}"))]

    before = way(reader.t("What comes before"), at - 1) if at > 0 else []
    after = way(reader.t("What comes after"), at + 1) if at < len(pages) - 1 else []
    return [*before, *blocks, *after]


def _read_by(reader: Reader, shown: "Opened") -> list[str]:
    """Who has read it: for whoever gave it."""
    if not shown.mine or shown.feedback.withdrawn_at is not None:
        return []
    return [
        reader.t("{name} read it on {when}.", name=one.person.name, when=reader.moment(one.read_at))
        if one.read_at
        else reader.t("{name} has not opened it yet.", name=one.person.name)
        for one in shown.readers
        if one.person.id not in shown.silent
    ]
