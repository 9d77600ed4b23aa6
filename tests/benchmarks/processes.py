"""Processes that are measured: started with nothing of the machine's own settings, and looked at from outside."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import httpx
import psutil

from bot.deps import Clock, Deps
from bot.sandbox.clock import MovableClock
from bot.sandbox.sandbox import Sandbox
from bot.slack import Slack
from storage.clock import SystemClock
from storage.database import Database

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
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
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
