"""Figures about people speak for enough of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.privacy import ANONYMOUS_FROM, AVERAGE_FROM, average, may_show


@pytest.mark.parametrize(
    ("people", "others", "least", "shown"),
    [
        (3, 0, AVERAGE_FROM, False),
        (4, 0, AVERAGE_FROM, True),
        (4, 1, AVERAGE_FROM, False),
        (4, 3, AVERAGE_FROM, False),
        (4, 4, AVERAGE_FROM, True),
        (4, 0, ANONYMOUS_FROM, False),
        (5, 0, ANONYMOUS_FROM, True),
        (5, 4, ANONYMOUS_FROM, False),
        (5, 5, ANONYMOUS_FROM, True),
        (0, 0, AVERAGE_FROM, False),
    ],
)
def test_a_group_and_its_complement_are_both_large_enough(people: int, others: int, least: int, shown: bool) -> None:
    assert may_show(people, others, least=least) is shown


@given(st.dictionaries(st.integers(), st.integers(1, 5), max_size=12))
def test_an_average_speaks_for_four_people_or_is_not_given(moods: dict[int, int]) -> None:
    given_average = average({person: float(mood) for person, mood in moods.items()})
    if len(moods) < AVERAGE_FROM:
        assert given_average is None
    else:
        assert given_average is not None
        assert 1 <= given_average <= 5
