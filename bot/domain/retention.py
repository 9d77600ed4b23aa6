"""How long what people wrote is kept."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

MONTHS = 36


class Kept(StrEnum):
    """What has a time of its own to be kept."""

    CHECKINS = "checkins"
    NOTES = "notes"
    TALKS = "talks"
    DRAFTS = "drafts"
    ACTIONS = "actions"
    LEAVE = "leave"
    PULSES = "pulses"
    UPWARD = "upward"
    RECOGNITION = "recognition"
    FEEDBACK = "feedback"
    GOALS = "goals"
    ONE_ON_ONES = "one_on_ones"
    OBSERVATIONS = "observations"
    COMPETENCIES = "competencies"
    ANNOUNCEMENTS = "announcements"
    CYCLES = "cycles"


@dataclass(frozen=True)
class Retention:
    """Months for each kind; those that are not named have the `months` of all."""

    months: int = MONTHS
    named: Mapping[Kept, int] = field(default_factory=dict)

    def before(self, kept: Kept, now: datetime) -> datetime:
        """What was written before then is over: so many months ago, on the last day of a month that is shorter."""
        year, month = divmod(now.year * 12 + now.month - 1 - self.named.get(kept, self.months), 12)
        day = min(now.day, monthrange(year, month + 1)[1])
        return now.replace(year=year, month=month + 1, day=day)
