"""My goals in one modal."""

from typing import TYPE_CHECKING

from bot.locales.reader import Reader
from bot.views import goals, kit
from bot.views import goals_words as words
from bot.views.kit import Json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.usecases.goals_overview import Overview
    from storage.goals import Goal, GoalVersion

LISTED_MOST = 25


def overview(reader: Reader, shown: "Overview") -> Json:
    """What waits for me, what is mine, my drafts, and the way to a new one."""
    blocks: list[Json] = [kit.actions(goals.new_button(reader))]
    for head, some in (
        (reader.t("Waiting for you"), shown.waiting),
        (reader.t("Your goals"), shown.mine),
        (reader.t("Your drafts"), shown.drafts),
    ):
        if some:
            blocks += [kit.header(head), *_rows(reader, some)]
    if len(blocks) == 1:
        blocks.append(kit.sentence(reader.t("You have no goals yet.")))
    return kit.modal("goals.overview", reader.t("Goals"), blocks, close=reader.t("Close"))


def _rows(reader: Reader, some: "Sequence[tuple[Goal, GoalVersion]]") -> list[Json]:
    rows = []
    for goal, version in some[:LISTED_MOST]:
        show = kit.button(reader.t("Show"), goals.READ, str(goal.id))
        due = reader.t("Due: {day}", day=reader.full_date(version.due))
        rows.append(kit.row(words.title(reader, version.title), due, accessory=show))
    left = len(some) - LISTED_MOST
    return [*rows, kit.notes(reader.n("and {count} more", "and {count} more", left))] if left > 0 else rows
