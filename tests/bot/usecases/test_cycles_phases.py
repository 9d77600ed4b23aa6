"""A phase begins at each person's midnight: told once, at work, of the phase that is, whatever became of the clock meanwhile."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.cycles import Phase, Stage
from bot.domain.cycles_people import NOT_IN_IT, OVER, PAUSED, PHASE
from bot.domain.notices import NoLonger, NotYet, State
from bot.usecases import cycles_phases as phases
from bot.usecases.cycles_mine import Stands
from storage.notices import Notice
from tests.clock import START
from tests.cycles import EARLY, STARTS, run
from tests.team import Team

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DO_SHANGHAI = datetime(2027, 1, 24, 16, tzinfo=UTC)
DO_BERLIN = datetime(2027, 1, 24, 23, tzinfo=UTC)
CHECK_BERLIN = datetime(2027, 3, 28, 22, tzinfo=UTC)
"""The clock there was put forward on the 28th."""


async def show(team: Team, notice: Notice, name: str, now: datetime) -> Stands:
    async with team.transaction(reading=True) as tx:
        return (await phases.access_begun(tx, notice, await team.person(tx, name), now)).stands


async def test_each_is_told_at_their_own_midnight_once_however_many_clocks_tick(team: Team) -> None:
    one = await run(team)
    await one.tick(EARLY)
    await asyncio.gather(*(one.tick(DO_SHANGHAI - timedelta(minutes=1)) for _ in range(2)))
    assert await one.told("Mei") == ["plan"]
    await asyncio.gather(*(one.tick(DO_SHANGHAI) for _ in range(2)))
    await one.tick(DO_SHANGHAI)
    assert (await one.told("Mei"), await one.told("Tom"), await one.told("Ann")) == (["plan", "do"], ["plan"], ["plan"])
    await one.tick(DO_BERLIN)
    assert (await one.told("Tom"), await one.told("Ann")) == (["plan", "do"], ["plan"])
    parts = await one.parts()
    assert parts["Tom"].due_at == CHECK_BERLIN
    do = (await one.notices("Mei"))[-1]
    # At nine on Monday, when she is at work, and of use for a week.
    assert (do.due_at, do.unasked) == (datetime(2027, 1, 25, 1, tzinfo=UTC), True)
    assert do.not_after == do.due_at + timedelta(days=7)
    shown = await show(team, do, "Mei", do.due_at)
    assert shown.now is not None
    assert (shown.now.phase, shown.today) == (Phase.DO, date(2027, 1, 25))
    with pytest.raises(NotYet) as later:
        await show(team, do, "Mei", do.due_at - HOUR)
    assert later.value.until == do.due_at
    with pytest.raises(NoLonger, match="over"):
        await show(team, do, "Mei", CHECK_BERLIN)


async def test_a_clock_that_was_dead_over_two_changes_tells_only_what_is_now(team: Team) -> None:
    one = await run(team)
    await one.tick(EARLY)
    await team.join("Kim", zone="Asia/Shanghai")
    back = datetime(2027, 3, 31, 8, tzinfo=UTC)
    await one.tick(back)
    await one.tick(back + HOUR)
    assert (await one.told("Mei"), await one.told("Kim")) == (["check"], ["check"])
    mei, kim = (await one.notices("Mei"))[-1], (await one.notices("Kim"))[-1]
    assert mei.due_at == datetime(2027, 3, 29, 1, tzinfo=UTC)
    assert kim.due_at == datetime(2027, 3, 31, 1, tzinfo=UTC)


async def test_who_is_away_is_told_when_they_are_back_while_the_phase_lasts(team: Team) -> None:
    one = await run(team)
    await team.away("Mei", date(2027, 1, 20), date(2027, 1, 29))
    await one.tick(EARLY)
    await one.tick(DO_SHANGHAI)
    assert (await one.notices("Mei"))[-1].due_at == datetime(2027, 2, 1, 1, tzinfo=UTC)


async def test_a_zone_that_changes_moves_what_is_told_next_and_tells_nothing_twice(team: Team) -> None:
    one = await run(team)
    await one.tick(EARLY)
    await team.change("Mei", EARLY, zone="America/Los_Angeles")
    assert (await one.parts())["Mei"].due_at == datetime(2027, 1, 11, 8, tzinfo=UTC)
    # Back and forth over midnight: "do" has begun in Shanghai, not yet in Los Angeles.
    await team.change("Mei", EARLY, zone="Asia/Shanghai")
    await one.tick(START)
    await one.tick(DO_SHANGHAI)
    await team.change("Mei", DO_SHANGHAI + HOUR, zone="America/Los_Angeles")
    await one.tick(DO_SHANGHAI + HOUR)
    assert (await one.parts())["Mei"].due_at == datetime(2027, 1, 25, 8, tzinfo=UTC)
    await one.tick(datetime(2027, 1, 25, 8, tzinfo=UTC))
    assert await one.told("Mei") == ["plan", "do"]


async def test_a_phase_that_hr_moves_is_told_when_it_begins_anew(team: Team) -> None:
    one = await run(team)
    await one.tick(START)
    await one.tick(DO_BERLIN)
    # Longer by two weeks, after "do" was told: the plan is on again, and nobody hears of it a second time.
    await one.move(Phase.PLAN, date(2027, 1, 11), date(2027, 2, 7))
    await one.move(Phase.DO, date(2027, 2, 8), date(2027, 3, 28))
    await one.change()
    await one.tick(DO_BERLIN + HOUR)
    assert await one.told("Mei") == ["plan", "do"]
    assert (await one.parts())["Mei"].due_at == datetime(2027, 2, 7, 16, tzinfo=UTC)
    with pytest.raises(NoLonger, match="over"):
        await show(team, (await one.notices("Mei"))[-1], "Mei", DO_BERLIN + 4 * HOUR)
    await one.tick(datetime(2027, 2, 7, 16, tzinfo=UTC))
    assert await one.told("Mei") == ["plan", "do", "do"]


async def test_a_paused_cycle_tells_nothing_and_one_that_goes_on_tells_what_is_now(team: Team) -> None:
    one = await run(team)
    await one.tick(EARLY)
    assert await one.told("Bob") == []
    await one.tick(datetime(2027, 1, 10, 16, tzinfo=UTC))
    plan = (await one.notices("Bob"))[-1]
    await one.change(stage=Stage.PAUSED)
    with pytest.raises(NoLonger, match=PAUSED):
        await show(team, plan, "Bob", plan.due_at)
    async with team.transaction() as tx:
        dropped = await tx.get_one(Notice, plan.id)
        dropped.state, dropped.why = State.DROPPED, PAUSED
        tx.add(dropped)
    await one.tick(START)
    await one.change(stage=Stage.RUNNING)
    await one.tick(START + HOUR)
    again = (await one.notices("Bob"))[-1]
    assert (again.id, again.state, again.why) == (plan.id, State.PENDING, None)
    # Paused over the next change, and for longer than the news is news: it is told all the same, once it goes on.
    await one.change(stage=Stage.PAUSED)
    await one.tick(DO_BERLIN + 10 * DAY)
    assert await one.told("Bob") == ["plan"]
    await one.change(stage=Stage.RUNNING)
    on = DO_BERLIN + 20 * DAY
    await one.tick(on)
    do = (await one.notices("Bob"))[-1]
    assert (await one.told("Bob"), do.due_at > on) == (["plan", "do"], True)


async def test_who_is_let_go_or_in_a_cycle_that_closes_is_told_nothing(team: Team) -> None:
    one = await run(team)
    await one.tick(START)
    plan = (await one.notices("Mei"))[-1]
    await one.change(stage=Stage.CLOSED, closed_at=START)
    with pytest.raises(NoLonger, match="closed"):
        await show(team, plan, "Mei", START)
    await one.tick(DO_BERLIN)
    assert await one.told("Mei") == ["plan"]
    with pytest.raises(NoLonger, match="not_in_it"):
        await show(team, plan, "Mei", DO_BERLIN)


async def test_who_was_not_told_as_the_cycle_was_closed_is_told_once_it_is_opened_again(team: Team) -> None:
    one = await run(team)
    await one.tick(START)
    plan = (await one.notices("Bob"))[-1]
    await one.change(stage=Stage.CLOSED, closed_at=START)
    await one.tick(START)
    async with team.transaction() as tx:
        dropped = await tx.get_one(Notice, plan.id)
        dropped.state, dropped.why = State.DROPPED, "closed"
        tx.add(dropped)
    await one.change(stage=Stage.RUNNING, closed_at=None)
    await one.tick(START + HOUR)
    [again] = await one.notices("Bob")
    assert (again.id, again.state, again.why) == (plan.id, State.PENDING, None)


async def drop(team: Team, notice: Notice, why: str) -> None:
    async with team.transaction() as tx:
        dropped = await tx.get_one(Notice, notice.id)
        dropped.state, dropped.why = State.DROPPED, why
        tx.add(dropped)


async def test_who_was_let_go_by_mistake_before_they_were_told_is_told_once_they_are_back(team: Team) -> None:
    one = await run(team)
    await one.tick(START)
    [plan] = await one.notices("Mei")
    await one.change(audience={"people": [team.ids["Bob"]]})
    await one.tick(START)
    assert await one.inside() == {"Bob"}
    with pytest.raises(NoLonger, match=NOT_IN_IT):
        await show(team, plan, "Mei", START)
    await drop(team, plan, NOT_IN_IT)
    await one.change(audience={})
    await one.tick(START + HOUR)
    [again] = await one.notices("Mei")
    assert (again.id, again.state, again.why) == (plan.id, State.PENDING, None)
    assert len(await one.notices("Tom")) == 1, "whose notice was not dropped, and waits"


async def test_who_was_told_and_is_let_go_by_mistake_is_not_told_again_where_the_phase_has_moved(team: Team) -> None:
    one = await run(team)
    everybody: dict[str, Any] = {}
    bob = {"people": [team.ids["Bob"]]}
    await one.tick(START)
    await team.delivered(PHASE, "Mei", "1.1")
    await one.change(audience=bob)
    await one.tick(START)
    await one.move(Phase.PLAN, date(2027, 1, 8), date(2027, 1, 24))
    await one.change(audience=everybody)
    await one.tick(START + HOUR)
    assert [each.occurrence for each in await one.notices("Mei")] == ["plan:2027-01-11"]
    assert [each.occurrence for each in await one.notices("Tom")] == ["plan:2027-01-11", "plan:2027-01-08"], "not sent"
    assert (await one.parts())["Mei"].due_at == DO_SHANGHAI
    # Moved so that it has yet to begin, it is told anew, and so is the next.
    await one.change(audience=bob)
    await one.tick(START + HOUR)
    await one.move(Phase.PLAN, date(2027, 1, 18), date(2027, 1, 24))
    await one.change(audience=everybody)
    await one.tick(START + 2 * HOUR)
    assert await one.told("Mei") == ["plan"]
    await one.tick(datetime(2027, 1, 18, 2, tzinfo=UTC))
    await one.tick(DO_SHANGHAI)
    occurrences = [each.occurrence for each in await one.notices("Mei")]
    assert occurrences == ["plan:2027-01-11", "plan:2027-01-18", "do:2027-01-25"]


async def test_a_phase_whose_first_day_is_moved_while_its_notice_waits_is_told_as_it_is(team: Team) -> None:
    one = await run(team)
    await one.tick(START)
    [plan] = await one.notices("Mei")
    # Begun earlier than it was: it is on, and that is what is told.
    await one.move(Phase.PLAN, date(2027, 1, 8), date(2027, 1, 24))
    await one.change()
    await one.tick(START)
    assert (await show(team, plan, "Mei", START)).phases[0].starts == date(2027, 1, 8)
    # Yet to come: it is not told before, and then it is.
    await one.move(Phase.PLAN, date(2027, 1, 18), date(2027, 1, 24))
    await one.change()
    await one.tick(START)
    with pytest.raises(NoLonger, match=OVER):
        await show(team, plan, "Mei", START)
    await drop(team, plan, OVER)
    monday = datetime(2027, 1, 18, 2, tzinfo=UTC)
    await one.tick(monday)
    _, moved = await one.notices("Mei")
    assert moved.occurrence == "plan:2027-01-18"
    assert (await show(team, moved, "Mei", monday)).now is not None
    # And back to where it was, of which nothing was sent.
    await one.move(Phase.PLAN, STARTS, date(2027, 1, 24))
    await one.change()
    await one.tick(monday)
    assert (await show(team, moved, "Mei", monday)).phases[0].starts == STARTS
