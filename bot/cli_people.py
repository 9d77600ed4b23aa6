"""`growloop people import`: the roster from a company's other system, into the database alone."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer
from rich.console import Console

from bot.deps import SystemClock
from bot.domain import imports as rules
from bot.domain import imports_days
from bot.domain.imports import COLUMNS, ImportBroken, Roster
from bot.settings import Settings, SettingsWrong
from bot.usecases import imports
from bot.usecases import imports_days as days
from bot.usecases.imports_plan import Plan
from bot.usecases.people import day_in
from storage import migrate, workspaces
from storage.database import Database, DatabaseUnavailable, Tx
from storage.workspaces import Workspace

REFUSED = 1
NO_START = 2
T = TypeVar("T")
SHOWN = 100
"""Lines of problems or changes on the screen; the rest is a count."""

people = typer.Typer(help="The people of the workspace.", no_args_is_help=True)
out = Console(soft_wrap=True, highlight=False, markup=False)
err = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)


@people.callback()
def _people() -> None:
    """The people of the workspace."""


def _day(given: str) -> date:
    try:
        return rules.day(given)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


@people.command(
    "import",
    help="Read who is who from a CSV file, all or nothing. Its first line names the columns, in any order: "
    f"{', '.join(COLUMNS)}. Only email must be there.",
)
def import_(
    file: Annotated[Path, typer.Argument(help="The file: UTF-8, cells parted by comma, semicolon or tab.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    since: Annotated[
        date | None,
        typer.Option(
            "--from",
            parser=_day,
            metavar="YYYY-MM-DD",
            help="From which day managers and departments hold. Else today.",
        ),
    ] = None,
    workspace: Annotated[str | None, typer.Option(help="Slack's team id, where there are several workspaces.")] = None,
) -> None:
    try:
        roster = rules.read(file.read_bytes())
        url = Settings.load(slack=False).database_url.get_secret_value()
        planned = asyncio.run(_import(url, roster, since, workspace, dry_run=dry_run))
    except OSError as error:
        failed(f"{file} cannot be read: {error.strerror}.")
    except SettingsWrong as wrong:
        failed("\n".join(wrong.problems))
    except ImportBroken as broken:
        _refuse(file, broken)
    _report(planned, dry_run=dry_run)


DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")]
File = Annotated[Path, typer.Argument(help="The file: UTF-8, cells parted by comma, semicolon or tab.")]
Where = Annotated[str | None, typer.Option(help="Slack's team id, where there are several workspaces.")]
Bring = Callable[[Tx, Workspace, datetime], Awaitable[list[str]]]


@people.command("leave", help=f"Read who is away from a CSV file, all or nothing: {', '.join(imports_days.LEAVE)}.")
def leave(file: File, dry_run: DryRun = False, workspace: Where = None) -> None:
    def reading(raw: bytes) -> Bring:
        rows = imports_days.read_leave(raw)
        return lambda tx, place, now: days.bring_leave(tx, place, rows, now, dry_run=dry_run)

    bring(file, reading, workspace, dry_run=dry_run)


@people.command(
    "days-off", help=f"Read the company's days off from a CSV file, all or nothing: {', '.join(imports_days.DAYS_OFF)}."
)
def days_off(file: File, dry_run: DryRun = False, workspace: Where = None) -> None:
    def reading(raw: bytes) -> Bring:
        rows = imports_days.read_days_off(raw)
        return lambda tx, place, now: days.bring_days_off(tx, place, rows, now, dry_run=dry_run)

    bring(file, reading, workspace, dry_run=dry_run)


def bring(file: Path, reading: Callable[[bytes], Bring], team_id: str | None, *, dry_run: bool) -> None:
    """Read the file, do what it says in one transaction, and say what is new."""
    try:
        bring = reading(file.read_bytes())
        url = Settings.load(slack=False).database_url.get_secret_value()
        said = asyncio.run(_brought(url, bring, team_id, dry_run=dry_run))
    except OSError as error:
        failed(f"{file} cannot be read: {error.strerror}.")
    except SettingsWrong as wrong:
        failed("\n".join(wrong.problems))
    except ImportBroken as broken:
        _refuse(file, broken)
    for line in said[:SHOWN] if dry_run else ():
        out.print(line)
    _and_more(out, len(said) if dry_run else 0)
    out.print(f"{len(said)} new." if said else "Everything is so already. Nothing was changed.")
    if dry_run and said:
        out.print("This was a dry run. Nothing was changed.")


async def _brought(url: str, bring: Bring, team_id: str | None, *, dry_run: bool) -> list[str]:
    async def run(tx: Tx) -> list[str]:
        return await bring(tx, chosen(await workspaces.everyone(tx), team_id), SystemClock().now())

    return await in_database(url, run, dry_run=dry_run)


async def _import(url: str, roster: Roster, since: date | None, team_id: str | None, *, dry_run: bool) -> Plan:
    """Plan, and unless it is a dry run do, in one transaction."""

    async def run(tx: Tx) -> Plan:
        return await _plan(tx, roster, since, team_id, dry_run=dry_run)

    return await in_database(url, run, dry_run=dry_run)


async def in_database(url: str, run: Callable[[Tx], Awaitable[T]], *, dry_run: bool) -> T:
    """What `run` answers, in one transaction of a database that is up to date."""
    try:
        database = Database(url)
        try:
            if await asyncio.to_thread(migrate.pending, url):
                failed("The database is not up to date. Run growloop migrate first.")
            async with database.transaction(reading=dry_run) as tx:
                return await run(tx)
        finally:
            await database.close()
    except ValueError as error:
        failed(str(error))
    except DatabaseUnavailable:
        failed("The database cannot be reached. Check that it runs and that DATABASE_URL is right.")


async def _plan(tx: Tx, roster: Roster, since: date | None, team_id: str | None, *, dry_run: bool) -> Plan:
    now = SystemClock().now()
    place = chosen(await workspaces.everyone(tx), team_id)
    planned = await imports.plan(tx, place, roster, since or day_in(place.zone, now))
    if not dry_run:
        await imports.apply(tx, place, planned, now)
    return planned


def chosen(known: list[Workspace], team_id: str | None) -> Workspace:
    if not known:
        failed("No workspace is known yet. Start the bot once (growloop run), then import.")
    meant = [place for place in known if place.team_id == team_id] if team_id or len(known) > 1 else known
    if not meant:
        names = ", ".join(f"{place.team_id} ({place.name})" for place in known)
        failed(f"Say which workspace is meant with --workspace: {names}.")
    return meant[0]


def _refuse(file: Path, broken: ImportBroken) -> NoReturn:
    for problem in broken.problems[:SHOWN]:
        err.print(f"line {problem.line}: {problem.why}")
    _and_more(err, len(broken.problems))
    lines = len({problem.line for problem in broken.problems})
    err.print(f"{file.name}: {lines} {'line' if lines == 1 else 'lines'} to mend. Nothing was changed.")
    sys.exit(REFUSED)


def _report(planned: Plan, *, dry_run: bool) -> None:
    counts = planned.counts()
    if dry_run:
        for change in planned.changes[:SHOWN]:
            out.print(f"line {change.line}: {change.email}: {change.what}: {change.was} → {change.will}")
        _and_more(out, len(planned.changes))
    if not planned:
        out.print(f"{counts['lines']} lines, and everything is so already. Nothing was changed.")
        return
    would = "would change" if dry_run else "changed"
    out.print(
        f"{counts['lines']} lines: {counts['changed']} people {would}, {counts['new']} without an account in Slack yet, "
        f"{counts['managers']} managers, {counts['departments']} departments, {counts['roles']} roles. "
        f"Managers and departments hold from {planned.since} on."
    )
    if dry_run:
        out.print("This was a dry run. Nothing was changed.")


def _and_more(console: Console, count: int) -> None:
    if count > SHOWN:
        console.print(f"… and {count - SHOWN} more.")


def failed(said: str) -> NoReturn:
    err.print(said)
    sys.exit(NO_START)
