"""Leave as its person sees it on Home and in the form; as HR sees it: dates alone; and the message of the first day back."""

from datetime import date
from typing import TYPE_CHECKING

from bot.domain.errors import RuleBroken
from bot.domain.home import ORIGIN
from bot.domain.roles import Source
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import checkins, kit, nudges
from bot.views.kit import Json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.usecases.leave import Back, Dates, Mine
    from storage.leave import Leave

ADD = "leave.add"
EDIT = "leave.edit"
SAVE = "leave.save"
END = "leave.end"
WHO = "leave.who"
REASON_MAX = 500
SPANS_MOST = 5
ROWS_MOST = 90


def section(reader: Reader, mine: "Mine") -> list[Json]:
    """One's own leave on Home: what holds now first, each with what can be done about it."""
    blocks: list[Json] = []
    if mine.until is not None:
        text = reader.t("You are away until {day}. Nothing is asked of you until then.", day=reader.day(mine.until))
        blocks.append(kit.sentence(text))
    for one in mine.spans[:SPANS_MOST]:
        blocks += _span(reader, one, mine.today)
    add = kit.button(reader.t("I will be away"), ADD, ORIGIN)
    return [*blocks, kit.actions(add, block_id="leave")]


def _span(reader: Reader, leave: "Leave", today: date) -> list[Json]:
    text = reader.t("Away from {first} to {last}.", first=reader.day(leave.first), last=reader.day(leave.last))
    begun = leave.first <= today
    own = leave.source == Source.APP
    end = kit.button(reader.t("I am back") if begun else reader.t("Take it back"), END, str(leave.id))
    edit = kit.button(reader.t("Edit"), EDIT, str(leave.id))
    buttons = [edit] * own + [end] * (own or begun)
    return [kit.sentence(text), *([kit.actions(*buttons, block_id=f"leave_{leave.id}")] if buttons else [])]


def form(reader: Reader, today: date, leave: "Leave | None" = None, origin: str = "") -> Json:
    """From when to when, and why if they like."""
    first, last = (leave.first, leave.last) if leave else (today, today)
    blocks = [
        kit.date_input("first", reader.t("First day away"), initial=first),
        kit.date_input("last", reader.t("Last day away"), initial=last),
        kit.text_input(
            "reason",
            reader.t("Reason, if you like"),
            initial=(leave.words or "") if leave else "",
            hint=reader.t("Only you can read this. Your manager and HR see the dates alone."),
            multiline=False,
            most=REASON_MAX,
        ),
        kit.notes(reader.t("On these days nothing is asked of you, and a week away counts as away, not as missed.")),
    ]
    return kit.modal(
        SAVE,
        reader.t("Time away"),
        blocks,
        close=reader.t("Cancel"),
        submit=reader.t("Save"),
        metadata=f"{leave.id if leave else ''} {origin}",
    )


def read_form(values: Json) -> tuple[date, date, str]:
    """The two days and the reason. Raises RuleBroken at a day that is missing."""
    reason = (values.get("reason") or {}).get(kit.VALUE, {}).get("value") or ""
    return _day(values, "first"), _day(values, "last"), str(reason)


def _day(values: Json, field: str) -> date:
    chosen = (values.get(field) or {}).get(kit.VALUE, {}).get("selected_date")
    try:
        return date.fromisoformat(str(chosen))
    except ValueError:
        raise RuleBroken("day_needed", field=field) from None


def back(reader: Reader) -> str:
    """The answer to `/checkin back`."""
    return reader.t(
        "Good to have you back. From today on you are asked as usual, and nothing is owed for the days away."
    )


def away(reader: Reader, found: "Sequence[Dates]") -> Json:
    """Who is away now and soon, for HR: dates alone."""
    rows = [
        kit.row(
            kit.cut(one.person.name, kit.NAME_MAX),
            reader.t("{first} to {last}", first=reader.day(one.first), last=reader.day(one.last)),
        )
        for one in found[:ROWS_MOST]
    ]
    if len(found) > ROWS_MOST:
        left = len(found) - ROWS_MOST
        rows.append(kit.notes(reader.n("and {count} more", "and {count} more", left)))
    if not rows:
        rows = [kit.sentence(reader.t("Nobody is away now or in the next two weeks."))]
    return kit.modal("leave.away", reader.t("Who is away"), rows, close=reader.t("Close"))


def catch_up(reader: Reader, shown: "Back") -> Message:
    """The one message after leave: what can be answered now, and that the rest is settled."""
    title, at = checkins.name(reader, shown.series), reader.moment(shown.at)
    text = reader.t("Welcome back. What passed while you were away is settled.")
    if shown.open:
        more = reader.t("{series} is open until {until}, if you would like to add yours.", series=title, until=at)
        answer = reader.t("Answer")
    else:
        more = reader.t("{series}: the next one comes on {at}. You can answer early.", series=title, at=at)
        answer = reader.t("Answer early")
    button = kit.button(answer, checkins.ANSWER, checkins.slot_value(shown.series.id, shown.slot))
    return kit.message(text, [kit.sentence(text), kit.sentence(more), kit.actions(button, nudges.why(reader))])
