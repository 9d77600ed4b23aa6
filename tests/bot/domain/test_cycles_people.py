"""Who is taken into a cycle, and when each is told of its next phase, over zones and the turns of the clock."""

from datetime import UTC, date, datetime

import pytest

from bot.domain import cycles_people as rules
from bot.domain.cycles import Phase, Phased, Stage
from bot.domain.cycles_people import Course

PHASES = [
    Phased(Phase.PLAN, date(2027, 1, 1), date(2027, 1, 20)),
    Phased(Phase.DO, date(2027, 1, 25), date(2027, 3, 14)),
    Phased(Phase.CHECK, date(2027, 3, 28), date(2027, 3, 31)),
]
QUARTER = Course(date(2027, 1, 1), date(2027, 3, 31), rolling=False, stage=Stage.RUNNING)
ROLLING = Course(date(2027, 1, 1), date(2027, 6, 30), rolling=True, stage=Stage.RUNNING)


@pytest.mark.parametrize(
    ("course", "first_day", "day", "again", "takes"),
    [
        (QUARTER, None, date(2026, 12, 20), False, True),
        (QUARTER, None, date(2027, 3, 31), False, True),
        (QUARTER, None, date(2027, 4, 1), True, False),
        (Course(QUARTER.starts, QUARTER.ends, False, Stage.PAUSED), None, date(2027, 2, 1), False, False),
        (ROLLING, None, date(2027, 2, 1), False, False),
        (ROLLING, date(2026, 11, 4), date(2027, 2, 1), False, True),
        (ROLLING, date(2026, 11, 3), date(2027, 2, 1), False, False),
        (ROLLING, date(2026, 11, 3), date(2027, 2, 1), True, True),
        (ROLLING, date(2026, 7, 1), date(2027, 2, 1), True, False),
    ],
)
def test_a_cycle_takes_in_whom_its_days_mean(
    course: Course, first_day: date | None, day: date, again: bool, takes: bool
) -> None:
    assert course.takes(course.begins(first_day), day, again=again) is takes


@pytest.mark.parametrize(
    ("told", "joined", "day", "on"),
    [
        (None, date(2027, 1, 1), date(2026, 12, 20), date(2027, 1, 1)),
        (None, date(2027, 1, 1), date(2027, 1, 1), date(2027, 1, 1)),
        (Phase.PLAN, date(2027, 1, 1), date(2027, 1, 1), date(2027, 1, 25)),
        (None, date(2027, 1, 10), date(2027, 1, 12), date(2027, 1, 10)),
        (Phase.PLAN, date(2027, 1, 1), date(2027, 1, 22), date(2027, 1, 25)),
        (Phase.PLAN, date(2027, 1, 1), date(2027, 3, 29), date(2027, 3, 28)),
        (Phase.DO, date(2027, 1, 1), date(2027, 1, 20), date(2027, 1, 1)),
        (Phase.CHECK, date(2027, 1, 1), date(2027, 3, 31), None),
        (None, date(2027, 1, 1), date(2027, 4, 2), None),
    ],
)
def test_somebody_is_told_of_the_phase_that_is_and_then_of_the_next(
    told: Phase | None, joined: date, day: date, on: date | None
) -> None:
    assert rules.tell_on(PHASES, told, joined, day) == on


@pytest.mark.parametrize(
    ("zone", "now", "at"),
    [
        ("Asia/Shanghai", datetime(2027, 1, 2, tzinfo=UTC), datetime(2027, 1, 24, 16, tzinfo=UTC)),
        ("America/New_York", datetime(2027, 1, 2, 12, tzinfo=UTC), datetime(2027, 1, 25, 5, tzinfo=UTC)),
        # In Berlin the clock is put forward on 28 March at two; in Beirut it was at midnight, which does not exist.
        ("Europe/Berlin", datetime(2027, 2, 1, tzinfo=UTC), datetime(2027, 3, 27, 23, tzinfo=UTC)),
        ("Asia/Beirut", datetime(2027, 2, 1, tzinfo=UTC), datetime(2027, 3, 27, 22, tzinfo=UTC)),
    ],
)
def test_a_phase_begins_at_the_midnight_of_each_zone(zone: str, now: datetime, at: datetime) -> None:
    told = Phase.PLAN if now.month == 1 else Phase.DO
    assert rules.tell_at(PHASES, told, date(2027, 1, 1), zone, now) == at
