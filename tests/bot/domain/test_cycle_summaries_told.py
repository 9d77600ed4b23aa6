"""When a manager is told that a phase, or a cycle, is over."""

from datetime import UTC, date, datetime, time

import pytest

from bot.domain import cycle_summaries_told as rules
from bot.domain.cycle_summaries_told import END, Part
from bot.domain.cycles import Phase, Phased
from bot.domain.working import Working

PLAN = Phased(Phase.PLAN, date(2027, 1, 4), date(2027, 1, 15))
DO = Phased(Phase.DO, date(2027, 1, 16), date(2027, 3, 14))
ACT = Phased(Phase.ACT, date(2027, 3, 15), date(2027, 3, 31))
ENDS = date(2027, 3, 31)


@pytest.mark.parametrize(
    ("day", "closed", "found"),
    [
        (date(2027, 1, 14), None, []),
        (date(2027, 1, 16), None, [Part("plan", PLAN.ends)]),
        (date(2027, 1, 19), None, [Part("plan", PLAN.ends)]),
        (date(2027, 1, 23), None, [Part("plan", PLAN.ends)]),
        (date(2027, 1, 24), None, []),
        (date(2027, 4, 1), None, [Part(END, ENDS)]),
        (date(2027, 2, 2), date(2027, 2, 1), [Part(END, date(2027, 2, 1))]),
        (date(2027, 3, 15), date(2027, 3, 14), [Part(END, date(2027, 3, 14))]),
        (date(2027, 4, 2), date(2027, 4, 1), [Part(END, ENDS)]),
    ],
)
def test_what_ended_lately_is_told_once_and_the_last_phase_with_its_cycle(
    day: date, closed: date | None, found: list[Part]
) -> None:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    assert rules.ended([PLAN, DO, ACT], ENDS, closed, noon) == found


@pytest.mark.parametrize(
    ("day", "pause", "found"),
    [
        (date(2027, 2, 10), (date(2027, 1, 14), date(2027, 2, 9)), [Part("plan", PLAN.ends, date(2027, 2, 8))]),
        (date(2027, 2, 10), (date(2027, 1, 24), date(2027, 2, 9)), []),
        (date(2027, 2, 20), (date(2027, 1, 14), date(2027, 2, 9)), []),
        (date(2027, 3, 16), (date(2027, 1, 14), date(2027, 3, 14)), [Part("do", DO.ends)]),
    ],
)
def test_what_ended_in_a_pause_is_told_after_it_unless_more_has_ended_since(
    day: date, pause: tuple[date, date], found: list[Part]
) -> None:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    assert rules.ended([PLAN, DO, ACT], ENDS, None, noon, rules.Pause(*pause)) == found


def test_it_comes_at_the_managers_hour_on_the_first_day_they_work() -> None:
    at = time(16, 30)
    assert rules.due_at(date(2027, 1, 15), Working("Europe/Berlin"), at) == datetime(2027, 1, 18, 15, 30, tzinfo=UTC)
    away = Working("Europe/Berlin", away=((date(2027, 1, 1), date(2027, 2, 28)),))
    assert rules.due_at(date(2027, 1, 15), away, at) is None
    assert rules.is_due(date(2027, 1, 15), "Europe/Berlin", at, datetime(2027, 1, 16, 15, 25, tzinfo=UTC))
    assert not rules.is_due(date(2027, 1, 15), "America/New_York", at, datetime(2027, 1, 16, 15, 25, tzinfo=UTC))


def test_a_part_is_found_again_by_its_notice() -> None:
    part = Part("do", date(2027, 3, 14))
    first = date(2027, 1, 11)
    assert rules.part_of(rules.occurrence(part.name, first, part.last)) == (part, first)
    assert rules.phase_of("do") is Phase.DO
    assert rules.phase_of(END) is None


def test_the_cycle_is_that_of_most() -> None:
    assert rules.most_common([3, 5, 5, 3]) == 3
    assert rules.most_common([3, 5, 5]) == 5
    assert rules.most_common([]) is None
