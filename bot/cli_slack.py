"""`growloop manifest` and `growloop doctor`: what a company needs to bring the bot to its Slack."""

import asyncio
import json
import sys
from typing import NoReturn

from rich.console import Console

from bot import manifest as manifests
from bot.deps import SystemClock

NO_START = 2
BROKEN = 1


def manifest(url: str | None = None, prefix: str = "") -> None:
    """Print the manifest as JSON, ready to be pasted."""
    try:
        made = manifests.manifest(url, prefix)
    except manifests.ManifestWrong as wrong:
        _fail(str(wrong), NO_START)
    sys.stdout.write(json.dumps(made, indent=2, ensure_ascii=False) + "\n")


def doctor() -> None:
    """Print each finding as it is made. The exit code is 1 when something is broken."""
    if asyncio.run(_examine()):
        sys.exit(BROKEN)


async def _examine() -> bool:
    """Whether something is broken."""
    from bot import doctor as examination  # noqa: PLC0415 - to print the manifest needs none of it

    colours = {
        examination.State.OK: "green",
        examination.State.HINT: "yellow",
        examination.State.BROKEN: "bold red",
    }
    console = Console(soft_wrap=True, highlight=False)
    broken = False
    async for finding in examination.examine(SystemClock()):
        broken |= finding.state is examination.State.BROKEN
        console.print(f"{finding.state.value:8}", style=colours[finding.state], end="")
        console.print(f"{finding.what:11} {finding.said}", markup=False)
    return broken


def _fail(said: str, code: int) -> NoReturn:
    Console(stderr=True, soft_wrap=True, highlight=False, markup=False).print(said)
    sys.exit(code)
