"""The views of observations, in every state, over any people and any words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from bot.domain import checkins
from bot.domain.coach import Code, Finding
from bot.domain.errors import RuleBroken
from bot.domain.feedback import Part
from bot.domain.feedback_form import Message as InSlack
from bot.domain.feedback_review import Review
from bot.domain.observations import PAGE, PARTS, WORDS_MAX, Draft
from bot.locales.reader import Reader
from bot.slack import Message
from bot.usecases.checkins_read import ReadBy
from bot.usecases.observations import Opened, Page, Row
from bot.usecases.observations_balance import Tilted
from bot.usecases.observations_form import Form
from bot.usecases.observations_links import Link
from bot.usecases.observations_moving import PAGE as MOVED_PAGE
from bot.usecases.observations_moving import Deciding, Handed, Moved
from bot.views import feedback_form, kit, observations, observations_form, observations_moving
from storage.observations import Observation
from storage.readers import Why
from tests.bot.views.cases_feedback import rests

if TYPE_CHECKING:
    from tests.bot.views.data import Data

Json = dict[str, Any]
NOW = datetime(2027, 1, 15, 15, 0, tzinfo=UTC)
DAY = date(2027, 1, 14)
ME = 900


def one(d: "Data", number: int = 1, **fields: Any) -> Observation:
    words = None if d.words is None else d.words[:WORDS_MAX]
    said: Json = {"situation": words, "behaviour": words, "impact": words}
    row: Json = {"author_id": ME, "subject_id": 1, "source": f"view:{number}", "day": DAY, "good": number % 2 == 0}
    return Observation(id=number, workspace_id=1, made_at=NOW, **{**row, **said, **fields})


def row(d: "Data", number: int = 1, why: Why | None = None, **fields: Any) -> Row:
    return Row(one(d, number, **fields), d.person(ME), d.person(number), why, bool(fields))


def page(d: "Data", **fields: Any) -> Page:
    reasons = (None, Why.SUBJECT, Why.HANDOVER)
    shared = {"shared_at": NOW}
    rows = [row(d, number, reasons[number % 3], **(shared if number % 2 else {})) for number in range(1, PAGE + 1)]
    return Page(**{"rows": rows, "may_write": True, **fields})


def opened(d: "Data", *, mine: bool = True, shared: bool = False, **fields: Any) -> Opened:
    readers = [ReadBy(d.person(1), NOW), ReadBy(d.person(2), None)] if shared or not mine else []
    viewer = d.person(ME if mine else 2)
    made = one(d, shared_at=NOW if shared else None, edited_at=NOW)
    given: Json = {"about": rests(d), "given": [NOW] * 4 if mine else [], "readers": readers, "viewer": viewer}
    return Opened(**{"observation": made, "author": d.person(ME), "subject": d.person(1), **given, **fields})


def draft(d: "Data", **fields: Any) -> Draft:
    said = dict.fromkeys(PARTS, (d.words or "")[:WORDS_MAX])
    return Draft(**{"to": "U01", "day": DAY, "good": False, "said": said, **fields})


def form(d: "Data", filled: Draft | None = None, **fields: Any) -> Form:
    named = (d.series.strip() or "x")[:60]
    choices = {kind: [Link(number, f"{number} {named}") for number in range(1, 4)] for kind in ("goal", "competency")}
    return Form(**{"draft": filled or draft(d), "today": DAY, "person": d.person(1), "choices": choices, **fields})


def reviewed(d: "Data") -> Form:
    found = Review([Finding(code, part, 0, 1) for code in list(Code)[:2] for part in PARTS])
    return form(d, draft(d, reviewed="x", reviews=1, links=(("goal", 1), ("competency", 2))), found=found)


def from_message(d: "Data") -> Form:
    said = InSlack("C1", "1100000000.000100", "U01", "https://example.slack.com/archives/C1/p1")
    return form(d, draft(d, message=said, quoted=d.words))


def moved(d: "Data", **fields: Any) -> Moved:
    return Moved(**{"person": d.person(1), "manager": d.person(2), "count": 3, **fields})


def deciding(d: "Data", **fields: Any) -> Deciding:
    rows = [one(d, number) for number in range(1, MOVED_PAGE + 1)]
    return Deciding(**{"person": d.person(1), "manager": d.person(2), "rows": rows, "count": 20, **fields})


OBSERVATIONS: dict[str, Callable[[Reader, "Data"], "Json | Message"]] = {
    "observations_form.form": lambda r, d: observations_form.form(r, form(d)),
    "observations_form.form empty": lambda r, d: observations_form.form(
        r, Form(Draft(), DAY), told=[observations_form.unknown(r, [d.name])]
    ),
    "observations_form.form about nobody": lambda r, d: observations_form.form(
        r, form(d, replace(draft(d), to=None), person=None, refused=RuleBroken("observed_not_led", {"name": d.name}))
    ),
    "observations_form.form reviewed": lambda r, d: observations_form.form(r, reviewed(d)),
    "observations_form.form of a message": lambda r, d: observations_form.form(r, from_message(d), message=d.words),
    "observations_form.form of a check-in": lambda r, d: observations_form.form(
        r, form(d, draft(d, about=((checkins.RECORD, 1),), said={Part.BEHAVIOUR: "x"}))
    ),
    "feedback_form.message": lambda r, d: kit.home([kit.divider(), *feedback_form.message(d.words)]),
    "observations.shared": lambda r, d: observations.shared(r, row(d, why=Why.SUBJECT)),
    "observations.listed": lambda r, d: observations.listed(r, page(d, at=PAGE, more=True)),
    "observations.listed nothing": lambda r, d: observations.listed(r, page(d, rows=[])),
    "observations.listed nothing and nobody": lambda r, d: observations.listed(r, Page([])),
    "observations.opened": lambda r, d: observations.opened(r, opened(d)),
    "observations.opened shared": lambda r, d: observations.opened(r, opened(d, shared=True), 1),
    "observations.opened by its subject": lambda r, d: observations.opened(
        r, opened(d, mine=False, viewer=d.person(1))
    ),
    "observations.opened handed over": lambda r, d: observations.opened(r, opened(d, mine=False)),
    "observations.gone": lambda r, d: observations.gone(r),
    "observations_moving.moved": lambda r, d: observations_moving.moved(r, moved(d)),
    "observations_moving.moved to nobody": lambda r, d: observations_moving.moved(r, moved(d, manager=None, count=1)),
    "observations_moving.deciding": lambda r, d: observations_moving.deciding(r, deciding(d)),
    "observations_moving.deciding without a manager": lambda r, d: observations_moving.deciding(
        r, deciding(d, manager=None, count=1)
    ),
    "observations_moving.decided": lambda r, d: observations_moving.decided(r),
    "observations_moving.handed": lambda r, d: observations_moving.handed(r, Handed(d.person(1), d.person(2))),
    "observations_moving.balance": lambda r, d: observations_moving.balance(r, Tilted(d.people(), d.people())),
    "observations_moving.balance of one": lambda r, d: observations_moving.balance(r, Tilted([d.person()], [])),
}
"""By the function that builds it, and what is special."""
