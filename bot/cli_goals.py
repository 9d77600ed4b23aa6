"""`growloop goals import`: goals from a company's other system, into the database alone."""

from collections.abc import Sequence
from datetime import datetime

import typer

from bot import cli_people
from bot.cli_people import Bring, DryRun, File, Where
from bot.domain import goals_import as rules
from bot.domain.errors import Refused
from bot.domain.goals_import import GoalRow, GoalsBroken
from bot.domain.imports import Problem, broken
from bot.locales.reader import Reader
from bot.usecases import goals_import as usecases
from bot.views import errors
from storage.database import Tx
from storage.workspaces import Workspace

goals = typer.Typer(help="The goals of the workspace.", no_args_is_help=True)


@goals.callback()
def _goals() -> None:
    """The goals of the workspace."""


@goals.command(
    "import",
    help="Read goals from a CSV file, all or nothing. Its first line names the columns, in any order: "
    f"{', '.join(rules.COLUMNS)}. Only owner_email and title must be there. Goals of the company and its departments are agreed on "
    "with the import; those of teams and people are proposed to both sides.",
)
def import_(file: File, dry_run: DryRun = False, workspace: Where = None) -> None:
    def reading(raw: bytes) -> Bring:
        rows = rules.read(raw)
        return lambda tx, place, now: _bring(tx, place, rows, now, dry_run=dry_run)

    cli_people.bring(file, reading, workspace, dry_run=dry_run)


async def _bring(tx: Tx, place: Workspace, rows: Sequence[GoalRow], now: datetime, *, dry_run: bool) -> list[str]:
    try:
        return await usecases.bring(tx, place, rows, now, dry_run=dry_run)
    except GoalsBroken as wrong:
        raise broken(*(Problem(line, _said(why)) for line, why in wrong.wrong)) from None


def _said(why: Refused | str) -> str:
    return errors.sentence(Reader(), why) if isinstance(why, Refused) else why
