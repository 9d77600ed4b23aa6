"""One's own history: pages of check-ins with a field to search them, and the same as text."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from bot.domain import searching
from bot.domain.checkins import ItemKind
from bot.domain.history import Place, Span
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import checkins, exporting, goals_checkin, kit, questions
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.history import Exported, History
    from storage.history import Entry

OPEN = "history.open"
SEARCH = "history.search"
TURN = "history.turn"
"""The buttons to the older and the newer page."""
SHOW = "history.show"
EXPORT = "history.export"
EXCERPT_MAX = 150


def way(reader: Reader) -> list[Json]:
    """The button on Home."""
    return [kit.actions(kit.button(reader.t("All your check-ins"), OPEN), block_id="history")]


def history(reader: Reader, shown: "History") -> Json:
    """One page, the newest first, with the way to the others."""
    hint = reader.t("Words in what you wrote yourself, your private notes included.")
    label = reader.t("Find")
    blocks = [kit.text_input("word", label, initial=shown.word, hint=hint, multiline=False, most=searching.WORD_MAX)]
    if shown.newer is not None:
        blocks.append(kit.actions(kit.button(reader.t("Newer"), TURN, written(shown.newer))))
    blocks += [_row(reader, one, shown.parts) for one in shown.entries]
    if not shown.entries:
        blocks.append(kit.sentence(_nothing(reader, shown)))
    below = [kit.button(reader.t("Older"), TURN, written(shown.older))] if shown.older is not None else []
    if shown.entries:
        below.append(kit.button(reader.t("Export as text"), EXPORT))
    blocks += [kit.actions(*below)] if below else []
    return kit.modal(
        SEARCH,
        reader.t("Your check-ins"),
        blocks,
        close=reader.t("Close"),
        submit=reader.t("Find"),
        metadata=shown.word,
    )


def _nothing(reader: Reader, shown: "History") -> str:
    if shown.word:
        return reader.t("Nothing you wrote has “{word}” in it.", word=shown.word)
    return reader.t("You have not sent a check-in yet.")


def _row(reader: Reader, entry: "Entry", parts: list[str]) -> Json:
    when = _when(reader, entry)
    line = kit.cut(searching.excerpt(parts, entry.words), EXCERPT_MAX) or reader.t("Nothing was written here.")
    label = reader.t("Show the check-in of {when}", when=when)
    show = kit.button(reader.t("Show"), SHOW, str(entry.checkin.id), label=label)
    return kit.row(when, line, accessory=show)


def _when(reader: Reader, entry: "Entry") -> str:
    return reader.full_date(reader.local(entry.checkin.sent_at).date())


def written(place: Place) -> str:
    """What a button carries to find its page."""
    return f"{place.at.isoformat()} {place.record_id} {int(place.newer)}"


def read(value: str) -> Place:
    """The page that a button leads to."""
    at, record_id, newer = value.split()
    return Place(datetime.fromisoformat(at), int(record_id), newer=newer == "1")


def read_form(values: Json) -> str:
    """What is looked for."""
    return str(((values.get("word") or {}).get(kit.VALUE) or {}).get("value") or "")


def on_its_way(reader: Reader, count: int) -> Json:
    """The answer to the press: where it comes."""
    text = reader.n(
        "Your check-ins come as {count} message in our chat. Nobody else gets it.",
        "Your check-ins come as {count} messages in our chat. Nobody else gets them.",
        count,
    )
    return kit.modal("history.on_its_way", reader.t("Your check-ins"), [kit.sentence(text)], close=reader.t("Close"))


def spans(reader: Reader, entries: "list[Entry]") -> list[Span]:
    """Which check-ins stand together in a message."""
    return exporting.spans(entries, lambda one: one.checkin.id, partial(_text, reader))


def export(reader: Reader, shown: "Exported[Entry]") -> Message:
    """One message of an export. Its words stay out of the notification."""
    text = reader.t("Your check-ins as text, {number} of {count}", number=shown.number, count=shown.count)
    return exporting.message(reader, text, _text(reader, shown.entries), shown.part)


def _text(reader: Reader, entries: "list[Entry]") -> str:
    return "\n\n\n".join(_entry(reader, one) for one in entries)


def _entry(reader: Reader, entry: "Entry") -> str:
    """One check-in as text: when, then each of what was asked and what was said."""
    parts = [f"{_when(reader, entry)}\n{checkins.name(reader, entry.series)}"]
    for kind, label in (
        (ItemKind.PROGRESS, reader.t("Done")),
        (ItemKind.PLAN, reader.t("Next week")),
        (ItemKind.IDEA, reader.t("An idea")),
    ):
        if lines := entry.items.get(kind):
            parts.append(_said(reader, label, [one.words for one in lines]))
    if entry.blocker is not None:
        parts.append(_said(reader, reader.t("In the way"), [entry.blocker.words]))
    if entry.mood is not None:
        chosen = checkins.moods(reader)[entry.mood.value - 1]["text"]["text"]
        words = [] if entry.mood.words == "" else [entry.mood.words]
        parts.append(_said(reader, reader.t("The week"), [chosen, *words]))
    parts += [
        _said(reader, questions.label(reader, one), [questions.told(reader, one, given)]) for one, given in entry.own
    ]
    parts += [_said(reader, *goals_checkin.lines(reader, version, told)) for version, told in entry.goals]
    if entry.note is not None:
        parts.append(_said(reader, reader.t("Your private note"), [entry.note.words]))
    return "\n\n".join(parts)


def _said(reader: Reader, label: str, texts: list[str | None]) -> str:
    erased = reader.t("These words were erased.")
    return "\n".join([label, *(erased if one is None else one for one in texts)])
