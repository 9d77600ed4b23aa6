"""The views of asking for feedback, in every state, over any people and any words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.domain.feedback_requests import PEOPLE_MOST, QUESTION_MAX, Ended, Rest, Said
from bot.locales.reader import Reader
from bot.slack import Message
from bot.usecases.feedback_asks import Asked
from bot.usecases.feedback_requests import Asking, Progress
from bot.views import feedback_asks, feedback_requests, kit
from storage.feedback_requests import FeedbackAsked, FeedbackRequest
from tests.bot.views import cases_feedback_form

if TYPE_CHECKING:
    from tests.bot.views.data import Data

Json = dict[str, Any]
NOW = datetime(2027, 1, 15, 15, 0, tzinfo=UTC)
ASKER, SUBJECT = 2, 3


def request(d: "Data", *, about: int = SUBJECT, **fields: Any) -> FeedbackRequest:
    words = None if d.words is None else d.words[:QUESTION_MAX]
    given: Json = {"asker_id": ASKER, "subject_id": about, "source": "view:V1", "due": NOW.date(), **fields}
    return FeedbackRequest(id=1, workspace_id=1, words=words, made_at=NOW, ends_at=NOW, **given)


def one_asked(number: int = 1, said: Said = Said.OPEN) -> FeedbackAsked:
    return FeedbackAsked(id=number, workspace_id=1, request_id=1, person_id=number, said=said, asked_at=NOW)


def asked(d: "Data", said: Said = Said.OPEN, *, about: int = SUBJECT, **fields: Any) -> Asked:
    return Asked(request(d, about=about, **fields), one_asked(1, said), d.person(ASKER), d.person(about))


def asking(d: "Data", **fields: Any) -> Asking:
    question = (d.words or "")[:QUESTION_MAX]
    return Asking(d.person(ASKER), d.person(SUBJECT), d.people()[:PEOPLE_MOST], NOW.date(), question, **fields)


def progress(d: "Data", *, about: int = SUBJECT, **fields: Any) -> Progress:
    states = [(one, one_asked(one.id, list(Said)[one.id % 5])) for one in d.people()[:PEOPLE_MOST]]
    return Progress(request(d, about=about, **fields), d.person(about), states or [(d.person(), one_asked())])


def over(why: Ended) -> Json:
    return {"ended": why, "ended_at": NOW}


def case_of_said(said: Said, reader: Reader, d: "Data") -> Message:
    return feedback_requests.asked(reader, asked(d, said))


def case_over(why: Ended, reader: Reader, d: "Data") -> Message:
    return feedback_requests.asked(reader, asked(d, **over(why)))


def case_of_progress(why: Ended, reader: Reader, d: "Data") -> Message:
    return feedback_requests.progress(reader, progress(d, **over(why)))


FEEDBACK_REQUESTS: dict[str, Callable[[Reader, "Data"], "Json | Message"]] = {
    "feedback_requests.form": lambda r, d: feedback_requests.form(r, asking(d)),
    "feedback_requests.form about me": lambda r, d: feedback_requests.form(
        r, replace(asking(d), subject=d.person(ASKER), question="")
    ),
    "feedback_requests.form some rest": lambda r, d: feedback_requests.form(
        r,
        asking(
            d,
            resting=[(one, list(Rest)[one.id % 2]) for one in d.people()[:PEOPLE_MOST]],
            unknown=[d.name.strip() or "x"],
        ),
    ),
    "feedback_requests.asked": lambda r, d: feedback_requests.asked(r, asked(d)),
    "feedback_requests.asked about the asker": lambda r, d: feedback_requests.asked(r, asked(d, about=ASKER)),
    **{f"feedback_requests.asked {said}": partial(case_of_said, said) for said in Said if said is not Said.OPEN},
    **{f"feedback_requests.asked {why}": partial(case_over, why) for why in Ended},
    "feedback_requests.reminder": lambda r, d: feedback_requests.reminder(r, asked(d)),
    "feedback_requests.progress": lambda r, d: feedback_requests.progress(r, progress(d)),
    "feedback_requests.progress about me": lambda r, d: feedback_requests.progress(r, progress(d, about=ASKER)),
    **{f"feedback_requests.progress {why}": partial(case_of_progress, why) for why in Ended},
    "feedback_form.form for a request": lambda r, d: cases_feedback_form.form(
        r, replace(cases_feedback_form.shown(d, request=1), asked=asked(d))
    ),
    "feedback_asks.to_answer": lambda r, d: kit.home(
        [*feedback_asks.to_answer(r, asked(d)), *feedback_asks.to_answer(r, asked(d, about=ASKER))]
    ),
}
"""By the function that builds it, and what is special."""
