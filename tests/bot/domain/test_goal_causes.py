"""Causes of missed goals: of which goals they are asked, and how many people each figure of a sum speaks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import goal_causes as rules
from bot.domain.errors import RuleBroken
from bot.domain.goal_causes import Cause, Group, Named, Sum, sum_up
from bot.domain.goals import Confidence, Ending, GoalState

A, W, P, M = Cause.ABILITY, Cause.WILL, Cause.PROCESS, Cause.MEANS


@pytest.mark.parametrize(
    ("state", "ended", "confidence", "asked"),
    [
        (GoalState.CLOSED, Ending.MISSED, Confidence.ON_TRACK, True),
        (GoalState.CLOSED, Ending.PARTLY, None, True),
        (GoalState.CLOSED, Ending.REACHED, Confidence.OFF_TRACK, False),
        (GoalState.CLOSED, Ending.DROPPED, Confidence.AT_RISK, False),
        (GoalState.CONFIRMED, None, Confidence.AT_RISK, True),
        (GoalState.CONFIRMED, None, Confidence.OFF_TRACK, True),
        (GoalState.CONFIRMED, None, Confidence.ON_TRACK, False),
        (GoalState.CONFIRMED, None, None, False),
        (GoalState.PROPOSED, None, Confidence.AT_RISK, False),
    ],
)
def test_a_cause_is_asked_for_what_was_missed_or_is_at_risk(
    state: GoalState, ended: Ending | None, confidence: Confidence | None, asked: bool
) -> None:
    assert rules.is_asked(state, ended, confidence) is asked


def test_a_sentence_is_kept_without_its_margins_and_one_that_is_too_long_is_refused() -> None:
    assert rules.check(" a ") == "a"
    with pytest.raises(RuleBroken, match="too_long") as found:
        rules.check("x" * 501)
    assert found.value.field == "words"


def people(**departments: str) -> list[Named]:
    """By department: a letter for each person's cause, or several in one word."""
    letters = {one.value[0]: one for one in Cause}
    named = [(name, word) for name, words in departments.items() for word in words.split()]
    return [Named(name, frozenset(letters[one] for one in word)) for name, word in named]


def shown(found: Sum | None) -> list[tuple[str | None, int, str]]:
    groups = found.groups if found is not None else []
    return [(one.name, one.people, " ".join(str(one.named[cause]) for cause in Cause)) for one in groups]


def test_departments_are_shown_where_every_figure_and_its_rest_speak_for_four() -> None:
    found = sum_up(people(north="a a a a p p p p", south="m m m m am"))
    assert found is None or found.fine
    assert shown(sum_up(people(north="a a a a p p p p", south="m m m m"))) == [
        ("north", 8, "4 0 4 0"),
        ("south", 4, "0 0 0 4"),
    ]


def test_what_would_speak_for_fewer_stands_with_the_next_smallest() -> None:
    assert shown(sum_up(people(north="a a a a p p p p", south="m m m m", west="a", east="a p p p"))) == [
        ("south", 4, "0 0 0 4"),
        (None, 13, "6 0 7 0"),
    ]


def test_where_four_kinds_say_too_much_only_what_training_mends_is_told_apart() -> None:
    found = sum_up(people(north="a a a a p p w m"))
    assert found == Sum([Group("north", 8, {A: 4, W: 1, P: 2, M: 1}, 4)], fine=False)
    assert sum_up(people(north="a a a")) is None
    assert sum_up(people(north="a a a p p p p p")) is None
    assert sum_up([]) is None


def test_people_counted_together_are_summed_as_each_of_them_and_four_are_left_besides_whom_the_reader_knows() -> None:
    assert sum_up([Named("north", frozenset({A, P}), 5), Named("north", frozenset({P}), 4)]) == sum_up(
        people(north="ap ap ap ap ap p p p p")
    )
    assert sum_up([Named("north", frozenset({P}), 5, known=1)]) == sum_up(people(north="p p p p p"))
    assert sum_up([Named("north", frozenset({P}), 5, known=2)]) is None


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "n", "s", "w"]), st.frozensets(st.sampled_from(list(Cause)), min_size=1)),
        max_size=40,
    )
)
def test_no_figure_and_no_rest_of_one_speaks_for_one_to_three(some: list[tuple[str, frozenset[Cause]]]) -> None:
    found = sum_up(Named(name, causes) for name, causes in some)
    if found is None:
        return
    assert sum(one.people for one in found.groups) == len(some)
    for one in [*found.groups, found.total]:
        shown_ = [one.named[A], one.other, *([one.named[cause] for cause in Cause] if found.fine else [])]
        assert one.people >= 4
        assert all(part not in (1, 2, 3) and one.people - part not in (1, 2, 3) for part in shown_)
