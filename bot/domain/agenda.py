"""The agenda of a 1:1: what fills it, how much of each sort it shows, and when both are told of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.domain import cadence
from bot.domain.errors import RuleBroken
from bot.domain.notices import Kind, Lane
from bot.domain.working import Working

TODAY = Kind("agenda.today", Lane.SUMMARY)
"""For both, on the day of their talk: how much stands on the agenda, never the words. Once the talk has begun, it is of no use."""

RECORD = "agenda_item"
"""The name of what somebody put on an agenda."""
MESSAGE_FORM = "agenda.message"
"""The shortcut in a message's menu."""

WORDS_MAX = 1_000
"""Characters: something to talk about, not the talk."""
SHOWN_MOST = 5
"""Of each sort that comes by itself: an agenda of more than a screen is read by nobody."""

NINE = time(9)
EARLY = time(10)
"""A talk that begins before leaves no time to prepare on the day itself."""
AFTERNOON = time(15)
LAST_HOUR = timedelta(hours=1)
LOOK_BACK = 4
"""Days before an early talk in which a working afternoon is looked for: over a long week-end, not over a holiday."""
HORIZON = timedelta(days=LOOK_BACK + 1)
"""How far ahead talks are looked at: no agenda is told earlier."""


class Sort(StrEnum):
    """Where something on the agenda comes from, in the order it stands there. What is added comes first: somebody meant it."""

    ADDED = "added"
    FEEDBACK = "feedback"
    BLOCKER = "blocker"
    GOAL = "goal"
    ACTION = "action"
    FLAGGED = "flagged"


@dataclass(frozen=True)
class Struck:
    """What is struck of what came by itself: the record, and how it stood (`mark`). Should that change, it comes back."""

    about: str
    about_id: int
    mark: str

    def source(self, person_id: int, manager_id: int) -> str:
        """Tells it from everything else that these two struck."""
        return f"struck:{person_id}:{manager_id}:{self.about}:{self.about_id}:{self.mark}"


def check(words: str, *, optional: bool = False) -> str:
    """The words as they are kept, or the rule that is broken, at their field."""
    if not words.strip() and not optional:
        raise RuleBroken("words_needed", field="words")
    if len(words) > WORDS_MAX:
        raise RuleBroken("too_long", {"most": WORDS_MAX}, field="words")
    return words.strip()


def told_at(at: datetime, mine: Working) -> datetime:
    """When somebody is told of the agenda of a talk that begins at `at`, in UTC.

    At nine on its day where they are; before an early talk, on the last working afternoon; where they had none, an hour before.
    """
    zone = cadence.zone_of(mine.zone)
    local = at.astimezone(zone)
    if local.time() >= EARLY:
        return cadence.moment(local.date(), NINE, zone)
    before = (local.date() - n * cadence.DAY for n in range(1, LOOK_BACK + 1))
    day = next((one for one in before if mine.on(one)), None)
    return at - LAST_HOUR if day is None else cadence.moment(day, _afternoon(mine), zone)


def _afternoon(mine: Working) -> time:
    """Three o'clock, or an hour before they end work by day."""
    start, end = mine.hours.start, mine.hours.end
    return time(max(end.hour - 1, 0), end.minute) if start < end and end <= AFTERNOON else AFTERNOON


def day_of(at: datetime, zone: str) -> str:
    """The day of a talk where somebody is: they are told once for it, however often it is moved within."""
    return at.astimezone(cadence.zone_of(zone)).date().isoformat()


def total(counts: Mapping[Sort, int]) -> int:
    return sum(counts.values())
