"""A cycle's report: nothing in it, and no difference of what stands beside each other, is about one to three people. Nor is it where the
reader takes from it whom they know.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import combinations
from random import Random

import pytest

from bot.domain import cycle_reports as rules
from bot.domain.cycle_reports import NOWHERE, Outliers, Table, table
from bot.domain.cycle_summaries import Balance, Blockers, Figures, Stand, Talks, Week

MONDAY = date(2027, 1, 4)


def figures(people: int, *weeks: tuple[int, int, int], talks: tuple[int, int] = (0, 0), goals: int = 0) -> Figures:
    """Of each week: how many were asked, answered and said how they are; everybody feels like a 4."""
    made = tuple(
        Week(MONDAY + timedelta(weeks=at), asked, answered, moods, moods * 4, asked)
        for at, (asked, answered, moods) in enumerate(weeks)
    )
    return Figures(people, made, {Stand.AT_RISK: goals}, talks=Talks(*talks), received=Balance(goals, 1, goals, 0))


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({1: 10, 2: 4}, {1: 10, 2: 4}),
        ({1: 10, 2: 3}, {}),
        ({1: 10, 2: 3, 3: 2}, {1: 10, None: 5}),
        ({1: 10, 2: 6, 3: 1}, {1: 10, None: 7}),
        ({1: 10, 2: 6, NOWHERE: 2, 4: 2}, {1: 10, 2: 6, None: 4}),
        ({1: 3, 2: 3}, {}),
        ({1: 3}, {}),
        ({1: 4}, {}),
        ({}, {}),
    ],
)
def test_departments_of_fewer_than_four_stand_together(
    sizes: Mapping[int, int], shown: Mapping[int | None, int]
) -> None:
    """One row alone would be the total once more, and is left out."""
    made = table({one: figures(people) for one, people in sizes.items()})
    assert {row.department: row.figures.people for row in made.rows} == shown
    whole = sum(sizes.values())
    assert (made.total.people if made.total else 0) == (whole if whole >= 4 else 0)


def companies() -> Iterator[dict[int, Figures]]:
    for seed in range(150):
        random = Random(seed)  # noqa: S311 - nothing secret
        made = {}
        for department in range(random.randint(1, 6)):
            people = random.choice([1, 2, 3, 4, 5, 9])
            asked = [random.randint(0, people) for _ in range(3)]
            weeks = [(one, answered := random.randint(0, one), random.randint(0, answered)) for one in asked]
            made[department] = figures(people, *weeks)
        yield made


def test_no_difference_of_two_figures_of_a_week_is_about_one_to_three_people() -> None:
    for company in companies():
        made = table(company)
        if made.total is None:
            continue
        for at, whole in enumerate(made.total.weeks):
            for of in ("asked", "moods"):
                total = getattr(whole, of)
                parts = [getattr(row.figures.weeks[at], of) for row in made.rows if len(row.figures.weeks) > at]
                assert total == 0 or total >= 4
                assert all(part == 0 or part >= 4 for part in parts)
                for count in range(1, len(parts) + 1):
                    for some in combinations(parts, count):
                        left = total - sum(some)
                        assert left == 0 or left >= 4 or total == 0, (company, at, of)


@pytest.mark.parametrize(
    ("sizes", "known", "shown"),
    [
        ({1: 10, 2: 6}, {2: 2}, {1: 10, 2: 6}),
        ({1: 10, 2: 6, 3: 5}, {2: 3}, {1: 10, None: 11}),
        ({1: 10, 2: 5}, {2: 5}, {}),
        ({1: 10, 2: 6, 3: 2, 4: 2}, {3: 1}, {1: 10, None: 10}),
        ({1: 4}, {1: 3}, None),
        ({1: 7, 2: 3}, {1: 6}, {}),
        ({1: 7, 2: 3}, {1: 7}, None),
    ],
)
def test_without_whom_the_reader_knows_four_are_left_in_each_row_and_in_the_whole(
    sizes: Mapping[int, int], known: Mapping[int, int], shown: Mapping[int | None, int] | None
) -> None:
    made = rules.for_reader(table({one: figures(people, (people,) * 3) for one, people in sizes.items()}), known)
    assert (made.total is None) == (shown is None)
    assert {row.department: row.figures.people for row in made.rows} == (shown or {})


def test_no_difference_of_two_figures_of_a_week_is_about_one_to_three_whom_the_reader_does_not_know() -> None:
    """Whom they know may all be among those who said something, or none of them."""
    for seed, company in enumerate(companies()):
        random = Random(seed)  # noqa: S311 - nothing secret
        known = {one: random.randint(0, min(found.people, 3)) for one, found in company.items()}
        made = rules.for_reader(table(company), {one: many for one, many in known.items() if many})
        rows = {row.department: known.get(row.department or -1, 0) for row in made.rows}
        gone = sum(known.values()) - sum(rows.values())
        knows = [gone if row.department is None else rows[row.department] for row in made.rows]
        assert made.total is None or made.total.people - sum(known.values()) >= 4
        for at, whole in enumerate(made.total.weeks if made.total is not None else ()):
            for of in ("people", "moods"):
                total = getattr(whole, of)
                assert total == 0 or total - sum(known.values()) >= 4
                parts = [getattr(row.figures.weeks[at], of) for row in made.rows if len(row.figures.weeks) > at]
                assert all(part == 0 or part - mine >= 4 for part, mine in zip(parts, knows, strict=False))


def test_a_team_of_the_readers_own_is_not_among_the_four_that_are_counted() -> None:
    low, high = figures(5, (5, 1, 5), talks=(4, 1)), figures(5, (5, 5, 5), talks=(4, 4))
    made = table({1: figures(10, (10, 10, 10)), 2: figures(10, (10, 10, 10))}, [low, high, high, high])
    assert made.outliers.asked == (1, 4)
    assert rules.for_reader(made, {1: 5}).outliers == Outliers()
    assert rules.for_reader(made, {}) == made


def test_somebody_whom_several_series_asked_is_one_person() -> None:
    """Eight check-ins were asked of two people: no share is shown."""
    week = Week(MONDAY, 8, 8, 2, 8, 2)
    assert [one.asked for one in (table({1: Figures(9, (week,))}).total or Figures()).weeks] == [0]


def test_a_mood_that_a_total_would_give_away_is_shown_in_neither_row() -> None:
    """Two of the second department said how they are: the first one's mood, taken from the whole's, would be theirs."""
    made = table({1: figures(10, (10, 10, 10)), 2: figures(8, (8, 8, 2))})
    assert made.total is not None
    assert made.total.mood == 4
    assert [row.figures.mood for row in made.rows] == [None, None]
    assert [row.figures.share for row in made.rows] == [1, 1]


def test_outliers_are_counted_among_four_teams_or_more_and_never_named() -> None:
    low, high = figures(5, (5, 1, 5), talks=(4, 1)), figures(5, (5, 5, 5), talks=(4, 4))
    assert rules.outliers([low, high, high]) == Outliers()
    assert rules.outliers([low, high, high, high]) == Outliers((1, 4), (0, 4), (1, 4))
    assert rules.outliers([low, high, high, figures(3, (3, 0, 3), talks=(9, 0))]) == Outliers(), "too small a team"
    assert rules.outliers([low, high, high, high, figures(9)]).asked == (1, 4), "nobody was asked there"


def test_two_groups_are_added_figure_by_figure() -> None:
    one = Figures(
        4,
        (Week(MONDAY, 4, 3, 2, 8, 4),),
        {Stand.REACHED: 2},
        {},
        Blockers(3, 2, 1, 9, date(2027, 2, 1)),
        Balance(5, 3, 4, 2),
        recognition=3,
        recognised=2,
        talks=Talks(6, 5),
    )
    both = rules.added(one, rules.added(Figures(), one))
    assert both.people == 8
    assert both.weeks == (Week(MONDAY, 8, 6, 4, 16, 8),)
    assert both.goals == {Stand.REACHED: 4}
    assert both.blockers == Blockers(6, 4, 2, 18, date(2027, 2, 1))
    assert both.received == Balance(10, 6, 8, 4)
    assert (both.recognition, both.recognised, both.talks) == (6, 4, Talks(12, 10))


def test_what_is_kept_is_read_again_as_it_was() -> None:
    teams = [figures(5, (5, 1, 5), talks=(4, 1))] * 5
    made = table({1: figures(10, (10, 9, 9), goals=3), 2: figures(5, (5, 5, 5)), 3: figures(2), 4: figures(2)}, teams)
    assert len(made.rows) == 3
    assert rules.loaded_table(json.loads(json.dumps(rules.dumped_table(made)))) == made
    assert rules.loaded_table(json.loads(json.dumps(rules.dumped_table(Table())))) == Table()
    assert rules.loaded_table({}) == Table()
