"""The `growloop` command in a process of its own, as somebody starts it."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from typing import Any

ROOT = str(Path(__file__).parents[1])


async def started(folder: Path, *words: str, settings: dict[str, str], **pipes: Any) -> Process:
    """Of the environment it sees no settings but those given."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("GROWLOOP_", "SLACK_", "DATABASE_"))
    }
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from bot.cli import main; main()",
        *words,
        env=kept | {"PYTHONPATH": ROOT} | settings,
        cwd=folder,
        stdout=PIPE,
        **pipes,
    )


async def growloop(folder: Path, *words: str, **settings: str) -> tuple[int, str, str]:
    """The exit code, and what it said on both outputs."""
    process = await started(folder, *words, settings=settings, stderr=PIPE)
    out, err = await process.communicate()
    assert b"Traceback" not in err
    return process.returncode or 0, out.decode(), err.decode()
