"""A cycle's figures: what may be shown of them, and how they are kept."""

import json
from datetime import date

import pytest

from bot.domain import cycle_summaries as rules
from bot.domain.cycle_summaries import Balance, Blockers, Change, Figures, Of, Stand, Talks, TalkTurn, Week

MONDAY, NEXT = date(2027, 1, 4), date(2027, 1, 11)
FULL = Figures(
    people=6,
    weeks=(Week(MONDAY, 6, 5, 5, 20), Week(NEXT, 6, 6, 3, 3)),
    goals={Stand.ON_TRACK: 3, Stand.MISSED: 1},
    changes={Change.WORSE: 1, Change.CLOSED: 1},
    blockers=Blockers(4, 2, 2, 9, MONDAY),
    received=Balance(2, 1, 2, 1, 7, 4, 5, 4, 4, 4),
    given=Balance(1, 1, 1, 1),
    recognition=4,
    recognised=3,
    talks=Talks(10, 8),
    turns=(TalkTurn(MONDAY, 6, 5), TalkTurn(NEXT, 4, 3)),
    loop_asked=3,
    loop_in_time=2,
)


def test_figures_are_kept_as_plain_json_and_come_back_as_they_were() -> None:
    kept = json.loads(json.dumps(rules.dumped(FULL)))

    assert rules.loaded(kept) == FULL
    assert rules.loaded({}) == Figures()
    assert rules.loaded({**kept, "later": 1, "goals": {**kept["goals"], "later": 1}}) == FULL


def test_ids_are_kept_by_the_figure_that_counts_them() -> None:
    records = {Of.GOALS: (3, 4), Of.TALKS: ()}
    assert rules.loaded_records(json.loads(json.dumps(rules.dumped_records(records)))) == {Of.GOALS: (3, 4)}


def test_the_mood_is_that_of_the_weeks_in_which_four_or_more_said_it() -> None:
    assert [one.mood for one in FULL.weeks] == [4.0, None]
    assert FULL.mood == 4.0
    assert Figures(weeks=(Week(MONDAY, 2, 2, 2, 8),)).mood is None
    assert (FULL.asked, FULL.answered, FULL.share) == (12, 11, 11 / 12)
    assert Figures().share is None
    assert Week(MONDAY).share is None


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (Balance(1, 1, 1, 0, 5, 3, 5, 3, 5, 3), Balance(1, 1, 1, 0)),
        (Balance(1, 1, 1, 0, 5, 4, 4, 4, 1, 1), Balance(1, 1, 1, 0, 5, 4)),
        (Balance(1, 1, 1, 0, 9, 4, 5, 4, 4, 4), Balance(1, 1, 1, 0, 9, 4, 5, 4, 4, 4)),
    ],
)
def test_what_may_not_be_read_is_shown_from_four_people_on_and_its_balance_from_four_on_each_side(
    given: Balance, shown: Balance
) -> None:
    assert Figures(received=given, given=given).for_reader() == Figures(received=shown, given=shown)


def test_how_long_a_blocker_stood_is_a_mean_of_the_solved_ones() -> None:
    assert FULL.blockers.days_each == 4.5
    assert Blockers(1, 0, 1).days_each is None
