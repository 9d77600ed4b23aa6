"""The views of giving feedback, in every state, over any people and any words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.domain.coach import Code, Finding
from bot.domain.errors import RuleBroken
from bot.domain.feedback import PARTS, Aim, Form, Part
from bot.domain.feedback_form import Filled, Held, Message, When
from bot.domain.feedback_review import Review
from bot.domain.hurtful import Hit
from bot.locales.reader import Reader
from bot.usecases.feedback import Readers
from bot.usecases.feedback_drafts import Kept
from bot.usecases.feedback_form import Shown
from bot.views import (
    feedback_drafts,
    feedback_form,
    feedback_form_more,
    feedback_form_parts,
    feedback_form_readers,
    feedback_form_review,
    kit,
)
from bot.views.kit import Json
from storage.values import CompanyValue
from tests.bot.views import cases_goals_progress

if TYPE_CHECKING:
    from tests.bot.views.data import Data

NOW = datetime(2027, 2, 16, 15, 0, tzinfo=UTC)
MOST = 10
FOUND = Review(
    [Finding(code, part.value, 0, 1) for code in Code for part in PARTS[Form.SANDWICH]],
    [Hit(part, 0, 1, threat) for part in PARTS[Form.SANDWICH] for threat in (True, False)],
)


def filled(d: "Data", form: Form = Form.SANDWICH, **more: Any) -> Filled:
    return Filled(to=tuple(f"U{one}" for one in range(min(d.many, MOST))), form=form, parts=said(d, form), **more)


def said(d: "Data", form: Form) -> dict[Part, str]:
    return dict.fromkeys(PARTS[form], d.words or "")


def shown(d: "Data", form: Form = Form.SANDWICH, *, led: bool = True, **more: Any) -> Shown:
    each = [Readers(one, d.person(99) if led else None) for one in d.people()[:MOST]]
    return Shown(d.person(), filled(d, form, **more), each)


def everything(d: "Data") -> Shown:
    """All there is in one form: the worst names, values, a message, a customer."""
    message = Message("C1", "1800000000.000100", "U2", "https://x.slack.com/archives/C1/p1")
    values = [CompanyValue(id=n, workspace_id=1, name=(d.series.strip() or "x")[:75], position=n) for n in range(99)]
    more: Any = {"when": When.AT, "at": NOW, "value": 3, "said_by": d.name[:200], "said_on": NOW.date()}
    more |= {"message": message, "quoted": d.written, "about": (("checkin", 1),), "request": 1}
    made = shown(d, Form.BEHAVIOUR, aim=Aim.CHANGE, to_manager=True, **more)
    goals = [cases_goals_progress.version(d, n) for n in range(min(d.many, 50))]
    return replace(
        made, refused=[RuleBroken("feedback_left", {"name": d.name})], values=values, cited=d.person(2), goals=goals
    )


def held(made: Shown, **more: Any) -> Held:
    return Held(made.filled, **more)


def form(r: Reader, made: Shown, *, more: bool = False, **beside: Any) -> Json:
    return feedback_form.form(r, made, held(made, more=more, key="V0123456789+++"), **beside)


def long(d: "Data") -> Shown:
    return replace(shown(d, long=True, dm=1), long=(d.written or "") * 3)


def kept(d: "Data") -> list[Kept]:
    return [Kept(one, NOW, filled(d), d.people() if one % 2 else []) for one in range(1, min(d.many, 20) + 1)]


FEEDBACK_FORM: dict[str, Callable[[Reader, "Data"], Any]] = {
    "feedback_form.form": lambda r, d: form(r, shown(d)),
    "feedback_form.form for nobody yet": lambda r, d: form(r, Shown(d.person(), Filled(), [])),
    "feedback_form.form of behaviour": lambda r, d: form(r, shown(d, Form.BEHAVIOUR, aim=Aim.KEEP, led=False)),
    "feedback_form.form with everything": lambda r, d: form(
        r,
        everything(d),
        more=True,
        told=[feedback_form.renamed(r), feedback_form.unknown(r, [d.name] * d.many), feedback_form.overtaken(r)],
        quotable=d.written,
    ),
    "feedback_form.form from a long message": lambda r, d: form(r, long(d)),
    "feedback_form.form with questions": lambda r, d: feedback_form.form(
        r,
        shown(d),
        held(shown(d), reviewed="x" * 24, reviews=1),
        told=feedback_form_review.told(r, FOUND, d.people()),
        below=feedback_form_review.below(r, FOUND),
    ),
    "feedback_form.kept": lambda r, d: feedback_form.kept(r),
    "feedback_form_parts.fields": lambda r, d: kit.modal(
        "x", "x", feedback_form_parts.fields(r, shown(d)), close="x", submit="x"
    ),
    "feedback_form_readers.readers": lambda r, d: kit.modal(
        "x", "x", feedback_form_readers.readers(r, shown(d)), close="x", submit="x"
    ),
    "feedback_form_readers.readers of one": lambda r, d: kit.modal(
        "x",
        "x",
        feedback_form_readers.readers(r, replace(shown(d), for_whom=[Readers(d.person(), d.person(2))])),
        close="x",
        submit="x",
    ),
    "feedback_form_more.fields": lambda r, d: kit.modal(
        "x", "x", feedback_form_more.fields(r, everything(d)), close="x", submit="x"
    ),
    "feedback_drafts.drafts": lambda r, d: feedback_drafts.drafts(r, kept(d)),
}
"""By the function that builds it, and what is special."""
