"""HR's sums of why goals were missed or are at risk: what training could mend and what it could not."""

from typing import TYPE_CHECKING

from bot.domain.goal_causes import BY_TRAINING, Cause, Side
from bot.locales.reader import Reader
from bot.views import goal_causes, kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.domain.goal_causes import Group, Sum
    from bot.usecases.goal_causes_counts import Counts

GROUPS_MOST = 20


def counts(reader: Reader, shown: "Counts") -> Json:
    """What training could mend and what it could not, as each side says."""
    blocks: list[Json] = []
    if shown.cycle is not None:
        blocks += goal_causes.cycles(reader, shown.cycles, shown.cycle)
    heads = {Side.OWN: reader.t("As people say themselves"), Side.MANAGER: reader.t("As their managers say")}
    for side, found in shown.sums.items():
        blocks += [kit.header(heads[side]), *_sum(reader, found)]
    if shown.cycle is None:
        blocks.append(kit.sentence(reader.t("There are no cycles yet.")))
    note = reader.t(
        "People, not goals: who names several causes counts with each. Counts speak for four people or more, besides "
        "yourself and whom you lead; smaller departments stand together. Nobody's sentence is shown here."
    )
    cycle = shown.cycle.id if shown.cycle is not None else 0
    title, metadata = reader.t("Causes in numbers"), f"0 {cycle} 0"
    return kit.modal(goal_causes.COUNTS, title, [*blocks, kit.notes(note)], close=reader.t("Close"), metadata=metadata)


def _sum(reader: Reader, found: "Sum | None") -> list[Json]:
    if found is None:
        return [kit.sentence(reader.t("Too few people to show numbers"))]
    blocks = [kit.row(reader.t("All together"), *_figures(reader, found.total, fine=found.fine))]
    if len(found.groups) > 1:
        for one in found.groups[:GROUPS_MOST]:
            blocks += [kit.row(_department(reader, one), *_figures(reader, one, fine=found.fine))]
        left = len(found.groups) - GROUPS_MOST
        if left > 0:
            blocks.append(kit.notes(reader.n("and {count} more", "and {count} more", left)))
    return blocks


def _department(reader: Reader, group: "Group") -> str:
    if group.name is None:
        return reader.t("Smaller departments together")
    return group.name or reader.t("Without a department")


def _figures(reader: Reader, group: "Group", *, fine: bool) -> list[str]:
    mended = [
        f"{goal_causes.name(reader, one)} {reader.number(group.named.get(one, 0))}"
        for one in Cause
        if one in BY_TRAINING
    ]
    others = [
        f"{goal_causes.name(reader, one)} {reader.number(group.named.get(one, 0))}"
        for one in Cause
        if one not in BY_TRAINING
    ]
    lines = [reader.n("{count} person named a cause.", "{count} people named a cause.", group.people)]
    lines.append(reader.t("Training could mend: {what}", what=reader.listed(mended)))
    if fine:
        lines.append(reader.t("It could not: {what}", what=reader.listed(others)))
    else:
        lines.append(reader.n("It could not: {count} person", "It could not: {count} people", group.other))
    return lines
