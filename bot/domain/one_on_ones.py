"""1:1s: how often a manager and a person talk, for what, and what became of a talk."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain import cadence
from bot.domain.errors import RuleBroken
from bot.domain.notices import Kind, Lane

PAIRED = Kind("one_on_ones.paired", Lane.ANSWER, unasked=False)
"""One of two set up their 1:1s, proposed them, or changed them: the other is told. Subject is the pairing."""
TIMES = Kind("one_on_ones.times", Lane.REMINDER, late_after=timedelta(days=4))
"""The turns of a manager's pairs that need a time, in one message; the occurrence is the day. Of use while the week is not half over."""
CHANGED = Kind("one_on_ones.changed", Lane.ANSWER, unasked=False)
"""One of two proposed another time, agreed, skipped it or named a place: the other is told, as of a reply in a talk."""
TOLD = Kind("one_on_ones.told", Lane.SUMMARY)
"""The same, where nobody clicked: somebody is away, or leads the other no longer."""
CONFIRM = Kind("one_on_ones.confirm", Lane.REMINDER, late_after=timedelta(days=3))
"""Whether it took place: asked once, quietly."""
DIFFER = Kind("one_on_ones.differ", Lane.ANSWER, unasked=False)
"""The two say different things of it: whoever answered first is told."""
OVER = Kind("one_on_ones.over", Lane.SUMMARY)
"""The pairing ended because the two report to each other no longer."""
TAKE_UP = Kind("one_on_ones.take_up", Lane.REMINDER, late_after=timedelta(days=14))
"""A new manager is asked whether to go on as before."""
CALENDAR = Kind("one_on_ones.calendar", Lane.ANSWER, unasked=False)
KINDS = (PAIRED, TIMES, CHANGED, TOLD, CONFIRM, DIFFER, OVER, TAKE_UP, CALENDAR)
FILE = "one_on_ones.file"
"""The name of the task that uploads a calendar file."""

PLACE_MAX, REASON_MAX = 200, 500
MINUTES = (15, 30, 45, 60, 90)
USUAL_MINUTES = 30
AHEAD_MAX = timedelta(days=60)
"""A time farther away belongs to another turn."""
PERCENT_MAX = 100
SURVEY_WEEKS = timedelta(weeks=13)
SURVEYED_FOR = timedelta(days=28)
"""So long after a talk its two questions can be answered: later, nobody remembers."""
THURSDAY = 4
ANSWERED_AFTER = 5
"""Working days after which an unanswered confirmation counts as given."""

RECORD = "one_on_one"
"""The name of a 1:1 among readers, evidence and actions."""


class Cadence(StrEnum):
    """Weekly for key roles, monthly for a deep one."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


class Purpose(StrEnum):
    """What a talk is for; each has a guide of one screen."""

    COACHING = "coaching"
    GOALS = "goals"
    MID_CYCLE = "mid_cycle"
    RESULT = "result"
    DIFFICULT = "difficult"
    ROLE = "role"
    USE_OF_RESULTS = "use_of_results"
    STAY = "stay"
    FIRST_90_DAYS = "first_90_days"


class TalkState(StrEnum):
    """`DUE`: its turn has come and no time is agreed on. `HELD`: both said so, or one did and five working days passed."""

    DUE = "due"
    PROPOSED = "proposed"
    AGREED = "agreed"
    SKIPPED = "skipped"
    HELD = "held"
    NOT_HELD = "not_held"


class FileState(StrEnum):
    """What became of a calendar file. `NONE`: this workspace lets the bot send no files."""

    WANTED = "wanted"
    SENDING = "sending"
    SENT = "sent"
    NONE = "none"


def rule(how_often: Cadence, made_on: date) -> cadence.Rule:
    """The turns of a pairing: weeks, every second week from the one in which it was made on, or months."""
    if how_often is Cadence.MONTHLY:
        return cadence.Rule(made_on, cadence.CadenceKind.MONTHLY_DATE)
    return cadence.Rule(made_on, every=2 if how_often is Cadence.FORTNIGHTLY else 1)


LEADS = {Cadence.WEEKLY: timedelta(days=3), Cadence.FORTNIGHTLY: timedelta(days=3), Cadence.MONTHLY: timedelta(days=7)}
"""So long before its first day a turn comes: on the Friday before a week, a week before a month."""


def check_usual(weekday: int | None, at: time | None, minutes: int, place: str) -> None:
    """Refuse what makes no pairing, at its field. A day without a time, or a time without a day, is neither usual nor open."""
    if weekday is not None and at is None:
        raise RuleBroken("time_needed", field="at")
    if minutes not in MINUTES:
        raise RuleBroken("choice_needed", field="minutes")
    check_place(place)


def check_place(place: str) -> str:
    """The place as it is kept."""
    if len(place) > PLACE_MAX:
        raise RuleBroken("too_long", {"most": PLACE_MAX}, field="place")
    return place.strip()


def check_reason(reason: str) -> str:
    """Why a talk is skipped, as it is kept."""
    if not reason.strip():
        raise RuleBroken("skip_reason_needed", field="reason")
    if len(reason) > REASON_MAX:
        raise RuleBroken("too_long", {"most": REASON_MAX}, field="reason")
    return reason.strip()


def became(person: bool | None, manager: bool | None, *, agreed: bool, over: bool) -> TalkState | None:
    """What a talk became by what both said of it; None: that is open. `over`: five working days have passed.

    Both said yes, or no: that. Afterwards silence counts as given, where a time had been agreed on or one said yes; a no stands.
    """
    said = {one for one in (person, manager) if one is not None}
    if person is not None and person == manager:
        return TalkState.HELD if person else TalkState.NOT_HELD
    if not over:
        return None
    if False in said:
        return TalkState.NOT_HELD
    return TalkState.HELD if said or agreed else TalkState.NOT_HELD


def missed(state: TalkState, at: datetime | None, now: datetime, *, by_choice: bool) -> bool | None:
    """Whether an agreed talk did not take place; None: it is still to come, or was skipped of itself as somebody was away.

    `by_choice`: one of the two skipped it. What was agreed on and nobody has spoken about yet counts as given.
    """
    if state is TalkState.SKIPPED:
        return True if by_choice else None
    if state in (TalkState.HELD, TalkState.NOT_HELD):
        return state is TalkState.NOT_HELD
    return False if state is TalkState.AGREED and at is not None and at <= now else None


def slots_of(month: date) -> list[str]:
    """The turns that belong to the month of that day: itself, and the weeks whose Thursday lies in it."""
    first = month.replace(day=1)
    every = (first + n * cadence.DAY for n in range(31))
    weeks = [f"{day:%G-W%V}" for day in every if day.isoweekday() == THURSDAY and day.month == first.month]
    return [f"{first:%Y-%m}", *weeks]


def check_percent(value: str | None, field: str) -> int:
    """An answer from 0 to 100. Raises RuleBroken at its field."""
    if value is None or not value.strip().isdecimal() or not 0 <= int(value) <= PERCENT_MAX:
        raise RuleBroken("percent_wrong", field=field)
    return int(value)


def survey_span(today: date) -> tuple[date, date]:
    """From when on and before when answers go into averages: thirteen weeks, up to the end of last month.

    It moves once a month, so that nobody can tell by the next figure what one person said.
    """
    until = today.replace(day=1)
    return until - SURVEY_WEEKS, until
