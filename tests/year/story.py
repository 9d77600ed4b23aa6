"""What is drawn for a simulated year: who does what in which week, what HR changes, and when what breaks."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time, timedelta
from typing import Any

import httpx

from bot.usecases.series_editor import RHYTHM, WINDOW
from storage.database import Database
from tests.year.company import SECOND, WEEKLY, Company
from tests.year.humans import DAY, Human, draw
from tests.year.life import Life
from tests.year.slack import Outage
from tests.year.world import Act, World

HOUR = timedelta(hours=1)
WEEK = timedelta(weeks=1)
AFTERWARDS = timedelta(days=5)
"""Without trouble, so that whatever can still be settled is."""


class Story:
    """A world with its company and its life, from a Monday on. `long` has what takes more than some weeks to happen."""

    def __init__(self, world: World, start: datetime, weeks: int) -> None:
        self.world, self.chance = world, world.chance
        self.start, self.weeks = start, weeks
        self.company, self.life = Company(world), Life(world)
        world.react = self.life.react

    @property
    def end(self) -> datetime:
        return self.start + self.weeks * WEEK

    async def tell(self, people: int) -> None:
        await self.company.found(people)
        self._trouble()
        for week in range(self.weeks):
            self.world.plan(self.start + week * WEEK, self._draw_week)
        self._edits()
        await self.world.live(self.end)
        self.world.slack.healthy = True
        self.world.forget_plans()
        await self.world.live(self.end + AFTERWARDS)

    async def _draw_week(self) -> None:
        """What each of them will do in this week."""
        for human in [one for one in self.world.humans.values() if one.here]:
            for chance, act in self._habits(human):
                if self.chance.random() < chance:
                    self.world.plan(self._sometime(), act)
        if self.chance.random() < len(self.world.humans) / 400:
            newcomer = draw(self.chance, len(self.world.humans) + 5_000)
            self.world.plan(self._sometime(), lambda: self.company.join(newcomer))
        for human in [one for one in self.world.humans.values() if not one.here]:
            if self.chance.random() < 0.1:
                self.world.plan(self._sometime(), lambda human=human: self._rejoin(human))  # type: ignore[misc]

    def _habits(self, human: Human) -> list[tuple[float, Act]]:
        life, company = self.life, self.company
        return [
            (0.1, lambda: life.answer_early(human)),
            (0.12, lambda: life.go_away(human)),
            (0.01, lambda: life.call_off(human)),
            (0.02, lambda: company.note_leave(human)),
            (0.02, lambda: company.move(human)),
            (0.02, lambda: life.settle_in(human)),
            (0.01, lambda: company.led_by(human, self._leader())),
            (0.004, lambda: company.leave(human)),
        ]

    async def _rejoin(self, human: Human) -> None:
        if not human.here:
            await self.company.join(human)

    def _leader(self) -> Human:
        return self.chance.choice([one for one in self.company.leads if one.here])

    def _sometime(self) -> datetime:
        return self.world.clock.now() + self.chance.random() * WEEK

    def _moment(self) -> datetime:
        return self.start + self.chance.random() * self.weeks * WEEK

    def _edits(self) -> None:
        """HR changes hour, day, window, reminder and rhythm of the series, and pauses them."""
        weekly, second = (self.company.series[name] for name in (WEEKLY, SECOND))
        for _ in range(max(2, self.weeks // 2)):
            self._edit(self.chance.choice([weekly, second]))
        for _ in range(max(1, self.weeks // 8)):
            begin = self._moment()
            self.world.plan(begin, lambda: self.company.pause(second))
            self.world.plan(begin + self.chance.randint(1, 20) * DAY, lambda: self.company.start(second))
            self.world.plan(self._moment(), lambda: self.company.edit(second, RHYTHM, every=self.chance.choice([1, 2])))
        for _ in range(max(2, self.weeks // 10)):
            self.world.plan(self._moment(), self._close)
        for _ in range(self.weeks // 20):
            self._months(second)

    def _edit(self, series_id: int) -> None:
        change: dict[str, Any] = self.chance.choice(
            [
                {"opens_at": time(self.chance.randint(6, 20))},
                {"weekday": self.chance.randint(1, 7)},
                {"closes_after": self.chance.randint(1, 4)},
                {"reminds_at": self.chance.choice([None, time(9), time(11)])},
            ]
        )
        part = RHYTHM if "weekday" in change else WINDOW
        self.world.plan(self._moment(), lambda: self.company.edit(series_id, part, **change))

    def _months(self, series_id: int) -> None:
        """For some months it asks monthly."""
        begin = self._moment()
        monthly: dict[str, Any] = self.chance.choice(
            [{"cadence": "monthly_date", "month_day": 31}, {"cadence": "monthly_weekday", "month_week": 2}]
        )
        self.world.plan(begin, lambda: self.company.edit(series_id, RHYTHM, **monthly))
        self.world.plan(begin + 15 * WEEK, lambda: self.company.edit(series_id, RHYTHM, cadence="weekly"))

    async def _close(self) -> None:
        day = self.world.clock.now().date() + self.chance.randint(1, 12) * DAY
        await self.company.close(day, self.chance.choice(["", "", "DE", "US"]))

    def _trouble(self) -> None:
        """Slack is away over a Friday afternoon, the process over a weekend, the clock set back on a Friday; and more at random."""
        friday = self.start + 4 * DAY
        self._at(friday + 11 * HOUR, lambda at: self.world.lose_slack(at + 8 * HOUR, Outage.GONE))
        self._at(friday + WEEK + 9 * HOUR, lambda at: self.world.lose_slack(at + 3 * HOUR, Outage.SILENT))
        self._at(friday + 2 * WEEK + 16 * HOUR, lambda at: self.world.go_down(at + 66 * HOUR))
        for week in (3, 4):
            self._at(friday + week * WEEK + 6 * HOUR, lambda _: self._set_clock_back())
        for _ in range(self.weeks // 2):
            how = self.chance.choice(list(Outage))
            self._at(self._moment(), lambda at, how=how: self.world.lose_slack(at + self._hours(), how))  # type: ignore[misc]
            self._at(self._moment(), lambda at: self.world.go_down(at + self._hours()))

    def _hours(self) -> timedelta:
        return self.chance.choice([0.3, 1, 3, 8]) * HOUR

    def _at(self, at: datetime, happens: Callable[[datetime], None]) -> None:
        async def act() -> None:
            happens(self.world.clock.now())

        self.world.plan(at, act)

    def _set_clock_back(self) -> None:
        """While the next prompts go out, the worker dies, and the machine comes back with its clock an hour behind."""
        self.world.slack.after_posts(2, self.world.set_back)


@asynccontextmanager
async def told(database: Database, seed: int, *, people: int, weeks: int, start: datetime) -> AsyncIterator[Story]:
    """A whole year, and what came of it."""
    async with httpx.AsyncClient(trust_env=False) as http:
        story = Story(World(database, seed, start, http), start, weeks)
        await story.tell(people)
        yield story


SPRING = datetime(2027, 3, 8, tzinfo=UTC)
"""Five weeks from here see summer time begin and end on both halves of the Earth, and Easter."""
LONG = datetime(2026, 2, 23, tzinfo=UTC)
"""A year from here has a week 53."""
