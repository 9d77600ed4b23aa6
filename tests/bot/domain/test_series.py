"""Which timetables make sense, and at which field it is said where one does not."""

from dataclasses import replace
from datetime import date, time

import pytest

from bot.domain import series
from bot.domain.cadence import CadenceKind, Rule
from bot.domain.errors import RuleBroken

RULE = Rule(anchor=date(2027, 1, 4))


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"closes_after": 1, "opens_at": time(23, 30), "closes_at": time(0, 15)}, "closes_at", "window_short"),
        ({"closes_after": 0, "opens_at": time(15), "closes_at": time(14)}, "closes_at", "window_short"),
        ({"closes_after": 8}, "closes_after", "window_overlaps"),
        ({"kind": CadenceKind.MONTHLY_DATE, "closes_after": 29}, "closes_after", "window_overlaps"),
        ({"reminds_at": time(12)}, "reminds_at", "reminder_late"),
        ({"closes_after": 0, "opens_at": time(10), "reminds_at": time(9)}, "reminds_at", "reminder_early"),
    ],
)
def test_a_window_that_makes_no_sense_is_refused_at_its_field(
    changes: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(RuleBroken, match=code) as refused:
        series.check_window(replace(RULE, **changes))  # type: ignore[arg-type]
    assert refused.value.field == field


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"closes_after": 1, "opens_at": time(23), "closes_at": time(0), "reminds_at": None},
        {"closes_after": 7, "closes_at": time(15)},
        {"every": 2, "closes_after": 14, "closes_at": time(15)},
        {"kind": CadenceKind.MONTHLY_DATE, "closes_after": 28, "closes_at": time(15)},
    ],
)
def test_a_window_of_an_hour_up_to_the_next_prompt_is_taken(changes: dict[str, object]) -> None:
    series.check_window(replace(RULE, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"every": 0}, "every"),
        ({"every": 13}, "every"),
        ({"weekday": 8}, "weekday"),
        ({"month_day": 32}, "month_day"),
        ({"month_week": 6}, "month_week"),
        ({"closes_after": 8}, "cadence"),
    ],
)
def test_turns_that_make_no_sense_are_refused_at_their_field(changes: dict[str, object], field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        series.check_rhythm(replace(RULE, **changes))  # type: ignore[arg-type]
    assert refused.value.field == field


@pytest.mark.parametrize(("name", "code"), [("  ", "name_needed"), ("x" * 81, "too_long")])
def test_a_series_has_a_name_that_can_be_shown(name: str, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        series.check_name(name)
    assert series.check_name(" Retro ") == "Retro"
