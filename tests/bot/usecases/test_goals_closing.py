"""Goals at their end: closed and opened again, left behind, copied into the next of the cycles that HR makes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain import cycles as cycle_rules
from bot.domain import goals_agreeing as rules
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.goals import Ending, GoalState, Level
from bot.domain.goals_results import Result
from bot.usecases import cycles, goals_closing, goals_copying, goals_telling
from storage.goals import Goal
from tests.goals import DUE, NOW, Goals, opened

DAY = timedelta(days=1)


async def test_its_owner_closes_it_and_the_other_side_can_open_it_again_for_a_week(made: Goals) -> None:
    goal = await made.agreed("Mei", "Tom")
    with pytest.raises(NotAllowed):
        await made.act(goals_closing.close, "Tom", goal, Ending.REACHED, "")
    for _ in range(2):
        await made.act(goals_closing.close, "Mei", goal, Ending.PARTLY, "Two of three")
    closed = await made.get(goal)
    assert (closed.state, closed.ended, closed.ended_words) == (GoalState.CLOSED, Ending.PARTLY, "Two of three")
    [notice] = await made.team.notices(rules.CLOSED)
    async with made.team.transaction(reading=True) as tx:
        told = await goals_telling.access_closed(tx, notice, await made.team.person(tx, "Tom"), NOW)
    assert (notice.recipient_id, told.reopens) == (made.team.ids["Tom"], True)
    with pytest.raises(RuleBroken, match="goal_closed"):
        await made.change("Mei", goal, target="3")
    with pytest.raises(NotAllowed):
        await made.act(goals_closing.reopen, "Mei", goal)
    with pytest.raises(RuleBroken, match="goal_reopen_late"):
        await made.act(goals_closing.reopen, "Tom", goal, now=NOW + 8 * DAY)
    for _ in range(2):
        await made.act(goals_closing.reopen, "Tom", goal, now=NOW + 7 * DAY)
    assert (await made.get(goal)).state is GoalState.CONFIRMED
    assert [one.recipient_id for one in await made.team.notices(rules.REOPENED)] == [made.team.ids["Mei"]]


async def test_goals_of_the_last_cycle_become_drafts_in_the_next_due_on_its_last_day(made: Goals) -> None:
    old = await made.cycle("Q4 2026", date(2026, 10, 1), date(2027, 1, 12))
    company = await made.confirm("Una", await made.write("Ann", "Una", level=Level.COMPANY))
    one = await made.agreed("Mei", "Tom", cycle=old, weight="60", parent=company.id, results=(Result("NPS"),))
    two = await made.agreed("Mei", "Tom", cycle=old, weight="40")
    await made.agreed("Bob", "Tom", cycle=old)
    new = await made.cycle()
    await made.act(goals_closing.close, "Una", company, Ending.REACHED, "")
    await made.agreed("Mei", "Tom", cycle=new, weight="30")

    async def copy(name: str, *ids: int) -> list[Goal]:
        async with made.team.transaction() as tx:
            return await goals_copying.copy(tx, await made.team.person(tx, name), ids, NOW)

    copied = await copy("Mei", one.id, two.id)
    assert [(one.state, one.cycle_id, one.due, one.parent_id) for one in copied] == [
        (GoalState.DRAFT, new, DUE, None)
    ] * 2
    assert [one.weight for one in copied] == [60, None]
    assert [one.id for one in await copy("Mei", one.id, two.id)] == [one.id for one in copied]
    assert (await made.held("Mei", copied[0])).filled.results == (Result("NPS"),)
    for name, ids in (("Tom", (one.id,)), ("Mei", ()), ("Una", (company.id,))):
        with pytest.raises(RuleBroken):
            await copy(name, *ids)


async def test_hr_alone_makes_cycles_and_moves_them_while_no_goal_falls_outside(made: Goals) -> None:
    span = cycle_rules.check("Q1  2027", date(2027, 1, 1), DUE)

    async def put(name: str, span: cycle_rules.Span, cycle_id: int | None = None) -> int:
        async with made.team.transaction() as tx:
            return (await cycles.put(tx, await made.team.person(tx, name), cycle_id, span, NOW)).id

    with pytest.raises(NotAllowed, match="hr_only"):
        await put("Tom", span)
    first = await put("Ann", span)
    assert await put("Ann", span) == first
    with pytest.raises(RuleBroken, match="cycle_name_taken"):
        await put("Ann", replace(span, ends=date(2027, 4, 30)))
    await made.agreed("Mei", "Tom", cycle=first)
    with pytest.raises(RuleBroken, match="cycle_goals_outside") as broken:
        await put("Ann", replace(span, ends=date(2027, 3, 30)), first)
    assert broken.value.values == {"count": 1}
    assert await put("Ann", replace(span, name="Spring", ends=date(2027, 4, 30)), first) == first


async def test_the_goal_of_somebody_who_left_is_closed_by_the_other_side(made: Goals) -> None:
    goal = await made.agreed("Mei", "Tom")
    assert not (await opened(made, "Tom", goal)).can.close
    await made.team.change("Mei", NOW, active=False)
    with pytest.raises(NotAllowed):
        await made.act(goals_closing.close, "Ann", goal, Ending.DROPPED, "")
    assert (await opened(made, "Tom", goal)).can.close
    await made.act(goals_closing.close, "Tom", goal, Ending.DROPPED, "")
    assert (await made.get(goal)).ended is Ending.DROPPED
    assert await made.team.notices(rules.CLOSED) == []
