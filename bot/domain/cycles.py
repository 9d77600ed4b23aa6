"""Cycles: a span of days with a name, its timetable of phases, and where somebody stands in it on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.errors import RuleBroken

NAME_MAX = 80
LONGEST = timedelta(days=3 * 366)
EDIT = "cycles.set"
"""What the audit log calls it when HR makes or changes one; `SETTINGS` when HR says how goals are used."""
SETTINGS = "goals.settings"
DRY_RUN = "cycles.dry_run"
"""The name of the task that counts a dry run for HR."""


class Stage(StrEnum):
    """Where a cycle stands. Goals can be agreed on in one that is not started yet; its phases begin once it is."""

    PLANNED = "planned"
    RUNNING = "running"
    PAUSED = "paused"
    CLOSED = "closed"


class Phase(StrEnum):
    """The four turns of the loop, in their order (DESIGN.md §1). A cycle may leave some out."""

    PLAN = "plan"
    DO = "do"
    CHECK = "check"
    ACT = "act"


@dataclass(frozen=True)
class Phased:
    """One phase of a cycle as HR set it. Both days belong to it, each by the calendar of whoever is in it."""

    phase: Phase
    starts: date
    ends: date

    def moved(self, days: timedelta) -> "Phased":
        """The same, so much later: for somebody whose own first day the cycle counts from."""
        return Phased(self.phase, self.starts + days, self.ends + days)


def phase_on(phases: Iterable[Phased], day: date) -> Phased | None:
    """The phase that a day belongs to; None between two of them, and before and after them all."""
    return next((one for one in phases if one.starts <= day <= one.ends), None)


@dataclass(frozen=True)
class Span:
    """A cycle as HR writes it. Both days belong to it."""

    name: str
    starts: date
    ends: date


def check(name: str, starts: date | None, ends: date | None) -> Span:
    """As it is kept. Raises RuleBroken at the field that is wrong."""
    if not name.strip():
        raise RuleBroken("name_needed", field="name")
    if len(name.strip()) > NAME_MAX:
        raise RuleBroken("too_long", {"most": NAME_MAX}, field="name")
    if starts is None:
        raise RuleBroken("day_needed", field="starts")
    if ends is None:
        raise RuleBroken("day_needed", field="ends")
    if ends <= starts:
        raise RuleBroken("cycle_backwards", field="ends")
    if ends - starts > LONGEST:
        raise RuleBroken("cycle_too_long", field="ends")
    return Span(" ".join(name.split()), starts, ends)
