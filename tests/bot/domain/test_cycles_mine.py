"""What is whose to do in which phase."""

import pytest

from bot.domain.cycles import Phase
from bot.domain.cycles_mine import Facts, Need, Report, ToDo, needs, to_do

FULL = Facts(drafts=1, proposed=2, confirmed=3, closed=0, waiting=1, unsaid=2, asked=4, actions=5)


@pytest.mark.parametrize(
    ("phase", "facts", "expected"),
    [
        (Phase.PLAN, Facts(), [(ToDo.WRITE, 1)]),
        (Phase.DO, Facts(), [(ToDo.WRITE, 1)]),
        (Phase.CHECK, Facts(), []),
        (None, Facts(), []),
        (Phase.PLAN, FULL, [(ToDo.CONFIRM, 1), (ToDo.PROPOSE, 1)]),
        (Phase.DO, FULL, [(ToDo.CONFIRM, 1), (ToDo.PROPOSE, 1), (ToDo.SAY, 2), (ToDo.ANSWER, 4)]),
        (Phase.CHECK, FULL, [(ToDo.CONFIRM, 1), (ToDo.SAY, 2), (ToDo.ANSWER, 4)]),
        (Phase.ACT, FULL, [(ToDo.CONFIRM, 1), (ToDo.CLOSE, 3), (ToDo.ACT, 5)]),
        (None, FULL, [(ToDo.CONFIRM, 1)]),
    ],
)
def test_each_phase_has_its_own_to_do(phase: Phase | None, facts: Facts, expected: list[tuple[ToDo, int]]) -> None:
    assert to_do(phase, facts) == expected


@pytest.mark.parametrize(
    ("phase", "expected"),
    [
        (Phase.PLAN, [(Need.CONFIRM, [2]), (Need.GOALS, [1])]),
        (Phase.DO, [(Need.CONFIRM, [2]), (Need.GOALS, [1]), (Need.TALK, [1, 2])]),
        (Phase.CHECK, [(Need.CONFIRM, [2]), (Need.TALK, [1, 2])]),
        (Phase.ACT, [(Need.CONFIRM, [2]), (Need.CLOSE, [3])]),
        (None, [(Need.CONFIRM, [2])]),
    ],
)
def test_a_team_needs_what_its_phase_asks_for(phase: Phase | None, expected: list[tuple[Need, list[int]]]) -> None:
    assert needs(phase, [Report(1), Report(2, goals=1, waiting=1), Report(3, goals=1, talks=2, open=1)]) == expected
