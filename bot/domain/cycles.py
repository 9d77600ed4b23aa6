"""Cycles: a span of days with a name, in which goals are agreed on."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.errors import RuleBroken

NAME_MAX = 80
LONGEST = timedelta(days=3 * 366)
EDIT = "cycles.set"
"""What the audit log calls it when HR makes or changes one; `SETTINGS` when HR says how goals are used."""
SETTINGS = "goals.settings"


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
