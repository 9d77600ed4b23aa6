"""Processes that are measured: started with nothing of the machine's own settings, and looked at from outside.

In the short form, in which nothing is judged, what serves is in this process: to begin one takes longer than all that is measured.
"""

import asyncio
import importlib
import json
import os
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import psutil

from bot.deps import Clock, Deps
from bot.process import Role, running
from bot.sandbox.clock import MovableClock
from bot.sandbox.sandbox import Sandbox
from bot.settings import PREFIX, Settings
from bot.slack import Slack
from storage.clock import SystemClock
from storage.database import Database
from tests.benchmarks import load
from tests.benchmarks.table import FORM, SHORT

GROWLOOP = "from bot.cli import main; main()"
ROOT = Path(__file__).parents[2]
GIVE_UP_SECONDS = 60
LOOK_SECONDS = 0.02


@asynccontextmanager
async def workspace() -> AsyncIterator[tuple[Sandbox, str]]:
    """A Slack for those processes, with a few people in it, and its address."""
    sandbox = Sandbox(MovableClock(SystemClock().now(), running=True), with_page=False)
    for number in range(10):
        sandbox.workspace.add_person(f"Person {number}", tz="Europe/Berlin")
    async with sandbox.serve() as url:
        yield sandbox, url


@asynccontextmanager
async def web(sandbox: Sandbox, url: str, database_url: str, folder: Path) -> AsyncIterator[int]:
    """What Slack talks to, alone, at the port that it answers."""
    port = free_port()
    given = settings(sandbox, url, database_url, port)
    if SHORT:
        named: dict[str, Any] = {name.removeprefix(PREFIX).lower(): value for name, value in given.items()}
        async with running(Settings.load(_env_file=None, **named), Role.WEB):
            yield port
        return
    async with python("-c", GROWLOOP, "web", folder=folder, given=given) as process:
        await answers(process, f"http://127.0.0.1:{port}/readyz")
        yield port


@asynccontextmanager
async def baseline(name: str, *arguments: str, folder: Path) -> AsyncIterator[int]:
    """What a module of the benches serves with these arguments, at the port that it answers."""
    port = free_port()
    if SHORT:
        async with importlib.import_module(f"tests.benchmarks.{name}").serving(str(port), *arguments):
            yield port
        return
    async with python("-m", f"tests.benchmarks.{name}", str(port), *arguments, folder=folder) as process:
        await answers(process, f"http://127.0.0.1:{port}/readyz")
        yield port


async def loaded(port: int, clients: int, secret: str, file: Path) -> dict[str, Any]:
    """The seconds that it took so many clients to send all forms of the file (load.py), and the milliseconds of each."""
    if SHORT:
        return await load.send(port, clients, secret, file)
    command = ("-m", "tests.benchmarks.load", str(port), str(clients), secret, str(file))
    async with python(*command, folder=file.parent, output=asyncio.subprocess.PIPE) as process:
        out, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError("a request was not answered as it should be")
    told: dict[str, Any] = json.loads(out)
    return told


def settings(sandbox: Sandbox, url: str, database_url: str, port: int) -> dict[str, str]:
    """The settings of a bot in that workspace, over HTTP."""
    return {
        "GROWLOOP_DATABASE_URL": database_url,
        "GROWLOOP_HOST": "127.0.0.1",
        "GROWLOOP_PORT": str(port),
        "GROWLOOP_SLACK_API_URL": f"{url}/api/",
        "GROWLOOP_SLACK_BOT_TOKEN": sandbox.bot_token,
        "GROWLOOP_SLACK_SIGNING_SECRET": sandbox.signing_secret,
        "GROWLOOP_LOG_LEVEL": "error",
    }


@asynccontextmanager
async def python(
    *arguments: str, folder: Path, given: Mapping[str, str] | None = None, output: int | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A Python of ours with these arguments, ended with the block. It works in `folder`, where no .env lies."""
    own = ("GROWLOOP_", "DATABASE_URL", "PORT", "SLACK_")
    kept = {name: value for name, value in os.environ.items() if name == FORM or not name.startswith(own)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=folder, env=kept | {"PYTHONPATH": str(ROOT)} | dict(given or {}), stdout=output
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def answers(process: asyncio.subprocess.Process, address: str) -> None:
    """Return when a GET of this address is answered with 200. Raises RuntimeError when the process ends before."""
    async with httpx.AsyncClient(trust_env=False) as client, asyncio.timeout(GIVE_UP_SECONDS):
        while True:
            if process.returncode is not None:
                raise RuntimeError(f"the process ended with {process.returncode}")
            try:
                if (await client.get(address)).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0)
            await asyncio.sleep(LOOK_SECONDS)


@asynccontextmanager
async def deps_of(database: Database, clock: Clock) -> AsyncIterator[Deps]:
    """What handlers and schedules hold, in this process; Slack is not there."""
    async with aiohttp.ClientSession() as session, httpx.AsyncClient(trust_env=False) as client:
        slack = Slack(session, "xoxb-1", "http://127.0.0.1:1/api/")
        yield Deps(database=database, slack=slack, clock=clock, http=client)


def free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


def megabytes_here() -> float:
    return megabytes(os.getpid())


def megabytes(pid: int) -> float:
    """What a process holds in memory now."""
    return float(psutil.Process(pid).memory_info().rss / 2**20)
