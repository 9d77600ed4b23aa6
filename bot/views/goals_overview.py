"""What stands beside my running goals: what waits for me, what has not begun, my drafts."""

from typing import TYPE_CHECKING

from bot.locales.reader import Reader
from bot.views import goal_causes, goals, goals_copying, kit
from bot.views import goals_words as words
from bot.views.kit import Json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.usecases.goals_overview import Overview
    from storage.goals import Goal, GoalVersion

LISTED_MOST = 10


def beside(reader: Reader, shown: "Overview") -> list[Json]:
    """What waits for me, what of mine does not run yet, and my drafts."""
    blocks: list[Json] = goal_causes.way(reader, shown.causes)
    for head, some in (
        (reader.t("Waiting for you"), shown.waiting),
        (reader.t("Not begun yet"), shown.coming),
        (reader.t("Your drafts"), shown.drafts),
    ):
        if some:
            blocks += [kit.header(head), *_rows(reader, some)]
    if shown.copying is not None:
        blocks.append(kit.actions(goals_copying.button(reader, shown.copying), block_id="copying"))
    return blocks


def _rows(reader: Reader, some: "Sequence[tuple[Goal, GoalVersion]]") -> list[Json]:
    rows = []
    for goal, version in some[:LISTED_MOST]:
        show = kit.button(reader.t("Show"), goals.READ, str(goal.id))
        due = reader.t("Due: {day}", day=reader.full_date(version.due))
        rows.append(kit.row(words.title(reader, version.title), due, accessory=show))
    left = len(some) - LISTED_MOST
    return [*rows, kit.notes(reader.n("and {count} more", "and {count} more", left))] if left > 0 else rows
