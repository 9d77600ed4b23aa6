"""The closed loop: whether a manager answers what is asked of them, counted in their own working days.

What counts is the manager's answer, not the employee's streak. A question is what somebody says in a talk until it is answered:
three messages in a row are one question, and it was asked with the first. Moments are UTC.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain import cadence
from bot.domain.cadence import DAY
from bot.domain.working import Working

WITHIN = 3
"""Working days after the day of the question: asked on a Friday, an answer on Wednesday is in time."""


@dataclass(frozen=True)
class Asked:
    """A request for help or a question. `over_at`: since then it needs no answer any more."""

    asked_at: datetime
    answered_at: datetime | None = None
    over_at: datetime | None = None


@dataclass(frozen=True)
class Rate:
    """Of `asked` things `in_time` were answered within three working days; `waiting` are not counted yet: their time still runs."""

    asked: int = 0
    in_time: int = 0
    waiting: int = 0

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where nothing was asked."""
        return self.in_time / self.asked if self.asked else None


def age(asked_at: datetime, now: datetime, works: Working) -> int:
    """The working days that have begun since the day on which it was asked; 0 on that day itself."""
    zone = cadence.zone_of(works.zone)
    return works.count(asked_at.astimezone(zone).date() + DAY, now.astimezone(zone).date())


def rate(asked: Iterable[Asked], works: Working, now: datetime) -> Rate:
    """What was over before its time had run out, unanswered, is not counted: nobody waited for it."""
    counted = in_time = waiting = 0
    for one in asked:
        answered = one.answered_at is not None
        until = one.answered_at or one.over_at or now
        late = age(one.asked_at, until, works) > WITHIN
        counted += answered or late
        in_time += answered and not late
        waiting += not answered and not late and one.over_at is None
    return Rate(counted, in_time, waiting)


def questions(said: Iterable[tuple[bool, datetime]]) -> list[Asked]:
    """The questions of a talk, from its messages in order: whether the one who asks said it, and when."""
    found: list[Asked] = []
    for theirs, at in said:
        waits = bool(found) and found[-1].answered_at is None
        if theirs and not waits:
            found.append(Asked(at))
        elif not theirs and waits:
            found[-1] = Asked(found[-1].asked_at, at)
    return found


def waits_since(said: Iterable[tuple[bool, datetime]]) -> datetime | None:
    """Since when a talk waits for an answer; None: it does not."""
    asked = questions(said)
    return asked[-1].asked_at if asked and asked[-1].answered_at is None else None
