"""HR's list of what is going to be sent in the coming fortnight, by day, and the form that holds some of it."""

import json
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from bot.domain import announcements, fortnight, one_on_ones
from bot.domain.fortnight import SPAN, Line, Picks, Target
from bot.domain.holds import Why
from bot.locales.reader import Reader
from bot.views import checkins, inputs, kit, numbers
from bot.views.kit import Json
from bot.views.kit_pages import Piece, from_the_start, turns

if TYPE_CHECKING:
    from bot.usecases.fortnight import Fortnight, Shown
    from storage.series import Series

OPEN = "fortnight.open"
LIST = "fortnight.list"
MORE = "fortnight.more"
HOLD = "fortnight.hold"
KEEP = "fortnight.keep"
RELEASE = "fortnight.release"
PIECES, CHARACTERS = 30, 12_000
"""On one page."""


def loading(reader: Reader) -> Json:
    """What stands there while it is counted."""
    return _modal(reader, [kit.sentence(reader.t("Counting what is going to be sent. This takes a moment."))])


def opening(reader: Reader) -> Json:
    """The button that opens the list."""
    return kit.button(reader.t("What is going to be sent"), OPEN)


def listed(reader: Reader, shown: "Fortnight", page: int = 0) -> Json:
    """One page of the list: each day with its lines, each line with the button that holds it, or lets it go."""
    if not shown.lines:
        return _modal(reader, [kit.sentence(reader.t("Nothing is going to be sent in the next two weeks."))])
    pages = from_the_start(_pieces(reader, shown, page), PIECES, CHARACTERS)
    at = min(page, len(pages) - 1)
    people = sum(one.line.people for one in shown.lines)
    blocks = [
        kit.sentence(
            reader.n(
                "As things stand now, {count} message goes out in the next {days} days, at the most.",
                "As things stand now, {count} messages go out in the next {days} days, at the most.",
                people,
                days=reader.number(SPAN.days),
            )
        )
    ]
    before = sum(len(one) for one in pages[:at])
    for day, rows in groupby(zip(shown.lines[before:], pages[at], strict=False), key=lambda one: one[0].line.day):
        blocks += [kit.header(reader.day(day)), *(block for _, piece in rows for block in piece)]
    if len(pages) > 1:
        blocks.append(kit.actions(*turns(reader, MORE, "", at, len(pages))))
    note = reader.t(
        "Answers to what somebody does, requests for help and replies are not listed, and are never held. Times are by the clocks of "
        "those who get it."
    )
    return _modal(reader, [*blocks, kit.notes(note)])


def _modal(reader: Reader, blocks: list[Json]) -> Json:
    return kit.modal(LIST, reader.t("The next two weeks"), blocks, close=reader.t("Close"))


def _pieces(reader: Reader, shown: "Fortnight", page: int) -> list[Piece]:
    return [[_row(reader, shown, one, number, page)] for number, one in enumerate(shown.lines)]


def _row(reader: Reader, shown: "Fortnight", one: "Shown", number: int, page: int) -> Json:
    title = heading(reader, one.line.kind, one.series, one.title)
    lines = [_when(reader, one.line)]
    if one.hold is None:
        label = reader.t("Hold: {what}", what=title)
        button = kit.button(reader.t("Hold"), f"{HOLD}.{number}", packed(one.line, page), label=label)
    else:
        lines.append(_held(reader, shown.by.get(one.hold.made_by, ""), one.hold.last, one.hold.why))
        label = reader.t("Release: {what}", what=title)
        button = kit.button(reader.t("Release"), f"{RELEASE}.{number}", f"{one.hold.id} {page}", label=label)
    return kit.row(title, *lines, accessory=button)


def heading(reader: Reader, kind: str, series: "Series | None", title: str) -> str:
    """What it is, in people's words, and what it belongs to."""
    apart = {
        one_on_ones.TIMES.name: reader.t("times of 1:1s"),
        one_on_ones.CONFIRM.name: reader.t("whether a 1:1 took place"),
    }
    what = apart.get(kind) or numbers.kind(reader, kind)
    what = what[:1].upper() + what[1:]
    name = checkins.name(reader, series) if series is not None else title
    return reader.t("{what}: {name}", what=what, name=kit.cut(name, kit.NAME_MAX)) if name else what


def _when(reader: Reader, line: Line) -> str:
    """At what times of their clocks, in how many zones, how many people."""
    first, last = reader.hour(line.first), reader.hour(line.last)
    parts = [first if line.first == line.last else reader.t("{first} to {last}", first=first, last=last)]
    if line.zones > 1:
        parts.append(reader.n("{count} zone", "{count} zones", line.zones))
    if line.kind == announcements.POST.name:
        parts.append(reader.t("in a channel"))
    elif line.at_most:
        parts.append(reader.n("at most {count} person", "at most {count} people", line.people))
    else:
        parts.append(reader.n("{count} person", "{count} people", line.people))
    return " · ".join(parts)


def _held(reader: Reader, by: str, last: date | None, why: Why | None) -> str:
    if last is None:
        said = reader.t("{name} holds it until somebody in HR releases it.", name=by)
    else:
        said = reader.t("{name} holds it up to and including {day}.", name=by, day=reader.day(last))
    return f"{said} {reasons(reader)[why]}" if why else said


def reasons(reader: Reader) -> dict[Why, str]:
    """What HR can say to it."""
    return {
        Why.FIRST: reader.t("Something else comes first."),
        Why.CHANGES: reader.t("Something in it is going to change."),
        Why.AWAY: reader.t("Many people are away."),
    }


def packed(line: Line, page: int) -> str:
    """What the button of a line carries."""
    target = line.target
    return json.dumps([target.topic, target.subject_id, target.part, line.kind, line.day.isoformat(), page])


def unpacked(value: str) -> tuple[Target, str, date, int]:
    """What is to be held, its kind, its day, and the page on which it stands."""
    topic, subject, part, kind, day, page = json.loads(value)
    return Target(str(topic), int(subject), str(part)), str(kind), date.fromisoformat(day), int(page)


def form(reader: Reader, value: str, series: "Series | None", title: str, today: date) -> Json:
    """Until when, and why if they like; and what becomes of it."""
    target, kind, day, _ = unpacked(value)
    topic = fortnight.topic(target.topic)
    by_days = topic is not None and topic.picks is Picks.DAYS
    label = reader.t("Last day of the hold")
    if by_days:
        hint = reader.t("It is held from {day} on, by the calendar of each who would get it.", day=reader.day(day))
        until = kit.date_input("last", label, initial=max(day, today), hint=hint)
    else:
        hint = reader.t("Leave it empty to hold it until somebody in HR releases it.")
        until = kit.input_block("last", label, {"type": "datepicker", "action_id": kit.VALUE}, hint=hint)
    offered = [kit.option(text, one.value) for one, text in reasons(reader).items()]
    blocks = [
        kit.sentence(heading(reader, kind, series, title)),
        until,
        kit.select("why", reader.t("Reason, if you like"), offered, radio=True),
        kit.sentence(
            reader.t(
                "Nothing is lost. Once it is released, or the last day is over, what is still of use is sent, and what is too late is left "
                "out."
            )
        ),
    ]
    if target.topic == fortnight.CHECKINS.name:
        blocks.append(
            kit.sentence(
                reader.t(
                    "Who likes to can answer on Home meanwhile. Nobody has missed a check-in that they were not asked for in time."
                )
            )
        )
    return kit.modal(KEEP, reader.t("Hold"), blocks, close=reader.t("Cancel"), submit=reader.t("Hold"), metadata=value)


def read(values: Json) -> tuple[date | None, Why | None]:
    """The last day and the reason, as they were chosen."""
    last, why = inputs.held(values, "last"), inputs.held(values, "why")
    return date.fromisoformat(last) if last else None, Why(why) if why else None
