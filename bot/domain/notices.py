"""What a notice is: its kinds, lanes and states. Which kinds exist is said by each capability's own domain file."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum


class Lane(IntEnum):
    """Who goes first. Procrastinate takes the higher number first."""

    ANSWER = 30
    SUMMARY = 20
    REMINDER = 10
    BROADCAST = 0

    @property
    def bulk(self) -> bool:
        """Bulk lanes share at most 70 % of the workspace's pace, so that a click never waits behind them."""
        return self < Lane.SUMMARY


class State(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    DROPPED = "dropped"
    FAILED = "failed"
    IN_DOUBT = "in_doubt"


class OnDoubt(StrEnum):
    """What to do where history cannot be read (an admin withheld im:history) and a send stays in doubt."""

    LEAVE = "leave"
    REPEAT = "repeat"


@dataclass(frozen=True)
class Kind:
    """The rule of one kind of notice.

    `unasked` ones count against the person's budget and wait for the end of their quiet hours.
    `late_after`: how long after it was due it is still useful; None is for ever.
    """

    name: str
    lane: Lane
    unasked: bool = True
    late_after: timedelta | None = None
    on_doubt: OnDoubt = OnDoubt.LEAVE


SEND = "delivery.send"
"""The name of the task that delivers a batch of notices, given as `ids`."""
BATCH = 50
"""Notices in one job: enough that a hundred thousand people are two thousand jobs, few enough that a crash repeats little."""

DOUBT_SECONDS = 60
"""How old a send must be before its doubt is settled: six times as long as a call may take (bot/slack.py), so that neither
a process that still waits for its answer nor a message that Slack shows late is taken for lost."""
FIRST_PAUSE_SECONDS = 5
LONGEST_PAUSE_SECONDS = 600
"""Slack cannot be reached: again after 5, 10, 20 … seconds, at the most ten minutes, so that an outage over lunch is noticed
to be over soon after."""

TOO_LATE, LEFT, BUDGET, QUIET = "too_late", "left", "budget", "quiet_hours"
NOT_BEGUN = "not_begun"
UNREADABLE = "unreadable"
EDIT_REFUSED = "edit_refused"
EDITS_REFUSED = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
"""Slack's words for a message that is gone or too old to be changed: it stays as it was sent."""


MOST_TRIES = 20
"""A send that stays in doubt is given up after so many tries; HR can see it and have it sent again."""


def pause(attempts: int) -> float:
    """Seconds to wait after so many calls in a row that did not reach Slack."""
    return float(min(FIRST_PAUSE_SECONDS * 2 ** min(attempts, 10), LONGEST_PAUSE_SECONDS))


class NotYet(Exception):
    """A notice makes sense, but not at the moment of sending: at `until` (UTC), unless that is too late for it."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class NoLonger(Exception):
    """A notice makes no sense any more at the moment of sending; `why` is kept with it and told on "why did I get this?"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
