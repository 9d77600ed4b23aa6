"""One measurement in a process of its own: `python -m tests.benchmarks.once NAME ADDRESS [MORE]` prints it as JSON.

NAME is the module that measures, by `measured`; the clock of what it is given stands at its NOW.
"""

import asyncio
import importlib
import json
import resource
import sys
from pathlib import Path
from typing import Any

import uvloop

from bot import logs
from bot.sandbox.clock import MovableClock
from storage.database import Database
from tests.benchmarks.processes import deps_of, python
from tests.benchmarks.table import SHORT


def once(name: str, url: str, *more: str, folder: Path, here: bool = SHORT) -> dict[str, Any]:
    """What is measured; in the short form in this process, where to begin another takes longer than all that is measured."""
    return asyncio.run(_measured(name, url, *more) if here else _apart(name, url, *more, folder=folder))


def peak_megabytes() -> float:
    """What this process held in memory at the most, until now."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


async def _apart(*arguments: str, folder: Path) -> dict[str, Any]:
    command = ("-m", "tests.benchmarks.once", *arguments)
    async with python(*command, folder=folder, output=asyncio.subprocess.PIPE) as process:
        out, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"the measurement of {arguments[0]} failed")
    told: dict[str, Any] = json.loads(out)
    return told


async def _measured(name: str, url: str, *more: str) -> dict[str, Any]:
    logs.set_up("error")
    module = importlib.import_module(f"tests.benchmarks.{name}")
    database = Database(url)
    try:
        async with deps_of(database, MovableClock(module.NOW, running=False)) as deps:
            told: dict[str, Any] = await module.measured(deps, *more)
            return told
    finally:
        await database.close()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print(json.dumps(runner.run(_measured(*sys.argv[1:]))))
