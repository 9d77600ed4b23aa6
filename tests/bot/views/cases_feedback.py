"""Feedback as its receiver, its readers and its giver see it, in every state, over any people and any words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.domain import checkins
from bot.domain import feedback as rules
from bot.domain.actions import OUTCOMES, STATES, Became
from bot.domain.feedback import PARTS, Aim, Form, Reaction
from bot.domain.home import ORIGIN
from bot.domain.waiting import What
from bot.locales.reader import Reader
from bot.slack import Message
from bot.usecases.checkins_read import ReadBy
from bot.usecases.feedback_answers import Answering
from bot.usecases.feedback_came import Came, Tried
from bot.usecases.feedback_evidence import Rests
from bot.usecases.feedback_read import Opened
from bot.views import (
    actions,
    feedback,
    feedback_came,
    feedback_forms,
    feedback_words,
    kit,
    nudges_forms,
    preferences,
    talks,
    waiting,
)
from storage import evidence
from storage.feedback import Feedback
from storage.feedback_answers import FeedbackAnswer

if TYPE_CHECKING:
    from tests.bot.views.data import Data

Json = dict[str, Any]
Case = Callable[[Reader, "Data"], "Json | Message"]
NOW = datetime(2027, 1, 15, 15, 0, tzinfo=UTC)
GIVER, RECEIVER, MANAGER = 2, 1, 3


def a_feedback(d: "Data", **fields: Any) -> Feedback:
    given = {"form": Form.BEHAVIOUR, "aim": Aim.CHANGE, "source": "view:V1:1", "given_at": NOW, "due_at": NOW, **fields}
    return Feedback(id=1, workspace_id=1, author_id=GIVER, subject_id=RECEIVER, **given)


def rests(d: "Data") -> list[Rests]:
    """A check-in, a company value, and two messages, of which one is quoted and one has no address."""
    day = NOW.date()
    return [
        Rests(checkins.RECORD, 1, day, whose=d.person()),
        Rests("value", 1, day, name=d.series[:60]),
        Rests(evidence.MESSAGE, 1, day, url="https://example.slack.com/archives/C1/p1", words=d.words),
        Rests(evidence.MESSAGE, 2, day),
    ]


def opened(d: "Data", viewer: int = RECEIVER, *, read: bool = True, **fields: Any) -> Opened:
    """`read`: its receiver and the other reader have; words came by message where they are that long."""
    one = a_feedback(d, **fields.pop("feedback", {}))
    given: Json = {
        "parts": dict.fromkeys(PARTS[one.form], d.words) | {PARTS[one.form][1]: d.written},
        "readers": [ReadBy(d.person(who), NOW if read else None) for who in (RECEIVER, MANAGER)],
        "about": rests(d),
        **fields,
    }
    return Opened(feedback=one, author=d.person(GIVER), subject=d.person(RECEIVER), viewer=d.person(viewer), **given)


def asked(at: datetime | None = NOW, agreed_at: datetime | None = None) -> FeedbackAnswer:
    row: Json = {"id": 1, "workspace_id": 1, "feedback_id": 1, "person_id": RECEIVER, "other_id": GIVER, "made_at": NOW}
    return FeedbackAnswer(answer=Reaction.TALK, at=at, agreed_at=agreed_at, **row)


def tried(d: "Data") -> list[Tried]:
    """One of each outcome, of which the viewer may read every second one."""
    found = []
    for number in range(1, d.many + 1):
        became = list(Became)[number % 5]
        outcome = became if became in OUTCOMES else None
        todo = d.todo(number, state=STATES[became], outcome=outcome, due=NOW.date())
        found.append(Tried(todo.action, bool(number % 2)))
    return found


def came(d: "Data", **fields: Any) -> Came:
    given: Json = {"thanked_at": NOW, "talk": asked(), "said": d.talk(d.many), "tried": tried(d), **fields}
    return Came(**given)


def answering(d: "Data", *, leads: bool) -> Answering:
    return Answering(opened(d), leads, NOW)


def customer(d: "Data") -> Json:
    return {"said_by": (d.series or "x")[:200], "said_on": NOW.date()}


GONE: Json = {"withdrawn_at": NOW}

FEEDBACK: dict[str, Case] = {
    "feedback.given": lambda r, d: feedback.given(r, opened(d, read=False)),
    "feedback.given of a customer": lambda r, d: feedback.given(r, opened(d, read=False, feedback=customer(d))),
    "feedback.given read": lambda r, d: feedback.given(r, opened(d, about=[])),
    "feedback.given taken back": lambda r, d: feedback.given(r, opened(d, read=False, feedback=GONE)),
    "feedback.shared": lambda r, d: feedback.shared(r, opened(d, MANAGER, read=False)),
    "feedback.shared read": lambda r, d: feedback.shared(r, opened(d, MANAGER)),
    "feedback.shared taken back": lambda r, d: feedback.shared(r, opened(d, MANAGER, feedback=GONE)),
    "feedback.receipt": lambda r, d: feedback.receipt(r, opened(d, GIVER)),
    "feedback.receipt to come": lambda r, d: feedback.receipt(
        r, opened(d, GIVER, read=False, due=False, takes_back=True)
    ),
    "feedback.receipt due": lambda r, d: feedback.receipt(r, opened(d, GIVER, read=False)),
    "feedback.receipt told": lambda r, d: feedback.receipt(r, opened(d, GIVER, read=False, told_at=NOW, about=[])),
    "feedback.receipt lost": lambda r, d: feedback.receipt(r, opened(d, GIVER, read=False, lost=True, takes_back=True)),
    "feedback.receipt taken back": lambda r, d: feedback.receipt(r, opened(d, GIVER, feedback=GONE)),
    "feedback.opened": lambda r, d: feedback.opened(r, opened(d), ORIGIN),
    "feedback.opened next": lambda r, d: feedback.opened(r, opened(d), ORIGIN, page=1),
    "feedback.opened beyond": lambda r, d: feedback.opened(r, opened(d), page=999),
    "feedback.opened mine": lambda r, d: feedback.opened(r, opened(d, GIVER, feedback=customer(d))),
    "feedback.opened mine unread": lambda r, d: feedback.opened(
        r, opened(d, GIVER, read=False, feedback={"said_by": "x", "aim": Aim.KEEP})
    ),
    "feedback.opened mine taken back": lambda r, d: feedback.opened(r, opened(d, GIVER, feedback=GONE)),
    "feedback.opened by a manager": lambda r, d: feedback.opened(
        r, opened(d, MANAGER, feedback={"form": Form.SANDWICH, "aim": None, "due_at": NOW - timedelta(days=1)})
    ),
    "feedback.given answered": lambda r, d: feedback.given(r, opened(d, came=came(d))),
    "feedback.receipt answered": lambda r, d: feedback.receipt(
        r, opened(d, GIVER, came=came(d, waits=True), takes_back=True)
    ),
    "feedback.receipt silent": lambda r, d: feedback.receipt(
        r, opened(d, GIVER, read=False, came=came(d), silent=frozenset({RECEIVER, MANAGER}), told_at=NOW)
    ),
    "feedback.opened answered": lambda r, d: feedback.opened(r, opened(d, came=came(d)), ORIGIN),
    "feedback.opened earlier": lambda r, d: feedback.opened(r, opened(d, came=came(d)), ORIGIN, page=1, back=1),
    "feedback.opened mine answered": lambda r, d: feedback.opened(
        r, opened(d, GIVER, came=came(d, waits=True)), ORIGIN
    ),
    "feedback.opened mine agreed": lambda r, d: feedback.opened(
        r, opened(d, GIVER, came=came(d, talk=asked(agreed_at=NOW)), silent=frozenset({RECEIVER}))
    ),
    "feedback_came.blocks": lambda r, d: feedback.opened(
        r, opened(d, came=came(d, talk=asked(None, NOW), said=[])), ORIGIN
    ),
    "feedback_came.buttons": lambda r, d: kit.home(
        [kit.actions(*feedback_came.buttons(r, opened(d, came=came(d, talk=asked(None))), ORIGIN))]
    ),
    "feedback_came.aside": lambda r, d: feedback.opened(r, opened(d, MANAGER, may_flag=True, flagged=True), ORIGIN),
    "feedback_came.aside to flag": lambda r, d: feedback.opened(r, opened(d, MANAGER, may_flag=True)),
    "feedback_forms.talk": lambda r, d: feedback_forms.talk(r, answering(d, leads=True), ORIGIN),
    "feedback_forms.talk without a 1:1": lambda r, d: feedback_forms.talk(r, answering(d, leads=False)),
    "feedback_forms.question": lambda r, d: feedback_forms.question(r, opened(d)),
    "feedback_forms.question answered": lambda r, d: feedback_forms.question(r, opened(d, GIVER, came=came(d))),
    "feedback_forms.try_out": lambda r, d: feedback_forms.try_out(r, answering(d, leads=False), ORIGIN),
    "feedback_forms.proposed": lambda r, d: feedback_forms.proposed(r, opened(d, GIVER, came=came(d))),
    "feedback_forms.proposed for a 1:1": lambda r, d: feedback_forms.proposed(
        r, opened(d, GIVER, came=came(d, talk=asked(None)))
    ),
    "feedback_forms.proposed and agreed": lambda r, d: feedback_forms.proposed(
        r, opened(d, GIVER, came=came(d, talk=asked(None, NOW)))
    ),
    "feedback_forms.proposed no more": lambda r, d: feedback_forms.proposed(r, opened(d, GIVER)),
    "feedback_forms.agreed": lambda r, d: feedback_forms.agreed(r, opened(d, came=came(d, talk=asked(NOW, NOW)))),
    "actions.answers": lambda r, d: kit.modal(
        "a",
        "a",
        [kit.select("a", "a", actions.answers(r, one)) for one in ("feedback", "checkin")][:1],
        close="b",
        submit="c",
    ),
    "preferences.form of somebody silent": lambda r, d: preferences.form(r, d.settings(tells_read=False)),
    "talks.message about feedback": lambda r, d: talks.message(r, d.said(about=rules.RECORD)),
    "talks.message about given feedback": lambda r, d: talks.message(r, d.said(about=rules.RECORD, mine=False)),
    "waiting.rows about feedback": lambda r, d: kit.home(
        [kit.divider(), *waiting.rows(r, [replace(d.waits(1, What.MESSAGE), about=rules.RECORD)])]
    ),
    "nudges_forms.why of feedback": lambda r, d: nudges_forms.why(r, d.why(rules.GIVEN.name, series=None, period=None)),
    "nudges_forms.why of feedback for a report": lambda r, d: nudges_forms.why(
        r, d.why(rules.SHARED.name, series=None, period=None)
    ),
    "feedback_words.evidence": lambda r, d: kit.home([kit.divider(), *feedback_words.evidence(r, opened(d))]),
}
"""By the function that builds it, and what is special."""
