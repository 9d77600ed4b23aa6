"""Progress: said by its owner alone, once; what is above follows, whoever else says something at that moment."""

import asyncio
from datetime import date
from typing import Any

import pytest

from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.goals import Confidence, Ending, GoalState, Level, Measure, ProgressFrom
from bot.domain.goals_progress import Said
from bot.usecases import goals_progress as usecases
from storage import goals_tree as tree
from storage.goals import Goal
from tests.goal_tree import COMPUTED, add, add_result, at, progress, updates
from tests.team import Team

NOW = at(15)


async def tell(
    team: Team, name: str, goal: Goal, value: float | None = None, source: str = "view:1", **more: Any
) -> None:
    said = Said(value, more.pop("results", {}), more.pop("confidence", None))
    async with team.transaction() as tx:
        me = await team.person(tx, name)
        await usecases.tell(tx, me, goal.id, said, more.pop("now", NOW), source=f"{name}:{source}", **more)


async def company(team: Team) -> list[Goal]:
    """The company's goal, Tom's below it, and below his Mei's, which counts three times, and Bob's."""
    async with team.transaction() as tx:
        top = await add(tx, team, "Ann", "Grow", level=Level.COMPANY, **COMPUTED)
        team_goal = await add(tx, team, "Tom", "Berlin", parent_id=top.id, **COMPUTED)
        mei = await add(tx, team, "Mei", "Sell", parent_id=team_goal.id, contribution=3)
        bob = await add(tx, team, "Bob", "Serve", parent_id=team_goal.id, contribution=1)
    return [top, team_goal, mei, bob]


async def test_what_is_above_follows_by_contribution_up_to_the_root(team: Team) -> None:
    goals = await company(team)
    await tell(team, "Mei", goals[2], 40)
    assert await progress(team, *goals) == [40, 40, 40, None]
    await tell(team, "Bob", goals[3], 80)
    assert await progress(team, *goals) == [50, 50, 40, 80]
    await tell(team, "Mei", goals[2], 0, "view:2")
    assert await progress(team, *goals) == [20, 20, 0, 80]
    assert [(one.value, one.progress) for one in await updates(team)] == [(40, 40), (80, 80), (0, 0)]
    async with team.transaction() as tx:
        assert await usecases.recompute(tx, team.workspace_id) == 0


async def test_two_who_say_something_at_once_lose_nothing_and_wait_for_each_other_alone(team: Team) -> None:
    goals = await company(team)
    said = [tell(team, "Mei", goals[2], n, f"m{n}") for n in (10, 20, 30, 40)]
    said += [tell(team, "Bob", goals[3], n, f"b{n}") for n in (50, 60, 70, 80)]
    await asyncio.gather(*said)
    top, middle, mei, bob = await progress(team, *goals)
    assert mei is not None
    assert bob is not None
    assert top == middle == pytest.approx((3 * mei + bob) / 4, abs=0.1)
    assert len(await updates(team)) == 8


async def test_the_same_form_sent_twice_says_it_once(team: Team) -> None:
    goals = await company(team)
    await asyncio.gather(*(tell(team, "Mei", goals[2], value) for value in (40, 40, 40)))
    assert len(await updates(team)) == 1


@pytest.mark.parametrize("name", ["Tom", "Bob", "Ann", "Una"])
async def test_only_its_owner_says_how_a_goal_goes(team: Team, name: str) -> None:
    goals = await company(team)
    with pytest.raises(NotAllowed, match="not_found"):
        await tell(team, name, goals[2], 40)
    assert await updates(team) == []


async def test_a_confidence_that_drops_needs_a_reason_and_one_that_rises_none(team: Team) -> None:
    goals = await company(team)
    with pytest.raises(RuleBroken, match="goal_reason_needed") as broken:
        await tell(team, "Mei", goals[2], 40, confidence=Confidence.AT_RISK)
    assert broken.value.field == "words"
    await tell(team, "Mei", goals[2], 40, confidence=Confidence.AT_RISK, words="Hanna left")
    await tell(team, "Mei", goals[2], confidence=Confidence.ON_TRACK, source="view:2")
    assert [(one.confidence, one.words) for one in await updates(team)] == [
        ("at_risk", "Hanna left"),
        ("on_track", None),
    ]
    assert await progress(team, goals[2]) == [40], "what was not said stays"


async def test_what_is_closed_or_not_agreed_on_takes_nothing_and_a_closed_goal_above_stays_as_it_was(
    team: Team,
) -> None:
    goals = await company(team)
    await tell(team, "Mei", goals[2], 40)
    async with team.transaction() as tx:
        middle = await tx.get_one(Goal, goals[1].id)
        middle.state, middle.ended = GoalState.CLOSED, Ending.PARTLY
        tx.add(middle)
        (await tx.get_one(Goal, goals[3].id)).state = GoalState.DRAFT
    await tell(team, "Mei", goals[2], 90, "view:2")
    assert await progress(team, *goals) == [40, 40, 90, None]
    with pytest.raises(RuleBroken, match="goal_not_agreed"):
        await tell(team, "Bob", goals[3], 1)
    with pytest.raises(RuleBroken, match="goal_over"):
        await tell(team, "Tom", goals[1], 1)


async def test_what_moved_or_was_dropped_counts_where_it_is_now(team: Team) -> None:
    goals = await company(team)
    await tell(team, "Mei", goals[2], 40)
    await tell(team, "Bob", goals[3], 80)
    async with team.transaction() as tx:
        bob = await tx.get_one(Goal, goals[3].id)
        bob.parent_id = goals[0].id
        tx.add(bob)
        await usecases.roll_up(tx, [bob.id, goals[1].id])
    assert await progress(team, *goals) == [60, 40, 40, 80]
    async with team.transaction() as tx:
        bob = await tx.get_one(Goal, goals[3].id)
        bob.state, bob.ended = GoalState.CLOSED, Ending.DROPPED
        tx.add(bob)
        await usecases.roll_up(tx, [bob.id])
    assert await progress(team, *goals) == [40, 40, 40, 80]


async def test_with_key_results_and_goals_below_the_owner_picks_what_counts(team: Team) -> None:
    goals = await company(team)
    async with team.transaction() as tx:
        one, two = [await add_result(tx, goals[1], f"Result {n}", n) for n in (1, 2)]
    await tell(team, "Mei", goals[2], 40)
    await tell(team, "Tom", goals[1], results={one.id: 5, two.id: 10}, made_of=ProgressFrom.KEY_RESULTS)
    assert await progress(team, *goals[:2]) == [75, 75]
    await tell(team, "Tom", goals[1], source="view:3", made_of=ProgressFrom.BELOW)
    assert await progress(team, *goals[:2]) == [40, 40]
    with pytest.raises(RuleBroken, match="number_needed"):
        await tell(team, "Tom", goals[1], source="view:4", made_of=ProgressFrom.OWN)
    await tell(team, "Tom", goals[1], 12, source="view:5", made_of=ProgressFrom.OWN)
    assert await progress(team, *goals[:2]) == [12, 12]
    await tell(team, "Mei", goals[2], 90, "view:6")
    assert await progress(team, *goals[:2]) == [12, 12], "what its owner says is not written over"


async def test_an_indicator_keeps_one_value_a_month_and_the_later_word_holds(team: Team) -> None:
    async with team.transaction() as tx:
        goal = await add(tx, team, "Mei", "Answers", measured={"measure": Measure.INDICATOR, "target": 40})
    await tell(team, "Mei", goal, 40, "v1", now=at(15))
    await tell(team, "Mei", goal, 10, "v2", now=at(15, 2))
    await tell(team, "Mei", goal, 20, "v3", now=at(16, 2))
    assert [one.month for one in await updates(team)] == [date(2027, 1, 1), date(2027, 2, 1), date(2027, 2, 1)]
    assert await progress(team, goal) == [75]


async def test_everything_is_added_up_anew_and_a_circle_ends_it_as_well(team: Team) -> None:
    goals = await company(team)
    await tell(team, "Mei", goals[2], 40)
    async with team.transaction() as tx:
        for one, wrong in ((goals[0], 99.0), (goals[1], None)):
            (await tx.get_one(Goal, one.id)).progress = wrong
        round_about = await add(tx, team, "Una", "Round", **COMPUTED)
        round_about.parent_id = round_about.id
        tx.add(round_about)
    async with team.transaction() as tx:
        assert await usecases.recompute(tx, team.workspace_id) == 2
    assert await progress(team, *goals) == [40, 40, 40, None]
    async with team.transaction() as tx:
        await usecases.roll_up(tx, [round_about.id])
        assert len(await tree.hold(tx, [round_about.id])) == 1
        assert len((await tree.paths(tx, [round_about.id]))[round_about.id]) == tree.DEPTH_MAX
        assert (await tree.paths(tx, [goals[2].id]))[goals[2].id] == [goals[1].id, goals[0].id]
