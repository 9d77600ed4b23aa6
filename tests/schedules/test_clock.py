"""The clock: ticks are run when they are due, one failing tick leaves the others alone, and one clock ticks at a time."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from bot.deps import Deps
from bot.slack import Slack
from schedules import clock as ticking
from schedules.clock import Ticker, run_ticks
from schedules.registry import NIGHTLY, Registry
from storage.database import Database, DatabaseUnavailable
from storage.leading import Leader
from tests.clock import HandClock
from tests.tls import TLS


class Shared(HandClock):
    async def sleep(self, seconds: float) -> None:
        self.advance(seconds=seconds)


@pytest.fixture
def shared() -> Shared:
    return Shared()


def deps(database: Database, shared: Shared) -> Deps:
    """Without Slack: no tick of these tests calls it."""
    slack: Slack = object.__new__(Slack)
    return Deps(database=database, slack=slack, clock=shared, http=httpx.AsyncClient(verify=TLS))


class Counting(Registry):
    """Ticks that count how often they ran."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[str] = []
        self.ran = asyncio.Event()

    def counted(self, name: str, *, every: timedelta, error: Exception | None = None) -> None:
        async def run(_deps: Deps) -> None:
            self.runs.append(name)
            self.ran.set()
            if error:
                raise error

        self.tick(name, run, every=every)


async def test_every_tick_runs_once_at_first_and_then_as_often_as_it_says(sqlite: Database, shared: Shared) -> None:
    registry = Counting()
    registry.counted("minutely", every=timedelta(minutes=1))
    registry.counted("nightly", every=NIGHTLY)
    ticker = Ticker(deps(sqlite, shared), registry)

    await ticker.run_due()
    await ticker.run_due()
    assert registry.runs == ["minutely", "nightly"]

    shared.advance(minutes=1)
    await ticker.run_due()
    shared.advance(hours=24)
    await ticker.run_due()
    assert registry.runs == ["minutely", "nightly", "minutely", "minutely", "nightly"]


async def test_one_failing_tick_leaves_the_others_and_its_next_turn_alone(sqlite: Database, shared: Shared) -> None:
    registry = Counting()
    registry.counted("broken", every=timedelta(minutes=1), error=RuntimeError("words"))
    registry.counted("offline", every=timedelta(minutes=1), error=DatabaseUnavailable("gone"))
    registry.counted("whole", every=timedelta(minutes=1))

    await run_ticks(deps(sqlite, shared), registry)
    await run_ticks(deps(sqlite, shared), registry)

    assert registry.runs == ["broken", "offline", "whole"] * 2


async def test_ticks_can_be_run_by_name(sqlite: Database, shared: Shared) -> None:
    registry = Counting()
    registry.counted("one", every=NIGHTLY)
    registry.counted("two", every=NIGHTLY)

    await run_ticks(deps(sqlite, shared), registry, {"two"})

    assert registry.runs == ["two"]


async def test_a_clock_ticks_at_once_when_it_starts_and_stops_when_told(database: Database, shared: Shared) -> None:
    registry = Counting()
    registry.counted("minutely", every=timedelta(minutes=1))
    stop = asyncio.Event()
    running = asyncio.create_task(ticking.run(deps(database, shared), registry, stop))

    async with asyncio.timeout(5):
        await registry.ran.wait()
        stop.set()
        await running

    assert registry.runs == ["minutely"]


async def test_a_clock_that_stops_lets_a_tick_under_way_end(sqlite: Database, shared: Shared) -> None:
    registry, begun, go_on, ended = Registry(), asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slow(_deps: Deps) -> None:
        begun.set()
        await go_on.wait()
        ended.set()

    registry.tick("slow", slow)
    stop = asyncio.Event()
    running = asyncio.create_task(ticking.run(deps(sqlite, shared), registry, stop))
    async with asyncio.timeout(5):
        await begun.wait()
        stop.set()
        await asyncio.sleep(0.05)
        assert not running.done()
        go_on.set()
        await running

    assert ended.is_set()


@pytest.mark.postgres
async def test_of_two_clocks_one_ticks_and_the_other_takes_over(postgres_url: str, shared: Shared) -> None:
    database = Database(postgres_url, clock=shared)
    first, second = Leader(database), Leader(database)

    assert [await first.leads(), await second.leads(), await first.leads()] == [True, False, True]
    await first.step_down()
    assert [await second.leads(), await first.leads()] == [True, False]

    await second.step_down()
    await database.close()


@pytest.mark.postgres
async def test_a_clock_whose_connection_was_cut_notices_and_lets_another_lead(
    postgres_url: str, shared: Shared
) -> None:
    database = Database(postgres_url, clock=shared)
    first, second = Leader(database), Leader(database)
    assert await first.leads()
    assert first._connection is not None
    await first._connection.close()

    assert not await first.leads()
    assert await second.leads()

    await second.step_down()
    await database.close()


@pytest.mark.postgres
async def test_a_clock_without_a_server_waits_and_raises_nothing(shared: Shared) -> None:
    database = Database("postgresql://nobody@127.0.0.1:9/nothing", clock=shared)

    assert not await Leader(database).leads()

    await database.close()
