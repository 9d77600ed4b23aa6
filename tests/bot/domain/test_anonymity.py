"""No visible result, and nothing that can be computed from several, is about one to four people."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.anonymity import Turnout, hides, may_show, visible, visible_counts
from bot.domain.privacy import ANONYMOUS_FROM


@pytest.mark.parametrize(
    ("asked", "answered", "shown"),
    [
        (0, 0, False),
        (1, 1, False),
        (4, 4, False),
        (5, 4, False),
        (5, 5, True),
        (6, 5, False),
        (9, 5, False),
        (10, 5, True),
        (12, 12, True),
        (12, 11, False),
        (12, 8, False),
        (12, 7, True),
        (100, 4, False),
        (100, 5, True),
        (100, 99, False),
        (100, 95, True),
    ],
)
def test_five_answers_or_more_and_silence_of_nobody_or_five(asked: int, answered: int, shown: bool) -> None:
    assert may_show(Turnout(asked, answered)) is shown


@pytest.mark.parametrize(
    ("groups", "others", "shown"),
    [
        ({"a": 5}, 0, {"a"}),
        ({"a": 5, "b": 4}, 0, set()),
        ({"a": 6, "b": 5, "c": 4}, 0, {"a"}),
        ({"a": 5, "b": 5}, 0, {"a", "b"}),
        ({"a": 5, "b": 6}, 1, {"b"}),
        ({"a": 7, "b": 2, "c": 2}, 0, set()),
        ({"a": 7, "b": 2, "c": 3}, 0, {"a"}),
        ({"a": 5}, 4, set()),
        ({"a": 5}, 5, {"a"}),
        ({}, 9, set()),
        ({"a": 4}, 0, set()),
    ],
)
def test_small_groups_are_merged_until_the_rest_is_nobody_or_five(
    groups: dict[str, int], others: int, shown: set[str]
) -> None:
    assert visible_counts(groups, others) == shown


def test_nothing_of_a_whole_that_may_not_be_shown_is_visible() -> None:
    assert visible(Turnout(13, 10), {"a": Turnout(5, 5), "b": Turnout(8, 5)}) == set()


turnouts = st.tuples(st.integers(0, 14), st.integers(0, 14)).map(lambda two: Turnout(sum(two), two[0]))
many_groups = st.dictionaries(st.integers(1, 6), turnouts, max_size=6)


def together(parts: list[Turnout]) -> Turnout:
    return Turnout(sum(one.asked for one in parts), sum(one.answered for one in parts))


@given(many_groups, turnouts)
def test_what_is_left_beside_visible_groups_is_held_to_the_same_rule(
    groups: dict[int, Turnout], others: Turnout
) -> None:
    whole = together([*groups.values(), others])
    shown = visible(whole, groups)
    rest = whole.without(together([groups[name] for name in shown]))
    assert all(may_show(groups[name]) for name in shown)
    assert not shown or (may_show(whole) and hides(rest.answered) and hides(rest.silent))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 7), min_size=1, max_size=4), st.integers(0, 7))
def test_no_sum_over_visible_results_singles_out_one_to_four_people(sizes: list[int], outside: int) -> None:
    """Each visible figure is a sum over people; whatever is added to or taken from another, one to four are never left."""
    people = [group for group, size in enumerate(sizes) for _ in range(size)] + [-1] * outside
    shown = visible_counts(dict(enumerate(sizes)), outside)
    rows = [[int(group == name) for group in people] for name in shown]
    if may_show(Turnout(len(people), len(people))):
        rows.append([1] * len(people))
    for factors in product((-1, 0, 1), repeat=len(rows)):
        left = [sum(factor * row[at] for factor, row in zip(factors, rows, strict=True)) for at in range(len(people))]
        singled_out = sum(one != 0 for one in left)
        assert singled_out == 0 or singled_out >= ANONYMOUS_FROM


@given(many_groups, turnouts)
def test_as_many_groups_as_possible_stay_where_nothing_is_small(groups: dict[int, Turnout], others: Turnout) -> None:
    """Hiding everything would be safe as well: large groups beside a large rest are all shown."""
    large = {name: Turnout(one.answered + 5, one.answered + 5) for name, one in groups.items()}
    rest = Turnout(others.answered + 5, others.answered + 5)
    assert visible(together([*large.values(), rest]), large) == set(large)
