"""HR's modal of cycles and of how goals are used, and the form of one cycle."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.domain.cycles import NAME_MAX
from bot.locales.reader import Reader
from bot.views import inputs, kit, kit_choices
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.cycles import Listed
    from storage.cycles import Cycle

SAVE = "cycles.save"
NEW = "cycles.new"
EDIT = "cycles.edit"
PUT = "cycles.put"
LISTED_MOST = 20
QUARTER = timedelta(days=90)

PERSPECTIVES, UPPER, LOWER = "perspectives", "upper", "lower"


def listed(reader: Reader, shown: "Listed") -> Json:
    """The cycles, each with its button, and what of goals is switched on."""
    blocks: list[Json] = [kit.actions(kit.button(reader.t("New cycle"), NEW, style="primary"))]
    for one in shown.cycles[:LISTED_MOST]:
        edit = kit.button(reader.t("Edit"), f"{EDIT}.{one.id}", str(one.id))
        blocks.append(kit.row(one.name, _span(reader, one), accessory=edit))
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


def _span(reader: Reader, one: "Cycle") -> str:
    return reader.t("{first} to {last}", first=reader.full_date(one.starts), last=reader.full_date(one.ends))


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


def form(reader: Reader, today: date, known: "Cycle | None" = None) -> Json:
    """One cycle, on top of the list."""
    first = known.starts if known else today
    last = known.ends if known else today + QUARTER
    name = inputs.text(known.name if known else "", multiline=False, most=NAME_MAX)
    hint = reader.t("For example: Q1 2027.")
    return kit.modal(
        PUT,
        reader.t("Edit the cycle") if known else reader.t("New cycle"),
        [
            kit.input_block("name", reader.t("Name"), name, hint=hint, optional=False),
            kit.date_input("starts", reader.t("First day"), initial=first),
            kit.date_input("ends", reader.t("Last day"), initial=last),
        ],
        close=reader.t("Cancel"),
        submit=reader.t("Save"),
        metadata=str(known.id) if known else "",
    )


def read(values: Json) -> tuple[str, date | None, date | None]:
    """Name, first and last day, as they were filled in."""
    first, last = inputs.held(values, "starts"), inputs.held(values, "ends")
    return (
        str(inputs.held(values, "name") or ""),
        date.fromisoformat(first) if first else None,
        date.fromisoformat(last) if last else None,
    )
