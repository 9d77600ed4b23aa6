"""Goals that hang together: weights of one cycle, the goal above, and no loops."""

from typing import Any

import pytest

from bot.domain.errors import RuleBroken
from bot.domain.goals import Ending, Level
from bot.usecases import goals_closing
from storage.goals import Goal
from tests.goals import Goals, opened


async def test_weights_of_a_cycle_are_a_hundred_together_and_what_is_given_away_is_said(made: Goals) -> None:
    cycle = await made.cycle()
    first = await made.agreed("Mei", "Tom", cycle=cycle, weight="60")
    assert (await opened(made, "Mei", first)).left == 40
    second = await made.write("Mei", cycle=cycle)
    assert (await opened(made, "Mei", first)).left == 0
    assert ((await opened(made, "Mei", first)).share, (await opened(made, "Mei", second)).share) == (60, 40)
    with pytest.raises(RuleBroken) as broken:
        await made.write("Mei", cycle=cycle, weight="41")
    assert (broken.value.field, broken.value.values) == ("weight", {"given": 60, "left": 40})
    with pytest.raises(RuleBroken, match="goal_weights_over_of"):
        await made.write("Tom", "Mei", cycle=cycle, weight="41")
    await made.write("Mei", weight="100")
    await made.write("Bob", cycle=cycle, weight="100")


async def test_the_goal_above_is_at_the_same_level_or_higher_open_readable_and_in_no_loop(made: Goals) -> None:
    company = await made.confirm("Una", await made.write("Ann", "Una", level=Level.COMPANY))
    team = await made.agreed("Tom", "Ann", level=Level.TEAM, parent=company.id)
    mine = await made.agreed("Mei", "Tom", parent=team.id)
    path = (await opened(made, "Mei", mine)).path
    assert [(one.level, one.owner.name) for one in path] == [(Level.COMPANY, "Una"), (Level.TEAM, "Tom")]

    async def code(name: str, goal: Goal | None = None, **said: Any) -> tuple[str, str | None]:
        with pytest.raises(RuleBroken) as broken:
            await (made.change(name, goal, **said) if goal else made.write(name, **said))
        return broken.value.code, broken.value.field

    assert await code("Tom", level=Level.TEAM, parent=mine.id) == ("goal_parent_lower", "parent")
    assert await code("Mei", mine, parent=mine.id) == ("goal_loop", "parent")
    below = await made.agreed("Mei", "Tom", parent=mine.id)
    assert await code("Mei", mine, parent=below.id) == ("goal_loop", "parent")
    assert await code("Mei", parent=999) == ("goal_parent_gone", "parent")
    hidden = await made.write("Una")
    assert await code("Mei", parent=hidden.id) == ("goal_parent_gone", "parent")
    draft = await made.write("Mei", propose=False)
    assert await code("Mei", parent=draft.id) == ("goal_parent_gone", "parent")
    await made.act(goals_closing.close, "Tom", team, Ending.REACHED, "")
    assert await code("Mei", parent=team.id) == ("goal_parent_closed", "parent")
    assert (await opened(made, "Mei", mine)).path[-1].closed


async def test_two_proposals_that_make_a_loop_together_do_not_both_come_into_force(made: Goals) -> None:
    one, two = await made.agreed("Mei", "Tom"), await made.agreed("Mei", "Tom")
    await made.change("Mei", one, parent=two.id)
    await made.change("Mei", two, parent=one.id)
    await made.confirm("Tom", one)
    with pytest.raises(RuleBroken, match="goal_loop"):
        await made.confirm("Tom", two)
