"""A cycle's report: who sees which figures of whom, what is kept of a cycle that is over, and files that come once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, delete, select

from bot.domain import cycle_reports as rules
from bot.domain.cycle_reports import NOWHERE, Outliers, Scope, Sort, Table
from bot.domain.cycle_summaries import Stand
from bot.domain.cycles import Stage
from bot.domain.errors import NotAllowed
from bot.domain.exporting import ExportStage
from bot.usecases import cycle_reports as reports
from bot.usecases import cycle_reports_files as files
from bot.usecases.cycle_reports import Report
from storage import cycle_reports as store
from storage.cycle_reports import CycleReport, CycleReportFile
from storage.cycles import Cycle, CyclePerson
from storage.notices import Notice
from storage.reporting import Membership
from tests import company as workspaces
from tests import cycle_company as company
from tests.team import Team

NOW = datetime(2027, 1, 20, 12, tzinfo=UTC)
"""Two weeks and two days into the cycle."""
AFTER = datetime(2027, 4, 9, 12, tzinfo=UTC)


async def living(team: Team) -> int:
    """Una leads Tom, who leads Mei and Bob, and Lea, who leads four in the laboratory; Max leads five in sales and reports to Una.

    Two of support have no manager; Kim belongs nowhere. Answers the cycle's id.
    """
    for name in ("Lea", "Max", "Kim", *(f"Lab{n}" for n in range(4)), *(f"Sales{n}" for n in range(5)), "Sue", "Sam"):
        await team.join(name)
    ids = team.ids
    lab, sales = [ids[f"Lab{n}"] for n in range(4)], [ids[f"Sales{n}"] for n in range(5)]
    async with team.transaction() as tx:
        at = team.workspace_id
        await company.department(tx, at, "Laboratory", [*lab, ids["Lea"]])
        await company.department(tx, at, "Sales", [*sales, ids["Max"]])
        await company.department(tx, at, "Support", [ids["Sue"], ids["Sam"]])
        await company.department(tx, at, "Design", [ids["Mei"], ids["Bob"], ids["Tom"]])
        led = {ids["Lea"]: lab, ids["Max"]: sales, ids["Una"]: [ids["Lea"], ids["Max"]]}
        await company.led(tx, at, led)
        made = await company.cycle(tx, at, ids["Ann"], "Q1 2027")
        moods: dict[int, int | None] = dict.fromkeys(lab, 4) | dict.fromkeys(sales, 2) | {ids["Max"]: None}
        moods |= {ids[name]: 3 for name in ("Lea", "Sue", "Sam", "Mei", "Bob", "Kim")}
        await company.lived(tx, made, moods)
        return int(made.id)


async def seen(
    team: Team, name: str, scope: Scope = Scope.COMPANY, now: datetime = NOW, cycle: int | None = None
) -> Report:
    async with team.transaction(reading=True) as tx:
        return await reports.access_report(tx, await team.person(tx, name), cycle, scope, now)


def named(report: Report) -> dict[str | None, int]:
    return {
        "" if row.department == NOWHERE else report.names.get(row.department or -1): row.figures.people
        for row in report.table.rows
    }


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
        # Two of the four began so long ago that their ninety days were over before anybody was asked.
        long_ago = days - timedelta(days=120)
        for at, one in enumerate(some):
            tx.add(CyclePerson(**given, person_id=one, begins=days if at < 2 else long_ago))
    report = await seen(team, "Ann")
    assert report.cycle is not None
    assert report.cycle.id == cycle
    assert [one.cycle.name for one in report.trend] == ["Q1 2027"]
    own = await seen(team, "Ann", cycle=first.id)
    assert own.cycle is not None
    assert own.table.total is not None
    assert (own.table.total.people, [one.cycle.name for one in own.trend]) == (4, ["Probation"])


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


async def test_files_are_asked_for_once_in_a_minute_and_only_who_may_see_them_gets_them(team: Team) -> None:
    cycle = await living(team)
    async with team.transaction() as tx:
        una = await team.person(tx, "Una")
        for _ in range(2):
            await files.ask(tx, una, cycle, Scope.BELOW, NOW)
        with pytest.raises(NotAllowed, match="report_above"):
            await files.ask(tx, await team.person(tx, "Mei"), cycle, Scope.COMPANY, NOW)
        with pytest.raises(NotAllowed, match="not_found"):
            await files.ask(tx, una, cycle + 99, Scope.BELOW, NOW)
        rows = list(await tx.exec(select(CycleReportFile).order_by(col(CycleReportFile.id))))
        assert [row.sort for row in rows] == [Sort.PAGE, Sort.TABLE]
        assert await files.access_wanted(tx, rows[0].id, NOW) is not None
        assert await files.mark(tx, rows[0].id, ExportStage.WANTED, ExportStage.SENDING, NOW)
        assert not await files.mark(tx, rows[0].id, ExportStage.WANTED, ExportStage.SENDING, NOW)
        assert await files.access_wanted(tx, rows[0].id, NOW) is None, "somebody else sends it"
        # Where files are not allowed the words come once for both of them.
        await store.mark(tx, rows[0].id, ExportStage.SENDING, ExportStage.WANTED)
        assert await files.access_wanted(tx, rows[1].id, NOW) is not None
        for row in (*rows, *rows):
            await files.as_text(tx, row.id, 2, NOW)
        owed = list(await tx.exec(select(Notice).where(Notice.kind == rules.TEXT.name)))
        assert sorted(one.occurrence for one in owed) == ["1 2", "2 2"]
        part = await files.access_part(tx, owed[0], una, NOW)
        assert part.report.scope is Scope.BELOW
        with pytest.raises(NotAllowed, match="not_found"):
            await files.access_part(tx, owed[0], await team.person(tx, "Ann"), NOW)
    for name in ("Lea", "Max"):
        # From yesterday on they report to somebody else, so that Una leads no managers.
        await team.led_by(name, "Ann", NOW.date() - timedelta(days=1))
    async with team.transaction() as tx:
        await store.mark(tx, rows[1].id, ExportStage.SENT, ExportStage.WANTED)
        assert await files.access_wanted(tx, rows[1].id, NOW) is None


async def test_a_double_press_over_the_end_of_a_minute_asks_for_the_files_once(team: Team) -> None:
    async with team.transaction() as tx:
        cycle = await company.cycle(tx, team.workspace_id, team.ids["Ann"], "Q1 2027")
        ann = await team.person(tx, "Ann")
        for seconds in (0, 1):
            last = NOW + timedelta(seconds=59 + seconds)
            await files.ask(tx, ann, cycle.id, Scope.COMPANY, last)
        rows = list(await tx.exec(select(CycleReportFile)))
        assert len(rows) == len(Sort)
    # Nobody knows whether the first one arrived: Ann is told, and asks once more.
    for _ in range(2):
        async with team.transaction() as tx:
            await files.mark(tx, rows[0].id, ExportStage.WANTED, ExportStage.SENDING, NOW)
            await files.mark(tx, rows[0].id, ExportStage.SENDING, ExportStage.DOUBT, NOW)
    [notice] = await team.notices(rules.DOUBT)
    async with team.transaction() as tx:
        doubt = await files.access_doubt(tx, notice, await team.person(tx, "Ann"), NOW)
        assert (doubt.sort, doubt.report.table) == (rows[0].sort, Table())
        with pytest.raises(NotAllowed):
            await files.access_doubt(tx, notice, await team.person(tx, "Una"), NOW)
        every = select(CycleReportFile).order_by(col(CycleReportFile.id))
        for _ in range(2):
            await files.ask(tx, await team.person(tx, "Ann"), cycle.id, Scope.COMPANY, NOW + timedelta(seconds=70))
        assert [row.sort for row in list(await tx.exec(every))[2:]] == [rows[0].sort], "the other one is on its way"
        # A clock that is set back holds nobody up.
        for _ in range(2):
            await files.ask(tx, await team.person(tx, "Ann"), cycle.id, Scope.COMPANY, NOW - timedelta(hours=1))
        assert len(list(await tx.exec(every))) == 2 * len(Sort) + 1
