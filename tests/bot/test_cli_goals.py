"""`growloop goals import` as somebody runs it: what it prints, how it ends, and what is in the database then."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select
from typer.testing import CliRunner, Result

from bot.cli_goals import goals
from bot.deps import SystemClock
from bot.domain import goals_agreeing as rules
from bot.domain.goals import GoalState
from bot.domain.roles import Source
from bot.usecases import goals_agreeing, goals_read
from storage import people
from storage.audit import AuditEntry
from storage.cycles import Cycle
from storage.database import Database
from storage.goals import Goal, GoalVersion
from storage.notices import Notice
from storage.reporting import Department, ReportingLine
from storage.roles import RoleGrant
from tests import company

NOW = SystemClock().now()
"""The command reads the clock itself."""
DUE = (NOW + timedelta(days=80)).date()
HEAD = "ref,level,owner_email,title,measure,unit,start,target,due,parent_ref,parent_title,weight,cycle,department\n"
GOOD = (
    HEAD
    + f"c1,company,una@example.com,Raise sales by 20 %,percent,,0,20,{DUE},,,,,\n"
    + f"d1,Department,una@example.com,Ship 30 pumps a week,number,pumps,10,30,{DUE},c1,,,,Pumps\n"
    + ",person,mei@example.com,Cut scrap by half,number,,,,,,ship 30  pumps a week,40,Q,\n"
    + ",,mei@example.com,Audit passed,yes-no,,,,,,,,q,\n"
)
Run = Callable[..., Awaitable[Result]]


@pytest.fixture
async def run(sqlite: Database, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Mei reports to Tom; Una to nobody; Ann is HR."""
    async with sqlite.transaction() as tx:
        at = await company.workspace(tx)
        who = {name: await company.person(tx, at, name) for name in ("Ann", "Mei", "Tom", "Una")}
        here: dict[str, Any] = {"workspace_id": at.id}
        line: dict[str, Any] = {"person_id": who["Mei"].id, "manager_id": who["Tom"].id}
        tx.add(ReportingLine(since=date(2020, 1, 1), source=Source.IMPORT, **here, **line))
        tx.add(RoleGrant(person_id=who["Ann"].id, role="hr", granted_at=NOW, **here))  # type: ignore[arg-type]
        tx.add(Department(name="Pumps", **here))
        days: dict[str, Any] = {"starts": NOW.date() - timedelta(days=1), "ends": DUE, "made_at": NOW}
        tx.add(Cycle(name="Q", made_by=who["Ann"].id, **here, **days))
    monkeypatch.chdir(tmp_path)

    async def run(text: str, *words: str) -> Result:
        file = tmp_path / "goals.csv"
        file.write_text(text)
        given = ["import", str(file), *words]
        return await asyncio.to_thread(CliRunner().invoke, goals, given, env={"GROWLOOP_DATABASE_URL": sqlite_url})

    return run


async def rows(database: Database, table: Any) -> list[Any]:
    async with database.transaction(reading=True) as tx:
        return list(await tx.exec(select(table).order_by(col(table.id))))


async def test_upper_goals_are_agreed_on_with_the_import_and_personal_ones_proposed_to_both(
    run: Run, sqlite: Database
) -> None:
    done = await run(GOOD)
    assert done.stdout == "4 new.\n"
    upper, department, scrap, audit = await rows(sqlite, Goal)
    assert [one.state for one in (upper, department)] == [GoalState.CONFIRMED] * 2
    assert [one.state for one in (scrap, audit)] == [GoalState.PROPOSED] * 2
    assert (department.parent_id, scrap.parent_id, audit.parent_id) == (upper.id, department.id, None)
    assert (scrap.weight, scrap.due, department.department_id) == (40, DUE, 1)
    asked = [one.recipient_id for one in await rows(sqlite, Notice) if one.kind == rules.PROPOSED.name]
    assert asked == [2, 3, 2, 3]
    assert [(one.act, one.actor_id, one.details) for one in await rows(sqlite, AuditEntry)] == [
        ("goals.imported", None, {"goals": 4, "agreed": 2})
    ]
    await confirmed_by_both(sqlite, scrap)


async def confirmed_by_both(database: Database, goal: Goal) -> None:
    """Only once both have confirmed is it agreed on."""
    for name, state in ((3, GoalState.PROPOSED), (2, GoalState.CONFIRMED)):
        async with database.transaction() as tx:
            me = await people.get(tx, name)
            shown = await goals_read.access_opened(tx, me, goal.id, NOW)
            assert shown.can.confirm
            assert (await goals_agreeing.confirm(tx, me, goal.id, 1, later())).state is state
    version = next(one for one in await rows(database, GoalVersion) if one.goal_id == goal.id)
    assert (version.owner_agreed_at is not None, version.other_id) == (True, 3)


def later() -> datetime:
    return NOW + timedelta(minutes=5)


async def test_the_second_time_nothing_changes_and_a_dry_run_only_says_what_would_be_new(
    run: Run, sqlite: Database
) -> None:
    dry = await run(GOOD, "--dry-run")
    assert "line 2: una@example.com: company: Raise sales by 20 %\n" in dry.stdout
    assert dry.stdout.endswith("4 new.\nThis was a dry run. Nothing was changed.\n")
    assert await rows(sqlite, Goal) == []
    await run(GOOD)
    assert (await run(GOOD)).stdout == "Everything is so already. Nothing was changed.\n"
    more = HEAD + f",person,mei@example.com,Answer within 2 hours,number,,,2,{DUE},c1,,,,\n"
    assert (await run(more)).stdout == "1 new.\n"
    assert (await rows(sqlite, Goal))[-1].parent_id == 1


UNREADABLE = (
    (",planet,mei@example.com,T,,,,,DUE,,,,,", "level is 'planet'. Known are: company"),
    (",person,mei,T,,,,,DUE,,,,,", "'mei' is not an e-mail address."),
    (",person,mei@example.com,,,,,,DUE,,,,,", "title is missing."),
    (",person,mei@example.com,T,number,,,3,soon,,,,,", "'soon' is not a date."),
    ("c1,person,mei@example.com,T,number,,,3,DUE,,,,,", "ref c1 is already in line 2."),
    (",company,una@example.com,T,number,,,3,DUE,c1,x,,,", "one of them is enough"),
    (",person,mei@example.com,T", "There are 4 cells, and the header names 14."),
)
REFUSED = (
    ("x,team,mei@example.com,Goal A,number,,,3,DUE,,,,,", "Nobody reports to Mei"),
    (",person,nobody@example.com,Goal B,,,,,DUE,,,,,", "nobody@example.com takes no part in this workspace."),
    (",person,mei@example.com,Goal C,number,,many,3,DUE,,,,,", "Please write a number here"),
    (",person,mei@example.com,Goal D,number,,3,3,DUE,,,,,", "The target is where it begins"),
    (",person,mei@example.com,Goal E,number,,,3,2020-01-01,,,,,", "This day is over already"),
    (",person,mei@example.com,Goal F,number,,,3,,,,,,", "Please choose a day by which it is reached"),
    (",person,mei@example.com,Goal G,number,,,3,DUE,zz,,,,", "'zz', is neither in this file nor in the workspace."),
    (",person,mei@example.com,Goal H,number,,,3,DUE,,,,Q9,", "The cycle 'Q9' is not known. Known are: q."),
    (",department,una@example.com,Goal I,number,,,3,DUE,,,,,Gears", "The department 'Gears' is not known."),
    (",department,una@example.com,Goal J,number,,,3,DUE,,,,,", "Please choose the department"),
    ("a,person,mei@example.com,Goal K,number,,,3,DUE,,,120,,", "Please write a whole number from 1 to 100"),
    (",person,mei@example.com,Goal L,number,,,3,DUE,,,61,Q,", "The goals of Mei in this cycle weigh 40 % already"),
    (",company,una@example.com,Goal M,number,,,3,DUE,,audit passed,,,", "and this one is below"),
)


@pytest.mark.parametrize("lines", [UNREADABLE, REFUSED], ids=["unreadable", "refused"])
async def test_what_is_wrong_is_said_by_its_line_and_nothing_is_half_done(
    run: Run, sqlite: Database, lines: tuple[tuple[str, str], ...]
) -> None:
    done = await run(GOOD + "".join(line.replace("DUE", str(DUE)) + "\n" for line, _ in lines))
    assert done.exit_code == 1
    told = dict(one.split(": ", 1) for one in done.stderr.splitlines() if one.startswith("line "))
    assert {f"line {at}": said in told.get(f"line {at}", "") for at, (_, said) in enumerate(lines, 6)} == {
        f"line {at}": True for at, _ in enumerate(lines, 6)
    }
    assert len(told) == len(lines)
    assert done.stderr.endswith(f"{len(lines)} lines to mend. Nothing was changed.\n")
    assert await rows(sqlite, Goal) == []


async def test_a_circle_and_a_wrong_header_are_told(run: Run) -> None:
    circle = f"a,person,mei@example.com,A,number,,,3,{DUE},b,,,,\nb,person,mei@example.com,B,number,,,3,{DUE},a,,,,\n"
    done = await run(HEAD + circle)
    assert "line 3: The goals in lines 2, 3 support each other in a circle." in done.stderr
    assert "The column owner_email is missing." in (await run("title,colour\nx,y\n")).stderr
    assert "The file is empty." in (await run("")).stderr
    assert "There is no goal in the file." in (await run(HEAD)).stderr
