"""When a manager is told of a part of a cycle that has ended, what is kept of it, and the picture beside it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.domain import cycle_summaries_told as rules
from bot.domain.cycle_summaries import Of
from bot.domain.cycles import Phase, Stage
from bot.domain.errors import NotAllowed
from bot.domain.notices import NoLonger
from bot.locales.reader import Reader
from bot.usecases import cycle_summaries as usecases
from bot.usecases import cycles_running as running
from bot.views import cycle_summaries as views
from storage.cycles import Cycle, CyclePerson, CyclePhase
from tests.in_cycle import DO_ENDS, ENDS, MARCH, OVER, STARTS, W1, behind, tell
from tests.planted import Planted
from tests.team import Team
from tests.views import read


async def test_what_is_told_is_kept_and_read_again_with_the_rights_of_the_day(planted: Planted) -> None:
    team = planted.team
    await planted.week("Mei", W1, progress="Shipped")
    goal = await planted.goal("Mei", W1)
    assert await tell(team, OVER - timedelta(minutes=15)) == 0
    assert await tell(team, OVER - timedelta(minutes=5)) == 1
    assert await tell(team) == 0
    [notice] = await team.notices(rules.READY)
    assert (notice.recipient_id, notice.due_at, notice.occurrence) == (team.ids["Tom"], OVER, f"do {STARTS} 2027-03-14")
    async with team.transaction(reading=True) as tx:
        tom = await team.person(tx, "Tom")
        shown = await usecases.access_told(tx, notice, tom, OVER)
        [(row, _)] = (await usecases.access_earlier(tx, tom)).told
    assert (shown.part, shown.figures.answered, len(shown.talk_to)) == ("do", 1, 2)
    assert (row.figures["goals"], row.records) == ({"unsaid": 1}, {"checkins": [1], "goals": [goal.id]})
    assert "Q1 2027, to the end of “Do” (Jan 4 to Mar 14)" in read(views.ready(Reader(), shown).blocks)

    await team.led_by("Mei", "Una", date(2027, 3, 20))
    next_year = datetime(2028, 3, 1, 12, tzinfo=UTC)
    async with team.transaction(reading=True) as tx:
        again = await usecases.access_kept(tx, tom, row.id, next_year)
        with pytest.raises(NotAllowed):
            await usecases.access_kept(tx, await team.person(tx, "Una"), row.id, next_year)
    assert (again.figures, again.talk_to) == (shown.figures, [])
    checkins, goals = [await behind(team, "Tom", one, row.id, next_year) for one in (Of.CHECKINS, Of.GOALS)]
    assert (len(checkins.entries), checkins.gone) == (1, 0)
    assert (goals.entries, goals.gone) == ([], 1)


async def test_who_is_ahead_of_their_people_is_told_when_the_last_day_is_over_for_all_of_them(planted: Planted) -> None:
    """Half past four in Auckland: for Lia in Los Angeles it is still Sunday."""
    team = planted.team
    await team.join("Lia", zone="America/Los_Angeles")
    await team.led_by("Lia", "Tom", STARTS)
    await team.change("Tom", MARCH, zone="Pacific/Auckland")
    here = datetime(2027, 3, 15, 3, 30, tzinfo=UTC)
    assert await tell(team, here) == await tell(team, datetime(2027, 3, 15, 6, 59, tzinfo=UTC)) == 0
    assert await tell(team, datetime(2027, 3, 15, 7, tzinfo=UTC)) == 1
    [notice] = await team.notices(rules.READY)
    assert notice.due_at == here


async def test_a_cycle_closed_in_its_pause_is_told_as_it_ended_and_then_only(planted: Planted) -> None:
    team = planted.team
    closed = datetime(2027, 4, 20, 12, tzinfo=UTC)
    async with team.transaction() as tx:
        [cycle] = await tx.exec(select(Cycle))
        cycle.stage, cycle.paused_at = Stage.PAUSED, MARCH
        tx.add(cycle)
    assert await tell(team) == 0
    async with team.transaction() as tx:
        cycle.stage, cycle.resumed_at, cycle.closed_at = Stage.CLOSED, closed, closed
        tx.add(cycle)
    assert await tell(team, closed + timedelta(hours=3)) == 1
    [notice] = await team.notices(rules.READY)
    assert (notice.occurrence, notice.due_at) == (f"end {STARTS} 2027-03-31", datetime(2027, 4, 20, 14, 30, tzinfo=UTC))


async def turn(team: Team, act: Any, now: datetime, *given: Any) -> None:
    """What HR does with the cycle, as it is by then."""
    async with team.transaction() as tx:
        [cycle] = await tx.exec(select(Cycle))
        await act(tx, await team.person(tx, "Ann"), cycle.id, cycle.revision, *given, now)


async def test_a_phase_that_ended_in_a_pause_is_told_though_the_cycle_hardly_went_on_before_the_next(
    planted: Planted,
) -> None:
    team, on = planted.team, MARCH + timedelta(days=15)
    for act, now in ((running.pause, MARCH), (running.resume, on), (running.pause, on + timedelta(hours=1))):
        await turn(team, act, now)
    await turn(team, running.resume, on + timedelta(days=5))
    assert await tell(team, on + timedelta(days=5, hours=4)) == 1
    assert [one.occurrence for one in await team.notices(rules.READY)] == [f"do {STARTS} 2027-03-14"]


async def test_a_phase_that_ended_while_the_cycle_was_closed_by_mistake_is_told_once_it_is_opened_again(
    planted: Planted,
) -> None:
    team, on = planted.team, MARCH + timedelta(days=15)
    await turn(team, running.close, MARCH)
    assert await tell(team, MARCH + timedelta(days=2)) == 1
    await turn(team, running.reopen, on, ENDS, None)
    assert await tell(team, on + timedelta(hours=4)) == 1
    assert [one.occurrence for one in await team.notices(rules.READY)] == [
        f"end {STARTS} 2027-03-10",
        f"do {STARTS} 2027-03-14",
    ]


async def test_a_cycle_that_is_closed_early_or_extended_is_told_as_it_ends(planted: Planted) -> None:
    team = planted.team
    await tell(team)
    async with team.transaction() as tx:
        [phase] = await tx.exec(select(CyclePhase).where(CyclePhase.phase == Phase.DO))
        phase.ends = DO_ENDS + timedelta(days=3)
        tx.add(phase)
    assert await tell(team, OVER + timedelta(days=3)) == 1
    async with team.transaction() as tx:
        [cycle] = await tx.exec(select(Cycle))
        cycle.stage, cycle.closed_at = Stage.CLOSED, OVER + timedelta(days=4)
        tx.add(cycle)
    assert await tell(team, OVER + timedelta(days=5)) == 1
    assert await tell(team, OVER + timedelta(days=5, minutes=1)) == 0
    told = [one.occurrence for one in await team.notices(rules.READY, "Tom")]
    assert told == [f"do {STARTS} 2027-03-14", f"do {STARTS} 2027-03-17", f"end {STARTS} 2027-03-19"]


async def test_a_manager_whose_team_moved_before_the_hour_is_not_told(planted: Planted) -> None:
    team = planted.team
    await tell(team, OVER - timedelta(minutes=5))
    for name in ("Mei", "Bob"):
        await team.led_by(name, "Una", OVER.date())
    [notice] = await team.notices(rules.READY)
    async with team.transaction(reading=True) as tx:
        with pytest.raises(NoLonger, match="team_moved"):
            await usecases.access_told(tx, notice, await team.person(tx, "Tom"), OVER)


async def test_a_phase_made_longer_or_taken_out_before_its_summary_is_sent_is_not_told_as_over(
    planted: Planted,
) -> None:
    team = planted.team
    await tell(team, OVER - timedelta(minutes=5))
    [notice] = await team.notices(rules.READY)
    async with team.transaction() as tx:
        [phase] = await tx.exec(select(CyclePhase).where(CyclePhase.phase == Phase.DO))
        phase.ends = DO_ENDS + timedelta(days=3)
        tx.add(phase)
        [check] = await tx.exec(select(CyclePhase).where(CyclePhase.phase == Phase.CHECK))
        check.starts = DO_ENDS + timedelta(days=4)
        tx.add(check)
    async with team.transaction(reading=True) as tx:
        with pytest.raises(NoLonger, match="extended"):
            await usecases.access_told(tx, notice, await team.person(tx, "Tom"), OVER)
    assert await tell(team, OVER + timedelta(days=3)) == 1
    _, later = await team.notices(rules.READY)
    async with team.transaction() as tx:
        await tx.delete(await tx.get_one(CyclePhase, phase.id))
    async with team.transaction(reading=True) as tx:
        with pytest.raises(NoLonger, match="extended"):
            await usecases.access_told(tx, later, await team.person(tx, "Tom"), OVER + timedelta(days=3))


async def test_a_cycle_closed_in_the_evening_of_the_west_is_told_there_too(planted: Planted) -> None:
    """In UTC it is the day after: the day that the summary ends with is one on which nobody is in the cycle any more there."""
    team = planted.team
    closed = datetime(2027, 3, 3, 2, tzinfo=UTC)
    async with team.transaction() as tx:
        [cycle] = await tx.exec(select(Cycle))
        cycle.stage, cycle.closed_at = Stage.CLOSED, closed
        tx.add(cycle)
        for part in await tx.exec(select(CyclePerson)):
            part.left_on = date(2027, 3, 2)
            tx.add(part)
    assert await tell(team, closed + timedelta(days=2)) == 1
    assert [one.occurrence for one in await team.notices(rules.READY, "Tom")] == [f"end {STARTS} 2027-03-03"]


async def test_a_cycle_closed_before_a_long_weekend_without_a_clock_is_told_after_it(planted: Planted) -> None:
    team = planted.team
    closed = datetime(2027, 2, 5, 16, tzinfo=UTC)
    async with team.transaction() as tx:
        [cycle] = await tx.exec(select(Cycle))
        cycle.stage, cycle.closed_at = Stage.CLOSED, closed
        tx.add(cycle)
    assert await tell(team, closed + timedelta(days=4)) == 1
    assert [one.occurrence for one in await team.notices(rules.READY, "Tom")] == [f"end {STARTS} 2027-02-05"]


async def test_a_clock_that_was_dead_over_the_end_of_a_phase_tells_its_manager_once_all_the_same(
    planted: Planted,
) -> None:
    team = planted.team
    assert await tell(team, OVER + timedelta(days=4)) == 1
    assert await tell(team, OVER + timedelta(days=4, minutes=1)) == 0
    [notice] = await team.notices(rules.READY)
    assert rules.READY.late_after is not None
    assert notice.due_at + rules.READY.late_after > OVER + timedelta(days=4)
