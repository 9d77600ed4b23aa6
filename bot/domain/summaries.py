"""The summary that a manager gets when the windows of their team end: when it is due, and what its figures may say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain import cadence, privacy
from bot.domain.cadence import DAY, Rule
from bot.domain.notices import Kind, Lane
from bot.domain.working import Working, days

SUMMARY = Kind("checkins.summary", Lane.SUMMARY, late_after=timedelta(days=1))
CHANNEL = Kind("checkins.summary_channel", Lane.SUMMARY, unasked=False, late_after=timedelta(days=1))


def posted(slot: str, channel: str) -> str:
    """The occurrence of a `CHANNEL` notice: another channel that is named in the same turn gets its own."""
    return f"{slot} {channel}"


def slot_of(occurrence: str) -> str:
    """The slot of a notice of a summary, whether to the manager or to a channel."""
    return occurrence.partition(" ")[0]


DRAW = "summaries.draw"
"""The name of the task that draws and shares the chart of a `summary`, given by its id."""

TURNS = 6
"""Turns that a summary looks at, its own among them."""
AHEAD = timedelta(minutes=10)
"""How long before its hour a summary is written down: the tick comes twice in that time, so that none is late."""
PAST = timedelta(days=3)
"""How long after its day a summary that nobody wrote down is still looked for: delivery drops it by name, as it comes too late."""
EVERY = timedelta(minutes=5)
"""How often a summary is counted anew while a window is open: an answer does not change a message in the middle of a look at it."""


@dataclass(frozen=True)
class Figures:
    """One turn of one team. `hidden`: moods among `moods` that its manager may not read one by one.

    `blockers` are open ones of the team. Of the manager: `asked` requests for help without a word yet, `waiting` those not settled,
    `unread` check-ins; `questions` asked of them in the last weeks, and how many of these were `answered_in_time`.
    """

    answered: int = 0
    away: int = 0
    skipped: int = 0
    missed: int = 0
    open: int = 0
    last_closes_at: datetime | None = None
    moods: int = 0
    mood_sum: int = 0
    hidden: int = 0
    blockers: int = 0
    asked: int = 0
    waiting: int = 0
    unread: int = 0
    questions: int = 0
    answered_in_time: int = 0

    @property
    def expected(self) -> int:
        """Of how many an answer was hoped for: whoever was away, or said "not this week", owes none."""
        return self.answered + self.missed + self.open

    @property
    def mood(self) -> float | None:
        """The team's mood, 1 to 5; None where it would speak for too few, or for the few whom the manager may not read."""
        return self.mood_sum / self.moods if privacy.may_show(self.moods, self.hidden) else None

    @property
    def share(self) -> float | None:
        """The share of those who answered, 0 to 1; None where nobody was asked."""
        return self.answered / self.expected if self.expected else None

    def is_final(self, now: datetime) -> bool:
        """Whether every window has closed, and nothing waits to be settled."""
        return not self.open and (self.last_closes_at is None or self.last_closes_at <= now)


def day_of(rule: Rule, slot: str) -> date:
    """The day on which the windows of this slot end, as the rule names it."""
    return cadence.nominal_day(rule, slot) + max(rule.closes_after, 1) * DAY


def due_days(rule: Rule, begun: Mapping[str, date], now: datetime) -> dict[str, date]:
    """The slots whose day has begun somewhere, and is not long past, each with that day.

    `begun`: the days of those in which somebody was asked, as the rule named them then; no edit moves these.
    """
    first, last = (now - PAST).date(), (now + DAY).date()
    near = days(first - max(rule.closes_after, 1) * DAY, last)
    named = {slot: day_of(rule, slot) for slot in dict.fromkeys(cadence.slot_at(rule, day) for day in near)}
    return {slot: day for slot, day in {**named, **begun}.items() if first <= day <= last}


def due_at(rule: Rule, slot: str, day: date, hours: Working, at: time) -> datetime | None:
    """When the clock of somebody who works so shows `at` on the slot's `day`, or the first they work after it, in UTC.

    None: they do not work before the next summary comes.
    """
    following = cadence.slot_after(rule, slot)
    while day_of(rule, following) <= day:
        following = cadence.slot_after(rule, following)  # after an edit the next turn may end before this one does
    found = next((one for one in days(day, day_of(rule, following) - DAY) if hours.on(one)), None)
    return cadence.moment(found, at, cadence.zone_of(hours.zone)) if found else None


def slot_before(rule: Rule, slot: str) -> str:
    """The turn before."""
    first, _ = cadence.span(rule, slot)
    return cadence.slot_at(rule, first - (rule.every * 7 if "W" in slot else 1) * DAY)


def turns(rule: Rule, slot: str) -> list[str]:
    """The slots that a summary looks at, the oldest first."""
    found = [slot]
    while len(found) < TURNS:
        found.insert(0, slot_before(rule, found[0]))
    return found
