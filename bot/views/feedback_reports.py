"""Reports of feedback to HR: the form, the message to HR, the one item as HR reads it, and the word that it is handled."""

from typing import TYPE_CHECKING

from bot.domain.feedback_reports import WHY_MAX
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import feedback_words, inputs, kit
from bot.views.kit import Json
from bot.views.kit_pages import Piece, from_the_start

if TYPE_CHECKING:
    from bot.usecases.feedback_reports import Reported
    from storage.feedback import Feedback

SAVE = "feedback_reports.save"
READ = "feedback_reports.read"
TURN = "feedback_reports.turn"
HANDLE = "feedback_reports.handle"
PIECES, CHARACTERS = 12, 12_000
"""Of the words on one page: a view takes 100 blocks and 250 kB."""


def form(reader: Reader, one: "Feedback", origin: str = "") -> Json:
    """What it means, and why, if they like."""
    means = reader.t(
        "HR will then read this one piece of feedback and who gave it, and what you write here. Nothing else of yours. "
        "The person who gave it is not told by me."
    )
    why = kit.text_input("why", reader.t("Why, if you like to say"), most=WHY_MAX)
    return kit.modal(
        SAVE,
        reader.t("Report to HR"),
        [kit.sentence(means), why],
        close=reader.t("Cancel"),
        submit=reader.t("Report"),
        metadata=f"{one.id} {origin}",
    )


def read_form(values: Json) -> str:
    return str(inputs.held(values, "why") or "")


def reported(reader: Reader, shown: "Reported") -> Message:
    """For HR: that there is one, never what stands in it."""
    text = reader.t("{name} asks HR to look at feedback that they received.", name=_subject(shown))
    blocks = [kit.sentence(text)]
    if handled := _handled(reader, shown):
        blocks.append(kit.notes(handled))
    look = kit.button(reader.t("Look at it"), READ, str(shown.report.id), style=None if handled else "primary")
    note = reader.t("You can read this one item. That you do is noted.")
    return kit.message(text, [*blocks, kit.actions(look), kit.notes(note)])


def opened(reader: Reader, shown: "Reported", page: int = 0) -> Json:
    """The item with its words, and why it was reported."""
    when = reader.moment(shown.feedback.due_at)
    name, other = kit.cut(shown.author.name, kit.NAME_MAX), _subject(shown)
    head = reader.t("Feedback from {name} for {other}, {when}", name=name, other=other, when=when)
    day = reader.day(reader.local(shown.report.reported_at).date())
    blocks = [kit.notes(head, reader.t("Reported by {name} on {day}", name=other, day=day))]
    if shown.report.words != "":
        blocks += [kit.row(reader.t("Why")), *kit.words(shown.report.words, reader)]
    blocks += [kit.divider(), *_words(reader, shown, page), kit.divider()]
    if handled := _handled(reader, shown):
        blocks.append(kit.notes(handled))
    else:
        handle = kit.button(reader.t("Mark as handled"), HANDLE, str(shown.report.id))
        told = reader.t("{name} will be told that HR has looked at it, nothing more.", name=other)
        blocks += [kit.actions(handle), kit.notes(told)]
    return kit.modal("feedback_reports.opened", reader.t("Reported"), blocks, close=reader.t("Close"))


def _words(reader: Reader, shown: "Reported", page: int) -> list[Json]:
    """One page of the words, each part under its name."""
    pieces: list[Piece] = []
    for part, text in shown.parts.items():
        first, *others = kit.words(text, reader)
        pieces += [[kit.row(feedback_words.part(reader, part)), first], *([one] for one in others)]
    pages = from_the_start(pieces, PIECES, CHARACTERS)
    at = min(max(page, 0), len(pages) - 1)
    ways = [(reader.t("What comes before"), at - 1), (reader.t("What comes after"), at + 1)]
    there = [
        kit.actions(kit.button(text, TURN, f"{shown.report.id} {to}")) for text, to in ways if 0 <= to < len(pages)
    ]
    return [*(block for piece in pages[at] for block in piece), *there]


def handled(reader: Reader, shown: "Reported") -> Message:
    """For whoever reported it."""
    name = kit.cut(shown.author.name, kit.NAME_MAX)
    text = reader.t("HR has looked at the feedback that you reported.")
    note = reader.t("It is the feedback from {name}. If you need more, please speak with HR.", name=name)
    return kit.message(text, [kit.sentence(text), kit.notes(note)])


def _handled(reader: Reader, shown: "Reported") -> str:
    if shown.handler is None or shown.report.handled_at is None:
        return ""
    day = reader.day(reader.local(shown.report.handled_at).date())
    return reader.t("Handled by {name} on {day}", name=kit.cut(shown.handler.name, kit.NAME_MAX), day=day)


def _subject(shown: "Reported") -> str:
    return kit.cut(shown.subject.name, kit.NAME_MAX)
