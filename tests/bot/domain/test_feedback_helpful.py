"""The figure that a giver sees speaks for four people or more, and so does every change of it."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.feedback_helpful import Figure, Helpful, grown
from bot.domain.privacy import AVERAGE_FROM

YES, PARTLY, NO = Helpful.YES, Helpful.PARTLY, Helpful.NO


def said(*answers: Helpful, first: int = 1) -> dict[int, list[Helpful]]:
    """One answer of one person after another."""
    return {person: [one] for person, one in enumerate(answers, start=first)}


def test_three_people_are_no_figure_and_four_are() -> None:
    assert grown(Figure(), said(YES, YES, NO)) == Figure()
    assert grown(Figure(), said(YES, YES, NO, PARTLY)).average == 2.25


def test_one_more_person_changes_nothing_until_four_more_have_answered() -> None:
    before = grown(Figure(), said(YES, YES, YES, YES))
    for more in (1, 2, 3):
        assert grown(before, said(*[NO] * more, first=5)) == before
    assert grown(before, said(NO, NO, NO, NO, first=5)).average == 2


def test_a_person_who_answers_often_counts_once() -> None:
    waiting = said(YES, YES, YES) | {9: [NO, NO, PARTLY, NO]}
    assert grown(Figure(), waiting).average == (9 + 1.25) / 4
    assert grown(Figure(), {9: [NO] * 10}) == Figure()


@given(st.lists(st.tuples(st.integers(1, 12), st.sampled_from(Helpful)), max_size=60))
def test_whatever_is_answered_when_each_step_of_the_figure_speaks_for_four_people(
    answers: list[tuple[int, Helpful]],
) -> None:
    shown, waiting = Figure(), dict[int, list[Helpful]]()
    for person, answer in answers:
        waiting.setdefault(person, []).append(answer)
        after = grown(shown, waiting)
        if after != shown:
            assert after.people - shown.people >= AVERAGE_FROM
            assert after.average is not None
            shown, waiting = after, {}
        assert shown.average is None or 1 <= shown.average <= 3
