"""What a new cycle begins with: its days, and phases that HR then moves or takes out."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.cycles import Phase, Phased

DAY = timedelta(days=1)
WEEK = 7
PROBATION_DAYS = 90
OWN_DAYS = 91
"""Of a cycle that follows no template, to begin with: thirteen weeks."""
PLAN_SHARE, CHECK_SHARE, ACT_SHARE = 0.15, 0.15, 0.08
"""Of the days of a cycle; what is left is for "do"."""
PLAN_MOST, CHECK_MOST, ACT_MOST = 28, 28, 21
"""Days: nobody plans a year for two months."""
WHOLE_WEEKS_FROM = 42
"""From so many days on, phases other than "do" take whole weeks."""


class Template(StrEnum):
    """What HR can begin a cycle from."""

    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    PROBATION = "probation"
    OWN = "own"


MONTHS = {Template.QUARTER: 3, Template.HALF_YEAR: 6, Template.YEAR: 12}


@dataclass(frozen=True)
class Proposed:
    """The days of a template. `number`: which quarter or half of its year, from 1. `rolling`: each person's days are their own."""

    template: Template
    starts: date
    ends: date
    number: int = 0
    rolling: bool = False


def proposed(template: Template, today: date) -> Proposed:
    """The span whose first day is nearest to today: on 20 March the quarter that comes, on 20 January the one that runs."""
    if template is Template.PROBATION:
        return Proposed(template, today, today + timedelta(days=PROBATION_DAYS - 1), rolling=True)
    if template is Template.OWN:
        return Proposed(template, today, today + timedelta(days=OWN_DAYS - 1))
    months = MONTHS[template]
    first = date(today.year, (today.month - 1) // months * months + 1, 1)
    after = _months_later(first, months)
    if after - today < today - first:
        first, after = after, _months_later(after, months)
    return Proposed(template, first, after - DAY, (first.month - 1) // months + 1)


def _months_later(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def laid(starts: date, ends: date) -> list[Phased]:
    """The four phases over these days, one after the other without a gap; a span of less than four days takes "do" alone."""
    days = (ends - starts).days + 1
    if days < len(Phase):
        return [Phased(Phase.DO, starts, ends)]
    plan = _share(days, PLAN_SHARE, PLAN_MOST)
    check, act = _share(days, CHECK_SHARE, CHECK_MOST), _share(days, ACT_SHARE, ACT_MOST)
    lengths = {Phase.PLAN: plan, Phase.DO: days - plan - check - act, Phase.CHECK: check, Phase.ACT: act}
    made, first = list[Phased](), starts
    for phase, length in lengths.items():
        made.append(Phased(phase, first, first + timedelta(days=length - 1)))
        first += timedelta(days=length)
    return made


def _share(days: int, share: float, most: int) -> int:
    count = max(1, round(days * share))
    if days >= WHOLE_WEEKS_FROM:
        count = max(WEEK, round(count / WEEK) * WEEK)
    return min(count, most)
