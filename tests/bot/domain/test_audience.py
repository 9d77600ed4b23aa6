"""Who is meant by a rule."""

import pytest

from bot.domain.audience import Audience


@pytest.mark.parametrize(
    ("rule", "meant"),
    [
        (Audience(), True),
        (Audience(without=(1,)), False),
        (Audience(people=(1,)), True),
        (Audience(people=(2,)), False),
        (Audience(departments=(7,)), True),
        (Audience(departments=(8,)), False),
        (Audience(trees=(5,)), True),
        (Audience(trees=(6,)), True),
        (Audience(trees=(1,)), True),
        (Audience(trees=(9,)), False),
        (Audience(people=(2,), departments=(8,), trees=(5,)), True),
        (Audience(departments=(7,), trees=(5,), without=(1,)), False),
    ],
)
def test_somebody_is_meant_by_name_department_or_anyone_above_and_never_when_left_out(
    rule: Audience, meant: bool
) -> None:
    assert rule.means(1, 7, (5, 6)) is meant


def test_a_rule_that_names_nobody_means_everyone() -> None:
    assert Audience(without=(3,)).everyone
    assert not Audience(trees=(3,)).everyone
