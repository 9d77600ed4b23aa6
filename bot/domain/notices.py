"""What a notice is: its kinds, lanes and states. Which kinds exist is said by each capability's own domain file."""

from dataclasses import dataclass
from datetime import timedelta
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


class NoLonger(Exception):
    """A notice makes no sense any more at the moment of sending; `why` is kept with it and told on "why did I get this?"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
