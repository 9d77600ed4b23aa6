"""The feedback somebody received and gave: what of it is looked for, and which days a span of time has."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.feedback import Aim, Form
from bot.domain.notices import Kind, Lane

EXPORT = Kind("feedback.export", Lane.ANSWER, unasked=False)

MONTHS_OF_QUARTER = 3


class Direction(StrEnum):
    BOTH = "both"
    RECEIVED = "received"
    GIVEN = "given"


class Time(StrEnum):
    """Spans of the calendar, where the one who looks is."""

    ALL = "all"
    THIS_QUARTER = "quarter"
    LAST_QUARTER = "last_quarter"
    THIS_YEAR = "year"
    LAST_YEAR = "last_year"


@dataclass(frozen=True)
class Wanted:
    """What is looked for; as it stands, everything. `colleague`: the Slack id of the other one of the two.

    `about`: what it rests on, a kind of record ("checkin"), or one record of a kind ("value:7").
    """

    direction: Direction = Direction.BOTH
    form: Form | None = None
    aim: Aim | None = None
    colleague: str = ""
    about: str = ""
    time: Time = Time.ALL

    @property
    def record(self) -> tuple[str, int | None]:
        """The kind and the id that `about` names."""
        kind, _, record_id = self.about.partition(":")
        return kind, int(record_id) if record_id.isdecimal() else None


def days(time: Time, today: date) -> tuple[date | None, date | None]:
    """The first day of the span, and the day after its last one; None: it has no such end."""
    year, quarter = today.year, (today.month - 1) // MONTHS_OF_QUARTER
    if time is Time.THIS_QUARTER:
        return _quarter(year, quarter), None
    if time is Time.LAST_QUARTER:
        return _quarter(year, quarter - 1), _quarter(year, quarter)
    if time is Time.THIS_YEAR:
        return date(year, 1, 1), None
    if time is Time.LAST_YEAR:
        return date(year - 1, 1, 1), date(year, 1, 1)
    return None, None


def _quarter(year: int, quarter: int) -> date:
    """The first day of a quarter, counted from 0; the one before the first is the last of the year before."""
    return date(year + quarter // 4, quarter % 4 * MONTHS_OF_QUARTER + 1, 1)
