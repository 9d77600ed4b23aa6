"""The forms of a cycle: its name and days, its phases, for whom it is, what belongs to it, its gates, and how much longer it takes."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bot.domain import cycles_parts as parts
from bot.domain.cycles import NAME_MAX, Phase, Phased
from bot.domain.cycles_parts import TALKS_EVERY, Belongs, Days, Form, Step
from bot.domain.cycles_templates import Proposed, Template
from bot.domain.errors import RuleBroken
from bot.domain.gates import Gate
from bot.locales.reader import Reader
from bot.views import announcements_list, checkins, cycles_open, inputs, kit, kit_choices, series_forms
from bot.views import cycles_words as words
from bot.views import gates as gate_words
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.announcements_audience import Meant
    from bot.usecases.cycles_editor import Opened
    from bot.usecases.series_audience import Named
    from storage.cycles import Cycle

PUT, SAVE, LONGER = "cycles.put", "cycles.save_part", "cycles.longer"
TEMPLATE, COUNT = "cycles.template", "cycles.count"
"""Action ids of fields that fill or count the form at each choice."""
DAYS_LEAST, DAYS_MOST = 7, 366
"""Of a cycle whose days count from each person's first."""
ON = "on"


@dataclass(frozen=True)
class Mark:
    """Which cycle, which of its revisions and which part a form was filled from; it travels in the view's private_metadata."""

    cycle: int
    revision: int
    part: str

    def packed(self) -> str:
        return json.dumps(asdict(self))


def unpacked(metadata: str) -> Mark:
    """What a form carried."""
    return Mark(**json.loads(metadata))


def new(reader: Reader, proposed: Proposed) -> Json:
    """A new cycle, from a template: another one fills name and days anew."""
    offered = [kit.option(words.template(reader, one), one) for one in Template]
    chosen = inputs.choice(offered, [proposed.template], open_=True) | {"action_id": TEMPLATE}
    picked = kit.input_block("template", reader.t("Begin with"), chosen, optional=False)
    hint = reader.t(
        "Its four phases are proposed from its days. You can move them, or leave some out, on the next page."
    )
    fields = _span_fields(
        reader, words.proposed_name(reader, proposed), proposed.starts, proposed.ends, rolling=proposed.rolling
    )
    # What is typed stays while the id stays: another template has fields of its own (SLACK.md §1.4).
    for block in fields:
        block["element"]["action_id"] = f"{kit.VALUE}.{proposed.template}"
    blocks = [{**picked, "dispatch_action": True}, *fields, kit.notes(hint)]
    return kit.modal(PUT, reader.t("New cycle"), blocks, close=reader.t("Cancel"), submit=reader.t("Save"))


def _span_fields(reader: Reader, name: str, starts: date, ends: date, *, rolling: bool) -> list[Json]:
    text = inputs.text(name, multiline=False, most=NAME_MAX)
    hint = reader.t("For example: Q1 2027.")
    named = kit.input_block("name", reader.t("Name"), text, hint=hint, optional=False)
    if rolling:
        return [named, _days_field(reader, (ends - starts).days + 1)]
    return [
        named,
        kit.date_input("starts", reader.t("First day"), initial=starts),
        kit.date_input("ends", reader.t("Last day"), initial=ends),
    ]


def _days_field(reader: Reader, count: int) -> Json:
    hint = reader.t("Counted from each person's first day at work. Who began up to 90 days ago is taken in.")
    number = inputs.number(count, whole=True, least=1)
    return kit.input_block("ends", reader.t("How many days"), number, hint=hint, optional=False)


def template_of(values: Json) -> Template:
    """The template that is chosen in the form of a new cycle."""
    held = inputs.held(values, "template")
    return Template(held) if held in set(Template) else Template.OWN


def read_span(values: Json, starts: date, *, rolling: bool) -> tuple[str, date | None, date | None]:
    """Name, first and last day, as they were filled in; those of a rolling cycle are counted from `starts`. Raises RuleBroken at "ends"."""
    name = str(inputs.held(values, "name") or "")
    if rolling:
        return name, starts, starts + timedelta(days=_whole_days(values) - 1)
    return name, _day(values, "starts"), _day(values, "ends")


def _whole_days(values: Json) -> int:
    text = str(inputs.held(values, "ends") or "")
    if not text.isdecimal() or not DAYS_LEAST <= int(text) <= DAYS_MOST:
        raise RuleBroken("cycle_days_wrong", {"least": DAYS_LEAST, "most": DAYS_MOST}, field="ends")
    return int(text)


def _day(values: Json, field: str) -> date | None:
    held = inputs.held(values, field)
    return date.fromisoformat(held) if held else None


def part_form(reader: Reader, shown: "Opened", part: str, by: str | None = None) -> Json:
    """The form of one part as it holds now. `by`: this person was faster, and nothing was stored."""
    one = shown.cycle
    mark = Mark(one.id, one.revision, part)
    if part == cycles_open.SPAN:
        fields = _span_fields(reader, one.name, one.starts, one.ends, rolling=one.rolling)
        return _form(reader, mark, reader.t("Name and days"), fields, by)
    if part == cycles_open.PHASES:
        return _form(reader, mark, reader.t("Phases"), _phase_fields(reader, one, shown.phases), by)
    if part == cycles_open.BELONGS:
        return _form(reader, mark, reader.t("What belongs to it"), _belongs_fields(reader, shown), by)
    if part == cycles_open.GATES:
        return _form(reader, mark, reader.t("Gates"), _gate_fields(reader, one), by)
    return audience_form(reader, mark, shown.named, shown.meant, by)


def _phase_fields(reader: Reader, one: "Cycle", phases: Sequence[Phased]) -> list[Json]:
    known = {each.phase: each for each in phases}
    note = reader.t(
        "Within the cycle: {days}. Leave both days of a phase empty to do without it.", days=words.days(reader, one)
    )
    blocks = [kit.sentence(note)]
    for phase in Phase:
        name, held = words.phase(reader, phase), known.get(phase)
        for which, label in (
            (parts.STARTS, reader.t("{phase}: first day", phase=name)),
            (parts.ENDS, reader.t("{phase}: last day", phase=name)),
        ):
            day = getattr(held, which) if held is not None else None
            blocks.append(kit.input_block(parts.field(phase, which), label, _day_element(one, day)))
    return blocks


def _day_element(one: "Cycle", day: date | None) -> Json:
    if one.rolling:
        return inputs.number((day - one.starts).days + 1 if day else None, whole=True, least=1)
    made: Json = {"type": "datepicker", "action_id": kit.VALUE}
    return made if day is None else made | {"initial_date": day.isoformat()}


def read_phases(values: Json, one: "Cycle") -> dict[Phase, Days]:
    """The days of each phase as they were filled in. Raises RuleBroken at a field."""
    return {
        phase: (_phase_day(values, one, phase, parts.STARTS), _phase_day(values, one, phase, parts.ENDS))
        for phase in Phase
    }


def _phase_day(values: Json, one: "Cycle", phase: Phase, which: str) -> date | None:
    field = parts.field(phase, which)
    if not one.rolling:
        return _day(values, field)
    text = str(inputs.held(values, field) or "")
    if not text:
        return None
    if not text.isdecimal() or not 1 <= int(text) <= DAYS_MOST:
        raise RuleBroken("every_wrong", {"most": (one.ends - one.starts).days + 1}, field=field)
    return one.starts + timedelta(days=int(text) - 1)


def audience_form(reader: Reader, mark: Mark, named: "Named", meant: "Meant", by: str | None = None) -> Json:
    """Whom it is for; each choice shows at once how many that is, and some of them by name."""
    fields = series_forms.audience_fields(reader, named, reader.t("For whom"))
    for field in fields:
        field["dispatch_action"] = True
        field["element"]["action_id"] = f"{COUNT}.{field['block_id']}"
    count = kit.sentence(announcements_list.people(reader, meant.count, meant.names))
    note = reader.t(
        "Who joins the audience later is taken in on that day; who leaves it is let go. Somebody who is in another cycle is taken in "
        "on the day after they leave that one."
    )
    return _form(reader, mark, reader.t("For whom"), [count, *fields, kit.notes(note)], by)


def _belongs_fields(reader: Reader, shown: "Opened") -> list[Json]:
    mine = parts.belongs(shown.cycle.belongs)
    blocks: list[Json] = []
    offered = [kit.option(checkins.name(reader, one), str(one.id)) for one in shown.series]
    if offered:
        hint = reader.t("Its summaries count the check-ins of these. None chosen: of all.")
        chosen = inputs.choice(offered, [str(one) for one in mine.series], several=True)
        blocks.append(kit.input_block("series", reader.t("Check-in series"), chosen, hint=hint))
    every = [kit.option(reader.n("Each week", "Every {count} weeks", count), str(count)) for count in TALKS_EVERY]
    hint = reader.t("Counts for pairs that have agreed on no rhythm of their own. Empty: none is expected of these.")
    held = str(mine.talks_every) if mine.talks_every else None
    blocks.append(kit.select("talks", reader.t("1:1s"), every, initial=held, hint=hint))
    forms = [kit.option(words.form(reader, one), one, _when(reader, one)) for one in Form]
    hint = reader.t(
        "While one of these phases is on, its message and the page of the cycle name the form, and how to open it."
    )
    ticked = [str(one) for one in mine.forms]
    return [*blocks, kit_choices.checks("forms", reader.t("Forms"), forms, initial=ticked, hint=hint)]


def _when(reader: Reader, one: Form) -> str:
    """In which phases people are pointed to a form."""
    return reader.listed([words.phase(reader, phase) for phase, forms in parts.FORMS_IN.items() if one in forms])


def read_belongs(values: Json) -> Belongs:
    """What belongs to it, as it was filled in."""
    talks, known = inputs.held(values, "talks"), set(Form)
    return Belongs(
        series=tuple(int(one) for one in inputs.held(values, "series") or ()),
        talks_every=int(talks) if talks in {str(one) for one in TALKS_EVERY} else None,
        forms=tuple(Form(one) for one in inputs.held(values, "forms") or () if one in known),
    )


def _gate_fields(reader: Reader, one: "Cycle") -> list[Json]:
    offered = [kit.option(gate_words.label(reader, gate), gate) for gate in Gate]
    meanings = [kit.row(gate_words.label(reader, gate), gate_words.meaning(reader, gate)) for gate in Gate]
    hint = reader.t(
        "Whoever is held back reads what is still missing and whose turn it is. You can let anybody through, with a reason that they read."
    )
    return [*meanings, kit_choices.checks("gates", reader.t("Gates"), offered, initial=one.gates, hint=hint)]


def read_gates(values: Json) -> list[Gate]:
    """Those that are ticked."""
    return [one for one in Gate if one in (inputs.held(values, "gates") or ())]


def longer_form(reader: Reader, shown: "Opened", turn: Step, offered: Sequence[Phased], by: str | None = None) -> Json:
    """Until when it takes, and which phase takes the days more: to extend it, or to open it again."""
    one = shown.cycle
    mark = Mark(one.id, one.revision, str(turn))
    if one.rolling:
        fields = [_days_field(reader, (one.ends - one.starts).days + 1)]
    else:
        last = (
            one.ends
            if turn is Step.REOPEN and one.ends >= shown.today
            else max(one.ends, shown.today) + timedelta(days=7)
        )
        fields = [kit.date_input("ends", reader.t("Last day"), initial=last)]
    note = reader.t("At present: {days}", days=words.days(reader, one))
    if turn is Step.REOPEN:
        note = reader.t(
            "It was: {days}. To open it again, its last day has to be today or later.", days=words.days(reader, one)
        )
    if offered:
        options = [kit.option(words.phase(reader, each.phase), each.phase) for each in offered]
        now = next((each.phase for each in offered if each.ends >= shown.today), offered[-1].phase)
        hint = reader.t("Those after it come later by as many days. None chosen: the phases stay as they are.")
        fields.append(
            kit.select("longer", reader.t("Which phase takes the days more"), options, initial=now, hint=hint)
        )
    title = reader.t("Extend") if turn is Step.EXTEND else reader.t("Open again")
    return _form(reader, mark, title, [kit.sentence(note), *fields], by, callback=LONGER, submit=title)


def read_longer(values: Json, one: "Cycle") -> tuple[date, Phase | None]:
    """The new last day, and the phase that takes more. Raises RuleBroken at "ends"."""
    held = inputs.held(values, "longer")
    longer = Phase(held) if held in set(Phase) else None
    if one.rolling:
        return one.starts + timedelta(days=_whole_days(values) - 1), longer
    ends = _day(values, "ends")
    if ends is None:
        raise RuleBroken("day_needed", field="ends")
    return ends, longer


def _form(reader: Reader, mark: Mark, title: str, blocks: list[Json], by: str | None, **more: Any) -> Json:
    """What the second of two is told, the fields, and the way back."""
    for block in blocks:
        if block["type"] == "input" and block["element"]["action_id"] == kit.VALUE:
            # What is typed stays while the id stays: after somebody else's edit the fields show what holds now (SLACK.md §1.4).
            block["element"]["action_id"] = f"{kit.VALUE}.{mark.revision}"
    said = [kit.sentence(cycles_open.faster(reader, by))] if by is not None else []
    back = kit.actions(kit.button(reader.t("Back"), cycles_open.OPEN, str(mark.cycle)))
    return kit.modal(
        more.get("callback", SAVE),
        title,
        [*said, *blocks, back],
        close=reader.t("Close"),
        submit=more.get("submit", reader.t("Save")),
        metadata=mark.packed(),
    )
