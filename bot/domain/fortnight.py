"""What is going to be sent in the coming fortnight, as HR sees it: by topic and day, to how many, and what they can hold of it.

A capability that sends something unasked adds its kinds here: to a topic, which a source foresees (bot/usecases/fortnight.py), or to
`ANSWERS`, with what it answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from bot.domain import (
    actions,
    agenda,
    announcements,
    checkins,
    feedback,
    feedback_reports,
    feedback_requests,
    goals_agreeing,
    leave,
    observations,
    one_on_ones,
    one_on_ones_notes,
    pulses,
    recognition,
    summaries,
    unled,
    upward,
)
from bot.domain.notices import Kind

SPAN = timedelta(days=14)


class Picks(StrEnum):
    """How the messages of one turn, announcement or phase are told from others of their kinds: by the period that they ask for; by
    subject and turn; by subject; by subject and occurrence; or not at all, so that days alone tell them apart."""

    PERIOD = "period"
    TURN = "turn"
    SUBJECT = "subject"
    PART = "part"
    DAYS = "days"


@dataclass(frozen=True)
class Topic:
    """Messages that HR holds as one."""

    name: str
    kinds: tuple[Kind, ...]
    picks: Picks = Picks.DAYS


CHECKINS = Topic("checkins", (checkins.PROMPT, checkins.REMINDER), Picks.PERIOD)
SUMMARIES = Topic("summaries", (summaries.SUMMARY, summaries.CHANNEL), Picks.TURN)
ANNOUNCEMENTS = Topic("announcements", (*announcements.TO_READERS, announcements.POST), Picks.SUBJECT)
AGENDAS = Topic("agendas", (agenda.TODAY,))
TIMES = Topic("times", (one_on_ones.TIMES,))
CONFIRM = Topic("confirm", (one_on_ones.CONFIRM,))
PULSES = Topic("pulses", (pulses.CLOSED,))
UPWARD = Topic("upward", (upward.DELIVERED, upward.REPLIED))
REQUESTS = Topic("requests", (feedback_requests.REMINDER,))
BACK = Topic("back", (leave.CATCH_UP,))
TOPICS = {
    one.name: one
    for one in (CHECKINS, SUMMARIES, ANNOUNCEMENTS, AGENDAS, TIMES, CONFIRM, PULSES, UPWARD, REQUESTS, BACK)
}
"""What a source foresees, by name."""

ANSWERS: Mapping[Kind, str] = {
    checkins.DIGEST: "Somebody has sent a check-in, or was waited for.",
    actions.GIVEN: "Somebody wrote down an action for another.",
    one_on_ones_notes.WILL: "Somebody wrote down what they will do after a 1:1.",
    one_on_ones.TOLD: "Somebody took leave on the day of a 1:1.",
    one_on_ones.OVER: "Somebody is led by another manager.",
    one_on_ones.TAKE_UP: "Somebody is led by another manager.",
    feedback.GIVEN: "Somebody gave feedback.",
    feedback.SHARED: "Somebody gave feedback, and shared it with a manager.",
    feedback_reports.REPORTED: "Somebody reported feedback.",
    feedback_requests.ASKED: "Somebody asks for feedback.",
    goals_agreeing.PROPOSED: "Somebody proposed a goal.",
    goals_agreeing.AGREED: "Somebody agreed to a goal.",
    goals_agreeing.CLOSED: "Somebody closed a goal.",
    goals_agreeing.REOPENED: "Somebody opened a goal again.",
    observations.SHARED: "Somebody shared an observation.",
    observations.MOVED: "Somebody is led by another manager.",
    observations.HANDED: "Somebody handed an observation over.",
    observations.BALANCE: "A manager wrote down only bad about somebody, or nothing: seen at night, told in the morning.",
    recognition.THANKS: "Somebody gave thanks.",
    unled.UNLED: "Somebody has no manager.",
}
"""What is unasked for whoever gets it, and answers something that happens: nobody can foresee it. The reason is said for each. What of
it waits already, for a morning or a day with room, is listed and can be held like the rest, under the name of its kind."""


def topic(name: str) -> Topic | None:
    """The topic of that name, or of that kind alone where it stands among `ANSWERS`; None: it cannot be held."""
    if name in TOPICS:
        return TOPICS[name]
    kind = next((one for one in ANSWERS if one.name == name), None)
    return Topic(name, (kind,)) if kind else None


def topic_of(kind: str) -> Topic | None:
    """The topic that messages of this kind belong to; None: they answer a click, and are never held."""
    found = next((one for one in TOPICS.values() if kind in [each.name for each in one.kinds]), None)
    return found or topic(kind)


@dataclass(frozen=True)
class Target:
    """What can be held: a topic, of one series, announcement or cycle (`subject_id`), of one turn or phase of it (`part`)."""

    topic: str
    subject_id: int = 0
    part: str = ""


@dataclass(frozen=True)
class Line:
    """What goes out on one day, by the calendar of whoever gets it: between which times of their clocks, in how many zones, to how
    many people. `kind` tells what of its topic it is. `at_most`: fewer may get it, as it depends on what they do till then.
    """

    target: Target
    kind: str
    day: date
    first: time
    last: time
    zones: int
    people: int
    name: str = ""
    at_most: bool = False
