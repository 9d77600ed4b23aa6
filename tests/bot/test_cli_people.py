"""`growloop people import` as somebody runs it: what it prints, how it ends, and what is in the database then."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli_people import people
from storage.database import Database
from tests import company
from tests.command import growloop

ROSTER = "email,manager_email,department\nann@example.com,,Board\nmei@example.com,ann@example.com,Sales\n"


Run = Callable[..., Awaitable[Result]]


@pytest.fixture
async def known(sqlite: Database) -> Database:
    async with sqlite.transaction() as tx:
        workspace = await company.workspace(tx)
        await company.person(tx, workspace, "Ann")
        await company.person(tx, workspace, "Mei")
    return sqlite


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`growloop people import FILE …` with that text in the file."""

    monkeypatch.chdir(tmp_path)

    async def run(text: str, *words: str, database: str = sqlite_url) -> Result:
        file = tmp_path / "roster.csv"
        file.write_text(text)
        environment = {"GROWLOOP_DATABASE_URL": database}
        # In a thread, because the command makes an event loop of its own.
        return await asyncio.to_thread(CliRunner().invoke, people, ["import", str(file), *words], env=environment)

    return run


def lines_in(url: str) -> list[tuple[str, str]]:
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        found = connection.execute("SELECT since, source FROM reportingline").fetchall()
    connection.close()
    return found


async def test_the_roster_is_imported_and_the_second_time_nothing_changes(
    known: Database, run: Run, sqlite_url: str
) -> None:
    done = await run(ROSTER, "--from", "2027-03-01")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "1 managers, 2 departments" in done.stdout
    assert lines_in(sqlite_url) == [("2027-03-01", "import")]
    again = await run(ROSTER, "--from", "2027-03-01")
    assert (again.exit_code, again.stdout) == (0, "2 lines, and everything is so already. Nothing was changed.\n")


async def test_a_dry_run_says_what_would_change_and_changes_nothing(known: Database, run: Run, sqlite_url: str) -> None:
    done = await run(ROSTER, "--dry-run")
    assert done.exit_code == 0
    assert "line 3: mei@example.com: manager: – → ann@example.com\n" in done.stdout
    assert done.stdout.endswith("This was a dry run. Nothing was changed.\n")
    assert lines_in(sqlite_url) == []


async def test_problems_are_named_by_line_and_nothing_is_written(known: Database, run: Run, sqlite_url: str) -> None:
    done = await run(ROSTER + "tom,boss@example.com,\nnew@example.com,boss@example.com,\n")
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        "line 4: 'tom' is not an e-mail address.",
        "roster.csv: 1 line to mend. Nothing was changed.",
    ]
    done = await run(ROSTER + "new@example.com,boss@example.com,\n")
    assert done.stderr.startswith("line 4: The manager boss@example.com is neither in this file nor in the workspace.")
    assert lines_in(sqlite_url) == []


async def test_without_a_workspace_it_says_what_to_do_first(sqlite: Database, run: Run) -> None:
    done = await run(ROSTER)
    assert (done.exit_code, "growloop run" in done.stderr) == (2, True)


async def test_a_day_that_is_none_is_refused(known: Database, run: Run) -> None:
    done = await run(ROSTER, "--from", "soon")
    assert (done.exit_code, "Write it as 2027-01-31" in done.stderr) == (2, True)


async def test_a_database_that_is_not_up_to_date_is_said_to_be_so(run: Run, tmp_path: Path) -> None:
    done = await run(ROSTER, database=f"sqlite:///{tmp_path}/other.db")
    assert (done.exit_code, "growloop migrate" in done.stderr) == (2, True)


async def test_of_several_workspaces_one_has_to_be_named(known: Database, run: Run) -> None:
    async with known.transaction() as tx:
        await company.workspace(tx, team_id="T0OTHER", name="Other")
    done = await run(ROSTER)
    assert (done.exit_code, "T0COMPANY (Company), T0OTHER (Other)" in done.stderr) == (2, True)
    assert (await run(ROSTER, "--workspace", "T0COMPANY")).exit_code == 0


async def test_the_command_is_there_under_its_name(known: Database, sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    file.write_text(ROSTER)
    code, out, err = await growloop(tmp_path, "people", "import", str(file), DATABASE_URL=sqlite_url)
    assert (code, err) == (0, "")
    assert out.startswith("2 lines")
