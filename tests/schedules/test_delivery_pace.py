"""All workers together keep one pace, and who answers a click goes first."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from bot.deps import Deps
from bot.domain.notices import Lane
from bot.domain.pace import BULK_SHARE, Limits
from bot.sandbox.clock import MovableClock
from bot.usecases import notices
from schedules.registry import TryAgain
from storage import jobs
from storage.database import Database
from storage.pace import Pace
from tests.schedules.desk import NEWS, NUDGE, REPLY, START, SUMMARY, Desk, open_desk

FIVE = Limits(start=5, ceiling=5, floor=0.5, step=0.5)


class FastClock(MovableClock):
    """Time passes for whoever sleeps: everybody asleep is woken in the order of their times, and nothing else takes any."""

    def __init__(self) -> None:
        super().__init__(START, running=False)
        self._asleep: list[tuple[float, asyncio.Future[None]]] = []

    async def sleep(self, seconds: float) -> None:
        until = self.now().timestamp() + seconds
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._asleep.append((until, woken))
        await woken

    async def run(self, *work: "asyncio.Task[None]") -> None:
        """Move time on, to the next one who wakes, whenever nobody has anything to do."""
        while True:
            await asyncio.sleep(0.001)
            left = sum(not task.done() for task in work)
            if not left:
                break
            if len(self._asleep) < left:
                continue
            self._asleep.sort(key=lambda sleeper: sleeper[0])
            until, woken = self._asleep.pop(0)
            wait = until - self.now().timestamp()
            if wait > 0:
                await self.move_by(seconds=wait)
            woken.set_result(None)
        for task in work:
            task.result()


@pytest.fixture
async def fast(database: Database) -> AsyncIterator[Desk]:
    async with open_desk(database, people=40, limits=FIVE, clock=FastClock()) as made:
        yield made


async def _run(desk: Desk, *batches: list[int]) -> None:
    clock = desk.clock
    assert isinstance(clock, FastClock)

    async def work(batch: list[int]) -> None:
        while True:
            try:
                return await desk.send(*batch)
            except TryAgain as again:
                await clock.sleep(again.seconds)

    await clock.run(*[asyncio.create_task(work(batch)) for batch in batches])


def _times(desk: Desk) -> list[float]:
    """When each message arrived, in seconds since the start."""
    found = [message for person in range(len(desk.people)) for message in desk.got(person)]
    return sorted(float(message.ts) - START.timestamp() for message in found)


async def test_two_workers_share_five_a_second(fast: Desk) -> None:
    ids = [await fast.owe(SUMMARY, subject, to=subject % 40) for subject in range(80)]
    await _run(fast, ids[0::2], ids[1::2])
    times = _times(fast)
    assert len(times) == 80
    assert 4.8 <= (len(times) - 1) / (times[-1] - times[0]) <= 5.3, "the burst of one is all that comes on top"
    assert all(later - earlier > 0.99 for earlier, later in zip(times, times[6:], strict=False))


async def test_broadcasts_take_seventy_percent(fast: Desk) -> None:
    ids = [await fast.owe(NEWS, subject, to=subject) for subject in range(40)]
    await _run(fast, ids[0::2], ids[1::2])
    times = _times(fast)
    assert (len(times) - 1) / (times[-1] - times[0]) == pytest.approx(5 * BULK_SHARE, rel=0.08)


async def test_an_answer_to_a_click_does_not_wait_behind_a_broadcast(fast: Desk) -> None:
    ids = [await fast.owe(NEWS, subject, to=subject) for subject in range(30)]
    clock = fast.clock
    assert isinstance(clock, FastClock)
    asked_at: list[float] = []

    async def click() -> None:
        await clock.sleep(2.05)
        asked_at.append(clock.now().timestamp() - START.timestamp())
        await fast.send(await fast.owe(REPLY, 1000, to=39))

    sending = [asyncio.create_task(_patient(fast, batch)) for batch in (ids[0::3], ids[1::3], ids[2::3])]
    await clock.run(*sending, asyncio.create_task(click()))
    (answer,) = fast.got(39)
    assert float(answer.ts) - START.timestamp() - asked_at[0] <= 0.21


async def _patient(desk: Desk, batch: list[int]) -> None:
    """A worker that gives its place to others when it is asked to, and then goes on."""
    while True:
        try:
            return await desk.send(*batch)
        except TryAgain as again:
            await desk.forget_jobs()
            await desk.clock.sleep(again.seconds)


async def test_a_broadcast_gives_its_worker_to_an_answer_that_waits_for_one(fast: Desk) -> None:
    ids = [await fast.owe(NEWS, subject, to=subject) for subject in range(5)]
    async with fast.deps.transaction() as tx:
        await jobs.add(tx, "delivery.send", args={"ids": [0]}, priority=Lane.ANSWER)
    clock = fast.clock
    assert isinstance(clock, FastClock)
    sending = asyncio.create_task(fast.send(*ids))
    with pytest.raises(TryAgain) as again:
        await clock.run(sending)
    assert again.value.seconds == 0
    assert len(_times(fast)) == 1, "it did one piece of work, so that it always gets on"


async def test_one_channel_gets_one_message_a_second(fast: Desk) -> None:
    ids = [await fast.owe(NUDGE, subject, to=0) for subject in range(4)]
    await _run(fast, ids)
    times = _times(fast)
    assert all(later - earlier >= 0.99 for earlier, later in pairwise(times))


async def test_after_quiet_minutes_the_pace_recovers_step_by_step_up_to_its_ceiling(sqlite: Database) -> None:
    async with open_desk(sqlite) as desk:
        rates = []
        for subject in range(9):
            await desk.send(await desk.owe(REPLY, subject))
            rates.append(await _rate(desk.deps, desk.people[0].workspace_id))
            await desk.clock.move_by(minutes=1)
        assert rates == [5, 5.5, 6, 6.5, 7, 7.5, 8, 8, 8]


async def _rate(deps: Deps, workspace_id: int) -> float:
    async with deps.transaction(reading=True) as tx:
        return (await tx.get_one(Pace, f"{workspace_id}:all")).rate


async def test_what_is_dropped_gives_its_slot_back(fast: Desk) -> None:
    dropped = [await fast.owe(NEWS, subject, to=1) for subject in range(10)]
    fine = await fast.owe(NEWS, 100, to=2)
    await fast.change(fast.people[1], active=False)
    await _run(fast, [*dropped, fine])
    assert _times(fast)[0] < 1.0


async def test_edits_keep_a_pace_of_their_own(fast: Desk) -> None:
    ids = [await fast.owe(NEWS, subject, to=subject) for subject in range(3)]
    await _run(fast, ids)
    for subject in range(3):
        assert await fast.again(NEWS, subject, to=subject)
    before = fast.clock.now()
    await fast.send(*ids)
    assert fast.clock.now() - before < timedelta(seconds=0.1)


async def test_a_long_wait_is_spent_in_the_queue_and_not_in_a_worker(fast: Desk) -> None:
    async with fast.deps.transaction() as tx:
        now, person = fast.clock.now(), fast.people[0]
        tx.add(Pace(key=f"{person.workspace_id}:all", rate=5, free_at=now + timedelta(seconds=40), raised_at=now))
        key: dict[str, Any] = {"workspace_id": person.workspace_id, "subject_id": 1, "recipient_id": person.id}
        owed = await notices.owe(tx, REPLY, due_at=now, now=now, **key)
    assert owed is not None
    with pytest.raises(TryAgain) as again:
        await fast.send(owed)
    assert again.value.seconds == pytest.approx(40)
