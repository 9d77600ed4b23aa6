"""What is drawn for a simulated quarter: who does what in which week, and when what breaks."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx
from sqlmodel import col, select
from typing_extensions import override

from storage.database import Database
from storage.notices import Notice
from tests.quarter.checkins_life import CheckinsLife
from tests.quarter.cycle_life import CycleLife
from tests.quarter.department import Department
from tests.quarter.goals_life import GoalsLife
from tests.quarter.ledger import Ledger
from tests.quarter.observing_life import ObservingLife
from tests.quarter.screen import Screen
from tests.quarter.talk_words_life import TalkWordsLife
from tests.quarter.talks_life import TalksLife
from tests.quarter.world import QuarterWorld, heard
from tests.year.humans import Human
from tests.year.story import AFTERWARDS, HOUR, WEEK, Story
from tests.year.world import Act

WORK = (6, 9, 12, 15)
"""Hours, UTC, in which most of them are at their screens."""


class Quarter(Story):
    world: QuarterWorld
    company: Department
    life: CheckinsLife

    def __init__(self, world: QuarterWorld, start: datetime, weeks: int) -> None:
        super().__init__(world, start, weeks)
        self.ledger = Ledger()
        self.screen = Screen(world, self.ledger)
        self.company = Department(world, weeks)
        self.life = CheckinsLife(world, self.ledger, self.screen)
        made = (world, self.company, self.ledger, self.screen)
        self.goals, self.talks, self.observing = GoalsLife(*made), TalksLife(*made), ObservingLife(*made)
        self.words = TalkWordsLife(self.talks)
        self.cycle = CycleLife(*made)
        world.react = self._react
        self._read = 0

    @override
    async def tell(self, people: int) -> None:
        await self.company.found(people)
        await self.cycle.begin()
        # By then it is the first day for everybody: until it is, nobody leads anybody in New York.
        self.world.plan(self.start + 6 * HOUR, self.goals.begin)
        self._trouble()
        for human in self.world.humans.values():
            for act in (self.goals.write, self.talks.set_up):
                self._plan(self.start + self.chance.choice([0.3, 0.4, 1.4]) * timedelta(days=1), act, human)
        for human in (self.company.head, *self.company.leads):
            self._plan(self.start + timedelta(days=8, hours=9), self.goals.tell, human)
        for week in range(self.weeks):
            self.world.plan(self.start + week * WEEK, self._draw_week)
        self._changes()
        await self.world.live(self.end)
        self.world.slack.healthy = True
        self.world.forget_plans()
        await self.world.live(self.end + AFTERWARDS)

    def _plan(self, at: datetime, act: Callable[[Human], Awaitable[None]], human: Human) -> None:
        self.world.plan(at, lambda: act(human))

    async def _react(self) -> None:
        """Whoever got a message does something about it, or nothing."""
        new = self.world.slack.posts[self._read :]
        self._read += len(new)
        await self.life.react()
        if not new:
            return
        async with self.world.deps.transaction(reading=True) as tx:
            found = list(await tx.exec(select(Notice).where(col(Notice.id).in_([one.notice_id for one in new]))))
        for notice in sorted(found, key=lambda one: one.id):
            human = self.world.human(notice.recipient_id)
            for part in (self.goals, self.talks, self.observing):
                if notice.kind.split(".")[0] in ("goals", "one_on_ones", "observations"):
                    at = self.world.clock.now() + self.chance.choice([1, 3, 3, 21]) * HOUR
                    self.world.plan(at, lambda part=part, human=human, notice=notice: part.heard(human, notice))  # type: ignore[misc]

    @override
    def _habits(self, human: Human) -> list[tuple[float, Act]]:
        """How likely each of them does what in a week."""
        each = {
            self.life.from_two_devices: 0.08,
            self.life.go_away: 0.06,
            self.life.settle_in: 0.03,
            self.goals.write: 0.15,
            self.goals.change: 0.2,
            self.goals.tell: 0.3,
            self.goals.withdraw: 0.04,
            self.goals.drafts: 0.3,
            self.goals.close: 0.04,
            self.talks.set_up: 0.08,
            self.talks.end: 0.02,
            self.talks.move: 0.15,
            self.talks.skip: 0.08,
            self.words.put: 0.3,
            self.words.strike: 0.2,
            self.words.purpose: 0.1,
            self.words.write: 0.5,
            self.words.act: 0.2,
            self.words.settle: 0.2,
            self.cycle.add: 0.1,
            self.cycle.look: 0.15,
            self.company.move_to_another: 0.04,
            self.company.leave: 0.01,
        }
        if human in self.company.leads or human is self.company.head:
            each |= {self.observing.note: 0.9, self.observing.edit: 0.2}
            each |= {self.observing.share: 0.15, self.observing.delete: 0.1}
        return [(chance, lambda act=act: act(human)) for act, chance in each.items()]  # type: ignore[misc]

    def _changes(self) -> None:
        """Whatever was drawn, each quarter sees managers change in the middle of everything, and one of them leave."""
        led = [one for one in self.world.humans.values() if one not in self.company.leads][2:]
        for human in led[:: max(1, len(led) // 4)]:
            self.world.plan(self._moment(), lambda human=human: self.company.move_to_another(human))  # type: ignore[misc]
        leaving = self.start + self.weeks * WEEK * 0.55
        self.world.plan(leaving, lambda: self.company.leave(self.company.leads[-1]))

    @override
    def _sometime(self) -> datetime:
        """While most of them work."""
        monday = self.world.clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
        return monday + timedelta(days=self.chance.randint(0, 4), hours=self.chance.choice(WORK))


@asynccontextmanager
async def told(
    database: Database, seed: int, *, people: int, weeks: int, start: datetime, grain: timedelta = HOUR
) -> AsyncIterator[Quarter]:
    """A whole quarter, and what came of it. `grain`: so long together is looked at in one go."""
    async with httpx.AsyncClient(trust_env=False) as http:
        world = QuarterWorld(database, seed, start, http, grain)
        story = Quarter(world, start, weeks)
        with heard(world.logged):
            await story.tell(people)
        yield story


START = datetime(2027, 3, 8, tzinfo=UTC)
"""A Monday: summer time begins in New York in the first week, in Europe in the third, and Easter is in the third."""
