"""Everything that an edge may hold, made once in bot/main.py and handed on."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import anyio
import httpx

from bot import lexicon
from bot.domain.coach_lexicon import Lexicon
from bot.domain.retention import Retention
from bot.slack import Slack
from storage import clock
from storage.database import Database, Tx


class Clock(clock.Clock, Protocol):
    """The only source of time: `now()` is aware and in UTC."""

    async def sleep(self, seconds: float) -> None:
        """Wait that long, by this clock."""


class SystemClock(clock.SystemClock):
    """The machine's own time."""

    async def sleep(self, seconds: float) -> None:
        await anyio.sleep(seconds)


@dataclass(frozen=True)
class Deps:
    """What handlers and schedules are given. Settings stay in bot/main.py; only the values that an edge needs are here.

    `hr_emails` are lower case. `start_running`: the default series runs from the first second (the demo), else it waits for HR.
    """

    database: Database
    slack: Slack
    clock: Clock
    http: httpx.AsyncClient
    hr_emails: frozenset[str] = frozenset()
    guests: bool = False
    start_running: bool = False
    retention: Retention = field(default_factory=Retention)
    coach_dir: Path | None = None

    @property
    def lexicon(self) -> Lexicon:
        """What the coach reads drafts with; read from disk at the first use, and kept."""
        return lexicon.load(self.coach_dir)

    def transaction(self, *, reading: bool = False) -> AbstractAsyncContextManager[Tx]:
        """One transaction: committed when the block ends well, undone when it does not."""
        return self.database.transaction(reading=reading)
