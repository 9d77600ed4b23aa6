"""A dry run of a cycle: who is told of what, in which zone."""

from datetime import date
from typing import Any

import pytest

from bot.domain.cycles import Phase, Span, Stage
from bot.usecases import cycles_running as running
from storage.cycles import Cycle, CyclePerson
from tests.cycles_of_hr import DAY, NOW, SPAN, dry, made, phases, turn
from tests.team import Team

pytestmark = pytest.mark.usefixtures("also_hr")


async def test_a_dry_run_says_who_is_told_of_what_in_which_zone_and_who_is_elsewhere(team: Team) -> None:
    one = await made(team)
    _, doing, check, act = await phases(team, one)
    shown = await dry(team, one)
    zones = {"Asia/Shanghai": 3, "Europe/Berlin": 1, "America/New_York": 1}
    everybody = await team.join("Zoe", employed_from=check.starts)
    assert [(told.day, told.phase, told.joins) for told in shown.told] == [
        (date(2027, 1, 13), Phase.PLAN, True), (doing.starts, Phase.DO, False),
        (check.starts, Phase.CHECK, False), (act.starts, Phase.ACT, False),
    ]  # fmt: skip
    assert (shown.people, shown.elsewhere, shown.managers) == (sum(zones.values()), 0, 2)
    assert all(dict(told.zones) == zones for told in shown.told)
    # Zoe is there from the check on; Mei is in another cycle until the end of January, Bob in one that is closed.
    async with team.transaction() as tx:
        at: dict[str, Any] = {"workspace_id": team.workspace_id, "made_by": team.ids["Ann"], "made_at": NOW}
        for name, who, stage in (("Other", "Mei", Stage.PAUSED), ("Old", "Bob", Stage.CLOSED)):
            other = Cycle(name=name, starts=date(2027, 1, 1), ends=date(2027, 1, 31), stage=stage, **at)
            tx.add(other)
            await tx.flush()
            mine: dict[str, Any] = {
                "cycle_id": other.id,
                "person_id": team.ids[who],
                "begins": other.starts,
                "joined_on": other.starts,
            }
            tx.add(CyclePerson(workspace_id=team.workspace_id, **mine))
    shown = await dry(team, one)
    assert (shown.people, shown.elsewhere, shown.elsewhere_until) == (6, 1, date(2027, 1, 31))
    joins = [told for told in shown.told if told.joins]
    assert [(told.day, told.phase, told.people) for told in joins] == [
        (date(2027, 1, 13), Phase.PLAN, 4), (date(2027, 2, 1), Phase.DO, 1),
    ]  # fmt: skip
    assert [told.people for told in shown.told if not told.joins] == [4, 6, 6]
    assert shown.unled >= 1
    assert everybody
    # Once it runs, whoever is in it is told of what is still to come alone.
    await turn(team, running.start, "Ann", one)
    async with team.transaction() as tx:
        mine = {"cycle_id": one, "person_id": team.ids["Tom"], "begins": SPAN.starts, "joined_on": date(2027, 1, 13)}
        tx.add(CyclePerson(workspace_id=team.workspace_id, **mine))
    assert [told.people for told in (await dry(team, one)).told if told.joins] == [3, 1]


async def test_a_dry_run_of_a_rolling_cycle_counts_from_each_one_s_own_first_day(team: Team) -> None:
    one = await made(team, Span("First 90 days", SPAN.starts, SPAN.starts + 89 * DAY), rolling=True)
    await team.join("New", employed_from=date(2027, 1, 11), zone="Asia/Taipei")
    await team.join("Soon", employed_from=date(2027, 1, 18), zone="Asia/Taipei")
    await team.join("Long", employed_from=date(2026, 10, 13))
    shown = await dry(team, one)
    assert [(told.day, told.phase, told.people) for told in shown.told[:4]] == [
        (date(2027, 1, 13), Phase.PLAN, 1), (date(2027, 1, 18), Phase.PLAN, 1),
        (date(2027, 1, 25), Phase.DO, 1), (date(2027, 2, 1), Phase.DO, 1),
    ]  # fmt: skip
    assert shown.people == 2


async def test_a_dry_run_says_who_is_in_another_cycle_until_this_one_is_over(team: Team) -> None:
    long, short = await made(team), await made(team, Span("Short", NOW.date(), NOW.date() + 13 * DAY))
    async with team.transaction() as tx:
        for who, joined in (("Mei", SPAN.starts), ("Tom", NOW.date() + 13 * DAY), ("Bob", NOW.date() + 14 * DAY)):
            mine: dict[str, Any] = {
                "cycle_id": long,
                "person_id": team.ids[who],
                "begins": SPAN.starts,
                "joined_on": joined,
            }
            tx.add(CyclePerson(workspace_id=team.workspace_id, **mine))
    await turn(team, running.start, "Ann", long)
    shown = await dry(team, short)
    assert (shown.people, shown.elsewhere) == (len(team.ids) - 2, 0)
    assert (shown.barred, shown.barred_until) == (2, SPAN.ends)
