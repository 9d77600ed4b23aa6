"""The forms of 1:1s: how often and when, another time, why it is skipped, and where."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.domain.errors import RuleBroken
from bot.domain.one_on_ones import MINUTES, PLACE_MAX, REASON_MAX, USUAL_MINUTES, Cadence
from bot.locales.reader import Reader
from bot.views import inputs, kit, one_on_ones, series_words
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.one_on_ones import Setting
    from bot.usecases.one_on_ones_pairs import Shown

SAVE_SET = "one_on_ones.save_set"
PROPOSE = "one_on_ones.propose"
SAVE_SKIP = "one_on_ones.save_skip"
SAVE_PLACE = "one_on_ones.save_place"
NONE, EACH = "none", "each"
OTHER = "other"
TIME = time(10)


def setting(reader: Reader, shown: "Setting", below: str = "") -> Json:
    """How often, usually when, for how long and where; or no 1:1s."""
    known = shown.pairing if shown.pairing is not None and shown.pairing.ended_at is None else None
    name = kit.cut(shown.other.name, kit.NAME_MAX)
    rhythms = [
        kit.option(
            one_on_ones.how_often(reader, Cadence.WEEKLY), Cadence.WEEKLY, reader.t("For key roles, or a new task")
        ),
        kit.option(one_on_ones.how_often(reader, Cadence.FORTNIGHTLY), Cadence.FORTNIGHTLY),
        kit.option(one_on_ones.how_often(reader, Cadence.MONTHLY), Cadence.MONTHLY, reader.t("For a deep talk")),
        kit.option(reader.t("No 1:1s"), NONE),
    ]
    days = [kit.option(reader.t("Each time anew"), EACH)]
    days += [kit.option(series_words.weekday(reader, number), str(number)) for number in range(1, 8)]
    lengths = [kit.option(reader.n("{count} minute", "{count} minutes", one), str(one)) for one in MINUTES]
    at = known.at if known is not None else TIME
    hint = reader.t("By the clock of whoever is led ({zone}).", zone=shown.zone)
    key_role = shown.leads and shown.other.key_role
    usual = known.cadence if known is not None else Cadence.WEEKLY if key_role else Cadence.FORTNIGHTLY
    weekday = str(known.weekday) if known is not None and known.weekday is not None else EACH
    minutes = str(known.minutes if known is not None else USUAL_MINUTES)
    told = reader.t("{name} is told, and can move or skip each talk, as you can.", name=name)
    if not shown.leads:
        told = reader.t("{name} is asked, and the talks begin once they say yes.", name=name)
    blocks = [
        kit.select("cadence", reader.t("How often?"), rhythms, initial=usual, optional=False, radio=True),
        kit.select("weekday", reader.t("Usually on"), days, initial=weekday, optional=False),
        kit.input_block("at", reader.t("At"), inputs.time_of_day(at or TIME), hint=hint),
        kit.select("minutes", reader.t("For how long?"), lengths, initial=minutes, optional=False),
        _place(reader, (known.place if known is not None else None) or ""),
        kit.notes(told),
    ]
    title, send = reader.t("1:1s"), reader.t("Save") if shown.leads else reader.t("Propose")
    return _form(reader, SAVE_SET, title, blocks, send, f"{shown.other.id} {below}", kit.sentence(name))


def read_setting(values: Json) -> tuple[Cadence | None, int | None, time | None, int, str]:
    """How often (None: not at all), on which weekday (None: each time anew), at what time, for how many minutes, and where."""
    chosen, day, at = (inputs.held(values, field) for field in ("cadence", "weekday", "at"))
    if not chosen:
        raise RuleBroken("choice_needed", field="cadence")
    how_often = None if chosen == NONE else Cadence(chosen)
    weekday = int(day) if day and day != EACH else None
    minutes = int(inputs.held(values, "minutes") or USUAL_MINUTES)
    return how_often, weekday, time.fromisoformat(at) if at else None, minutes, str(inputs.held(values, "place") or "")


def move(reader: Reader, shown: "Shown", below: str = "", outside: "datetime | None" = None) -> Json:
    """Some times that would do, and any other. `outside`: this one lies outside of somebody's working hours, and was asked for."""
    name = kit.cut(shown.other.name, kit.NAME_MAX)
    chosen = outside or shown.talk.at or shown.now + timedelta(days=1)
    local = reader.local(chosen)
    options = [kit.option(reader.moment(at), at.isoformat()) for at in shown.options]
    options.append(kit.option(reader.t("On the day and at the time below"), OTHER))
    initial = OTHER if outside is not None or not shown.options else shown.options[0].isoformat()
    hint = reader.t("By your clock ({zone}).", zone=reader.zone)
    blocks = [
        kit.select("when", reader.t("When?"), options, initial=initial, optional=False, radio=True),
        kit.date_input(
            "day", reader.t("Day"), initial=max(local.date(), reader.local(shown.now).date()), optional=True
        ),
        kit.input_block(
            "time", reader.t("Time"), inputs.time_of_day(local.time().replace(second=0, microsecond=0)), hint=hint
        ),
        kit.notes(reader.t("{name} gets it as a message from me, and agrees or proposes another.", name=name)),
    ]
    if outside is not None:
        text = reader.t(
            "{when} lies outside of the working hours of one of you. Press the button once more to propose it all the same.",
            when=reader.moment(outside),
        )
        blocks.insert(0, kit.sentence(text))
    sure = outside.isoformat() if outside is not None else "-"
    title, send = reader.t("Another time"), reader.t("Propose")
    return _form(reader, PROPOSE, title, blocks, send, f"{shown.talk.id} {sure} {below}")


def read_move(values: Json) -> "datetime | tuple[date, time]":
    """A proposal, or a day and a time by the clock of whoever chose them. Raises RuleBroken at a field that is missing."""
    chosen = inputs.held(values, "when")
    if chosen and chosen != OTHER:
        return datetime.fromisoformat(str(chosen))
    day, at = inputs.held(values, "day"), inputs.held(values, "time")
    if not day:
        raise RuleBroken("day_needed", field="day")
    if not at:
        raise RuleBroken("time_needed", field="time")
    return date.fromisoformat(str(day)), time.fromisoformat(str(at))


def skip(reader: Reader, shown: "Shown", below: str = "") -> Json:
    """Why this turn is left out."""
    name = kit.cut(shown.other.name, kit.NAME_MAX)
    hint = reader.t("Read by you and {name}.", name=name)
    blocks = [
        kit.text_input(
            "reason", reader.t("Why not this time?"), hint=hint, multiline=False, optional=False, most=REASON_MAX
        )
    ]
    return _form(reader, SAVE_SKIP, reader.t("Skip"), blocks, reader.t("Skip"), f"{shown.talk.id} {below}")


def place(reader: Reader, shown: "Shown", below: str = "") -> Json:
    """Where, this time."""
    blocks = [_place(reader, shown.talk.place or "")]
    return _form(reader, SAVE_PLACE, reader.t("Place"), blocks, reader.t("Save"), f"{shown.talk.id} {below}")


def read_words(values: Json, field: str) -> str:
    return str(inputs.held(values, field) or "")


def _place(reader: Reader, initial: str) -> Json:
    hint = reader.t("A room, a walk, or the address of a call.")
    return kit.text_input(
        "place", reader.t("Where do you meet?"), initial=initial, hint=hint, multiline=False, most=PLACE_MAX
    )


def _form(
    reader: Reader, callback_id: str, title: str, blocks: list[Json], send: str, metadata: str, *before: Json
) -> Json:
    return kit.modal(callback_id, title, [*before, *blocks], close=reader.t("Cancel"), submit=send, metadata=metadata)
