"""`growloop competencies`: the company's model from a CSV file and back into one, in the database alone."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli_people import Bring, DryRun, File, Where, bring, chosen, failed, in_database, out
from bot.domain import competencies_file
from bot.settings import Settings, SettingsWrong
from bot.usecases import competencies_model
from storage import workspaces
from storage.database import Tx

competencies = typer.Typer(help="The company's competencies.", no_args_is_help=True)


@competencies.callback()
def _competencies() -> None:
    """The company's competencies."""


@competencies.command(
    "import",
    help="Read the job families, their levels and competencies from a CSV file, all or nothing: it becomes the new version. "
    f"A line for each level of each competency: {', '.join(competencies_file.COLUMNS)}. The first three must be there.",
)
def import_(file: File, dry_run: DryRun = False, workspace: Where = None) -> None:
    def reading(raw: bytes) -> Bring:
        model = competencies_file.read(raw)
        return lambda tx, place, now: competencies_model.bring(tx, place, model, now, dry_run=dry_run)

    bring(file, reading, workspace, dry_run=dry_run)


@competencies.command("export", help="Write them into a CSV file with the same columns, or onto the screen.")
def export(
    file: Annotated[Path | None, typer.Argument(help="The file to write. Without one: the screen.")] = None,
    workspace: Where = None,
) -> None:
    async def run(tx: Tx) -> str:
        place = chosen(await workspaces.everyone(tx), workspace)
        return competencies_file.write(await competencies_model.export(tx, place))

    try:
        url = Settings.load(slack=False).database_url.get_secret_value()
        text = asyncio.run(in_database(url, run, dry_run=True))
        if file is None:
            typer.echo(text, nl=False)
            return
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        failed(f"{file} cannot be written: {error.strerror}.")
    except SettingsWrong as wrong:
        failed("\n".join(wrong.problems))
    out.print(f"{len(text.splitlines()) - 1} lines in {file}.")
