"""What somebody wrote in their cycles as text, and the answer to the press that asks for it."""

from functools import partial
from typing import TYPE_CHECKING

from bot.domain.history import Span
from bot.domain.own_summaries import Sort
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import exporting, gates, goal_causes, kit
from bot.views.kit import Json
from bot.views.own_summaries import sort_name

if TYPE_CHECKING:
    from bot.usecases.history import Exported
    from bot.usecases.own_summaries import Added
    from bot.usecases.own_summaries_export import Chosen, Entry, Passed


def on_its_way(reader: Reader, count: int) -> Json:
    """The answer to the press: where it comes."""
    text = reader.n(
        "What you wrote in your cycles comes as {count} message in our chat. Nobody else gets it.",
        "What you wrote in your cycles comes as {count} messages in our chat. Nobody else gets them.",
        count,
    )
    title = reader.t("My summary")
    return kit.modal("own_summaries.on_its_way", title, [kit.sentence(text)], close=reader.t("Close"))


def spans(reader: Reader, entries: "list[Entry]") -> list[Span]:
    """Which cycles stand together in a message."""
    return exporting.spans(entries, lambda one: one.cycle.id, partial(_text, reader))


def export(reader: Reader, shown: "Exported[Entry]") -> Message:
    """One message of an export. Its words stay out of the notification."""
    text = reader.t(
        "What you wrote in your cycles as text, {number} of {count}", number=shown.number, count=shown.count
    )
    return exporting.message(reader, text, _text(reader, shown.entries), shown.part)


def _text(reader: Reader, entries: "list[Entry]") -> str:
    return "\n\n\n".join(_entry(reader, one) for one in entries)


def _entry(reader: Reader, entry: "Entry") -> str:
    parts = [entry.cycle.name]
    if entry.additions:
        parts += [sort_name(reader, Sort.ADDITIONS), *(_addition(reader, one) for one in entry.additions)]
    if entry.causes:
        parts += [reader.t("Causes of what was missed"), *(_cause(reader, one) for one in entry.causes)]
    return "\n\n".join([*parts, *(_passed(reader, one) for one in entry.passed)])


def _addition(reader: Reader, one: "Added") -> str:
    lines = [reader.full_date(one.addition.day)]
    if one.goal is not None:
        lines.append(reader.t("Goal: {title}", title=one.goal or _erased(reader)))
    return "\n".join([*lines, _said(reader, one.addition.words)])


def _cause(reader: Reader, one: "Chosen") -> str:
    title = one.title or _erased(reader)
    lines = [reader.t("Goal: {title}", title=title)]
    if one.of is not None:
        lines = [reader.t("Goal of {name}: {title}", name=one.of.name, title=title)]
    lines.append(goal_causes.name(reader, one.cause.cause))
    return "\n".join([*lines, *([] if one.cause.words == "" else [_said(reader, one.cause.words)])])


def _passed(reader: Reader, one: "Passed") -> str:
    override, gate = one.override, gates.label(reader, one.override.gate)
    day = reader.full_date(reader.local(override.made_at).date())
    lines = [reader.t("{by} lets you pass “{gate}” since {day}:", by=one.by.name, gate=gate, day=day)]
    lines.append(_said(reader, override.reason))
    if override.taken_back_at is not None and one.taken_back_by is not None:
        day, by = reader.full_date(reader.local(override.taken_back_at).date()), one.taken_back_by.name
        lines.append(reader.t("{by} took back on {day} that you may pass “{gate}”:", by=by, gate=gate, day=day))
        lines.append(_said(reader, override.taken_back_why))
    return "\n".join(lines)


def _said(reader: Reader, words: str | None) -> str:
    return _erased(reader) if words is None else words


def _erased(reader: Reader) -> str:
    return reader.t("These words were erased.")
