"""The world of a simulated quarter: that of a year, looked at every hour, with everything that is said to Slack or logged kept."""

import dataclasses
import logging
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import httpx
from typing_extensions import override

from storage.database import Database
from tests.quarter.slack import QuarterSlack
from tests.year.world import World

HOUR = timedelta(hours=1)
OURS = ("bot", "handlers", "schedules", "storage")


class QuarterWorld(World):
    slack: QuarterSlack

    def __init__(
        self, database: Database, seed: int, start: datetime, http: httpx.AsyncClient, grain: timedelta = HOUR
    ) -> None:
        super().__init__(database, seed, start, http)
        self.grain = grain
        self.slack = QuarterSlack(random.Random(seed + 1), self.clock, self._holds)  # noqa: S311 - as in a year
        self.deps = dataclasses.replace(self.deps, slack=self.slack)
        self.logged: list[str] = []

    @override
    async def _next(self, until: datetime) -> datetime:
        """What is due within an hour, or whatever the grain is, is looked at together: a quarter in a minute."""
        at = await super()._next(until)
        past = (at - at.replace(hour=0, minute=0, second=0, microsecond=0)) % self.grain
        return min(until, at if not past else at - past + self.grain)


class _Ear(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self.lines = lines
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{self.format(record)} {sorted(vars(record).items(), key=str)}")


@contextmanager
def heard(lines: list[str]) -> Iterator[None]:
    """Every line that the product logs meanwhile, whatever its level, and what anybody else warns of."""
    ear, loggers = _Ear(lines), [logging.getLogger(name) for name in OURS]
    before = [one.level for one in loggers]
    logging.getLogger().addHandler(ear)
    for one in loggers:
        one.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(ear)
        for one, level in zip(loggers, before, strict=True):
            one.setLevel(level)
