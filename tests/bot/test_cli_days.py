"""`growloop people leave` and `days-off` as somebody runs them: dry run, problems by line, and the second time nothing."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli_people import people
from storage.database import Database
from tests import company

LEAVE = "email,first,last\nann@example.com,2027-03-01,2027-03-05\nmei@example.com,2027-04-01,2027-04-02\n"
DAYS = "date,name,country\n2027-12-24,Christmas Eve,\n2027-05-07,Bridge,DE\n"
Run = Callable[..., Awaitable[Result]]


@pytest.fixture
async def run(sqlite: Database, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    async with sqlite.transaction() as tx:
        workspace = await company.workspace(tx)
        for name in ("Ann", "Mei"):
            await company.person(tx, workspace, name)
    monkeypatch.chdir(tmp_path)

    async def run(command: str, text: str, *words: str) -> Result:
        file = tmp_path / "days.csv"
        file.write_text(text)
        given = [command, str(file), *words]
        return await asyncio.to_thread(CliRunner().invoke, people, given, env={"GROWLOOP_DATABASE_URL": sqlite_url})

    return run


def rows(url: str, table: str, columns: str) -> list[tuple[str, ...]]:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    found = connection.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2").fetchall()  # noqa: S608 - our own names
    connection.close()
    return found


async def test_leave_is_noted_once_and_what_the_file_moves_is_moved(run: Run, sqlite_url: str) -> None:
    assert (await run("leave", LEAVE)).stdout == "2 new.\n"
    assert (await run("leave", LEAVE)).stdout == "Everything is so already. Nothing was changed.\n"
    assert (await run("leave", LEAVE.replace("2027-03-01", "2027-03-02"))).stdout == "1 new.\n"
    assert rows(sqlite_url, "leave", "first, last, source") == [
        ("2027-03-02", "2027-03-05", "import"),
        ("2027-04-01", "2027-04-02", "import"),
    ]


async def test_days_off_are_noted_once(run: Run, sqlite_url: str) -> None:
    assert (await run("days-off", DAYS)).stdout == "2 new.\n"
    assert (await run("days-off", DAYS)).stdout == "Everything is so already. Nothing was changed.\n"
    assert rows(sqlite_url, "day_off", "day, country") == [("2027-05-07", "DE"), ("2027-12-24", "")]


@pytest.mark.parametrize(("command", "text", "table"), [("leave", LEAVE, "leave"), ("days-off", DAYS, "day_off")])
async def test_a_dry_run_says_what_would_be_new_and_changes_nothing(
    run: Run, sqlite_url: str, command: str, text: str, table: str
) -> None:
    done = await run(command, text, "--dry-run")
    assert done.stdout.startswith("line 2: ")
    assert done.stdout.endswith("2 new.\nThis was a dry run. Nothing was changed.\n")
    assert rows(sqlite_url, table, "id, workspace_id") == []


@pytest.mark.parametrize(
    ("command", "line", "why"),
    [
        ("leave", "ann@example.com,2027-05-02,2027-05-01", "line 4: last 2027-05-01 is before first 2027-05-02."),
        ("leave", "ann@example.com,2027-03-05,2027-03-09", "line 4: ann@example.com is away on some of these days"),
        ("leave", "tom@example.com,2027-03-05,2027-03-09", "line 4: tom@example.com is not in the workspace."),
        ("leave", "ann@example.com,2027-03-05", "line 4: There are 2 cells"),
        ("days-off", "tomorrow,Party,", "line 4: 'tomorrow' is not a date."),
        ("days-off", "2027-06-01,Party,XX", "line 4: 'XX' is not a country."),
        ("days-off", "2027-12-24,Again,", "line 4: 2027-12-24 is there already in line 2."),
    ],
)
async def test_a_problem_is_named_by_its_line_and_nothing_is_written(
    run: Run, sqlite_url: str, command: str, line: str, why: str
) -> None:
    done = await run(command, (LEAVE if command == "leave" else DAYS) + line + "\n")
    assert (done.exit_code, done.stderr.startswith(why)) == (1, True), done.stderr
    assert rows(sqlite_url, "leave", "id, first") == rows(sqlite_url, "day_off", "id, day") == []
