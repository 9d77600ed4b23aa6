"""How far a goal is, by measure, by key results, by what is below it; and what a person's goals come to."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain import goals_progress as rules
from bot.domain.errors import RuleBroken
from bot.domain.goals import Confidence, Ending, GoalState, Measure
from bot.domain.goals_progress import Below, Node, Score, ScoreFrom, Weighed

NOW = datetime(2027, 1, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("measure", "start", "target", "value", "progress"),
    [
        (Measure.NUMBER, 0, 200, 50, 25),
        (Measure.NUMBER, 100, 200, 150, 50),
        (Measure.NUMBER, None, 8, 2, 25),
        (Measure.NUMBER, 0, 3, 1, 33.33),
        (Measure.NUMBER, 40, 10, 25, 50),
        (Measure.NUMBER, 40, 10, 60, 0),
        (Measure.NUMBER, 0, 10, 25, 100),
        (Measure.NUMBER, 5, 5, 5, 100),
        (Measure.NUMBER, 5, 5, 4, 0),
        (Measure.NUMBER, 0, None, 4, None),
        (Measure.NUMBER, 0, 10, None, None),
        (Measure.PERCENT, None, None, 30, 30),
        (Measure.PERCENT, 20, 60, 30, 25),
        (Measure.MILESTONE, None, None, 1, 100),
        (Measure.YES_NO, None, None, 1, 100),
        (Measure.YES_NO, None, None, 0, 0),
    ],
)
def test_progress_is_the_way_from_the_start_to_the_target(
    measure: Measure, start: float | None, target: float | None, value: float | None, progress: float | None
) -> None:
    assert rules.measured(measure, start, target, value) == progress


def test_an_indicator_is_the_mean_of_its_months_each_against_the_target() -> None:
    january, february = date(2027, 1, 1), date(2027, 2, 1)
    assert rules.of_months(None, 40, {january: 40, february: 20}) == 75
    assert rules.of_months(None, 40, {january: 400, february: 20}) == 75, "one month does not make up for another"
    assert rules.of_months(None, 40, {}) is None


def test_key_results_count_alike_and_one_not_begun_counts_as_nothing() -> None:
    assert rules.of_results([100, 50, None]) == 50
    assert rules.of_results([None, None]) is None
    assert rules.of_results([]) is None


def below(*children: tuple[int | None, float | None]) -> Below:
    found = Below()
    for contribution, progress in children:
        found = found.plus(contribution, progress)
    return found


@pytest.mark.parametrize(
    ("children", "progress", "told", "count"),
    [
        ([], None, 0, 0),
        ([(None, 20), (None, 40)], 30, 2, 2),
        ([(3, 20), (1, 40)], 25, 2, 2),
        ([(3, 20), (None, 40)], 25, 2, 2),
        ([(3, None), (1, 40)], 40, 1, 2),
        ([(3, None)], None, 0, 1),
        ([(0, 90), (1, 40)], 40, 2, 2),
        ([(0, 90)], None, 1, 1),
    ],
)
def test_what_is_below_counts_by_contribution_and_what_was_not_told_is_left_out_and_said(
    children: list[tuple[int | None, float | None]], progress: float | None, told: int, count: int
) -> None:
    found = below(*children)
    assert (found.progress, found.told, found.count) == (progress, told, count)


def node(
    number: int, parent: int | None, progress: float | None = None, *, computed: bool, counts: bool = True
) -> Node:
    return Node(number, parent, None, progress, counts, computed)


def test_a_whole_tree_is_added_up_from_its_leaves() -> None:
    tree = [
        node(1, None, 7, computed=True),
        node(2, 1, 7, computed=True),
        node(3, 1, 80, computed=False),
        node(4, 2, 20, computed=False),
        node(5, 2, 40, computed=False),
        node(6, 2, 99, computed=False, counts=False),
        node(7, 3, 5, computed=False),
        node(8, 1, None, computed=True),
    ]
    assert rules.recomputed(tree) == {2: 30, 1: 55, 8: None}
    assert rules.recomputed(reversed(tree)) == {2: 30, 1: 55, 8: None}


def test_goals_that_support_each_other_end_it_as_well() -> None:
    assert rules.recomputed([node(1, 2, computed=True), node(2, 1, computed=True), node(3, 2, 4, computed=False)]) == {}


@pytest.mark.parametrize(
    ("state", "ended", "counted"),
    [
        (GoalState.DRAFT, None, False),
        (GoalState.PROPOSED, None, False),
        (GoalState.CONFIRMED, None, True),
        (GoalState.CLOSED, Ending.REACHED, True),
        (GoalState.CLOSED, Ending.MISSED, True),
        (GoalState.CLOSED, Ending.DROPPED, False),
    ],
)
def test_only_what_is_agreed_on_and_was_not_dropped_counts(
    state: GoalState, ended: Ending | None, counted: bool
) -> None:
    assert rules.counts(state, ended) is counted


@pytest.mark.parametrize(
    ("goals", "made_of", "score"),
    [
        ([], ScoreFrom.PROGRESS, Score(None, 0, 0)),
        ([Weighed(60, 50), Weighed(40, 100)], ScoreFrom.PROGRESS, Score(70, 2, 2)),
        ([Weighed(None, 50), Weighed(None, 100)], ScoreFrom.PROGRESS, Score(75, 2, 2)),
        ([Weighed(60, 50), Weighed(None, 100), Weighed(None, 0)], ScoreFrom.PROGRESS, Score(50, 3, 3)),
        ([Weighed(60, 50), Weighed(40, None)], ScoreFrom.PROGRESS, Score(50, 1, 2)),
        ([Weighed(100, 50), Weighed(None, 0)], ScoreFrom.PROGRESS, Score(50, 2, 2)),
        ([Weighed(60, 5, 4), Weighed(40, 99, 2)], ScoreFrom.RATING, Score(3.2, 2, 2)),
        ([Weighed(60, 5, None)], ScoreFrom.RATING, Score(None, 0, 1)),
    ],
)
def test_goals_become_one_score_by_weight(goals: list[Weighed], made_of: ScoreFrom, score: Score) -> None:
    assert rules.score(goals, made_of) == score


@pytest.mark.parametrize(
    ("before", "said", "dropped"),
    [
        (None, Confidence.ON_TRACK, False),
        (None, Confidence.AT_RISK, True),
        (Confidence.ON_TRACK, Confidence.AT_RISK, True),
        (Confidence.AT_RISK, Confidence.OFF_TRACK, True),
        (Confidence.AT_RISK, Confidence.AT_RISK, False),
        (Confidence.OFF_TRACK, Confidence.AT_RISK, False),
        (Confidence.OFF_TRACK, None, False),
    ],
)
def test_a_reason_is_needed_where_confidence_drops(
    before: Confidence | None, said: Confidence | None, dropped: bool
) -> None:
    assert rules.drops(before, said) is dropped
    if dropped:
        with pytest.raises(RuleBroken, match="goal_reason_needed") as broken:
            rules.check_words(" ", dropped=rules.drops(before, said), place="here")
        assert broken.value.field == "here"
    assert rules.check_words(" Hanna left ", dropped=dropped, place="here") == "Hanna left"


def test_a_goal_is_stale_after_three_weeks_and_asked_for_as_such_once() -> None:
    told = NOW - timedelta(weeks=3)
    assert rules.is_stale(told, told, NOW)
    assert not rules.is_stale(told + timedelta(minutes=1), told, NOW)
    assert rules.is_stale(None, told, NOW)
    assert rules.asks_for_stale(told, told, None, NOW)
    assert not rules.asks_for_stale(told, told, NOW - timedelta(days=1), NOW)
    assert rules.asks_for_stale(told, told, told - timedelta(days=1), NOW), "asked for before it was told anew"


@pytest.mark.parametrize(("days", "fresh"), [(5, True), (6, False), (7, False)])
def test_whoever_said_so_in_the_last_days_is_not_asked_again(days: int, fresh: bool) -> None:
    assert rules.is_fresh(NOW - timedelta(days=days), NOW) is fresh
    assert not rules.is_fresh(None, NOW)
