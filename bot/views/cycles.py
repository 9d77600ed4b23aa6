"""HR's modal of cycles and of how goals are used."""

from typing import TYPE_CHECKING

from bot.locales.reader import Reader
from bot.views import cycles_open, fortnight, inputs, kit, kit_choices
from bot.views import cycles_words as words
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.cycles import Listed

SAVE = "cycles.save"
LIST = "cycles.list"
NEW = "cycles.new"
LISTED_MOST = 20

PERSPECTIVES, UPPER, LOWER = "perspectives", "upper", "lower"


def listed(reader: Reader, shown: "Listed") -> Json:
    """The cycles, each with its button, and what of goals is switched on."""
    blocks: list[Json] = [
        kit.actions(kit.button(reader.t("New cycle"), NEW, style="primary"), fortnight.opening(reader))
    ]
    for one in shown.cycles[:LISTED_MOST]:
        show = kit.button(
            reader.t("Open"), cycles_open.OPEN, str(one.id), label=reader.t("Open: {title}", title=one.name)
        )
        stands = words.stands(reader, one, shown.phases.get(one.id, ()), shown.today)
        blocks.append(kit.row(one.name, words.days(reader, one), stands, accessory=show))
    if not shown.cycles:
        blocks.append(kit.sentence(reader.t("There are no cycles yet. Goals can be agreed on without one.")))
    left = len(shown.cycles) - LISTED_MOST
    if left > 0:
        blocks.append(kit.notes(reader.n("and {count} more", "and {count} more", left)))
    return kit.modal(
        SAVE,
        reader.t("Cycles and goals"),
        [*blocks, kit.divider(), _settings(reader, shown)],
        close=reader.t("Cancel"),
        submit=reader.t("Save"),
    )


def _settings(reader: Reader, shown: "Listed") -> Json:
    offered = [
        kit.option(reader.t("Ask for one of the four perspectives"), PERSPECTIVES),
        kit.option(reader.t("Show everybody the goals of company and departments"), UPPER),
        kit.option(reader.t("Show everybody the goals of teams and people"), LOWER),
    ]
    held = {PERSPECTIVES: shown.settings.perspectives, UPPER: shown.settings.shows_upper}
    held |= {LOWER: shown.settings.shows_lower}
    hint = reader.t(
        "What is shown is the title and how it goes. The perspectives: financial, customers, processes, learning and growth."
    )
    ticked = [name for name, on in held.items() if on]
    return kit_choices.checks("settings", reader.t("Goals"), offered, initial=ticked, hint=hint)


def read_settings(values: Json) -> set[str]:
    """What is ticked."""
    return set(inputs.held(values, "settings") or ())
