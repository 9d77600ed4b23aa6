"""Home that is drawn anew after a click, while Slack is busy or wants nothing of us."""

import asyncio
from typing import Any

import pytest

from bot.domain.home import ORIGIN
from bot.slack import Slack
from bot.usecases.home import redraw_later
from schedules import home
from schedules.registry import TryAgain
from storage import queue
from storage.database import Database
from storage.people import Person
from tests.app import Bot, running_bot


async def redraw(bot: Bot) -> None:
    async with bot.deps.transaction(reading=True) as tx:
        me = await tx.get(Person, 1)
    assert me is not None
    await home.redraw(bot.deps, me.id)


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [({"retry_after": 7}, 7), ({"status": 503}, home.LATER_SECONDS), ({"error": "fatal_error"}, 30)],
)
async def test_home_waits_while_slack_is_busy(sqlite: Database, fault: dict[str, Any], seconds: float) -> None:
    async with running_bot(sqlite, people=[{"name": "Mei Lin"}]) as bot:
        bot.sandbox.faults.add("views.publish", **fault)
        with pytest.raises(TryAgain) as again:
            await redraw(bot)
        assert again.value.seconds == seconds
        await redraw(bot)
        assert bot.as_("Mei Lin").home is not None


@pytest.mark.parametrize("error", ["account_inactive", "not_enabled"])
async def test_home_that_slack_does_not_take_is_left_alone(sqlite: Database, error: str) -> None:
    async with running_bot(sqlite, people=[{"name": "Mei Lin"}]) as bot:
        bot.sandbox.faults.add("views.publish", error=error)
        await redraw(bot)


async def test_a_slow_drawing_never_covers_a_newer_one(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    began, go_on = asyncio.Event(), asyncio.Event()
    drawn: list[str] = []

    async def publish(_: Slack, person: str, __: dict[str, Any]) -> None:
        if not began.is_set():
            began.set()
            await go_on.wait()
            drawn.append(f"older for {person}")
        else:
            drawn.append(f"newer for {person}")

    async with running_bot(sqlite, people=[{"name": "Mei Lin"}]) as bot:
        monkeypatch.setattr(Slack, "publish_home", publish)
        mei = bot.as_("Mei Lin").person.id
        await acted_on_home(bot)
        slow = asyncio.create_task(queue.work_off(bot.parts.queue))
        await began.wait()
        await acted_on_home(bot)
        await queue.work_off(bot.parts.queue)
        go_on.set()
        await slow
        await bot.settle()
        assert drawn == [f"older for {mei}", f"newer for {mei}"]


async def acted_on_home(bot: Bot) -> None:
    async with bot.deps.transaction() as tx:
        me = await tx.get(Person, 1)
        assert me is not None
        await redraw_later(tx, me, ORIGIN)
