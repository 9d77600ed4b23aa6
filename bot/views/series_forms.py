"""The forms of HR's editor of series: name and rhythm, window, audience; and what was filled in."""

from collections.abc import Sequence
from datetime import time
from typing import TYPE_CHECKING, Any

from bot.domain import pulses as pulse_rules
from bot.domain.cadence import CadenceKind
from bot.domain.checkins import SeriesKind
from bot.domain.errors import RuleBroken
from bot.domain.series import DEFAULT_NAME, EVERY_MAX, NAME_MAX
from bot.locales.reader import Reader
from bot.views import checkins, inputs, kit, pulses
from bot.views import series_words as words
from bot.views.kit import Json
from bot.views.series_editor import CADENCE, WINDOW, Mark, form, rule_of

if TYPE_CHECKING:
    from bot.usecases.series_audience import Named
    from storage.reporting import Department
    from storage.series import Series

CLOSES_MOST = 28
DEPARTMENTS_MOST = 1_000


def rhythm_form(reader: Reader, mark: Mark, one: "Series", notes: Sequence[str] = ()) -> Json:
    """The name, and on which days it asks."""
    kinds = {
        CadenceKind.WEEKLY: reader.t("Weekly, or every few weeks"),
        CadenceKind.MONTHLY_WEEKDAY: reader.t("Monthly, on a weekday"),
        CadenceKind.MONTHLY_DATE: reader.t("Monthly, on a date"),
    }
    name = checkins.name(reader, one)
    chosen = inputs.choice([kit.option(text, kind) for kind, text in kinds.items()], [one.cadence])
    chosen["action_id"] = f"{CADENCE}.{mark.revision}"
    picked = kit.input_block("cadence", reader.t("How often"), chosen, optional=False)
    if mark.series is None and one.kind is SeriesKind.PULSE:
        notes = [pulses.what(reader), *notes]
    blocks = [
        kit.text_input("name", reader.t("Name"), initial=name, multiline=False, optional=False, most=NAME_MAX),
        {**picked, "dispatch_action": True},
        *_rhythm_fields(reader, one),
    ]
    return form(reader, mark, reader.t("Name and rhythm"), blocks, notes)


def _rhythm_fields(reader: Reader, one: "Series") -> list[Json]:
    days = [kit.option(words.weekday(reader, number), str(number)) for number in range(1, 8)]
    weekday = kit.select("weekday", reader.t("On which day"), days, initial=str(one.weekday), optional=False)
    if one.cadence == CadenceKind.MONTHLY_DATE:
        hint = reader.t(
            "A shorter month uses its last day. Nobody is asked on a day off: the working day before is taken."
        )
        number = inputs.number(one.month_day or 1, whole=True, least=1)
        return [kit.input_block("month_day", reader.t("On which day of the month"), number, hint=hint, optional=False)]
    if one.cadence == CadenceKind.MONTHLY_WEEKDAY:
        named = (reader.t("First"), reader.t("Second"), reader.t("Third"), reader.t("Fourth"), reader.t("Last"))
        which = [kit.option(text, str(number)) for number, text in enumerate(named, start=1)]
        return [
            kit.select(
                "month_week",
                reader.t("Which one in the month"),
                which,
                initial=str(one.month_week or 1),
                optional=False,
            ),
            weekday,
        ]
    label, hint = reader.t("Every how many weeks"), reader.t("1 is every week.")
    number = inputs.number(one.every, whole=True, least=1)
    return [kit.input_block("every", label, number, hint=hint, optional=False), weekday]


def window_form(reader: Reader, mark: Mark, one: "Series", notes: Sequence[str] = ()) -> Json:
    """The hour of the prompt, the end, and the reminder; all by each one's own clock."""
    days = [
        kit.option(reader.n("The next day", "{count} days later", number), str(number))
        for number in range(1, CLOSES_MOST + 1)
    ]
    reminder = inputs.time_of_day(one.reminds_at)
    hint = reader.t("By each person's own clock, within their working hours.")
    blocks = [
        kit.input_block("opens_at", reader.t("Asks at"), inputs.time_of_day(one.opens_at), hint=hint, optional=False),
        kit.select("closes_after", reader.t("Closes"), days, initial=str(one.closes_after), optional=False),
        kit.input_block("closes_at", reader.t("At"), inputs.time_of_day(one.closes_at), optional=False),
        kit.input_block(
            "reminds_at",
            reader.t("One reminder on the last day at"),
            reminder,
            hint=reader.t("Whoever has not answered gets it. Leave it empty for no reminder."),
        ),
    ]
    return form(reader, mark, reader.t("Window"), blocks, notes)


def audience_form(reader: Reader, mark: Mark, named: "Named", notes: Sequence[str] = ()) -> Json:
    """Whom it asks: everyone, or those who are chosen."""
    note = kit.notes(reader.t("Who joins a department or a team later is asked from then on."))
    blocks = [*audience_fields(reader, named, reader.t("Whom it asks")), note]
    return form(reader, mark, reader.t("For whom"), blocks, notes)


def audience_fields(reader: Reader, named: "Named", label: str) -> list[Json]:
    """Everyone or those chosen; departments, teams, people, and who is left out."""
    everyone = [kit.option(reader.t("Everyone"), "everyone"), kit.option(reader.t("Those chosen below"), "chosen")]
    chosen = "everyone" if named.everyone else "chosen"
    blocks = [kit.select("who", label, everyone, initial=chosen, optional=False, radio=True)]
    if named.every_department:
        picked = _departments(named.every_department, named.departments)
        blocks.append(kit.input_block("departments", reader.t("Departments"), picked))
    hint = reader.t("They themselves, and everybody who reports to them, directly or not.")
    trees = inputs.people([one.slack_id for one in named.trees])
    people = inputs.people([one.slack_id for one in named.people])
    without = inputs.people([one.slack_id for one in named.without])
    blocks += [
        kit.input_block("trees", reader.t("Teams of these managers"), trees, hint=hint),
        kit.input_block("people", reader.t("People"), people),
        kit.input_block("without", reader.t("But not"), without),
    ]
    return blocks


def _departments(every: "Sequence[Department]", chosen: "Sequence[Department]") -> Json:
    """Up to a thousand departments, in groups of a hundred."""
    offered = [kit.option(one.name, str(one.id)) for one in every[:DEPARTMENTS_MOST]]
    picked = {str(one.id) for one in chosen}
    initial = [one for one in offered if one["value"] in picked]
    made: Json = {"type": "multi_static_select", "action_id": kit.VALUE}
    if len(offered) <= inputs.OPTIONS_MAX:
        made["options"] = offered
    else:
        steps = range(0, len(offered), inputs.OPTIONS_MAX)
        parts = [offered[at : at + inputs.OPTIONS_MAX] for at in steps]
        made["option_groups"] = [{"label": kit.plain(_span(part), kit.OPTION_MAX), "options": part} for part in parts]
    return made | ({"initial_options": initial} if initial else {})


def _span(options: Sequence[Json]) -> str:
    return f"{options[0]['text']['text'][:30]} – {options[-1]['text']['text'][:30]}"


def changed_meanwhile(reader: Reader, by: Sequence[str], mine: str) -> list[str]:
    """What the second of two is told: by whom it was changed, and what their own was."""
    told = reader.t(
        "{names} changed this while you had it open. Nothing of yours is stored: the fields show what holds now.",
        names=reader.names(list(by)),
    )
    return [told, reader.t("Yours was: {what}", what=mine)]


def read_rhythm(reader: Reader, values: Json) -> dict[str, Any]:
    """The columns that the form of name and rhythm sets; what it does not ask is left out. Raises RuleBroken at a field."""
    name = str(inputs.held(values, "name") or "").strip()
    ours = {reader.t("Weekly check-in"): DEFAULT_NAME, reader.t("Pulse"): pulse_rules.DEFAULT_NAME}
    given: dict[str, Any] = {"name": ours.get(name, name)}
    cadence = inputs.held(values, "cadence")
    if cadence not in set(CadenceKind):
        raise RuleBroken("answer_unknown", field="cadence")
    given["cadence"] = str(cadence)
    codes = {"every": "every_wrong", "weekday": "weekday_needed", "month_day": "month_day_wrong"}
    for field in ("every", "weekday", "month_day", "month_week"):
        if field in values:
            given[field] = _whole(inputs.held(values, field), field, codes.get(field, "month_week_needed"))
    return given


def _whole(text: object, field: str, code: str) -> int:
    if not str(text or "").isdecimal() or len(str(text)) > 3:
        raise RuleBroken(code, {"most": EVERY_MAX}, field=field)
    return int(str(text))


def read_window(values: Json) -> dict[str, Any]:
    """The columns that the form of the window sets. Raises RuleBroken at a field."""
    reminder = inputs.held(values, "reminds_at")
    return {
        "opens_at": _time(inputs.held(values, "opens_at"), "opens_at"),
        "closes_after": _whole(inputs.held(values, "closes_after"), "closes_after", "answer_unknown"),
        "closes_at": _time(inputs.held(values, "closes_at"), "closes_at"),
        "reminds_at": _time(reminder, "reminds_at") if reminder else None,
    }


def _time(text: object, field: str) -> time:
    try:
        return time.fromisoformat(str(text))
    except ValueError:
        raise RuleBroken("time_needed", field=field) from None


def read_audience(values: Json) -> dict[str, Any]:
    """What stands in the form of the audience, by its fields."""
    return {
        "everyone": inputs.held(values, "who") == "everyone",
        "people": inputs.held(values, "people") or (),
        "departments": [int(one) for one in inputs.held(values, "departments") or ()],
        "trees": inputs.held(values, "trees") or (),
        "without": inputs.held(values, "without") or (),
    }


def mine(reader: Reader, wanted: "Series", part: str) -> str:
    """What somebody wanted, in words: for whoever was second."""
    if part == WINDOW:
        return words.window(reader, rule_of(wanted))
    line = words.cadence(reader, rule_of(wanted))
    return reader.t("{series}: {line}", series=checkins.name(reader, wanted), line=line)
