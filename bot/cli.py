"""The `growloop` command. Each subcommand imports what it needs when it is used: `--help` must not take two seconds."""

import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console

NO_START = 2
"""The exit code where something that is needed is missing or wrong."""

app = typer.Typer(
    name="growloop",
    help="A Slack bot that keeps the performance loop closed all year.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Port = Annotated[int | None, typer.Option(help="The port to listen on; else GROWLOOP_PORT or PORT, else 3000.")]


@app.command()
def run(port: Port = None) -> None:
    """Everything in one process: web, worker and clock. Socket Mode when an app token is set, else HTTP."""
    _run("ALL", migrates=True, port=port)


@app.command()
def web(port: Port = None) -> None:
    """What Slack talks to, alone."""
    _run("WEB", port=port)


@app.command()
def worker() -> None:
    """The jobs, alone: sending, and all that is slow."""
    _run("WORKER")


@app.command()
def clock() -> None:
    """The ticks, alone. Of several clocks on PostgreSQL one ticks, and another takes over when it stops."""
    _run("CLOCK")


@app.command()
def migrate() -> None:
    """Bring the database up to date."""
    from alembic.script.revision import RevisionError

    from storage import migrate as migrating
    from storage.database import DatabaseUnavailable, normalised

    url = _settings(slack=False).database_url.get_secret_value()
    try:
        address = normalised(url)
        pending = migrating.pending(url)
        migrating.upgrade(url)
    except ValueError as error:
        _fail(str(error))
    except RevisionError:
        _fail("The database is newer than this version of Growloop. Install the newer version.")
    except DatabaseUnavailable:
        where = address.render_as_string(hide_password=True)
        _fail(f"The database cannot be reached at {where}. Check that it runs and that DATABASE_URL is right.")
    Console().print(f"Done: {', '.join(pending)}." if pending else "The database was up to date already.")


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="The port of the page.", min=1, max=65_535)] = 8000,
    browser: Annotated[bool, typer.Option(help="Open the browser if there is one.")] = True,
    fresh: Annotated[bool, typer.Option(help="Forget what was done before.")] = False,
) -> None:
    """A workspace to try it in, with a company in it: no Slack account, no token."""
    from bot import demo as demonstration

    demonstration.demo(port=port, browser=browser, fresh=fresh)


@app.command()
def manifest(
    url: Annotated[str | None, typer.Option(help="Where Slack reaches the bot; without it, for Socket Mode.")] = None,
    prefix: Annotated[str, typer.Option(help="Put in front of the commands' names where one is taken.")] = "",
) -> None:
    """Print the Slack app's manifest, to be pasted at api.slack.com/apps."""
    from bot import cli_slack

    cli_slack.manifest(url=url, prefix=prefix)


@app.command()
def doctor() -> None:
    """Look at settings, database, token, scopes and clock, and say what to do."""
    from bot import cli_slack

    cli_slack.doctor()


@app.command()
def coach() -> None:
    """Review drafts of feedback from standard input, a line of JSON each; README says how."""
    from bot import cli_coach
    from bot.domain.coach_lexicon import LexiconBroken

    try:
        cli_coach.run(_settings(slack=False).coach_dir)
    except LexiconBroken as broken:
        _fail(str(broken))
    except (BrokenPipeError, KeyboardInterrupt):
        sys.exit(0)


def main() -> None:
    """The entry point of the installed command."""
    if sys.argv[1:2] in ([], ["people"], ["goals"], ["competencies"], ["--help"]):
        from bot import cli_competencies, cli_goals, cli_people

        app.add_typer(cli_people.people, name="people")
        app.add_typer(cli_goals.goals, name="goals")
        app.add_typer(cli_competencies.competencies, name="competencies")
    app()


def _run(role: str, *, migrates: bool = False, **given: Any) -> None:
    settings = _settings(**given)

    from bot import logs
    from bot.main import StartFailed
    from bot.process import Role, start
    from bot.process import run as run_process

    logs.set_up(settings.log_level)
    try:
        start(run_process(settings, Role[role], migrates=migrates))
    except StartFailed as failed:
        _fail(str(failed))


def _settings(*, slack: bool = True, **given: Any) -> Any:
    from bot.settings import Settings, SettingsWrong

    try:
        return Settings.load(slack=slack, **given)
    except SettingsWrong as wrong:
        _fail("\n".join([*wrong.problems, _where_settings_are()]))


def _where_settings_are() -> str:
    file = "the file .env here" if Path(".env").is_file() else "a file .env here (see .env.example)"
    return f"Settings come from the environment or {file}. growloop doctor checks them all."


def _fail(said: str) -> NoReturn:
    Console(stderr=True, soft_wrap=True, highlight=False, markup=False).print(said)
    sys.exit(NO_START)
