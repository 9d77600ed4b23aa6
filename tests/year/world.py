"""A simulated year: time passes from one moment at which something happens to the next, and everything that can goes wrong."""

import asyncio
import heapq
import itertools
import json
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import text

from bot.deps import Deps
from bot.domain.errors import Refused
from bot.domain.people import ROSTER
from bot.main import build_registry
from schedules.registry import NIGHTLY, Tick, TryAgain
from storage import coming
from storage.database import Database, DatabaseUnavailable
from storage.people import Person
from tests.year.clock import YearClock, rounded
from tests.year.humans import Held, Human
from tests.year.slack import Killed, Outage, YearSlack

Act = Callable[[], Awaitable[None]]
LOOK = timedelta(hours=6)
"""The clock ticks each minute; here only where something is due, and after so long at the latest."""
SOON = timedelta(seconds=60)
PATIENCE = timedelta(seconds=90)
"""So long workers are watched in one go: while Slack is away, they would never be done."""
DEAD = timedelta(minutes=1)
"""After so long the job of a worker that died is given to another one."""
TWICE = 0.05
"""How often two clocks tick at once, or two workers have the same job."""


@dataclass(order=True)
class Job:
    at: datetime
    order: int
    task: str = field(compare=False)
    args: dict[str, Any] = field(compare=False)


class World:
    """The bot with its database, Slack, and everybody in it. `seed` draws the whole of it."""

    def __init__(self, database: Database, seed: int, start: datetime, http: httpx.AsyncClient) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a year that can be had again
        self.clock = YearClock(start)
        database.clock = self.clock
        self.humans: dict[str, Human] = {}
        self.slack = YearSlack(random.Random(seed + 1), self.clock, self._holds)  # noqa: S311 - as above
        self.deps = Deps(database, self.slack, self.clock, http)
        self.registry = build_registry()
        self.down_until = self.slack_until = start
        self.refused: Counter[str] = Counter()
        self.react: Callable[[], Awaitable[None]] | None = None
        self.steps = self.set_backs = 0
        self._numbers = itertools.count()
        self._acts: list[tuple[datetime, int, Act]] = []
        self._jobs: list[Job] = []
        self._tick_at = self._night_at = start
        self._wake: list[datetime] = []

    def _holds(self, slack_id: str, at: datetime) -> Held:
        return self.humans[slack_id].holds(at)

    def human(self, person_id: int) -> Human:
        return next(one for one in self.humans.values() if one.person_id == person_id)

    async def person(self, tx: Any, human: Human) -> Person:
        found: Person = await tx.get_one(Person, human.person_id)
        return found

    def plan(self, at: datetime, act: Act) -> None:
        """Somebody will do this then, or as soon as the bot can be reached after it."""
        heapq.heappush(self._acts, (at, next(self._numbers), act))

    def go_down(self, until: datetime) -> None:
        """The process ends in the middle of whatever it does; jobs under way are found again, or lost."""
        self.down_until = max(self.down_until, until)
        self._jobs = [one for one in self._jobs if self.chance.random() < 0.7]
        self._wake_up()

    def set_back(self) -> None:
        """The machine's clock was an hour ahead, and is put right."""
        self.clock.set_back(timedelta(hours=1))
        self.set_backs += 1
        self._tick_at = self.clock.now()

    def forget_plans(self) -> None:
        """Nobody does anything any more, and nothing goes wrong."""
        self._acts.clear()
        self.react = None
        self.down_until = self.slack_until = self.clock.now()

    def lose_slack(self, until: datetime, how: Outage) -> None:
        self.slack_until, self.slack.outage = until, how

    async def live(self, until: datetime) -> None:
        while self.clock.now() < until:
            await self._step()
            self.clock.go_on_to(await self._next(until))
        self._tick_at = self.clock.now()
        await self._step()

    async def _step(self) -> None:
        self.steps += 1
        now = self.clock.now()
        if now >= self.slack_until:
            self.slack.outage = None
        await self._act(now)
        if self.clock.now() < self.down_until:
            return
        troubles = self.slack.troubles.total()
        if self.clock.now() >= self._tick_at:
            await self._tick()
        await self._work()
        if self.slack.troubles.total() > troubles:
            self._wake_up()
        if self.react is not None:
            await self.react()

    async def _act(self, now: datetime) -> None:
        cut_off = max(self.down_until, self.slack_until if self.slack.outage is Outage.GONE else now)
        while self._acts and self._acts[0][0] <= now:
            _, _, act = heapq.heappop(self._acts)
            if now < cut_off:
                self.plan(cut_off + timedelta(minutes=self.chance.randint(5, 240)), act)
                continue
            try:
                await act()
            except Refused as refused:
                self.refused[refused.code] += 1

    async def _tick(self) -> None:
        night = self.clock.now() >= self._night_at
        if night:
            self._night_at = self.clock.now() + NIGHTLY
        clocks = 2 if self.chance.random() < TWICE else 1
        for tick in self.registry.ticks.values():
            if tick.name != ROSTER and (night or tick.every < NIGHTLY):
                await asyncio.gather(*(self._run_tick(tick) for _ in range(clocks)))

    async def _run_tick(self, tick: Tick) -> None:
        try:
            await tick.run(self.deps)
        except DatabaseUnavailable:
            self.refused["database"] += 1
            self._wake_up()

    async def _work(self) -> None:
        """Run every job that is due, and those that are so within a minute: a worker waits that long."""
        until = self.clock.now() + PATIENCE
        while self.down_until <= self.clock.now() < until:
            await self._fetch()
            if not self._jobs or self._jobs[0].at > self.clock.now() + SOON:
                return
            job = heapq.heappop(self._jobs)
            await self.clock.sleep((job.at - self.clock.now()).total_seconds())
            workers = 2 if self.chance.random() < TWICE else 1
            waits = await asyncio.gather(*(self._run(job) for _ in range(workers)))
            if any(one is not None for one in waits):
                wait = max(one for one in waits if one is not None)
                self._push(job.task, job.args, self.clock.now() + wait)

    async def _run(self, job: Job) -> timedelta | None:
        """After how long the job is to be run again, if it is."""
        try:
            await self.registry.tasks[job.task](self.deps, **job.args)
        except TryAgain as again:
            return timedelta(seconds=again.seconds)
        except Killed:
            return DEAD if self.chance.random() < 0.7 else None
        except DatabaseUnavailable:
            self.refused["database"] += 1
            return DEAD
        return None

    def _wake_up(self) -> None:
        """What died is found by the ticks of the next minutes."""
        self._wake += [self.clock.now() + timedelta(minutes=2), self.clock.now() + timedelta(minutes=17)]

    def _push(self, task: str, args: dict[str, Any], at: datetime) -> None:
        heapq.heappush(self._jobs, Job(at, next(self._numbers), task, args))

    async def _fetch(self) -> None:
        """Take what was added to the queue."""
        async with self.deps.transaction() as tx:
            connection = await tx.connection()
            found = "SELECT task_name, CAST(args AS TEXT) FROM procrastinate_jobs ORDER BY priority DESC, id"
            rows = (await connection.execute(text(found))).all()
            if rows:
                await connection.execute(text("DELETE FROM procrastinate_jobs"))
        for task, args in rows:
            self._push(task, json.loads(args), self.clock.now())

    async def _next(self, until: datetime) -> datetime:
        """The next moment at which something happens."""
        now = self.clock.now()
        if now < self.down_until:
            return min(until, self.down_until)
        async with self.deps.transaction(reading=True) as tx:
            due = await coming.next_due(tx, now)
        self._wake = [one for one in self._wake if one > now]
        self._tick_at = min([due or until, now + LOOK, self._night_at, *self._wake])
        jobs = [self._jobs[0].at] if self._jobs else []
        acts = [self._acts[0][0]] if self._acts else []
        coming_up = min([self._tick_at, self.slack_until if self.slack.outage else until, *jobs, *acts])
        return min(until, max(rounded(coming_up), now + timedelta(seconds=1)))
