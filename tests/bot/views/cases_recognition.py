"""The views of thanks and of the company's values, over any people and any words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.domain import mentions
from bot.domain.home import ORIGIN
from bot.domain.recognition import PEOPLE_MOST, WORDS_MAX, Where
from bot.domain.values import MOST, NAME_MAX
from bot.locales.reader import Reader
from bot.slack import Message
from bot.usecases.recognition import Form, Mine, Readers
from bot.usecases.recognition_channel import Place
from bot.usecases.recognition_lists import PAGE, Page, Part
from bot.usecases.recognition_notices import Thanked
from bot.usecases.values import Listed
from bot.views import kit, recognition, recognition_form, recognition_list, values
from storage.people import Person
from storage.recognition import Given, Recognition
from storage.values import CompanyValue

if TYPE_CHECKING:
    from tests.bot.views.data import Data

Json = dict[str, Any]
NOW = datetime(2027, 1, 15, 15, 0, tzinfo=UTC)


def company_values(d: "Data") -> list[CompanyValue]:
    name = d.series.strip() or "x"
    return [
        CompanyValue(id=number, workspace_id=1, name=f"{number} {name}"[:NAME_MAX], position=number)
        for number in range(1, min(d.many, MOST) + 1)
    ]


def given(d: "Data", number: int = 1, **fields: Any) -> Given:
    words = None if d.words is None else d.words[:WORDS_MAX]
    row = {"words": words, "where": Where.POSTED, "said_at": NOW, "day": NOW.date(), **fields}
    made = Recognition(id=number, workspace_id=1, author_id=1, source=f"view:{number}", **row)
    return Given(made, d.person(), d.people() or [d.person()], a_value() if number % 2 else None)


def thanked(d: "Data", **fields: Any) -> Thanked:
    return Thanked(given(d, **fields), d.person(), d.people())


def unposted(d: "Data", number: int) -> Person:
    person = d.person(number)
    person.thanks_posted = False
    return person


def form(d: "Data", **fields: Any) -> Form:
    people = [unposted(d, one.id) if one.id % 2 else one for one in d.people()[:PEOPLE_MOST]]
    leading = {one.id: [d.person(100 + one.id), d.person(200 + one.id)] for one in people}
    shown: Json = {"readers": Readers(people, leading), "values": company_values(d), "channel": "C1", **fields}
    return Form(**shown)


def page(d: "Data", **fields: Any) -> Page:
    rows = [given(d, number) for number in range(1, PAGE + 1)]
    shown: Json = {"parts": list(Part), "rows": rows, "older": (1, False), "newer": (9, True), **fields}
    return Page(part=Part.RECEIVED, **shown)


RECOGNITION: dict[str, Callable[[Reader, "Data"], "Json | Message"]] = {
    "values.form": lambda r, d: values.form(r, Listed(company_values(d), 7), Place("C1")),
    "values.form changed meanwhile": lambda r, d: values.form(
        r, Listed(company_values(d), 7, [one.name for one in d.people()]), Place(None, "Hanna Vogt"), d.words or ""
    ),
    "values.noted": lambda r, d: values.noted(r),
    "recognition.thanks": lambda r, d: recognition.thanks(r, thanked(d)),
    "recognition.thanks only to them": lambda r, d: recognition.thanks(
        r, replace(thanked(d, where=Where.ONLY_THEM), others=[])
    ),
    "recognition.thanks to somebody who is not posted": lambda r, d: recognition.thanks(
        r, replace(thanked(d), me=unposted(d, 1))
    ),
    "recognition.post": lambda r, d: recognition.post(r, given(d)),
    "recognition.unposted": lambda r, d: recognition.unposted(r, given(d)),
    "recognition.section": lambda r, d: kit.home(recognition.section(r, Mine(d.many))),
    "recognition_form.form": lambda r, d: recognition_form.form(r, form(d)),
    "recognition_form.form filled in": lambda r, d: recognition_form.form(
        r, form(d), mentions.Mentioned([one.slack_id for one in d.people()], [d.name] * 3, d.words or "")
    ),
    "recognition_form.form renamed": lambda r, d: recognition_form.form(r, form(d), renamed=True, origin=ORIGIN),
    "recognition_form.form nobody posted": lambda r, d: recognition_form.form(
        r, form(d, readers=Readers([unposted(d, 1)], {}))
    ),
    "recognition_form.form nowhere": lambda r, d: recognition_form.form(
        r, form(d, readers=Readers([], {}), channel=None, values=[])
    ),
    "recognition_list.listed": lambda r, d: recognition_list.listed(r, page(d)),
    "recognition_list.listed of nothing": lambda r, d: recognition_list.listed(
        r, page(d, parts=[Part.RECEIVED, Part.GIVEN], rows=[], older=None, newer=None)
    ),
    "values.options": lambda r, d: kit.modal(
        "a", "a", [kit.select("value", "b", values.options(company_values(d) or [a_value()]))], close="c", submit="d"
    ),
}
"""By the function that builds it, and what is special."""


def a_value() -> CompanyValue:
    return CompanyValue(id=1, workspace_id=1, name="Look twice", position=1)
