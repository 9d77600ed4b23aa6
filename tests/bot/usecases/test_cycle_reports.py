"""A cycle's report: who sees which figures of whom, and never of so few that somebody can be told apart."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, delete, select

from bot.domain.cycle_reports import Outliers, Scope, Table
from bot.domain.cycle_summaries import Stand
from bot.domain.cycles import Stage
from bot.domain.errors import NotAllowed
from bot.usecases import cycle_reports as reports
from storage.cycle_reports import CycleReport
from storage.cycles import Cycle, CyclePerson
from storage.reporting import Membership
from tests import company as workspaces
from tests import cycle_company as company
from tests.cycle_reports import AFTER, NOW, living, named, seen
from tests.team import Team


async def test_hr_sees_departments_beside_each_other_and_the_small_ones_together(team: Team) -> None:
    await living(team)
    report = await seen(team, "Ann")
    # Support has two, design two (Tom is not in the cycle), and one belongs nowhere: five together.
    assert named(report) == {"Laboratory": 5, "Sales": 6, None: 5}
    total = report.table.total
    assert total is not None
    assert (total.people, total.asked, total.answered) == (16, 32, 30)
    assert total.goals == {Stand.ON_TRACK: 15, Stand.AT_RISK: 1}
    assert [week.mood for week in total.weeks] == [pytest.approx(44 / 15)] * 2
    moods = {report.names.get(row.department or -1): row.figures.mood for row in report.table.rows}
    assert moods == {"Laboratory": pytest.approx(19 / 5), "Sales": 2.0, None: 3.0}
    assert report.table.outliers == Outliers(), "two teams of four or more are too few to speak of"
    assert report.cycles
    assert [one.total for one in report.trend] == [total]


async def test_who_leads_managers_sees_those_whom_these_lead_and_nobody_else_does(team: Team) -> None:
    await living(team)
    report = await seen(team, "Una", Scope.BELOW)
    # Lea and Max report to Una herself: they stand in her own summary.
    assert named(report) == {"Laboratory": 4, "Sales": 5}
    assert report.table.total is not None
    assert report.table.total.people == 9
    # Who is in HR as well sees them among all: beside each other the two would speak for those who are in the one alone.
    await team.led_by("Lea", "Ann", NOW.date() + timedelta(days=9))
    for name, scope in (("Lea", Scope.BELOW), ("Mei", Scope.COMPANY), ("Una", Scope.COMPANY), ("Tom", Scope.BELOW)):
        with pytest.raises(NotAllowed, match="report_above"):
            await seen(team, name, scope)
    with pytest.raises(NotAllowed, match="report_above"):
        await seen(team, "Ann", Scope.BELOW, NOW + timedelta(days=10))


async def test_everybody_counts_once_where_they_came_in_and_for_their_own_days(team: Team) -> None:
    cycle = await living(team)
    lab = team.ids["Lab0"]
    async with team.transaction() as tx:
        sales = (await tx.exec(select(Membership).where(Membership.person_id == team.ids["Sales0"]))).one()
        was = (await tx.exec(select(Membership).where(Membership.person_id == lab))).one()
        was.until = NOW.date() - timedelta(days=1)
        tx.add(was)
        await tx.flush()
        moved: dict[str, Any] = {"since": was.until, "source": was.source, "department_id": sales.department_id}
        tx.add(Membership(workspace_id=team.workspace_id, person_id=lab, **moved))
        # Kim belonged nowhere as she came in; a department that is known of her only now takes no week of hers along.
        tx.add(Membership(workspace_id=team.workspace_id, person_id=team.ids["Kim"], **moved))
        # Of one of sales it is known since the day after they came in by their own calendar: the same one in UTC.
        known = (await tx.exec(select(Membership).where(Membership.person_id == team.ids["Sales1"]))).one()
        known.since = company.MONDAY + timedelta(days=1)
        tx.add(known)
        part = (await tx.exec(select(CyclePerson).where(CyclePerson.person_id == team.ids["Kim"]))).one()
        part.left_on = part.joined_on
        tx.add(part)
    report = await seen(team, "Ann", cycle=cycle)
    assert named(report) == {"Laboratory": 5, "Sales": 6, None: 5}, (
        "the difference of two dates would be Lab0's, or Kim's"
    )
    assert report.table.total is not None
    assert report.table.total.asked == 30, "Kim was asked on the days after she left the cycle"


async def test_without_those_whom_hr_leads_four_are_left_in_every_row_also_of_what_was_kept(team: Team) -> None:
    cycle = await living(team)
    await team.led_by("Lab0", "Ann", NOW.date() - timedelta(days=9))
    assert named(await seen(team, "Ann")) == {"Laboratory": 5, "Sales": 6, None: 5}
    # Now she leads another one: three of the laboratory would be left, and it stands with the small ones.
    await team.led_by("Lab1", "Ann", NOW.date() - timedelta(days=9))
    assert named(await seen(team, "Ann")) == {"Sales": 6, None: 10}
    for name in ("Lab0", "Lab1"):
        await team.led_by(name, "Lea", NOW.date() - timedelta(days=2))
    assert named(await seen(team, "Ann")) == {"Sales": 6, None: 10}, "she led them in the cycle"
    async with team.transaction() as tx:
        found = await reports.access_kept(tx, cycle, AFTER)
        assert found is not None
        await reports.keep(tx, *found, AFTER)
        made = await tx.get_one(Cycle, cycle)
        made.stage, made.closed_at = Stage.CLOSED, AFTER - timedelta(hours=1)
    assert named(await seen(team, "Ann", now=AFTER)) == {"Sales": 6, None: 10}
    async with team.transaction() as tx:
        await tx.exec(
            delete(CyclePerson).where(col(CyclePerson.person_id).not_in([team.ids[f"Lab{n}"] for n in range(4)]))
        )
        await tx.exec(delete(CycleReport))
    report = await seen(team, "Ann", now=AFTER)
    assert report.table == Table(), "four were in it, two of whom she led"


async def test_who_comes_to_the_teams_below_somebody_brings_no_figures_and_who_leaves_takes_none_along(
    team: Team,
) -> None:
    await living(team)
    before = (await seen(team, "Una", Scope.BELOW)).table
    await team.led_by("Lab0", "Tom", NOW.date())
    after = (await seen(team, "Una", Scope.BELOW)).table
    weeks = [[row.figures.weeks for row in one.rows] for one in (before, after)]
    assert weeks[0] == weeks[1]
    await team.led_by("Mei", "Lea", NOW.date())
    joined = (await seen(team, "Una", Scope.BELOW)).table
    assert [row.figures.people for row in joined.rows] == [5, 5], "Mei, of a department of one, beside the laboratory"
    assert [row.figures.weeks for row in joined.rows] == weeks[0][::-1]


async def test_two_dates_of_a_report_do_not_differ_by_the_moods_of_who_left_between_them(team: Team) -> None:
    await living(team)
    before = {row.department: row.figures.weeks for row in (await seen(team, "Ann")).table.rows}
    await team.change("Lab0", NOW, active=False, left_at=NOW)
    async with team.transaction() as tx:
        part = (await tx.exec(select(CyclePerson).where(CyclePerson.person_id == team.ids["Lab0"]))).one()
        part.left_on = NOW.date()
        tx.add(part)
    after = {row.department: row.figures.weeks for row in (await seen(team, "Ann")).table.rows}
    assert after == before


async def test_before_the_first_cycle_and_of_too_few_people_there_is_nothing(team: Team) -> None:
    assert (await seen(team, "Ann")).cycle is None
    async with team.transaction() as tx:
        made = await company.cycle(tx, team.workspace_id, team.ids["Ann"], "Q1 2027")
        await company.lived(tx, made, {team.ids["Mei"]: 4, team.ids["Bob"]: 4, team.ids["Tom"]: 4})
        other = await workspaces.workspace(tx, team_id="T0ELSE")
        stranger = await workspaces.person(tx, other, "Eve")
        theirs = await company.cycle(tx, other.id, stranger.id, "Their Q1")
    for asked in (None, theirs.id):
        report = await seen(team, "Ann", cycle=asked)
        assert report.cycle is not None
        assert (report.cycle.name, report.table) == ("Q1 2027", Table()), "a cycle of another workspace is none"
