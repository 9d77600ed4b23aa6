"""When a manager is told of a cycle: the morning after a phase ends, and after the cycle does; which days a summary is about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain import cadence
from bot.domain.cadence import DAY
from bot.domain.cycles import Phase, Phased
from bot.domain.notices import Kind, Lane
from bot.domain.working import Working, days

READY = Kind("cycle_summaries.ready", Lane.SUMMARY, late_after=timedelta(days=7))
"""For a manager: a phase of a cycle, or the cycle, is over. It stays of use for longer than a week's summary does."""
DRAW = "cycle_summaries.draw"
"""The name of the task that draws and shares the picture of a `summary`, given by its id."""
END = "end"
"""The part of a summary of a whole cycle; of a phase, the phase's name."""
AHEAD = timedelta(minutes=10)
"""How long before its hour a summary is written down: the tick comes twice in that time, so that none is late."""
PAST = timedelta(days=7)
"""How long after its day one that nobody wrote down, as the clock was dead, is still written and told."""
LOOK_FOR = timedelta(days=14)
"""How far ahead a day is looked for on which the manager works."""
LAST_ZONE = "Etc/GMT+12"
"""Where a day ends last of all."""
WEEKS = timedelta(weeks=13)
"""What a summary is about where there is no cycle."""


@dataclass(frozen=True)
class Pause:
    """The days from which to which a cycle was paused last; on the second it went on, or was closed."""

    since: date
    until: date

    def is_late(self, now: datetime) -> bool:
        """Whether what ended in it is told by now, or never."""
        return self.until < (now - PAST).date()


@dataclass(frozen=True)
class Part:
    """What has ended: a phase or the cycle, with its last day. `after`: it is told after that day; later, where it ended in a pause."""

    name: str
    last: date
    after: date = date.min

    @property
    def told_after(self) -> date:
        return max(self.last, self.after)


def occurrence(part: str, first: date, last: date) -> str:
    """The occurrence of a notice of this part: a phase that HR extends afterwards ends once more. On one day it may end for some whose
    own days it is, and have ended before for others who began earlier: `first` tells them apart."""
    return f"{part} {first.isoformat()} {last.isoformat()}"


def part_of(occurrence: str) -> tuple[Part, date]:
    """The part, and the first day that its summary is about."""
    name, first, last = occurrence.split(" ")
    return Part(name, date.fromisoformat(last)), date.fromisoformat(first)


def ended(
    phases: Iterable[Phased], ends: date, closed: date | None, now: datetime, pause: Pause | None = None
) -> list[Part]:
    """The parts that ended lately, somewhere on earth, the last one first. `closed`: the day on which HR closed the cycle.

    A phase that ends with the cycle is told with it; one that would have ended later is not told. Of what ended in a pause, and too
    long ago by now, the last part is told once the cycle goes on, or is closed: it sums up what was before it too.
    """
    over = min(ends, closed) if closed is not None else ends
    every = [Part(END, over), *(Part(one.phase.value, one.ends) for one in phases if one.ends < over)]
    every.sort(key=lambda one: one.last, reverse=True)
    first, last = (now - PAST).date(), (now + DAY).date()
    found = [one for one in every if first <= one.last + DAY <= last]
    if pause is not None and not pause.is_late(now):
        one = next((one for one in every if one.last <= pause.until), None)
        if one is not None and one not in found and one.last + DAY >= pause.since - PAST:
            found.append(Part(one.name, one.last, pause.until - DAY))
    return found


def due_at(last: date, hours: Working, at: time) -> datetime | None:
    """When the clock of somebody who works so shows `at` on the first day they work after `last`, in UTC; None: not for two weeks."""
    found = next((one for one in days(last + DAY, last + LOOK_FOR) if hours.on(one)), None)
    return cadence.moment(found, at, cadence.zone_of(hours.zone)) if found else None


def is_due(last: date, zone: str, at: time, now: datetime) -> bool:
    """Whether where somebody is the day after `last` has come to that hour, or will in a moment."""
    return cadence.moment(last + DAY, at, cadence.zone_of(zone)) <= now + AHEAD


def is_over(last: date, zone: str, now: datetime) -> bool:
    """Whether that day has ended where somebody is: what they do on it is not counted before."""
    return cadence.moment(last + DAY, time(), cadence.zone_of(zone)) <= now


def phase_of(part: str) -> Phase | None:
    """The phase that a part names; None: the whole cycle."""
    return Phase(part) if part in set(Phase) else None


def most_common(found: Sequence[int]) -> int | None:
    """What most of a team are in; of as many, the one that comes first in the list."""
    return max(dict.fromkeys(found), key=found.count) if found else None
