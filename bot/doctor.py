"""Looks at an installation from the outside in, and says of each part whether it is well, and if not, what to do."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import manifest, pictures
from bot.deps import Clock
from bot.domain.roles import Role
from bot.settings import Settings, SettingsWrong, unknown_variables
from bot.slack import Slack, SlackTrouble, WorkspaceStopped
from storage import migrate, people, roles, workspaces
from storage.database import Database, DatabaseUnavailable, Tx, normalised
from storage.workspaces import Workspace

SKEW_SECONDS = 60.0
"""Slack's requests are refused when they seem older than five minutes; a clock that is a minute off is on its way there."""


class State(StrEnum):
    OK = "ok"
    HINT = "hint"
    BROKEN = "missing"


@dataclass(frozen=True)
class Finding:
    """One line: what was looked at, how it is, and what to do about it."""

    what: str
    state: State
    said: str


async def examine(clock: Clock) -> AsyncGenerator[Finding, None]:
    """Everything that can be looked at, one finding after another; what cannot be reached hides what is behind it."""
    for name in unknown_variables():
        yield Finding("settings", State.HINT, f"{name} is not a setting of Growloop, and is ignored.")
    try:
        settings = Settings.load(slack=False)
    except SettingsWrong as wrong:
        for problem in wrong.problems:
            yield Finding("settings", State.BROKEN, problem)
        return
    try:
        Settings.load()
        yield Finding("settings", State.OK, "Everything that is needed is set.")
    except SettingsWrong as wrong:
        for problem in wrong.problems:
            yield Finding("settings", State.BROKEN, problem)
    database = await asyncio.to_thread(_database, settings)
    yield database
    async with aclosing(_slack(settings, clock)) as findings:
        async for finding in findings:
            yield finding
    yield _encryption(settings)
    yield _fonts()
    if database.state is State.OK:
        yield await _hr(settings)


def _database(settings: Settings) -> Finding:
    try:
        address = normalised(settings.database_url.get_secret_value())
    except ValueError as error:
        return Finding("database", State.BROKEN, str(error))
    where = address.render_as_string(hide_password=True)
    file = Path(address.database or "")
    if address.get_backend_name() == "sqlite" and not file.exists():
        # To look would already make an empty file.
        if not file.absolute().parent.is_dir():
            return Finding(
                "database", State.BROKEN, f"The folder of {file} is not there. Make it, or set DATABASE_URL."
            )
        return Finding("database", State.HINT, f"{file} is not there yet. growloop run makes it.")
    try:
        pending = migrate.pending(settings.database_url.get_secret_value())
    except DatabaseUnavailable:
        said = f"It cannot be reached at {where}. Check that it runs and that DATABASE_URL is right."
        return Finding("database", State.BROKEN, said)
    if pending:
        said = f"Not up to date ({', '.join(pending)} missing). Run growloop migrate; growloop run does it by itself."
        return Finding("database", State.HINT, said)
    return Finding("database", State.OK, f"Reached and up to date at {where}.")


async def _slack(settings: Settings, clock: Clock) -> AsyncGenerator[Finding, None]:
    """What Slack says of the token, and what its answer says of our clock."""
    if not settings.slack_is_slack:
        yield Finding("slack", State.HINT, f"Everything goes to {settings.slack_api_url}, which is not Slack itself.")
    if settings.slack_bot_token is None:
        return
    async with _client(settings) as slack:
        try:
            auth = await slack.auth()
        except SlackTrouble as trouble:
            yield _token_trouble(settings, trouble)
            return
    yield Finding("token", State.OK, f"{auth.get('user')} in {auth.get('team')} ({auth.get('team_id')}).")
    for finding in (*_scopes(auth["scopes"]), *_skew(auth.get("date"), clock.now())):
        yield finding
    if settings.slack_app_token is not None:
        yield await _app_token(settings, settings.slack_app_token.get_secret_value())


@asynccontextmanager
async def _client(settings: Settings) -> AsyncIterator[Slack]:
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    async with aiohttp.ClientSession(trust_env=False) as session:
        yield Slack(session, token, settings.slack_api_url)


def _token_trouble(settings: Settings, trouble: SlackTrouble) -> Finding:
    if isinstance(trouble, WorkspaceStopped):
        said = (
            f"Slack does not accept the token in GROWLOOP_SLACK_BOT_TOKEN ({trouble.code}). Install the app in your "
            "workspace again, and copy the token that begins with xoxb-."
        )
    else:
        said = f"{settings.slack_api_url} did not answer ({trouble.code}). Check this machine's network and proxy."
    return Finding("token", State.BROKEN, said)


def _scopes(given: list[str]) -> Iterator[Finding]:
    """Against the manifest: what lacks breaks something, what is too much is only said."""
    lacking = [scope for scope in manifest.SCOPES if scope not in given]
    for scope in lacking:
        said = (
            f"{scope} lacks. {manifest.SCOPES[scope].reason} Add it to the app under OAuth & Permissions, "
            "then install the app again."
        )
        yield Finding("scopes", State.HINT if manifest.SCOPES[scope].optional else State.BROKEN, said)
    needless = sorted(set(given) - set(manifest.SCOPES))
    if needless:
        said = f"{', '.join(needless)}: Growloop does not use it, and you may take it from the app."
        yield Finding("scopes", State.HINT, said)
    if not lacking:
        yield Finding("scopes", State.OK, f"All {len(manifest.SCOPES)} that the manifest asks for.")


def _skew(date: str | None, now: datetime) -> Iterator[Finding]:
    try:
        apart = (now - parsedate_to_datetime(date or "")).total_seconds()
    except (ValueError, TypeError):
        yield Finding("clock", State.HINT, "Slack did not say what time it is.")
        return
    if abs(apart) <= SKEW_SECONDS:
        yield Finding("clock", State.OK, "It agrees with Slack's.")
        return
    direction = "ahead of" if apart > 0 else "behind"
    said = (
        f"This machine is {abs(apart):.0f} s {direction} Slack. Let it set its time from the network (NTP): "
        "Slack's requests are refused when they seem older than five minutes."
    )
    yield Finding("clock", State.BROKEN, said)


async def _app_token(settings: Settings, token: str) -> Finding:
    web = AsyncWebClient(base_url=settings.slack_api_url, retry_handlers=[])
    if settings.slack_is_here:
        web.proxy = None
    try:
        await web.apps_connections_open(app_token=token)
    except SlackApiError as error:
        code = error.response.get("error", "no answer")
        said = (
            f"Slack does not accept the token in GROWLOOP_SLACK_APP_TOKEN ({code}). Make one under Basic Information, "
            "App-Level Tokens, with the scope connections:write, and see that Socket Mode is switched on."
        )
        return Finding("socket", State.BROKEN, said)
    except (aiohttp.ClientError, TimeoutError):
        return Finding("socket", State.BROKEN, "Slack did not answer. Check this machine's network and proxy.")
    return Finding("socket", State.OK, "Socket Mode is on, and the app token is accepted.")


def _encryption(settings: Settings) -> Finding:
    if settings.encryption_key:
        return Finding("encryption", State.OK, "People's words are encrypted in the database.")
    said = (
        "GROWLOOP_ENCRYPTION_KEY is not set: whoever can open the database can read what people wrote. "
        "Make a key with openssl rand -base64 32, and keep it somewhere else than the database."
    )
    return Finding("encryption", State.HINT, said)


def _fonts() -> Finding:
    """Without them a chart would be drawn without a word in it, so that it is left out."""
    lacking = [
        package
        for language, package in (("en", "fonts-dejavu-core"), ("zh_Hans", "fonts-wqy-microhei"))
        if not pictures.fonts(language)
    ]
    if not lacking:
        return Finding("fonts", State.OK, "Charts can be drawn in every language.")
    said = (
        f"Some charts are left out; the text says the same. Install {' and '.join(lacking)} "
        "(Debian, Ubuntu; elsewhere DejaVu Sans, and WenQuanYi Micro Hei or Noto Sans CJK), then start again."
    )
    return Finding("fonts", State.HINT, said)


async def _hr(settings: Settings) -> Finding:
    database = Database(settings.database_url.get_secret_value())
    try:
        async with database.transaction(reading=True) as tx:
            known = await workspaces.all_active(tx)
            holders = [one for place in known for one in await roles.holders(tx, place.id, Role.HR)]
            strangers = [] if not known else await _strangers(tx, known, settings)
    finally:
        await database.close()
    if strangers:
        said = f"Nobody in the roster has the address {', '.join(strangers)} of GROWLOOP_HR_EMAILS. Correct it there."
        return Finding("HR", State.HINT, said)
    if holders:
        return Finding("HR", State.OK, f"{len(holders)} in HR.")
    if settings.hr_emails:
        return Finding(
            "HR", State.HINT, "Those in GROWLOOP_HR_EMAILS get the role when the roster is read: growloop run."
        )
    said = "Nobody is in HR yet. Set GROWLOOP_HR_EMAILS, or a workspace owner takes it on in the app's Home tab."
    return Finding("HR", State.HINT, said)


async def _strangers(tx: Tx, known: list[Workspace], settings: Settings) -> list[str]:
    if not any(place.roster_synced_at for place in known):
        return []
    found = {email for place in known for email in await people.known_emails(tx, place.id, settings.hr_emails)}
    return sorted(settings.hr_emails - found)
