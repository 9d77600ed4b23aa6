"""What is going to be sent in the coming fortnight, as HR sees it: by topic and day, to how many, and what they can hold of it.

A capability that sends something unasked adds its kinds here: to a topic, which a source foresees (bot/usecases/fortnight.py), or to
`ANSWERS`, with what it answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain import (
    actions,
    agenda,
    announcements,
    cadence,
    checkins,
    cycle_summaries_told,
    cycles_people,
    feedback,
    feedback_reports,
    feedback_requests,
    gates,
    goals_agreeing,
    leave,
    observations,
    one_on_ones,
    one_on_ones_notes,
    own_summaries,
    pulses,
    recognition,
    summaries,
    unled,
    upward,
)
from bot.domain.notices import Kind

SPAN = timedelta(days=14)
COUNT = "fortnight.count"
"""The task that counts and shows it, given as `person`, `view` and `page`."""


class Picks(StrEnum):
    """How the messages of one turn, announcement or phase are told from others of their kinds: by the period that they ask for; by
    subject and turn; by subject; by subject and how the occurrence begins; or not at all, so that days alone tell them apart."""

    PERIOD = "period"
    TURN = "turn"
    SUBJECT = "subject"
    PART = "part"
    DAYS = "days"


MARKS = {Picks.TURN: " ", Picks.PART: ":"}
"""What follows the turn or the phase in an occurrence, where something does."""


def part_of(picks: Picks, occurrence: str) -> str:
    """The turn or the phase that an occurrence names."""
    return occurrence.partition(MARKS[picks])[0] if picks in MARKS else ""


@dataclass(frozen=True)
class Topic:
    """Messages that HR holds as one."""

    name: str
    kinds: tuple[Kind, ...]
    picks: Picks = Picks.DAYS


CHECKINS = Topic("checkins", (checkins.PROMPT, checkins.REMINDER), Picks.PERIOD)
SUMMARIES = Topic("summaries", (summaries.SUMMARY, summaries.CHANNEL), Picks.TURN)
ANNOUNCEMENTS = Topic("announcements", (*announcements.TO_READERS, announcements.POST), Picks.SUBJECT)
PHASES = Topic("phases", (cycles_people.PHASE,), Picks.PART)
CYCLE_SUMMARIES = Topic("cycle_summaries", (cycle_summaries_told.READY,), Picks.TURN)
OWN_SUMMARIES = Topic("own_summaries", (own_summaries.READY,))
AGENDAS = Topic("agendas", (agenda.TODAY,))
TIMES = Topic("times", (one_on_ones.TIMES,))
CONFIRM = Topic("confirm", (one_on_ones.CONFIRM,))
PULSES = Topic("pulses", (pulses.CLOSED,))
REQUESTS = Topic("requests", (feedback_requests.REMINDER,))
BACK = Topic("back", (leave.CATCH_UP,))
TOPICS = {
    one.name: one
    for one in (
        CHECKINS,
        SUMMARIES,
        ANNOUNCEMENTS,
        PHASES,
        CYCLE_SUMMARIES,
        OWN_SUMMARIES,
        AGENDAS,
        TIMES,
        CONFIRM,
        PULSES,
        REQUESTS,
        BACK,
    )
}
"""What a source foresees, by name."""

ANSWERS: Mapping[Kind, str] = {
    checkins.DIGEST: "Somebody has sent a check-in, or was waited for.",
    cycles_people.EMPTY: "Nobody is in a running cycle any more.",
    actions.GIVEN: "Somebody wrote down an action for another.",
    one_on_ones_notes.WILL: "Somebody wrote down what they will do after a 1:1.",
    one_on_ones.TOLD: "Somebody took leave on the day of a 1:1.",
    one_on_ones.OVER: "Somebody is led by another manager.",
    one_on_ones.TAKE_UP: "Somebody is led by another manager.",
    feedback.GIVEN: "Somebody gave feedback.",
    feedback.SHARED: "Somebody gave feedback, and shared it with a manager.",
    feedback_reports.REPORTED: "Somebody reported feedback.",
    feedback_requests.ASKED: "Somebody asks for feedback.",
    gates.OVERRIDDEN: "HR let somebody pass a gate of a cycle.",
    gates.TAKEN_BACK: "HR took that back.",
    gates.SWITCHED: "HR switched a gate of a cycle on or off.",
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
    upward.DELIVERED: "Enough people wrote to a manager without their names. When they did is nobody's to see before it is delivered.",
    upward.REPLIED: "Somebody answered without their name. When they did is nobody's to see before it is delivered.",
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


@dataclass(frozen=True, order=True)
class Target:
    """What can be held: a topic, of one series, announcement or cycle (`subject_id`), of one turn or phase of it (`part`)."""

    topic: str
    subject_id: int = 0
    part: str = ""


@dataclass(frozen=True)
class Line:
    """What goes out on one day, by the calendar of whoever gets it: between which times of their clocks, in how many zones, to how
    many people. `at_most`: fewer may get it, as it depends on what they do till then.
    """

    target: Target
    kind: str
    day: date
    first: time
    last: time
    zones: int
    people: int
    at_most: bool = False


@dataclass
class _Sum:
    first: time
    last: time
    zones: set[str] = field(default_factory=set)
    people: int = 0
    at_most: bool = False


class Tally:
    """Adds up people by what they get and on which day of theirs: as large as the timetable, however many people there are.

    What is not within `first` and `last` is left out; what should have gone out before goes out at `first`.
    """

    def __init__(self, first: datetime, last: datetime) -> None:
        self._first, self._last = first, last
        self._sums: dict[tuple[Target, str, date], _Sum] = {}

    def add(
        self, target: Target, kind: Kind | str, zone: str, at: datetime, people: int, *, at_most: bool = False
    ) -> None:
        """So many people of a zone get it at that moment (UTC)."""
        if at > self._last or not people:
            return
        local = max(at, self._first).astimezone(cadence.zone_of(zone))
        clock = local.time().replace(second=0, microsecond=0)
        name = kind.name if isinstance(kind, Kind) else kind
        found = self._sums.setdefault((target, name, local.date()), _Sum(clock, clock))
        found.first, found.last = min(found.first, clock), max(found.last, clock)
        found.zones.add(zone)
        found.people += people
        found.at_most = found.at_most or at_most

    def lines(self) -> list[Line]:
        """What was added up, in the order of days and hours."""
        made = [
            Line(target, kind, day, one.first, one.last, len(one.zones), one.people, one.at_most)
            for (target, kind, day), one in self._sums.items()
        ]
        return sorted(made, key=order)


def order(line: Line) -> tuple[date, time, str, Target]:
    """By day and hour, then by what it is."""
    return line.day, line.first, line.kind, line.target


def together(one: Line, other: Line) -> Line:
    """Two lines of the same thing on the same day as one. Their zones are mostly the same ones."""
    return replace(
        one,
        first=min(one.first, other.first),
        last=max(one.last, other.last),
        zones=max(one.zones, other.zones),
        people=one.people + other.people,
        at_most=one.at_most or other.at_most,
    )
