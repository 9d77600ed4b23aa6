"""HR's model of competencies: its families, their competencies, and the forms that make a new version of it."""

import json
from typing import TYPE_CHECKING

from bot.domain.competencies import LEVELS_LEAST, LEVELS_MAX, NAME_MAX, TEXT_MAX, fitted, said
from bot.domain.questions import LANGUAGES
from bot.locales.reader import Reader
from bot.views import inputs, kit
from bot.views.competencies import OPEN, counted, level_name
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.domain.competencies import Competency, Family, Names
    from bot.usecases.competencies_counts import Counts
    from bot.usecases.competencies_model import Shown

START = "competencies_edit.start"
PLACE, PLACED = "competencies_edit.place", "competencies_edit.placed"
SHOW_FAMILY = "competencies_edit.family"
EDIT_FAMILY, SAVE_FAMILY = "competencies_edit.edit_family", "competencies_edit.save_family"
RETIRE_FAMILY = "competencies_edit.retire_family"
EDIT, SAVE, RETIRE = "competencies_edit.edit", "competencies_edit.save", "competencies_edit.retire"


def model(reader: Reader, shown: "Shown") -> Json:
    """All families, and which version this is."""
    blocks: list[Json] = []
    if not shown.number:
        text = reader.t(
            "There are no competencies yet. You can start with three job families that can be changed, or with one of your own. "
            "A file can be read as well, on the machine: {command}",
            command="growloop competencies import",
        )
        start = kit.button(reader.t("Start with the examples"), START, style="primary")
        blocks += [kit.sentence(text), kit.actions(start, _add(reader, shown))]
        return kit.modal("competencies_edit.model", reader.t("Competencies"), blocks, close=reader.t("Close"))
    blocks.append(kit.notes(_version(reader, shown)))
    for family in shown.model.families:
        button = kit.button(reader.t("Open"), SHOW_FAMILY, family.key)
        count = len(family.competencies)
        lines = [reader.n("{count} competency", "{count} competencies", count), *_counts(reader, shown, family.key)]
        blocks.append(kit.row(said(family.names, reader.language), *lines, accessory=button))
    place = kit.button(reader.t("Set somebody's family"), PLACE)
    blocks.append(kit.actions(_add(reader, shown), place, kit.button(reader.t("Yours and your team"), OPEN, "board")))
    return kit.modal("competencies_edit.model", reader.t("Competencies"), blocks, close=reader.t("Close"))


def _add(reader: Reader, shown: "Shown") -> Json:
    return kit.button(reader.t("Add a job family"), EDIT_FAMILY, f"{shown.number} ")


def _version(reader: Reader, shown: "Shown") -> str:
    when = reader.moment(shown.at) if shown.at is not None else ""
    if shown.by is None:
        return reader.t("Version {number}, from a file on {when}", number=shown.number, when=when)
    name = kit.cut(shown.by.name, kit.NAME_MAX)
    return reader.t("Version {number}, by {name} on {when}", number=shown.number, name=name, when=when)


def _counts(reader: Reader, shown: "Shown", key: str) -> list[str]:
    """Figures of four people or more, and no names."""
    found: Counts | None = shown.counts.get(key)
    if found is None:
        return []
    return [counted(reader, found)]


def family(reader: Reader, shown: "Shown", one: "Family") -> Json:
    """One family: its levels, its competencies, and what can be done with it."""
    base = str(shown.number)
    levels = reader.names([level_name(reader, one, at) for at in range(1, len(one.levels) + 1)])
    blocks: list[Json] = [kit.row(said(one.names, reader.language), reader.t("Levels: {names}", names=levels))]
    for each in one.competencies:
        text = next((said(text, reader.language) for text in each.texts if text), reader.t("Nothing is described yet"))
        button = kit.button(reader.t("Change"), EDIT, f"{base} {one.key} {each.key}")
        blocks.append(kit.row(said(each.names, reader.language), text, accessory=button))
    sure = kit.confirm(
        reader.t("Retire it?"),
        reader.t("It is not asked for any more. What was rated stays readable."),
        reader.t("Retire"),
        reader.t("Keep"),
    )
    buttons = [
        kit.button(reader.t("Add a competency"), EDIT, f"{base} {one.key} "),
        kit.button(reader.t("Change the family"), EDIT_FAMILY, f"{base} {one.key}"),
        kit.button(reader.t("Retire the family"), RETIRE_FAMILY, f"{base} {one.key}", confirm=sure),
    ]
    blocks.append(kit.actions(*buttons))
    return kit.modal(
        "competencies_edit.family", reader.t("Job family"), blocks, close=reader.t("Close"), metadata=one.key
    )


def _language(reader: Reader, name: str) -> str:
    named = {"en": reader.t("English"), "zh_Hans": reader.t("Simplified Chinese")}
    return named.get(name, reader.t("Traditional Chinese"))


def _names(reader: Reader, names: "Names") -> list[Json]:
    """A name in each language: one of them is enough."""
    return [
        kit.text_input(
            f"name_{name}",
            reader.t("Name ({language})", language=_language(reader, name)),
            initial=names.get(name, ""),
            multiline=False,
            most=NAME_MAX,
        )
        for name in LANGUAGES
    ]


def family_form(reader: Reader, base: int, one: "Family | None") -> Json:
    """A family and its levels, one a line; new where there is none yet."""
    hint = reader.t("From the first to the last, one on each line; {least} to {most} of them, as many in each language.",
                    least=LEVELS_LEAST, most=LEVELS_MAX)  # fmt: skip
    levels = one.levels if one is not None else ()
    fields = [
        kit.text_input(
            f"levels_{name}",
            reader.t("Levels ({language})", language=_language(reader, name)),
            initial="\n".join(level.get(name, "") for level in levels if level.get(name)),
            hint=hint if name == LANGUAGES[0] else None,
            most=1_000,
        )
        for name in LANGUAGES
    ]
    return kit.modal(
        SAVE_FAMILY,
        reader.t("Job family"),
        [*_names(reader, one.names if one is not None else {}), *fields],
        close=reader.t("Cancel"),
        submit=reader.t("Save"),
        metadata=json.dumps({"base": base, "family": one.key if one is not None else ""}),
    )


def read_family(view: Json) -> tuple[int, str, dict[str, str], list[dict[str, str]] | None]:
    """The version that it showed, the family's key ("": new), its names, and its levels; None: not as many in each language."""
    carried, values = json.loads(view["private_metadata"]), view["state"]["values"]
    lines = {name: [one.strip() for one in str(inputs.held(values, f"levels_{name}") or "").splitlines() if one.strip()]
             for name in LANGUAGES}  # fmt: skip
    given = {name: some for name, some in lines.items() if some}
    counts = {len(some) for some in given.values()}
    levels = None
    if len(counts) <= 1:
        levels = [{name: some[at] for name, some in given.items()} for at in range(counts.pop() if counts else 0)]
    return int(carried["base"]), str(carried["family"]), read_names(values), levels


def read_names(values: Json) -> dict[str, str]:
    return {name: str(inputs.held(values, f"name_{name}") or "") for name in LANGUAGES}


def competency_form(reader: Reader, base: int, at: "Family", one: "Competency | None") -> Json:
    """A competency and what can be seen at each level, in each language."""
    blocks = _names(reader, one.names if one is not None else {})
    texts = fitted(one.texts if one is not None else (), len(at.levels))
    for number, text in enumerate(texts, 1):
        blocks.append(kit.header(level_name(reader, at, number)))
        blocks += [
            kit.text_input(
                f"text_{number}_{name}",
                reader.t("What does somebody do at this level? ({language})", language=_language(reader, name)),
                initial=text.get(name, ""),
                most=TEXT_MAX,
            )
            for name in LANGUAGES
        ]
    if one is not None:
        sure = kit.confirm(
            reader.t("Retire it?"),
            reader.t("It is not asked for any more. What was rated stays readable."),
            reader.t("Retire"),
            reader.t("Keep"),
        )
        button = kit.button(reader.t("Retire this competency"), RETIRE, f"{base} {at.key} {one.key}", confirm=sure)
        blocks.append(kit.actions(button))
    key = one.key if one is not None else ""
    return kit.modal(
        SAVE,
        reader.t("Competency"),
        blocks,
        close=reader.t("Cancel"),
        submit=reader.t("Save"),
        metadata=json.dumps({"base": base, "family": at.key, "key": key, "levels": len(at.levels)}),
    )


def read_competency(view: Json) -> tuple[int, str, str, dict[str, str], list[dict[str, str]]]:
    """The version that it showed, the family's key, the competency's ("": new), its names, and its texts by level."""
    carried, values = json.loads(view["private_metadata"]), view["state"]["values"]
    texts = [
        {name: str(inputs.held(values, f"text_{number}_{name}") or "") for name in LANGUAGES}
        for number in range(1, int(carried["levels"]) + 1)
    ]
    return int(carried["base"]), str(carried["family"]), str(carried["key"]), read_names(values), texts


def place_form(reader: Reader) -> Json:
    """Whose family HR sets."""
    field = kit.person_input("person", reader.t("For whom?"), optional=False)
    return kit.modal(PLACED, reader.t("Job family"), [field], close=reader.t("Cancel"), submit=reader.t("Next"))
