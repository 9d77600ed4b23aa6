"""The form of an assessment: the family and the level that is expected, and for each competency a level with an instance."""

import json
from typing import TYPE_CHECKING

from bot.domain.competencies import INSTANCE_MAX, Rated, said
from bot.locales.reader import Reader
from bot.views import inputs, kit
from bot.views.competencies import level_name
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.domain.competencies import Family
    from bot.usecases.competencies_assessing import Assessing

SAVE = "competencies.save"
FAMILY = "competencies.family"
LEVEL, INSTANCE = "level_", "instance_"


def form(reader: Reader, shown: "Assessing") -> Json:
    """Of oneself, or of somebody who reports to one: then with the family, which comes first."""
    name = kit.cut(shown.person.name, kit.NAME_MAX)
    blocks: list[Json] = []
    if not shown.own:
        blocks.append(kit.notes(reader.t("About {name}", name=name)))
        blocks += _place(reader, shown)
    if shown.family is not None:
        for competency in shown.family.competencies:
            blocks += _competency(reader, shown, shown.family, competency.key)
        if shown.family.competencies:
            blocks.append(kit.notes(_readers(reader, shown)))
    return kit.modal(
        SAVE,
        reader.t("Assessment"),
        blocks,
        close=reader.t("Cancel"),
        submit=reader.t("Save"),
        metadata=json.dumps({"person": shown.person.id, "version": shown.version, "own": shown.own}),
    )


def _readers(reader: Reader, shown: "Assessing") -> str:
    name = kit.cut(shown.person.name, kit.NAME_MAX)
    if shown.own:
        return reader.t("Your manager reads it once both of you have rated every competency; HR sees counts alone.")
    return reader.t("{name} reads it once both of you have rated every competency; HR sees counts alone.", name=name)


def _place(reader: Reader, shown: "Assessing") -> list[Json]:
    families = [kit.option(said(one.names, reader.language), one.key) for one in shown.model.families]
    if not families:
        return [kit.sentence(reader.t("Your company has no competencies here yet."))]
    chosen = [shown.family.key] if shown.family is not None else []
    element = inputs.choice(families, chosen) | {"action_id": FAMILY}
    blocks = [kit.input_block("family", reader.t("Job family"), element, optional=False) | {"dispatch_action": True}]
    if shown.family is not None:
        levels = _levels(reader, shown.family)
        initial = str(shown.level) if shown.level else None
        label = reader.t("Which level is expected?")
        blocks.append(kit.select("level", label, levels, initial=initial, optional=False))
    return blocks


def _levels(reader: Reader, family: "Family") -> list[Json]:
    return [kit.option(level_name(reader, family, at), str(at)) for at in range(1, len(family.levels) + 1)]


def _competency(reader: Reader, shown: "Assessing", family: "Family", key: str) -> list[Json]:
    """What can be seen at each level, the choice, and the instance behind it."""
    one = family.find(key)
    if one is None:
        return []
    name, rated = said(one.names, reader.language), shown.ratings.get(key)
    texts = [
        f"{level_name(reader, family, at)}: {said(text, reader.language)}"
        for at, text in enumerate(one.texts, 1)
        if text
    ]
    initial = str(rated.level) if rated is not None else None
    hint = reader.t("One instance, with its day, says more than the level.")
    return [
        kit.header(name),
        *([kit.notes(*texts)] if texts else []),
        kit.select(f"{LEVEL}{key}", reader.t("Level: {name}", name=name), _levels(reader, family), initial=initial),
        kit.text_input(
            f"{INSTANCE}{key}",
            reader.t("An instance"),
            initial=(rated.instance or "") if rated is not None else "",
            hint=hint,
            most=INSTANCE_MAX,
        ),
    ]


def read(view: Json) -> tuple[int, int, str, int, dict[str, Rated]]:
    """Whom it is about, the version, the family and level that were chosen ("" and 0: none), and what was rated."""
    carried = json.loads(view["private_metadata"])
    values = (view.get("state") or {}).get("values") or {}
    ratings: dict[str, Rated] = {}
    for field in values:
        if field.startswith(LEVEL) and (level := inputs.held(values, field)):
            key = field.removeprefix(LEVEL)
            ratings[key] = Rated(int(level), str(inputs.held(values, f"{INSTANCE}{key}") or ""))
    family, level = str(inputs.held(values, "family") or ""), int(inputs.held(values, "level") or 0)
    return int(carried["person"]), int(carried["version"]), family, level, ratings
