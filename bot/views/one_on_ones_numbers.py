"""What HR sees of 1:1s: how many pairs had theirs last month, by department, and what people say after them, on average."""

from typing import TYPE_CHECKING

from bot.locales.reader import Reader
from bot.views import kit
from bot.views import one_on_ones_held as held
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.domain.numbers import Group
    from bot.usecases.one_on_ones_missed import Counts
    from bot.usecases.one_on_ones_survey import Average

GROUPS_MOST = 15
"""A modal takes 100 blocks, and other numbers stand in it too."""


def section(reader: Reader, shown: "Counts | None", said: "Average | None") -> list[Json]:
    """Nothing where too few people have 1:1s to show a number."""
    blocks: list[Json] = []
    if shown is not None and shown.total is not None:
        days = reader.t("{first} to {last}", first=reader.day(shown.first), last=reader.day(shown.last))
        blocks.append(kit.row(days, _figures(reader, shown.total)))
        if len(shown.groups) > 1:
            blocks += [kit.row(_name(reader, one), _figures(reader, one)) for one in shown.groups[:GROUPS_MOST]]
            left = len(shown.groups) - GROUPS_MOST
            blocks += [kit.notes(reader.n("and {count} more", "and {count} more", left))] if left > 0 else []
    if said is not None:
        blocks.append(kit.row(reader.t("What people say after 1:1s"), held.average(reader, said)))
    return [kit.header(reader.t("1:1s")), *blocks] if blocks else []


def _figures(reader: Reader, group: "Group") -> str:
    return reader.n(
        "{had} of {count} person had as many 1:1s as agreed",
        "{had} of {count} people had as many 1:1s as agreed",
        group.asked,
        had=group.answered,
    )


def _name(reader: Reader, group: "Group") -> str:
    if group.name is None:
        return reader.t("Smaller departments together")
    return group.name or reader.t("Without a department")
