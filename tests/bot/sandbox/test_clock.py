"""The clock moves when it is told to, wakes who waits, and lets what is due be done."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox.clock import MovableClock

START = datetime(2027, 1, 8, 7, 0, tzinfo=UTC)


def test_a_stopped_clock_stands_still() -> None:
    clock = MovableClock(START, running=False)
    assert clock.now() == clock.now() == START


async def test_a_running_clock_goes_on() -> None:
    clock = MovableClock(START, running=True)
    await asyncio.sleep(0.01)
    assert START < clock.now() < START + timedelta(seconds=5)


async def test_sleeping_moves_a_stopped_clock_once_for_all_sleepers() -> None:
    clock = MovableClock(START, running=False)
    await asyncio.gather(clock.sleep(1), clock.sleep(1))
    assert clock.now() == START + timedelta(seconds=1)


async def test_a_sleeper_of_a_running_clock_wakes_when_the_clock_is_moved_past_the_end() -> None:
    clock = MovableClock(START, running=True)
    sleeper = asyncio.create_task(clock.sleep(3600))
    await asyncio.sleep(0)
    await clock.move_to(START + timedelta(minutes=30))
    await asyncio.sleep(0.01)
    assert not sleeper.done()
    await clock.move_by(hours=1)
    async with asyncio.timeout(1):
        await sleeper


async def test_a_short_sleep_of_a_running_clock_takes_real_time() -> None:
    clock = MovableClock(START, running=True)
    await clock.sleep(0.02)
    assert clock.now() >= START + timedelta(seconds=0.02)


async def test_a_move_ends_when_every_listener_has_done_its_work() -> None:
    clock = MovableClock(START, running=False)
    told: list[datetime] = []

    async def listener(now: datetime) -> None:
        await asyncio.sleep(0)
        told.append(now)

    forget = clock.on_move(listener)
    await clock.move_by(hours=1)
    forget()
    await clock.move_by(hours=1)
    assert told == [START + timedelta(hours=1)]


async def test_the_clock_never_goes_back() -> None:
    clock = MovableClock(START, running=False)
    with pytest.raises(ValueError, match="forward"):
        await clock.move_to(START - timedelta(seconds=1))


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        MovableClock(START.replace(tzinfo=None), running=False)
