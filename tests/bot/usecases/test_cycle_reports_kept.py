"""A cycle's report is kept once the cycle is over, and read again."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.domain import cycle_reports as rules
from bot.domain.cycles import Stage
from bot.usecases import cycle_reports as reports
from storage.cycle_reports import CycleReport
from storage.cycles import Cycle, CyclePerson
from tests import cycle_company as company
from tests.cycle_reports import AFTER, NOW, living, named, seen
from tests.team import Team


async def test_what_a_cycle_came_to_is_kept_once_it_is_over_and_read_again(team: Team) -> None:
    cycle = await living(team)

    async def keep(now: datetime) -> bool:
        async with team.transaction() as tx:
            found = await reports.access_kept(tx, cycle, now)
            if found is not None:
                await reports.keep(tx, *found, now)
            return found is not None

    assert not await keep(NOW)
    assert await keep(AFTER)
    assert not await keep(AFTER), "kept already"
    before = (await seen(team, "Ann", now=AFTER)).table
    async with team.transaction() as tx:
        made = await tx.get_one(Cycle, cycle)
        made.stage, made.closed_at = Stage.CLOSED, AFTER + timedelta(hours=1)
        tx.add(made)
    assert await keep(AFTER), "closed since, and the clock was set back after that"
    assert not await keep(AFTER), "not counted again each minute"
    async with team.transaction() as tx:
        # Next year the answers are gone, and a department has another name.
        for part in await tx.exec(select(CyclePerson)):
            await tx.delete(part)
        later = await company.cycle(tx, team.workspace_id, team.ids["Ann"], "Q2 2027", made.ends + timedelta(days=1))
        await company.lived(tx, later, {team.ids[f"Lab{n}"]: 5 for n in range(4)}, weeks=1)
    old = await seen(team, "Ann", now=AFTER + timedelta(days=30), cycle=cycle)
    assert old.table == before
    assert "Laboratory" in named(old)
    new = await seen(team, "Ann", now=AFTER + timedelta(days=30))
    assert [(one.cycle.name, one.total.mood if one.total else None) for one in new.trend] == [
        ("Q1 2027", pytest.approx(44 / 15)),
        ("Q2 2027", 5.0),
    ]
    async with team.transaction(reading=True) as tx:
        [row] = list(await tx.exec(select(CycleReport)))
        assert rules.loaded_table(row.figures) == before


async def test_the_cycle_of_the_first_days_at_work_is_looked_at_when_it_is_asked_for(team: Team) -> None:
    cycle = await living(team)
    async with team.transaction() as tx:
        days = NOW.date() - timedelta(days=1)
        first = await company.cycle(tx, team.workspace_id, team.ids["Ann"], "Probation", days, rolling=True)
        some = [team.ids[f"Lab{n}"] for n in range(4)]
        given: dict[str, Any] = {"workspace_id": team.workspace_id, "cycle_id": first.id, "joined_on": days}
        # Two of the four began so long ago that their ninety days were over before anybody was asked, two a while before HR had this.
        long_ago, lately = days - timedelta(days=120), days - timedelta(days=30)
        for at, one in enumerate(some):
            tx.add(CyclePerson(**given, person_id=one, begins=lately if at < 2 else long_ago))
    report = await seen(team, "Ann")
    assert report.cycle is not None
    assert report.cycle.id == cycle
    assert [one.cycle.name for one in report.trend] == ["Q1 2027"]
    own = await seen(team, "Ann", cycle=first.id)
    assert own.cycle is not None
    assert own.table.total is not None
    assert (own.table.total.people, [one.cycle.name for one in own.trend]) == (4, ["Probation"])
    assert len(own.table.total.weeks) == 2, "of what was asked of them since they began, not since the cycle did"
