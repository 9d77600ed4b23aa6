"""HR's modal of a cycle's gates: how many each holds, whom HR lets pass and why, and the forms to do so and to take it back."""

from typing import TYPE_CHECKING

from bot.domain.gates import REASON_MAX, Gate
from bot.locales.reader import Reader
from bot.views import gates, inputs, kit, kit_pages
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.gates_hr import Figure, Overview
    from storage.gates import GateOverride

OPEN, NEW, BACK = "gates.open", "gates.new", "gates.back"
"""Buttons: the gates of a cycle, the form to let somebody pass (both with the cycle's id), and the one to take that back."""
TURN = "gates.turn"
PASS, TAKE_BACK = "gates.pass", "gates.take_back"
PAGE, CHARACTERS = 10, 8_000


def overview(reader: Reader, shown: "Overview", at: int = 0) -> Json:
    """The gates that are on with their figures, and the overrides on page `at`."""
    cycle = shown.cycle
    blocks: list[Json] = [kit.header(kit.cut(cycle.name, kit.NAME_MAX))]
    blocks += [kit.row(gates.label(reader, one.gate), *_figure(reader, one)) for one in shown.figures]
    if shown.figures:
        blocks.append(kit.actions(kit.button(reader.t("Let somebody pass"), NEW, str(cycle.id), style="primary")))
        blocks.append(kit.notes(reader.t("Whom you let pass stays in the figures: they say how it is.")))
    else:
        blocks.append(kit.sentence(reader.t("No gate holds anybody in this cycle at the moment.")))
    if shown.overrides:
        blocks += [kit.divider(), kit.header(reader.t("Whom HR lets pass"))]
        pages = kit_pages.from_the_start([_row(reader, shown, one) for one in shown.overrides], PAGE, CHARACTERS)
        at = min(at, len(pages) - 1)
        blocks += [block for piece in pages[at] for block in piece]
        turns = kit_pages.turns(reader, TURN, str(cycle.id), at, len(pages))
        blocks += [kit.actions(*turns)] if turns else []
    return kit.modal("gates.overview", reader.t("At the gates"), blocks, close=reader.t("Close"))


def _figure(reader: Reader, one: "Figure") -> list[str]:
    if one.lacking is None:
        return [
            reader.t(
                "Fewer than four people besides yourself and whom you lead: no figure is shown, as it would tell who is meant."
            )
        ]
    people = reader.number(one.people)
    if one.gate is Gate.GOALS:
        told = reader.n(
            "{count} of {people} has no goals confirmed by both sides yet.",
            "{count} of {people} have no goals confirmed by both sides yet.",
            one.lacking,
            people=people,
        )
        return [told, *([reader.names(one.names, of=one.lacking)] if one.names else [])]
    if one.gate is Gate.TALKS:
        return [
            reader.n(
                "{count} of {people} whom somebody leads has fewer recorded 1:1s than it takes.",
                "{count} of {people} whom somebody leads have fewer recorded 1:1s than it takes.",
                one.lacking,
                people=people,
            )
        ]
    return [
        reader.n(
            "{count} of {people} whom somebody leads has read no feedback from there that asks for a change.",
            "{count} of {people} whom somebody leads have read no feedback from there that asks for a change.",
            one.lacking,
            people=people,
        ),
        reader.t("Nothing is wrong with that, unless a low rating is to come."),
    ]


def _row(reader: Reader, shown: "Overview", one: "GateOverride") -> list[Json]:
    name, made_by = shown.people[one.person_id].name, shown.people[one.made_by].name
    blocks = gates.given(reader, one, name, made_by)
    if one.taken_back_by is not None:
        return [*blocks, *gates.override(reader, one, name, shown.people[one.taken_back_by].name)]
    if shown.figures and one.person_id != shown.me.id:
        label = reader.t("Take back: {name}", name=kit.cut(name, kit.NAME_MAX))
        blocks.append(kit.actions(kit.button(reader.t("Take back"), BACK, str(one.id), label=label)))
    return blocks


def form(reader: Reader, cycle_id: int, on: list[Gate]) -> Json:
    """Let somebody pass one of the gates that are on."""
    offered = [kit.option(gates.label(reader, one), one.value) for one in on]
    hint = reader.t("They and whoever leads them read it, with your name. It is kept with the cycle.")
    return kit.modal(
        PASS,
        reader.t("Let somebody pass"),
        [
            kit.person_input("person", reader.t("Who"), optional=False),
            kit.select("gate", reader.t("Which gate"), offered, optional=False, radio=True),
            _reason(reader, hint),
            kit.actions(kit.button(reader.t("Back"), OPEN, str(cycle_id))),
        ],
        close=reader.t("Cancel"),
        submit=reader.t("Let them pass"),
        metadata=str(cycle_id),
    )


def back_form(reader: Reader, one: "GateOverride", name: str, by: str) -> Json:
    """Take back that somebody may pass."""
    hint = reader.t("They and whoever leads them read it, with your name. It is kept with the cycle.")
    return kit.modal(
        TAKE_BACK,
        reader.t("Take back"),
        [
            *gates.override(reader, one, name, by),
            _reason(reader, hint),
            kit.actions(kit.button(reader.t("Back"), OPEN, str(one.cycle_id))),
        ],
        close=reader.t("Cancel"),
        submit=reader.t("Take back"),
        metadata=str(one.id),
    )


def _reason(reader: Reader, hint: str) -> Json:
    return kit.text_input("reason", reader.t("Why"), hint=hint, optional=False, most=REASON_MAX)


def read_form(values: Json) -> tuple[str, Gate | None, str]:
    """Whom, which gate and why, as they were filled in."""
    gate = inputs.held(values, "gate")
    who, why = (str(inputs.held(values, one) or "") for one in ("person", "reason"))
    return who, Gate(gate) if gate in {*Gate} else None, why


def read_reason(values: Json) -> str:
    """Why it is taken back."""
    return str(inputs.held(values, "reason") or "")
