"""How fast Slack lets us send, and who goes first: the generic cell rate algorithm (ITU-T I.371) with a rate that learns.

Every allowance says when its next slot is free. All workers share the rows, so together they keep one pace. Whoever answers a
click stands in line for the next slot; everybody else takes one only when it is free at that moment, and so never stands
before a click. Times are UTC, rates sends a second.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

HOLD_SECONDS = 5.0
"""A sender that would have to wait longer gives its place back to other work and comes again."""
BULK_SHARE = 0.7
"""What reminders and broadcasts may take of the pace, so that there is always room for an answer (SLACK.md §3.1)."""
AHEAD_SECONDS = 0.2
"""How far ahead slots are taken together: as long as a click may have to wait behind them, which nobody notices."""
LONGEST_WAIT = timedelta(minutes=30)
"""Slack asks for pauses of seconds, rarely minutes. What is further ahead was written down by a clock that was put back since, and
nobody who clicks waits until it gets there again."""
SHORTEST_PAUSE = 0.01
"""The least wait before looking again, so that a clock that wakes early is not asked in a circle."""


@dataclass(frozen=True)
class Limits:
    """The bounds of one pace. `burst`: how many slots that were not used may be used later, at once."""

    start: float
    ceiling: float
    floor: float
    step: float = 0.0
    step_after: timedelta = timedelta(minutes=1)
    burst: float = 1.0


SENDING = Limits(start=5, ceiling=8, floor=0.5, step=0.5)
"""chat.postMessage: "several hundred per minute" per workspace is no contract (SLACK.md §3.2), so it starts at 300 a minute, halves
when Slack says so, and after each minute without trouble tries half a message a second more, up to 480. Below one in two seconds
nobody would notice the bot any more."""
CHANNEL = Limits(start=1, ceiling=1, floor=1, burst=0)
"""One message a second in each conversation (SLACK.md §3.2)."""
CALLS = Limits(start=50 / 60, ceiling=50 / 60, floor=0.1, step=0.1, burst=10)
"""chat.update and conversations.history: tier 3, about fifty a minute, each with its own count. Ten at once are tolerated: an edit
mostly answers a click."""


@dataclass(frozen=True)
class Allowance:
    """One pace as it stands. `raised_at`: when its rate last changed."""

    rate: float
    free_at: datetime
    raised_at: datetime | None = None

    def interval(self, slots: float = 1) -> timedelta:
        return timedelta(seconds=slots / self.rate)

    def wait(self, now: datetime) -> float:
        """Seconds until a slot is free."""
        return max(0.0, (self.free_at - now).total_seconds())


def fresh(limits: Limits, now: datetime) -> Allowance:
    """A pace that nobody has used yet: all of its burst is there."""
    return Allowance(limits.start, now - timedelta(seconds=limits.burst / limits.start), now)


def believed(pace: Allowance, now: datetime) -> Allowance:
    """The pace, unless the clock was put back since it was written down: then it begins anew."""
    return replace(pace, free_at=now) if pace.free_at - now > LONGEST_WAIT else pace


def taken(pace: Allowance, limits: Limits, now: datetime, slots: int = 1) -> Allowance:
    """The pace after the next slots were given away. A slot that was free and unused counts on, up to the burst."""
    start = max(pace.free_at, now - pace.interval(limits.burst))
    return replace(pace, free_at=start + pace.interval(slots))


def given_back(pace: Allowance, slots: int = 1) -> Allowance:
    """The pace after slots that were taken turned out not to be needed."""
    return replace(pace, free_at=pace.free_at - pace.interval(slots))


def slowed(pace: Allowance, limits: Limits, now: datetime, retry_after: float) -> Allowance:
    """Slack said that it was too much: nothing for as long as it asks, then half as fast."""
    free_at = max(pace.free_at, now + timedelta(seconds=retry_after))
    return Allowance(max(limits.floor, pace.rate / 2), free_at, now)


def recovered(pace: Allowance, limits: Limits, now: datetime) -> Allowance:
    """One step faster when the last change is long enough ago; never above the ceiling. Only who uses a pace raises it."""
    rate = min(pace.rate, limits.ceiling)
    if pace.raised_at is None or now - pace.raised_at >= limits.step_after:
        return replace(pace, rate=max(limits.floor, min(limits.ceiling, rate + limits.step)), raised_at=now)
    return replace(pace, rate=rate)


@dataclass(frozen=True)
class Grant:
    """Either slots, each in so many seconds from now, in the order of the messages; or none, and when to ask again."""

    slots: tuple[float, ...]
    wait: float
    whole: Allowance
    bulk: Allowance | None
    channels: tuple[Allowance, ...]


def grant(
    whole: Allowance,
    bulk: Allowance | None,
    channels: Sequence[Allowance],
    now: datetime,
    *,
    limits: Limits = SENDING,
    in_line: bool = False,
) -> Grant:
    """Slots for the next messages, one for each of `channels` at the most.

    `whole` is the workspace's pace and `bulk` the share of it that this lane must keep to, or None. `in_line`: take the next
    slot even if it is not free yet, and wait for it.
    """
    whole = recovered(believed(whole, now), limits, now)
    bulk = replace(believed(bulk, now), rate=whole.rate * BULK_SHARE) if bulk else None
    wait = max(whole.wait(now), bulk.wait(now) if bulk else 0.0)
    if wait > 0 and not in_line:
        return Grant((), max(wait, SHORTEST_PAUSE), whole, bulk, ())
    count = 1 if in_line else max(1, min(len(channels), int(whole.rate * AHEAD_SECONDS)))
    slots: list[float] = []
    used: list[Allowance] = []
    for number, found in enumerate(channels[:count]):
        channel = believed(found, now)
        at = max(wait + number / whole.rate, channel.wait(now))
        slots.append(at)
        used.append(taken(channel, CHANNEL, now + timedelta(seconds=at)))
    after = taken(bulk, limits, now, count) if bulk else None
    return Grant(tuple(slots), 0.0, taken(whole, limits, now, count), after, tuple(used))
