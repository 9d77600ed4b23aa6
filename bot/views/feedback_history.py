"""The feedback that somebody received and gave: its row on Home, the pages with what they look for, and the same as text."""

from functools import partial
from typing import TYPE_CHECKING

from bot.domain.feedback import LONG, PARTS
from bot.domain.feedback_helpful import MOST
from bot.domain.feedback_history import Wanted
from bot.domain.history import Span
from bot.domain.home import ORIGIN
from bot.domain.searching import excerpt
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import exporting, feedback_form, feedback_looking, feedback_requests, feedback_words, history, kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.feedback_history import Entry, History
    from bot.usecases.history import Exported

OPEN = "feedback_history.open"
TURN = "feedback_history.turn"
"""The buttons to the older and the newer page."""
SHOW = "feedback_history.show"
EXPORT = "feedback_history.export"
ALL = "feedback_history.all"


def section(reader: Reader, unread: int) -> list[Json]:
    """The row on Home."""
    line = reader.n("{count} is waiting to be read", "{count} are waiting to be read", unread)
    text = kit.row(reader.t("Feedback"), line if unread else reader.t("Everything you received is read"))
    give = kit.button(reader.t("Give feedback"), feedback_form.GIVE, ORIGIN)
    yours = kit.button(reader.t("Yours"), OPEN, label=reader.t("The feedback you received and gave"))
    ask = kit.button(reader.t("Ask for feedback"), feedback_requests.OPEN)
    return [text, kit.actions(give, yours, ask, block_id="feedback")]


def history_of(reader: Reader, shown: "History") -> Json:
    """One page, the newest first, below what is looked for and above the way to the others."""
    blocks = [*_helpful(reader, shown), *feedback_looking.menus(reader, shown)]
    if shown.newer is not None:
        blocks.append(kit.actions(kit.button(reader.t("Newer"), TURN, history.written(shown.newer))))
    blocks += [_row(reader, one, shown) for one in shown.entries]
    if not shown.entries:
        nothing = reader.t("There is no feedback here yet.")
        blocks.append(kit.sentence(nothing if shown.wanted == Wanted() else reader.t("Nothing of that kind is there.")))
    below = [kit.button(reader.t("Older"), TURN, history.written(shown.older))] if shown.older is not None else []
    if shown.wanted != Wanted():
        below.append(kit.button(reader.t("Show everything"), ALL))
    elif shown.entries:
        below.append(kit.button(reader.t("Export as text"), EXPORT))
    blocks += [kit.actions(*below)] if below else []
    return kit.modal(
        OPEN, _title(reader), blocks, close=reader.t("Close"), metadata=feedback_looking.kept(shown.wanted, shown.place)
    )


def _title(reader: Reader) -> str:
    return reader.t("Your feedback")


def _helpful(reader: Reader, shown: "History") -> list[Json]:
    """How helpful it was, where several said so since it last stood there."""
    if shown.helpful is None:
        return []
    text = reader.t(
        "How helpful what you gave was, by four people or more: {figure} of {most}. It changes only once several more have said so.",
        figure=reader.number(shown.helpful),
        most=reader.number(MOST),
    )
    return [kit.notes(text)]


def _row(reader: Reader, entry: "Entry", shown: "History") -> Json:
    one = entry.feedback
    lines = [
        feedback_looking.form_of(reader, one.form, one.aim),
        *feedback_looking.about(reader, entry.about, shown.values),
    ]
    if entry.mine:
        lines.append(_state(reader, entry, shown))
    if entry.shown:
        lines.append(kit.cut(excerpt([], _said(entry)), history.EXCERPT_MAX) or reader.t("These words were erased."))
    text = reader.t("Show") if entry.shown else reader.t("Read")
    who = _head(reader, entry)
    style = None if entry.shown else "primary"
    label = reader.t("Open: {what}", what=who)
    return kit.row(who, *lines, accessory=kit.button(text, SHOW, str(one.id), style=style, label=label))


def _head(reader: Reader, entry: "Entry") -> str:
    name, day = kit.cut(entry.other.name, kit.NAME_MAX), reader.full_date(reader.local(entry.feedback.due_at).date())
    if entry.mine:
        return reader.t("To {name}, {day}", name=name, day=day)
    return reader.t("From {name}, {day}", name=name, day=day)


def _state(reader: Reader, entry: "Entry", shown: "History") -> str:
    if entry.read_at is not None:
        return reader.t("Read on {when}", when=reader.moment(entry.read_at))
    if entry.feedback.due_at > shown.now:
        return reader.t("On its way, for {when}", when=reader.moment(entry.feedback.due_at))
    return reader.t("Delivered") if entry.silent else reader.t("Not read yet")


def _said(entry: "Entry") -> list[str]:
    """Its words, what it is about in front."""
    parts = (LONG[entry.feedback.form], *PARTS[entry.feedback.form])
    return [text for one in parts if (text := entry.parts.get(one))]


def on_its_way(reader: Reader, count: int) -> Json:
    """The answer to the press: where it comes."""
    text = reader.n(
        "Your feedback comes as {count} message in our chat. Nobody else gets it.",
        "Your feedback comes as {count} messages in our chat. Nobody else gets them.",
        count,
    )
    return kit.modal("feedback_history.on_its_way", _title(reader), [kit.sentence(text)], close=reader.t("Close"))


def spans(reader: Reader, entries: "list[Entry]") -> list[Span]:
    """Which of them stand together in a message of an export."""
    return exporting.spans(entries, lambda one: one.feedback.id, partial(_text, reader))


def export(reader: Reader, shown: "Exported[Entry]") -> Message:
    """One message of an export. Its words stay out of the notification."""
    text = reader.t("Your feedback as text, {number} of {count}", number=shown.number, count=shown.count)
    return exporting.message(reader, text, _text(reader, shown.entries), shown.part)


def _text(reader: Reader, entries: "list[Entry]") -> str:
    return "\n\n\n".join(_entry(reader, one) for one in entries)


def _entry(reader: Reader, entry: "Entry") -> str:
    one = entry.feedback
    head = [_head(reader, entry), feedback_looking.form_of(reader, one.form, one.aim)]
    head += feedback_looking.about(reader, entry.about)
    if not entry.shown:
        return "\n".join([*head, reader.t("You have not read it yet.")])
    if one.said_by:
        head.append(reader.t("In the words of {name}", name=one.said_by))
    erased = reader.t("These words were erased.")
    said = [
        f"{feedback_words.part(reader, part)}\n{erased if text is None else text}" for part, text in entry.parts.items()
    ]
    return "\n\n".join(["\n".join(head), *said])
