"""The views of the company's values, over any people and any words."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bot.domain.values import MOST, NAME_MAX
from bot.locales.reader import Reader
from bot.slack import Message
from bot.usecases.values import Listed
from bot.views import kit, values
from storage.values import CompanyValue

if TYPE_CHECKING:
    from tests.bot.views.cases import Data

Json = dict[str, Any]


def company_values(d: "Data") -> list[CompanyValue]:
    name = d.series.strip() or "x"
    return [
        CompanyValue(id=number, workspace_id=1, name=f"{number} {name}"[:NAME_MAX], position=number)
        for number in range(1, min(d.many, MOST) + 1)
    ]


RECOGNITION: dict[str, Callable[[Reader, "Data"], "Json | Message"]] = {
    "values.form": lambda r, d: values.form(r, Listed(company_values(d), 7)),
    "values.form changed meanwhile": lambda r, d: values.form(
        r, Listed(company_values(d), 7, [one.name for one in d.people()]), d.words or ""
    ),
    "values.options": lambda r, d: kit.modal(
        "a", "a", [kit.select("value", "b", values.options(company_values(d) or [a_value()]))], close="c", submit="d"
    ),
}
"""By the function that builds it, and what is special."""


def a_value() -> CompanyValue:
    return CompanyValue(id=1, workspace_id=1, name="Look twice", position=1)
