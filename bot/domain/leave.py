"""The rules of leave: which dates make sense, and what somebody is told when they are back."""

from collections.abc import Iterable
from datetime import date, timedelta

from bot.domain.errors import RuleBroken
from bot.domain.notices import Kind, Lane
from bot.domain.working import Span

CATCH_UP = Kind("checkins.catch_up", Lane.REMINDER, late_after=timedelta(hours=8))
"""The one message after leave: of use on the morning of the first day back, not on the next."""

LONGEST = timedelta(days=3 * 366)
"""The longest leave that laws know, parental leave in several countries of Europe; longer is a slip of the pen."""
EARLIEST = timedelta(days=31)
"""How far back leave may begin that is noted only now: an illness that is over a month old changes nothing any more."""
AHEAD = timedelta(days=2 * 366)
"""How far ahead leave may begin."""


def check(first: date, last: date, today: date, others: Iterable[Span]) -> None:
    """Refuse dates that make no sense at their field, "first" or "last". `others` is the rest of this person's leave."""
    if last < first:
        raise RuleBroken("leave_backwards", field="last")
    if last < today:
        raise RuleBroken("leave_over", field="last")
    if first < today - EARLIEST:
        raise RuleBroken("leave_too_early", field="first")
    if first > today + AHEAD:
        raise RuleBroken("leave_too_far", field="first")
    if last - first > LONGEST:
        raise RuleBroken("leave_too_long", field="last")
    for begins, ends in sorted(others):
        if begins <= last and first <= ends:
            where = "first" if begins <= first else "last"
            raise RuleBroken("leave_overlaps", {"first": begins, "last": ends}, field=where)
