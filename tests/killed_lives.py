"""The parent of a bot's lives: each begins at once, and ends by kill -9 (tests/killed_process.py)."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.benchmarks.processes import ROOT

GIVE_UP_SECONDS = 90.0


class Lives:
    """The parent of every life: it has loaded the bot, so that a life begins at once."""

    def __init__(self, folder: Path) -> None:
        self._log = folder / "lives.log"
        self._read = 0
        own = ("GROWLOOP_", "DATABASE_URL", "PORT", "SLACK_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.killed_process"],
                cwd=folder,
                env=kept | {"PYTHONPATH": str(ROOT)},
                stdin=subprocess.PIPE,
                stdout=log,
            )

    def begin(self, life: dict[str, Any]) -> None:
        self._read = self._log.stat().st_size
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(life).encode() + b"\n")
        self._process.stdin.flush()

    def _said(self, word: str) -> str | None:
        with self._log.open("rb") as log:
            log.seek(self._read)
            lines = log.read().decode().splitlines()
        return next((line.removeprefix(word).strip() for line in lines if line.startswith(word)), None)

    @property
    def up(self) -> bool:
        return self._said("up") is not None

    @property
    def over(self) -> bool:
        """Whether the life is over. Raises AssertionError where nobody killed it."""
        status = self._said("over")
        assert status in (None, str(int(signal.SIGKILL))), f"The bot ended by itself, with status {status}."
        return status is not None

    def kill(self) -> None:
        """What kill -9 does."""
        pid = self._said("pid")
        if pid is not None and not self.over:
            os.kill(int(pid), signal.SIGKILL)

    def close(self) -> None:
        self.kill()
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=GIVE_UP_SECONDS)


@contextmanager
def lives(folder: Path) -> Iterator[Lives]:
    made = Lives(folder)
    try:
        yield made
    finally:
        made.close()
