"""The form of a goal, with the questions of SMART as its fields."""

from typing import TYPE_CHECKING

from bot.domain import goals_form as forms
from bot.domain.goals import Level, Measure, Perspective
from bot.domain.goals_form import Filled, Held
from bot.domain.goals_numbers import COUNTED, UNIT_MAX
from bot.domain.goals_results import MOST
from bot.locales.reader import Reader
from bot.views import goals_words as words
from bot.views import inputs, kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bot.usecases.goals_form import Above, Form

SUBMIT = "goals.submit"
LEVEL = "goals.level"
MEASURE = "goals.measure"
KEEP = "goals.keep"
ADD_RESULT = "goals.result"
EDIT_RESULT = "goals.result_edit"
NUMBER_MAX = 30


def form(
    reader: Reader,
    shown: "Form",
    held: Held,
    *,
    told: "Collection[str]" = (),
    below: "Mapping[str, list[str]] | None" = None,
) -> Json:
    """The form as far as it is filled in. `told`: what has to be known before it is proposed, `below`: what about a field."""
    filled = held.filled
    blocks: list[Json] = [kit.sentence(one) for one in told]
    for block in [
        *_for(reader, shown, filled),
        *_measured(reader, filled),
        *_why(reader, shown, filled),
        *_when(reader, shown, filled),
    ]:
        blocks.append(block)
        if said := (below or {}).get(str(block.get("block_id"))):
            blocks.append(kit.notes(*said))
    blocks += _results(reader, filled)
    blocks += _below(reader, shown, held)
    return kit.modal(
        SUBMIT,
        reader.t("Change a goal") if held.goal is not None else reader.t("New goal"),
        blocks,
        close=reader.t("Cancel"),
        submit=reader.t("Propose it as it is") if held.reviewed else reader.t("Propose"),
        metadata=forms.dumped(held),
    )


def _for(reader: Reader, shown: "Form", filled: Filled) -> list[Json]:
    """At which level, for whom, and what exactly."""
    blocks: list[Json] = []
    if shown.goal is not None:
        blocks.append(kit.notes(_whose(reader, shown, filled.level)))
    if len(shown.levels) > 1:
        offered = [kit.option(words.level(reader, one), one) for one in shown.levels]
        element = inputs.choice(offered, [filled.level]) | {"action_id": LEVEL}
        block = kit.input_block("level", reader.t("Whose goal is it?"), element, optional=False)
        blocks.append(block | {"dispatch_action": True})
    if filled.level is Level.DEPARTMENT and shown.goal is None and shown.departments:
        options = [kit.option(one.name, str(one.id)) for one in shown.departments]
        chosen = str(filled.department) if filled.department else None
        blocks.append(kit.select("department", reader.t("Which department?"), options, initial=chosen, optional=False))
    if shown.chooses:
        blocks.append(_owners(reader, filled))
    hint = reader.t("One sentence. For example: raise East China online sales by 20 % in the third quarter.")
    label = reader.t("What exactly is to be reached?")
    title = inputs.text(filled.title, multiline=False, most=forms.TITLE_MAX)
    return [*blocks, kit.input_block("title", label, title, hint=hint, optional=False)]


def _whose(reader: Reader, shown: "Form", level: Level) -> str:
    name = kit.cut(shown.owners[0].name, kit.NAME_MAX)
    return reader.t("{level}. {name} answers for it.", level=words.level(reader, level), name=name)


def _owners(reader: Reader, filled: Filled) -> Json:
    if filled.level is Level.PERSON:
        element = inputs.people(filled.owners) | {"max_selected_items": forms.OWNERS_MOST}
        hint = reader.t("Empty: for yourself. Each of those who report to you gets one of their own, and confirms it.")
        return kit.input_block("owners", reader.t("For whom?"), element, hint=hint)
    element = inputs.people(filled.owners[:1]) | {"max_selected_items": 1}
    hint = reader.t("Empty: you. They confirm it, and so does somebody else.")
    return kit.input_block("owners", reader.t("Who answers for it?"), element, hint=hint)


def _measured(reader: Reader, filled: Filled) -> list[Json]:
    """How it is measured: where it begins, where it shall end."""
    offered = [kit.option(words.measure(reader, one), one) for one in Measure]
    element = inputs.choice(offered, [filled.measure]) | {"action_id": MEASURE}
    block = kit.input_block("measure", reader.t("How is it measured?"), element, optional=False)
    blocks = [block | {"dispatch_action": True}]
    if filled.measure not in COUNTED:
        return blocks
    fields = [
        ("start", reader.t("Where it begins"), filled.start, NUMBER_MAX),
        ("target", reader.t("Target"), filled.target, NUMBER_MAX),
    ]
    if filled.measure is not Measure.PERCENT:
        fields.append(("unit", reader.t("Unit"), filled.unit, UNIT_MAX))
    blocks += [
        kit.text_input(field, label, initial=text, multiline=False, most=most) for field, label, text, most in fields
    ]
    return blocks


def _why(reader: Reader, shown: "Form", filled: Filled) -> list[Json]:
    """What it matters for, and the goal above that it supports."""
    blocks = []
    if shown.above:
        options = [kit.option(reader.t("None"), "0"), *(_option(reader, one) for one in shown.above)]
        chosen = str(filled.parent) if filled.parent in {one.goal.id for one in shown.above} else None
        blocks.append(kit.select("parent", reader.t("Which goal above it does it support?"), options, initial=chosen))
        hint = reader.t("Per cent, where those that support a goal do not count equally. Empty: equally.")
        blocks.append(
            kit.text_input(
                "contribution",
                reader.t("Its share in the goal above"),
                initial=filled.contribution,
                multiline=False,
                hint=hint,
                most=NUMBER_MAX,
            )
        )
    label = reader.t("Why does it matter?")
    return [*blocks, kit.text_input("why", label, initial=filled.why, most=forms.WHY_MAX)]


def _option(reader: Reader, one: "Above") -> Json:
    said = reader.t("{level}: {title}", level=words.level(reader, one.goal.level), title=words.title(reader, one.title))
    name = kit.cut(one.owner.name, kit.NAME_MAX)
    under = (
        reader.t("{name}, below {path}", name=name, path=words.title(reader, one.path[-2])) if one.path[:-1] else name
    )
    return kit.option(said, str(one.goal.id), under)


def _when(reader: Reader, shown: "Form", filled: Filled) -> list[Json]:
    """By when, in which cycle, and how much it weighs."""
    element: Json = {"type": "datepicker", "action_id": kit.VALUE}
    if filled.due is not None:
        element["initial_date"] = filled.due.isoformat()
    blocks = [kit.input_block("due", reader.t("By when?"), element)]
    if shown.cycles:
        options = [kit.option(reader.t("None"), "0")]
        for one in shown.cycles:
            until = reader.t("until {day}", day=reader.full_date(one.ends))
            options.append(kit.option(one.name, str(one.id), until))
        chosen = str(filled.cycle) if filled.cycle in {one.id for one in shown.cycles} else None
        blocks.append(kit.select("cycle", reader.t("Cycle"), options, initial=chosen))
    if filled.level is Level.PERSON:
        blocks.append(_weight(reader, shown, filled))
    if shown.perspectives:
        options = [kit.option(words.perspective(reader, one), one) for one in Perspective]
        blocks.append(kit.select("perspective", reader.t("Perspective"), options, initial=filled.perspective))
    return blocks


def _weight(reader: Reader, shown: "Form", filled: Filled) -> Json:
    hint = reader.t("Per cent of all goals of the cycle. Empty: it shares what is left with the others.")
    if shown.given:
        hint = reader.t(
            "Per cent of all goals of the cycle, {given} are given away already. Empty: it shares what is left with the others.",
            given=shown.given,
        )
    return kit.text_input(
        "weight", reader.t("Weight"), initial=filled.weight, multiline=False, hint=hint, most=NUMBER_MAX
    )


def _results(reader: Reader, filled: Filled) -> list[Json]:
    """The key results so far, each with its button, and the way to the next one."""
    blocks = [
        kit.sentence(
            words.result(reader, one),
            accessory=kit.button(reader.t("Edit"), f"{EDIT_RESULT}.{place}", str(place)),
        )
        for place, one in enumerate(filled.results)
    ]
    if blocks:
        blocks.insert(0, kit.notes(reader.t("Key results")))
    return blocks


def _below(reader: Reader, shown: "Form", held: Held) -> list[Json]:
    buttons = []
    if len(held.filled.results) < MOST:
        buttons.append(kit.button(reader.t("Add a key result"), ADD_RESULT))
    if held.goal is None or (shown.goal is not None and shown.goal.state == "draft"):
        buttons.append(kit.button(reader.t("Keep as a draft"), KEEP))
    read = reader.t("Its two sides read it, whoever they report to, and HR.")
    if held.filled.level in (Level.COMPANY, Level.DEPARTMENT):
        read = reader.t("Everybody can see its title and how it goes, unless HR has switched that off.")
    if held.filled.level is Level.TEAM:
        read = reader.t("Its two sides read it, those above and HR. The team sees its title and how it goes.")
    gone = reader.t("What you type reaches us when you press a button; if you close the form before, it is gone.")
    return [*([kit.actions(*buttons, block_id="buttons")] if buttons else []), kit.notes(read, gone)]
