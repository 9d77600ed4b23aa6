"""What people do in a simulated year: they answer early, in time, late or never, put off, skip, go away, come back, and move."""

import asyncio
from datetime import time, timedelta
from typing import Any

from sqlmodel import col, select

from bot.domain import checkins, nudges
from bot.domain.checkins import Draft
from bot.domain.nudges import Later
from bot.domain.preferences import Chosen, Language
from bot.domain.profiles import Profile
from bot.usecases import checkins as answering
from bot.usecases import checkins_late, leave, preferences
from bot.usecases import nudges as nudging
from storage.leave import Leave
from storage.notices import Notice
from storage.periods import Period
from tests.year.humans import DAY, Human
from tests.year.world import World

HOUR = timedelta(hours=1)
ASKING = (checkins.PROMPT.name, checkins.REMINDER.name, nudges.AGAIN.name)
QUIET = ((time(20), time(7)), (time(18), time(9)), (time(12), time(13)), (time(0), time(0)))
"""Quiet hours that people choose: short nights, long ones, their lunch, none."""


class Life:
    """The people of a world. `left_open` are the periods that somebody means to answer after the reminder."""

    def __init__(self, world: World) -> None:
        self.world, self.chance = world, world.chance
        self.left_open: set[int] = set()
        self._seen = 0

    async def react(self) -> None:
        """Everybody who got a message decides what to do about it."""
        new = self.world.slack.posts[self._seen :]
        self._seen += len(new)
        if not new:
            return
        async with self.world.deps.transaction(reading=True) as tx:
            found = await tx.exec(select(Notice).where(col(Notice.id).in_([one.notice_id for one in new])))
            notices = list(found)
        for notice in notices:
            if notice.kind in ASKING:
                self._decide(self.world.human(notice.recipient_id), notice.kind, notice.subject_id)

    def _decide(self, human: Human, kind: str, period_id: int) -> None:
        if kind != checkins.PROMPT.name:
            if period_id in self.left_open or self.chance.random() < human.diligence / 2:
                self._later(lambda: self.answer(human, period_id), 2)
            return
        wants = self.chance.random()
        if wants < human.diligence * 0.6:
            self._later(lambda: self.answer(human, period_id), 8)
        elif wants < human.diligence * 0.8:
            self.left_open.add(period_id)
        elif wants < human.diligence * 0.87:
            self._later(lambda: self.answer(human, period_id), 24 * 8)
        elif wants < human.diligence * 0.93:
            self._later(lambda: self.put_off(human, period_id), 1)
        elif wants < human.diligence:
            self._later(lambda: self.skip(human, period_id), 6)

    def _later(self, act: Any, hours: float) -> None:
        self.world.plan(self.world.clock.now() + self.chance.random() * hours * HOUR, act)

    async def answer(self, human: Human, period_id: int) -> None:
        async with self.world.deps.transaction(reading=True) as tx:
            period = await tx.get_one(Period, period_id)
        await self._send(human, period.series_id, period.slot)
        if self.chance.random() < 0.15:
            self._later(lambda: self._send(human, period.series_id, period.slot), 48)

    async def answer_early(self, human: Human) -> None:
        """`/checkin`, whatever is open or coming."""
        async with self.world.deps.transaction(reading=True) as tx:
            me = await self.world.person(tx, human)
            form = await answering.access_form(tx, me, self.world.clock.now())
        await self._send(human, form.series.id, form.slot)

    async def _send(self, human: Human, series_id: int, slot: str) -> None:
        """Press the button, sometimes twice; what the form says about its readers, or about a closed window, is agreed to."""
        if not human.here:
            return
        words = f"{human.slack_id} {slot} {self.chance.randrange(10**6)}"
        await asyncio.gather(
            *(self._submit(human, series_id, slot, words) for _ in range(1 + (self.chance.random() < 0.1)))
        )

    async def _submit(self, human: Human, series_id: int, slot: str, words: str) -> None:
        now, key = self.world.clock.now(), dict[str, Any](series_id=series_id, slot=slot)
        for _ in range(3):
            async with self.world.deps.transaction() as tx:
                me = await self.world.person(tx, human)
                form = await answering.access_form(tx, me, now, **key)
                named = [one.id for one in form.readers]
                sent = await answering.submit(tx, me, self._draft(words), now, named=named, **key)
            if sent.kept is not None:
                async with self.world.deps.transaction() as tx:
                    me = await self.world.person(tx, human)
                    named = [one.id for one in sent.readers]
                    sent = await checkins_late.send_late(tx, me, sent.kept, now, named=named)
            if sent.checkin is not None:
                human.said[series_id, slot] = words
                return

    def _draft(self, words: str) -> Draft:
        blocked = self.chance.random() < 0.1
        others = [
            one.person_id for one in self.world.humans.values() if one.here and not words.startswith(one.slack_id)
        ]
        return Draft(
            progress=words,
            plan="More of it" if self.chance.random() < 0.5 else "",
            blocker="A wall" if blocked else "",
            help_from=self.chance.choice(others) if blocked and self.chance.random() < 0.5 else None,
            mood=self.chance.choice([None, 1, 3, 5]),
        )

    async def put_off(self, human: Human, period_id: int) -> None:
        async with self.world.deps.transaction() as tx:
            me = await self.world.person(tx, human)
            when = self.chance.choice(list(Later))
            await nudging.put_off(tx, me, period_id, when, self.world.clock.now())
        self.left_open.add(period_id)

    async def skip(self, human: Human, period_id: int) -> None:
        reason = self.chance.choice(["", "Too much else"])
        async with self.world.deps.transaction() as tx:
            await nudging.skip(tx, await self.world.person(tx, human), period_id, reason, self.world.clock.now())
        if self.chance.random() < 0.2:
            self._later(lambda: self.answer(human, period_id), 24)

    async def go_away(self, human: Human) -> None:
        """Leave that was planned, or an illness that began a day ago."""
        today = human.local(self.world.clock.now()).date()
        first = today + self.chance.choice([-1, 0, 0, *range(1, 20)]) * DAY
        last = max(today, first + self.chance.choice([0, 0, 1, 2, 4, 6, 11, 13, 20]) * DAY)
        async with self.world.deps.transaction() as tx:
            await leave.set_away(tx, await self.world.person(tx, human), first, last, "Private", self.world.clock.now())
        human.away.append((first, last))
        if self.chance.random() < 0.2:
            back = human.local(self.world.clock.now()).replace(hour=8) + self.chance.randint(1, 15) * DAY
            self.world.plan(back, lambda: self.come_back(human))

    async def come_back(self, human: Human) -> None:
        now = self.world.clock.now()
        today = human.local(now).date()
        async with self.world.deps.transaction() as tx:
            await leave.come_back(tx, await self.world.person(tx, human), now)
        human.away = [(first, min(last, today - DAY) if first <= today else last) for first, last in human.away]

    async def call_off(self, human: Human) -> None:
        """Leave that was planned does not happen."""
        now = self.world.clock.now()
        today = human.local(now).date()
        async with self.world.deps.transaction() as tx:
            ahead = select(Leave).where(Leave.person_id == human.person_id, Leave.first > today)
            found = (await tx.exec(ahead.order_by(col(Leave.id)))).first()
            if found is None:
                return
            await leave.call_off(tx, await self.world.person(tx, human), found.id, now)
        human.away.remove((found.first, found.last))

    async def settle_in(self, human: Human) -> None:
        """Choose how much to hear, and when not."""
        profile = self.chance.choice(list(Profile))
        quiet = self.chance.choice([None, *QUIET])
        async with self.world.deps.transaction() as tx:
            me = await self.world.person(tx, human)
            begin, end = quiet or preferences.quiet_hours(me)
            chosen = Chosen(Language.AUTOMATIC, profile, begin, end)
            await preferences.choose(tx, me, chosen, self.world.clock.now())
        human.profile, human.quiet = profile, quiet or human.quiet
