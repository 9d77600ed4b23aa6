"""The lines of a plan, and what is carried over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.plans import PLANNED_MOST, lines, with_carried

plan = st.text(st.sampled_from("ab \n"), max_size=60)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rest", ["Rest"]),
        ("Cold test\nDrawings", ["Cold test", "Drawings"]),
        ("Cold test\n\n  Drawings\n", ["Cold test\n", "  Drawings\n"]),
        ("\n\nRest", ["\n\nRest"]),
        ("\n".join("abcdefgh"), list("abcdefgh")),
        ("\n".join("abcdefghi"), ["a\nb\nc\nd\ne\nf\ng\nh\ni"]),
        ("", [""]),
    ],
)
def test_a_plan_is_asked_about_line_by_line_and_a_long_one_as_a_whole(text: str, found: list[str]) -> None:
    assert lines(text) == found


@given(plan)
def test_the_lines_of_a_plan_are_the_plan(text: str) -> None:
    found = lines(text)
    assert "\n".join(found) == text
    assert len(found) <= PLANNED_MOST
    assert all(one.strip() for one in found) or not text.strip()


@pytest.mark.parametrize(
    ("text", "carried", "plan"),
    [
        ("", ["Cold test"], "Cold test"),
        ("Drawings", ["Cold test"], "Drawings\nCold test"),
        ("Drawings\n Cold test ", ["Cold test\n"], "Drawings\n Cold test "),
        ("", ["Twice", "Twice"], "Twice"),
        ("b\na", ["a\nb"], "b\na"),
        ("b", ["a\nb"], "b\na\nb"),
        ("b", [], "b"),
    ],
)
def test_what_is_carried_over_stands_in_the_plan_once(text: str, carried: list[str], plan: str) -> None:
    assert with_carried(text, carried) == plan


@given(plan, st.lists(plan.filter(str.strip), max_size=4))
def test_to_carry_over_twice_changes_nothing(text: str, carried: list[str]) -> None:
    once = with_carried(text, carried)
    assert with_carried(once, carried) == once
