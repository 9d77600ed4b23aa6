"""The bot in a process that dies at a moment which a test has chosen.

`python -m tests.killed_process` loads the bot once. Each line on its standard input is one life, as JSON: the bot's settings,
the file with the clock, and where to die. It forks for it, and prints "up" once the bot runs and "over" once it is dead.
"""

import asyncio
import inspect
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import logs, main
from bot.process import Role, running
from bot.settings import Settings
from bot.slack import Slack
from handlers import http
from schedules.clock import Ticker
from schedules.registry import Registry
from storage.database import Database, Tx

LOOK_SECONDS = 0.02
AT_WORK: ContextVar[str] = ContextVar("at_work", default="start")
"""What is under way: `tick:<name>`, `job:<name>`, or the type of a request from Slack."""
LOADED = (
    "anyio._backends._asyncio",
    "httpcore",
    "procrastinate.builtin_tasks",
    "slack_bolt.listener_matcher.async_builtins",
    "sqlalchemy.dialects.postgresql.psycopg",
    "storage.tables",
    "uvicorn.lifespan.off",
    "uvicorn.protocols.http.auto",
    "uvicorn.protocols.websockets.auto",
)
"""What a bot loads as it starts, beside all that is loaded with it: once for every life."""
REQUESTS = (b"view_submission", b"block_actions", b"event_callback")


class FileClock:
    """The machine's time, moved on by as many seconds as stand in a file: one clock for several processes."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDONLY)

    def now(self) -> datetime:
        ahead = timedelta(seconds=float(os.pread(self._file, 64, 0)))
        return datetime.now(UTC) + ahead  # noqa: TID251 - this is a clock

    async def sleep(self, seconds: float) -> None:
        until = self.now() + timedelta(seconds=seconds)
        while (left := (until - self.now()).total_seconds()) > 0:  # noqa: ASYNC110 - another process moves the clock
            await asyncio.sleep(min(left, LOOK_SECONDS))


class Death:
    """Waits at one place, and kills the process, as kill -9 does, when it is passed for the n-th time."""

    def __init__(self, place: str, turn: int) -> None:
        self.place = place
        self.left = turn

    def passed(self, where: str) -> None:
        """`where` is a moment; the place is that moment during any work, or `<work>/<moment>`."""
        if self.place in (where, f"{AT_WORK.get()}/{where}"):
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def lie_in_wait(death: Death) -> None:
    """Stand around every commit, every call to Slack, every job and tick, and every answer to Slack."""
    _around_commits(death)
    _around_calls(death)
    _around_work(death)
    create = http.create

    def create_watched(*given: Any, **named: Any) -> FastAPI:
        app = create(*given, **named)
        app.add_middleware(Watched, death=death)
        return app

    http.create = create_watched


def _around_commits(death: Death) -> None:
    transaction = Database.transaction

    @asynccontextmanager
    async def watched(self: Database, *, reading: bool = False) -> AsyncIterator[Tx]:
        async with transaction(self, reading=reading) as tx:
            yield tx
            if not reading:
                death.passed("commit.before")
        if not reading:
            death.passed("commit.after")

    Database.transaction = watched  # type: ignore[method-assign]


def _around_calls(death: Death) -> None:
    call = Slack._call

    async def watched(self: Slack, method: str, **given: Any) -> dict[str, Any]:
        death.passed(f"call.before:{method}")
        answer = await call(self, method, **given)
        death.passed(f"call.after:{method}")
        return answer

    Slack._call = watched  # type: ignore[method-assign]


def _around_work(death: Death) -> None:
    def watched(name: str, work: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        async def at_work(*given: Any, **named: Any) -> None:
            AT_WORK.set(name)
            death.passed("begin")
            await work(*given, **named)
            death.passed("end")

        return at_work

    tick, task = Registry.tick, Registry.task

    def watched_tick(self: Registry, name: str, run: Any, **more: Any) -> None:
        tick(self, name, watched(f"tick:{name}", run), **more)

    def watched_task(self: Registry, name: str, work: Any) -> None:
        task(self, name, watched(f"job:{name}", work))

    Registry.tick = watched_tick  # type: ignore[method-assign]
    Registry.task = watched_task  # type: ignore[method-assign]


class Watched:
    """Knows what kind of request is answered, and stands before its answer."""

    def __init__(self, app: ASGIApp, death: Death) -> None:
        self._app = app
        self._death = death

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def read() -> Message:
            message = await receive()
            kind = next((kind for kind in REQUESTS if kind in message.get("body", b"")), None)
            if kind:
                AT_WORK.set(kind.decode())
            return message

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._death.passed("answer")
            await send(message)

        await self._app(scope, read, answer)


async def live(settings: dict[str, Any], clock: str) -> None:
    """Work until killed; the ticks follow the moved clock."""
    logs.set_up("error")
    given = Settings.model_validate(settings)
    async with running(given, Role.WEB | Role.WORKER, clock=FileClock(Path(clock)), start_running=True) as bot:
        _tell("up")
        ticker = Ticker(bot.deps, bot.registry)
        ticker._ran_at["retention.enforce"] = bot.deps.clock.now()  # nothing is there yet that could be too old
        while True:
            await ticker.run_due()
            bot.deps.database.wake()
            await asyncio.sleep(LOOK_SECONDS)


def _tell(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def lives() -> None:
    """One life after another, each in a process of its own, which is its parent's only child."""
    main.build_registry()
    for name in LOADED:
        import_module(name)
    inspect.getfullargspec = cache(inspect.getfullargspec)  # Bolt asks it of every listener, in each life again
    for line in sys.stdin:
        life = json.loads(line)
        child = os.fork()
        if child == 0:
            lie_in_wait(Death(life["place"], life["turn"]))
            asyncio.run(live(life["settings"], life["clock"]))
            os._exit(0)
        _tell(f"pid {child}")
        _, status = os.waitpid(child, 0)
        _tell(f"over {status}")


if __name__ == "__main__":
    lives()
