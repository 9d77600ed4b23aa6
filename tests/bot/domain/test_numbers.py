"""What HR sees in numbers speaks for enough people, however the departments are cut."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cadence import CadenceKind, Rule, slots_until
from bot.domain.numbers import Group, grouped, total
from bot.domain.privacy import AVERAGE_FROM, may_show


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({}, []),
        ({"Board": 3}, []),
        ({"Board": 2, "Sales": 1}, []),
        ({"Board": 2, "Sales": 2}, [(None, 4)]),
        ({"Board": 4}, [("Board", 4)]),
        ({"Sales": 9, "Lab": 5}, [("Lab", 5), ("Sales", 9)]),
        ({"Sales": 9, "Lab": 5, "Board": 1}, [("Sales", 9), (None, 6)]),
        ({"Sales": 9, "Board": 1}, [(None, 10)]),
        ({"Sales": 9, "Board": 2, "Law": 2}, [("Sales", 9), (None, 4)]),
        ({"Sales": 9, "On leave": 0}, [("Sales", 9)]),
    ],
)
def test_small_departments_are_shown_together(sizes: dict[str, int], shown: list[tuple[str | None, int]]) -> None:
    groups = [Group(name, asked, 0) for name, asked in sizes.items()]
    assert [(one.name, one.asked) for one in grouped(groups)] == shown


@given(st.lists(st.integers(0, 12).flatmap(lambda asked: st.tuples(st.just(asked), st.integers(0, asked))), max_size=8))
def test_no_figure_and_no_difference_of_figures_speaks_for_fewer_than_four(sizes: list[tuple[int, int]]) -> None:
    groups = [Group(f"D{at}", asked, answered) for at, (asked, answered) in enumerate(sizes)]
    shown, whole = grouped(groups), total(groups)
    if whole is None:
        assert shown == []
        return
    assert sum(one.asked for one in shown) == whole.asked
    assert sum(one.answered for one in shown) == whole.answered
    for one in shown:
        assert may_show(one.asked, whole.asked - one.asked, least=AVERAGE_FROM)


@pytest.mark.parametrize(
    ("rule", "slots"),
    [
        (Rule(anchor=date(2027, 1, 1)), ["2027-W02", "2027-W01", "2026-W53"]),
        (Rule(anchor=date(2027, 1, 1), every=2), ["2027-W02", "2026-W53", "2026-W51"]),
        (Rule(anchor=date(2027, 1, 1), kind=CadenceKind.MONTHLY_DATE), ["2027-01", "2026-12", "2026-11"]),
    ],
)
def test_the_last_turns_of_a_series_end_with_the_one_that_has_begun(rule: Rule, slots: list[str]) -> None:
    assert slots_until(rule, date(2027, 1, 13), 3) == slots
