"""HR's list of the company's values: the form, and what was filled in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.domain.values import MOST, NAME_MAX
from bot.locales.reader import Reader
from bot.views import inputs, kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.values import Listed
    from storage.values import CompanyValue

SAVE = "values.save"
VALUES = "values"
SHOWN_MOST = 1_500
"""Of a list that was not stored: enough of it to type it anew."""


def form(reader: Reader, shown: "Listed", mine: str = "") -> Json:
    """The values, one a line. `mine` is what was not stored, as somebody else was faster."""
    hint = reader.t(
        "Up to {most}, each of up to {length} characters. What you take out is not offered any more; what was written under "
        "it keeps it.",
        most=MOST,
        length=NAME_MAX,
    )
    typed = "\n".join(one.name for one in shown.values)
    field = kit.text_input(VALUES, reader.t("One value on each line"), initial=typed, hint=hint)
    return kit.modal(
        SAVE,
        reader.t("Company values"),
        [*(_faster(reader, shown.by, mine) if shown.by else []), field],
        close=reader.t("Cancel"),
        submit=reader.t("Save"),
        metadata=str(shown.revision),
    )


def _faster(reader: Reader, by: Sequence[str], mine: str) -> list[Json]:
    told = reader.t(
        "{names} changed this while you had it open. Nothing of yours is stored: the fields show what holds now.",
        names=reader.names(list(by)),
    )
    yours = reader.t("Yours was: {what}", what=kit.cut(mine, SHOWN_MOST))
    return [kit.sentence(told), kit.sentence(yours)]


def read_values(values: Json) -> str:
    """What stands in the field, line by line."""
    return str(inputs.held(values, VALUES) or "")


def options(values: "Sequence[CompanyValue]") -> list[Json]:
    """What a form that asks for a value offers."""
    return [kit.option(one.name, str(one.id)) for one in values]
