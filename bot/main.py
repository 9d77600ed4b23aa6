"""The composition root: makes everything once and hands it on. Nothing else knows settings, and nothing here decides rules."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import httpx
import structlog
from fastapi import FastAPI
from procrastinate import App as Queue
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import lexicon
from bot.deps import Clock, Deps, SystemClock
from bot.domain.coach_lexicon import LexiconBroken
from bot.domain.retention import Kept, Retention
from bot.settings import Settings
from bot.slack import InDoubt, Passing, Slack, SlackTrouble, WorkspaceStopped
from bot.usecases import pulses, series, workspaces
from handlers import http
from handlers import registry as handlers_registry
from handlers.bridge import Bridge
from handlers.http import Readiness
from handlers.installed import Installed
from schedules import register as schedules_register
from schedules import upkeep
from schedules.registry import Registry
from schedules.worker import build_queue
from storage import version
from storage.database import Database, DatabaseUnavailable
from storage.words import Cipher, use_cipher

SLACK_SECONDS = 30
"""No call to Slack takes longer, whatever its own limit says."""
HTTP_SECONDS = 10
NEEDED_SCOPES = frozenset({"chat:write", "commands", "im:write", "team:read", "users:read"})
"""Without these nothing works; what else is missing is told by `growloop doctor`."""

NEWER = "The database is newer than this version of Growloop. Start the newer version."

log = structlog.stdlib.get_logger("growloop")


class StartFailed(Exception):
    """The process cannot start. The text is a sentence for who runs it, with the remedy."""


@dataclass(frozen=True)
class Bot:
    """Everything of one process, put together and not yet running."""

    deps: Deps
    registry: Registry
    queue: Queue
    bridge: Bridge
    readiness: Readiness
    app: FastAPI


@asynccontextmanager
async def open_deps(
    settings: Settings, clock: Clock | None = None, *, start_running: bool = False
) -> AsyncIterator[Deps]:
    """What handlers and schedules are given, closed again at the end. Raises StartFailed for an address that cannot be used."""
    shared: Clock = clock or SystemClock()
    try:
        database = Database(settings.database_url.get_secret_value(), clock=shared)
    except ValueError as error:
        raise StartFailed(str(error)) from None
    if settings.coach_dir:
        try:
            await asyncio.to_thread(lexicon.load, settings.coach_dir)
        except LexiconBroken as broken:
            raise StartFailed(str(broken)) from None
    if settings.encryption_key:
        use_cipher(database.engine.sync_engine, Cipher(settings.encryption_key.get_secret_value()))
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    timeout = aiohttp.ClientTimeout(total=SLACK_SECONDS)
    async with (
        aiohttp.ClientSession(timeout=timeout, trust_env=False) as session,
        httpx.AsyncClient(timeout=HTTP_SECONDS, trust_env=False) as client,
    ):
        try:
            yield Deps(
                database=database,
                slack=Slack(session, token, settings.slack_api_url),
                clock=shared,
                http=client,
                hr_emails=settings.hr_emails,
                guests=settings.guests,
                start_running=start_running,
                retention=_retention(settings.retention_months),
                coach_dir=settings.coach_dir,
            )
        finally:
            await database.close()


def _retention(months: Mapping[str, int]) -> Retention:
    """How long words are kept, as the settings say it."""
    return Retention(months[""], {Kept(kind): number for kind, number in months.items() if kind})


def build_registry() -> Registry:
    """Every tick, task and telling of the product."""
    registry = Registry()
    schedules_register.register(registry)
    return registry


def build_bolt(installed: Installed) -> AsyncApp:
    """Bolt with every handler. It saves, answers and ends (SLACK.md §1.5), and takes nothing from the environment."""
    # Bolt takes its loggers' level from this one. Without it, it takes the root's, and its warnings hold whole requests.
    logger = logging.getLogger("slack_bolt")
    logger.setLevel(logging.ERROR)
    with _without_slack_variables():
        # Bolt asks for a client; handlers use the one in `deps`.
        app = AsyncApp(
            name="slack_bolt.app",  # not ours: Bolt sets the level of the logger of that name
            logger=logger,
            client=AsyncWebClient(),
            authorize=installed.authorize(),
            process_before_response=True,
            request_verification_enabled=False,  # handlers/guard.py did it, on the raw bytes
            ssl_check_enabled=False,  # handlers/bridge.py answers these two
            url_verification_enabled=False,
            attaching_function_token_enabled=False,
        )
    handlers_registry.register(app)
    return app


def build(deps: Deps, *, secret: str | None, auth: Mapping[str, Any] | None = None) -> Bot:
    """Put the parts together. `auth` is Slack's answer to auth.test, if it is known; no `secret` means Socket Mode."""
    registry = build_registry()
    queue = build_queue(deps, registry)
    upkeep.register(registry, queue)
    installed = Installed(deps, auth)
    bridge = Bridge(build_bolt(installed), {"deps": deps, "installed": installed})
    readiness = Readiness()
    app = http.create(deps, bridge, secret=secret, readiness=readiness)
    return Bot(deps, registry, queue, bridge, readiness, app)


async def introduce(deps: Deps) -> dict[str, Any]:
    """Ask Slack who we are, note the workspace, and give back Slack's answer. Raises StartFailed with the remedy."""
    try:
        auth = await deps.slack.auth()
        lacking = NEEDED_SCOPES - set(auth["scopes"]) if auth["scopes"] else frozenset()
        if lacking:
            raise StartFailed(_lacks(", ".join(sorted(lacking))))
        team = await deps.slack.team()
    except WorkspaceStopped as error:
        raise StartFailed(_stopped(error)) from error
    except (Passing, InDoubt) as error:
        raise StartFailed(
            f"Slack cannot be reached ({error}). Check this machine's network, then start again."
        ) from error
    except SlackTrouble as error:
        raise StartFailed(
            f"Slack answered {error.code} to {error.method}. Run growloop doctor to see what to do."
        ) from error
    try:
        async with deps.transaction() as tx:
            workspace = await workspaces.install(tx, auth, team, guests=deps.guests, now=deps.clock.now())
            await series.ensure_default(tx, workspace, deps.clock.now(), started=deps.start_running)
            await pulses.ensure_default(tx, workspace, deps.clock.now())
    except DatabaseUnavailable as error:
        raise StartFailed(_no_database(deps)) from error
    return auth


async def prepare_database(deps: Deps, *, migrates: bool) -> None:
    """Bring the database up to date, or see that it is. Raises StartFailed with the remedy."""
    url = deps.database.url.render_as_string(hide_password=False)
    try:
        async with deps.transaction(reading=True) as tx:
            if await version.is_current(tx):
                return
        # Loaded only where there is something to do: it takes a fifth of the whole start.
        from alembic.script.revision import RevisionError  # noqa: PLC0415

        from storage import migrate  # noqa: PLC0415

        try:
            pending = await asyncio.to_thread(migrate.pending, url)
        except RevisionError:
            raise StartFailed(NEWER) from None
        if pending and migrates:
            await asyncio.to_thread(migrate.upgrade, url)
    except DatabaseUnavailable as error:
        raise StartFailed(_no_database(deps)) from error
    if pending and not migrates:
        raise StartFailed(f"The database is not up to date ({', '.join(pending)} missing). Run growloop migrate first.")


def say_what_is_unusual(settings: Settings, unknown: list[str]) -> None:
    """Log loudly what an attacker or a slip of the pen could have set."""
    if not settings.slack_is_slack:
        log.warning(
            "this is not Slack itself: everything goes to another address", host=urlsplit(settings.slack_api_url).netloc
        )
    for name in unknown:
        log.warning("not a setting of Growloop, and ignored", variable=name)


@contextmanager
def _without_slack_variables() -> Iterator[None]:
    """Bolt reads SLACK_… by itself, and some of them change who may come in (SLACK.md §7.4)."""
    hidden = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("SLACK_")}
    try:
        yield
    finally:
        os.environ.update(hidden)


def _stopped(error: WorkspaceStopped) -> str:
    if error.code == "missing_scope":
        return _lacks(error.needed or "for " + error.method)
    return (
        f"Slack does not accept the token in GROWLOOP_SLACK_BOT_TOKEN ({error.code}). "
        "Install the app in your workspace again, and copy the token that begins with xoxb-."
    )


def _lacks(scopes: str) -> str:
    return (
        f"The token in GROWLOOP_SLACK_BOT_TOKEN lacks the scope {scopes}. "
        "Add it to the app under OAuth & Permissions (growloop manifest has them all), and install the app again."
    )


def _no_database(deps: Deps) -> str:
    where = deps.database.url.render_as_string(hide_password=True)
    return f"The database cannot be reached at {where}. Check that it runs and that DATABASE_URL is right."
