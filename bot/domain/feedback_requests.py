"""Asking for feedback: about oneself, or by a manager about somebody who reports to them; and how often people may be asked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain import cadence, mentions
from bot.domain.errors import RuleBroken
from bot.domain.feedback_form import REQUEST
from bot.domain.notices import Kind, Lane

RECORD = REQUEST
ASKED = Kind("feedback_request.asked", Lane.SUMMARY)
"""For somebody who is asked."""
REMINDER = Kind("feedback_request.reminder", Lane.REMINDER, late_after=timedelta(days=2))
"""The one reminder, two days before it is due; later than that it is over."""
PROGRESS = Kind("feedback_request.progress", Lane.ANSWER, unasked=False)
"""For whoever asks: one message that shows who has answered."""

PEOPLE_MOST = 10
"""Asked in one go: more is a survey."""
QUESTION_MAX = 500
OPEN_MOST = 3
"""Open requests of one asked person; with more, none gets a thoughtful answer."""
IN_A_MONTH_MOST, MONTH = 5, timedelta(days=30)
AGAIN_AFTER = timedelta(days=14)
"""Before the same person is asked by the same one about the same one again."""
DUE_IN = timedelta(days=7)
DUE_MOST = timedelta(days=60)
REMINDS_BEFORE = timedelta(days=2)
OPEN_AFTER_DUE = timedelta(days=7)
"""An answer a few days late is welcome; then it is over."""


class Said(StrEnum):
    """How it stands with one person who was asked."""

    OPEN = "open"
    ANSWERED = "answered"
    DECLINED = "declined"
    PASSED = "passed"
    OVER = "over"

    @property
    def waits(self) -> bool:
        return self is Said.OPEN


class Ended(StrEnum):
    """Why a request can be answered no longer."""

    DUE = "due"
    WITHDRAWN = "withdrawn"
    LEFT = "left"
    LED = "led"
    """The person it is about is led by somebody else now."""


class Rest(StrEnum):
    """Why somebody is not asked now."""

    ENOUGH = "enough"
    AGAIN = "again"


@dataclass(frozen=True)
class Before:
    """A request that somebody was sent earlier. `same`: by the same person about the same one."""

    at: datetime
    open: bool
    same: bool


def rest(before: Iterable[Before], now: datetime) -> Rest | None:
    """Why somebody with these requests behind them is not asked now; None: they can be."""
    known = list(before)
    if any(one.same and one.at > now - AGAIN_AFTER for one in known):
        return Rest.AGAIN
    lately = sum(one.at > now - MONTH for one in known)
    return Rest.ENOUGH if sum(one.open for one in known) >= OPEN_MOST or lately >= IN_A_MONTH_MOST else None


def check(question: str, due: date | None, today: date) -> tuple[str, date]:
    """The question and the day as they are kept, or the rule that is broken, at its field."""
    if not question.strip():
        raise RuleBroken("words_needed", field="question")
    if len(question) > QUESTION_MAX:
        raise RuleBroken("too_long", {"most": QUESTION_MAX}, field="question")
    if due is None:
        raise RuleBroken("day_needed", field="due")
    if due <= today:
        raise RuleBroken("due_over", field="due")
    if due > today + DUE_MOST:
        raise RuleBroken("ask_due_far", {"days": DUE_MOST.days}, field="due")
    return question.strip(), due


def ends_at(due: date, zone: str) -> datetime:
    """When the day it is due is over, where whoever asks is, and a week more."""
    return cadence.moment(due + timedelta(days=1), time(), cadence.zone_of(zone)) + OPEN_AFTER_DUE


def reminds_at(due: date, zone: str, works_from: time, now: datetime) -> datetime | None:
    """When somebody who was asked is reminded, at the start of their day; None where that is over, or a day after the question."""
    at = cadence.moment(due - REMINDS_BEFORE, works_from, cadence.zone_of(zone))
    return at if at > now + timedelta(days=1) else None


@dataclass(frozen=True)
class Typed:
    """What was typed after "ask": Slack ids of those to be asked, and whom it is about; None: oneself."""

    to: tuple[str, ...] = ()
    about: str | None = None
    question: str = ""
    unknown: tuple[str, ...] = ()


ABOUT = re.compile(r"(?:about|关于|關於)[\s:：]*(?=[<@])", re.IGNORECASE)


def parse(text: str) -> Typed:
    """The text as Slack escapes it. Nothing of it is an error: what is missing is chosen in the form."""
    to, unknown, asked = mentions.in_front(text)
    about: list[str] = []
    if found := ABOUT.match(asked):
        about, more, asked = mentions.in_front(asked[found.end() :])
        unknown += more
    question = mentions.readable(asked).strip()[:QUESTION_MAX]
    return Typed(tuple(to), about[0] if about else None, question, tuple(unknown))
