"""One process: web, worker and clock, alone or together, from the first line until the last job is done."""

import asyncio
import contextlib
import enum
import errno
import os
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import Any

import structlog
import uvicorn
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Clock
from bot.main import Bot, StartFailed, build, introduce, open_deps, prepare_database, say_what_is_unusual
from bot.settings import Settings, unknown_variables
from handlers.socket import Socket
from schedules import clock as ticking
from schedules import worker

WEB_DRAIN_SECONDS = 10
"""How long open requests may take when the process ends."""

log = structlog.stdlib.get_logger("growloop")


class Role(enum.Flag):
    WEB = enum.auto()
    WORKER = enum.auto()
    CLOCK = enum.auto()
    ALL = WEB | WORKER | CLOCK


@asynccontextmanager
async def running(
    settings: Settings, roles: Role, *, clock: Clock | None = None, start_running: bool = False, migrates: bool = False
) -> AsyncIterator[Bot]:
    """The bot at work for as long as the block lasts; at its end nothing new is taken and what was begun is finished.

    Raises StartFailed with a sentence, before anything runs, when something it needs is missing.
    """
    async with AsyncExitStack() as stack:
        listening = stack.enter_context(_listening(settings)) if Role.WEB in roles else None
        deps = await stack.enter_async_context(open_deps(settings, clock, start_running=start_running))
        await prepare_database(deps, migrates=migrates)
        auth = await introduce(deps)
        secret = settings.slack_signing_secret if not settings.socket_mode else None
        bot = build(deps, secret=secret.get_secret_value() if secret else None, auth=auth)
        await stack.enter_async_context(bot.queue.open_async())
        stop = bot.readiness.stopping
        try:
            async with asyncio.TaskGroup() as group:
                try:
                    await _start(group, bot, settings, roles, listening)
                    log.info("started", roles=str(roles.name), port=listening.getsockname()[1] if listening else None)
                    yield bot
                finally:
                    stop.set()
                    log.info("stopping")
        except* StartFailed as failed:
            raise failed.exceptions[0] from None
        log.info("stopped")


async def run(settings: Settings, roles: Role, *, migrates: bool = False) -> None:
    """Run until the process is told to end (SIGTERM, or Ctrl-C)."""
    say_what_is_unusual(settings, unknown_variables())
    told = asyncio.Event()
    with _told_by_signals(told):
        async with running(settings, roles, migrates=migrates):
            await told.wait()


async def _start(
    group: asyncio.TaskGroup, bot: Bot, settings: Settings, roles: Role, listening: socket.socket | None
) -> None:
    stop = bot.readiness.stopping
    if listening is not None:
        if settings.slack_app_token:
            slack_socket = await _socket(bot, settings, settings.slack_app_token.get_secret_value())
            bot.readiness.socket = slack_socket.connected
            group.create_task(slack_socket.run(stop), name="socket")
        group.create_task(_serve(bot, listening), name="web")
    if Role.WORKER in roles:
        group.create_task(worker.run(bot.queue, stop), name="worker")
    if Role.CLOCK in roles:
        group.create_task(ticking.run(bot.deps, bot.registry, stop), name="clock")


async def _socket(bot: Bot, settings: Settings, app_token: str) -> Socket:
    """Slack's client would try a wrong token for ever in silence, so it is asked once here."""
    web = AsyncWebClient(base_url=settings.slack_api_url, retry_handlers=[])
    if settings.slack_is_here:
        web.proxy = None
    try:
        await web.apps_connections_open(app_token=app_token)
    except SlackApiError as error:
        code = error.response.get("error", "no answer")
        raise StartFailed(
            f"Slack does not accept the token in GROWLOOP_SLACK_APP_TOKEN ({code}). Make one under Basic Information, "
            "App-Level Tokens, with the scope connections:write, and see that Socket Mode is switched on."
        ) from None
    return Socket(bot.bridge, web, app_token)


class _Server(uvicorn.Server):
    """Leaves signals to `run`: the worker and the clock have to hear of them as well."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _serve(bot: Bot, listening: socket.socket) -> None:
    config = uvicorn.Config(
        bot.app,
        access_log=False,
        lifespan="off",
        log_config=None,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=WEB_DRAIN_SECONDS,
    )
    server = _Server(config)

    async def end() -> None:
        await bot.readiness.stopping.wait()
        server.should_exit = True

    ending = asyncio.create_task(end())
    try:
        await server.serve(sockets=[listening])
    finally:
        ending.cancel()


@contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    """The port, taken before anything else is done: a second copy that was started by mistake changes nothing."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        made = socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        if error.errno in (socket.EAI_NONAME, errno.EADDRNOTAVAIL):
            raise StartFailed(
                f"{settings.host} is no address of this machine. Set GROWLOOP_HOST to 127.0.0.1, or to 0.0.0.0 for all."
            ) from None
        raise StartFailed(
            f"Port {settings.port} cannot be used ({error.strerror}). Stop what uses it, or set GROWLOOP_PORT to another one."
        ) from None
    with contextlib.closing(made):
        made.setblocking(False)
        yield made


@contextmanager
def _told_by_signals(told: asyncio.Event) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)

    def tell() -> None:
        if told.is_set():
            # Told twice: whoever waits does not want to. Everything that matters is a row.
            os._exit(1)
        told.set()

    for number in signals:
        loop.add_signal_handler(number, tell)
    try:
        yield
    finally:
        for number in signals:
            loop.remove_signal_handler(number)


def start(work: Any) -> None:
    """Run a coroutine to its end on the fastest loop that the machine has."""
    try:
        import uvloop  # noqa: PLC0415 - not on Windows
    except ImportError:
        asyncio.run(work)
        return
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(work)
