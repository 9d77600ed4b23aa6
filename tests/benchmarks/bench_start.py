"""How soon `growloop run` is ready after it was started, and what it holds in memory when it has nothing to do."""

import asyncio
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from statistics import median

from bot.sandbox.sandbox import Sandbox
from tests.benchmarks.processes import GROWLOOP, ROOT, answers, free_port, megabytes, python, settings, workspace
from tests.benchmarks.table import SHORT, Row

STARTS = 1 if SHORT else 5
IDLE_SECONDS = 0 if SHORT else 5
READY_MAX = 2.0
"""Times the bare imports: how long those take is the machine's affair."""
WANTED = 3.0
"""Seconds on a machine that imports as fast as most do."""
MEMORY_MAX = 60.0

FOREIGN = """
import sys
import bot.cli, bot.process, storage.migrate, alembic.command, uvloop, sqlalchemy.dialects.sqlite.aiosqlite
ours = {"bot", "handlers", "schedules", "storage"}
print(*(name for name in sys.modules if name.split(".")[0] not in ours and name != "__main__"))
"""
"""Names every module that the product imports from elsewhere."""
BARE = """
import importlib, sys
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except ImportError:  # a name that only exists once its package was used
        continue
print("imported", flush=True)
sys.stdin.read()
"""


def run() -> list[Row]:
    imports = [_bare() for _ in range(STARTS)]
    took, bare = median(seconds for seconds, _ in imports), median(held for _, held in imports)
    ready, memory = asyncio.run(_starts())
    above = memory - bare
    return [
        Row(
            f"start: growloop run until /readyz, to the bare imports (wanted: {WANTED:g} s)",
            ready,
            "s",
            took,
            ready / took,
            f"<= {READY_MAX:g}",
            ready <= took * READY_MAX,
        ),
        Row(
            f"start: memory when idle ({above:+.0f} MB)",
            memory,
            "MB",
            baseline=bare,
            ratio=memory / bare,
            limit=f"<= {MEMORY_MAX:g} MB above the bare imports",
            holds=above <= MEMORY_MAX,
        ),
    ]


def _bare() -> tuple[float, float]:
    """Seconds and megabytes of a process that imports the same dependencies and nothing else."""
    command = [sys.executable, "-c", BARE, *_foreign()]  # asked once, before the clock runs
    begun = time.perf_counter()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603 - our own text
        assert process.stdout is not None
        process.stdout.readline()
        return time.perf_counter() - begun, megabytes(process.pid)


@cache
def _foreign() -> list[str]:
    if SHORT:
        return ["sqlalchemy"]
    named = subprocess.run([sys.executable, "-c", FOREIGN], cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603 - our own text
    return named.stdout.split()


async def _starts() -> tuple[float, float]:
    """The middle of several starts, each with a fresh database: seconds until ready, and megabytes a while later."""
    async with workspace() as (sandbox, url):
        taken = [await _start(sandbox, url) for _ in range(STARTS)]
    return median(ready for ready, _ in taken), median(memory for _, memory in taken)


async def _start(sandbox: Sandbox, url: str) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        given = settings(sandbox, url, f"sqlite:///{folder}/growloop.db", port)
        begun = time.perf_counter()
        async with python("-c", GROWLOOP, "run", folder=Path(folder), given=given) as process:
            await answers(process, f"http://127.0.0.1:{port}/readyz")
            ready = time.perf_counter() - begun
            await asyncio.sleep(IDLE_SECONDS)
            return ready, megabytes(process.pid)
