"""Who is taken into a cycle, from which day to which, and when they are told of its next phase. Days are local to each person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain import cadence
from bot.domain.cycles import Phase, Phased, Stage, phase_on
from bot.domain.notices import Kind, Lane

PHASE = Kind("cycles.phase", Lane.REMINDER, late_after=timedelta(days=7))
"""A phase begins for somebody. Subject is the cycle, the occurrence is the phase with its first day. In its second week it is no
news any more: Home has said it all the time."""
EMPTY = Kind("cycles.empty", Lane.SUMMARY)
"""Nobody is in a running cycle: whoever made it is told, or HR where they are in it no more, once for each version of it."""
PAUSED, CLOSED, NOT_IN_IT, OVER = "paused", "closed", "not_in_it", "over"
"""Why a notice of a phase was not sent; when the cycle goes on, or somebody is taken in again, what is then is told."""
FIRST_DAYS = timedelta(days=90)
"""In a cycle that counts from the own first day at work, only those are taken in who began within so many days."""
MIDNIGHT = time(0)


@dataclass(frozen=True)
class Course:
    """A cycle as HR set it, as far as it says whom it takes in."""

    starts: date
    ends: date
    rolling: bool
    stage: Stage

    def begins(self, first_day: date | None) -> date | None:
        """What its first day is for somebody who began to work on that day; None: nobody knows."""
        return first_day if self.rolling else self.starts

    def last(self, begins: date) -> date:
        """Its last day for somebody for whom it begins then."""
        return self.ends + (begins - self.starts)

    def takes(self, begins: date | None, day: date, *, again: bool = False) -> bool:
        """Whether somebody whom it means is taken in on that day. `again`: they were in it before."""
        if begins is None or self.stage is not Stage.RUNNING or day > self.last(begins):
            return False
        return not self.rolling or again or begins <= day < begins + FIRST_DAYS


def tell_on(phases: Sequence[Phased], told: Phase | None, joined_on: date, day: date) -> date | None:
    """The day on which somebody is to be told next: at once of the phase that is, else on the first day of the next one.

    None: there is none any more.
    """
    now = phase_on(phases, day)
    if now is not None and now.phase is not told:
        return min(max(now.starts, joined_on), day)
    return min((one.starts for one in phases if one.starts > day), default=None)


def tell_at(phases: Sequence[Phased], told: Phase | None, joined_on: date, zone: str, now: datetime) -> datetime | None:
    """The local midnight of that day, in UTC."""
    day = tell_on(phases, told, joined_on, now.astimezone(cadence.zone_of(zone)).date())
    return None if day is None else begins_at(day, zone)


def begins_at(day: date, zone: str) -> datetime:
    """The midnight with which that day begins there, in UTC."""
    return cadence.moment(day, MIDNIGHT, cadence.zone_of(zone))


def ends_at(day: date, zone: str) -> datetime:
    """The end of that day there, in UTC."""
    return begins_at(day + cadence.DAY, zone)


def occurrence(now: Phased) -> str:
    """One notice for each phase; one that HR moves to begin anew is told anew."""
    return f"{now.phase}:{now.starts.isoformat()}"


def phase_of(occurrence: str) -> Phase:
    return Phase(occurrence.partition(":")[0])


def told_of(phases: Sequence[Phased], told: Phase | None, day: date) -> Phase | None:
    """The phase that somebody was told of last; none, once HR has moved it so that it has yet to begin."""
    return None if any(one.phase is told and one.starts > day for one in phases) else told
