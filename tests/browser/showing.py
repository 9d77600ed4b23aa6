"""The demo as a newcomer starts it: a process of its own, in a folder of its own."""

import asyncio
import re
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.processes import free_port, python

COMMAND = ("-c", "from bot.cli import main; main()", "demo", "--no-browser")
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
PATIENCE_SECONDS = 120
"""How long the stage may take on two cores that run other tests as well; alone it is some seconds."""
ENDS_SECONDS = 10


@dataclass
class Showing:
    """A demo that runs. `said` is what it printed until its address was there."""

    process: asyncio.subprocess.Process
    url: str
    port: int
    said: str

    async def end(self) -> int:
        """Press Ctrl-C; the exit code. Raises TimeoutError when it takes longer than somebody would wait."""
        self.process.send_signal(signal.SIGINT)
        async with asyncio.timeout(ENDS_SECONDS):
            return await self.process.wait()

    async def rest(self) -> str:
        """What it printed after its address, up to its end."""
        assert self.process.stdout is not None
        return (await self.process.stdout.read()).decode()


@asynccontextmanager
async def showing(folder: Path, *arguments: str, port: int | None = None) -> AsyncIterator[Showing]:
    """The demo in this folder, from the moment that its address is there."""
    port = port or free_port()
    async with started(folder, *arguments, "--port", str(port)) as process:
        said = ""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not (found := ADDRESS.search(said)):
                line = (await _output(process).readline()).decode()
                if not line:
                    raise RuntimeError(f"The demo ended: {said}")
                said += line
            said += (await _output(process).readuntil(b"ends it.\n")).decode()
        yield Showing(process, found.group(), port, said)


@asynccontextmanager
async def started(folder: Path, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """The command, whatever becomes of it."""
    given = {"PYTHONUNBUFFERED": "1", "COLUMNS": "300"}
    async with python(*COMMAND, *arguments, folder=folder, given=given, output=asyncio.subprocess.PIPE) as process:
        yield process


def _output(process: asyncio.subprocess.Process) -> asyncio.StreamReader:
    assert process.stdout is not None
    return process.stdout
