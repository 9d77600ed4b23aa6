"""The roster is read at the beginning and each night; a run that breaks off lets nobody go."""

from datetime import timedelta
from typing import Any

from sqlmodel import select

from schedules import people as roster
from schedules.clock import run_ticks
from storage import workspaces
from storage.database import Database
from storage.people import Person
from tests.app import Bot, running_bot

PEOPLE: list[dict[str, Any]] = [
    {"name": f"Person {n:03}", "email": f"p{n:03}@example.com", "tz": "UTC"} for n in range(450)
]


async def active(bot: Bot) -> int:
    async with bot.deps.transaction(reading=True) as tx:
        return len(list(await tx.exec(select(Person.id).where(Person.active))))


async def test_everybody_is_known_after_the_first_tick_over_several_pages(database: Database) -> None:
    async with running_bot(database, people=PEOPLE) as bot:
        assert await active(bot) == 450
        assert len(bot.sandbox.calls("users.list")) == 3


async def test_a_second_tick_asks_slack_nothing(sqlite: Database) -> None:
    async with running_bot(sqlite, people=PEOPLE[:3]) as bot:
        asked = len(bot.sandbox.calls("users.list"))
        await run_ticks(bot.deps, bot.registry, ["people.roster"])
        await bot.settle()
        assert len(bot.sandbox.calls("users.list")) == asked


async def test_a_night_later_it_is_read_again_once(sqlite: Database) -> None:
    async with running_bot(sqlite, people=PEOPLE[:3]) as bot:
        asked = len(bot.sandbox.calls("users.list"))
        await bot.move(hours=24)
        assert len(bot.sandbox.calls("users.list")) == asked + 1


async def test_who_vanished_without_an_event_is_let_go_at_night(sqlite: Database) -> None:
    async with running_bot(sqlite, people=PEOPLE[:3]) as bot:
        del bot.sandbox.workspace.people[bot.sandbox.workspace.person("Person 001").id]
        await bot.move(hours=24)
        assert await active(bot) == 2


async def test_a_run_that_breaks_off_lets_nobody_go_and_is_tried_again(sqlite: Database) -> None:
    async with running_bot(sqlite, people=PEOPLE[:250]) as bot:
        del bot.sandbox.workspace.people[bot.sandbox.workspace.person("Person 001").id]
        bot.sandbox.faults.add("users.list", error="invalid_cursor", times=1)
        before = await active(bot)
        async with bot.deps.transaction() as tx:
            (await workspaces.get(tx, 1)).roster_synced_at = None
        await bot.tick()
        assert await active(bot) == before == 250
        await bot.move(minutes=30)
        await bot.move(minutes=30)
        assert await active(bot) == 249


async def test_slack_that_asks_for_patience_gets_it(sqlite: Database) -> None:
    async with running_bot(sqlite, people=PEOPLE[:5]) as bot:
        bot.sandbox.faults.add("users.list", retry_after=20, times=2)
        before = bot.clock.now() + timedelta(minutes=1)
        await bot.clock.move_to(before)
        await roster.sync(bot.deps, workspace=1, since=before.isoformat())
        assert (bot.clock.now() - before).total_seconds() >= 40
        async with bot.deps.transaction(reading=True) as tx:
            assert (await workspaces.get(tx, 1)).roster_synced_at == before


async def test_a_job_that_runs_twice_asks_once(sqlite: Database) -> None:
    async with running_bot(sqlite, people=PEOPLE[:5]) as bot:
        await bot.clock.move_to(bot.clock.now() + timedelta(minutes=1))
        asked = len(bot.sandbox.calls("users.list"))
        for _ in range(2):
            await roster.sync(bot.deps, workspace=1, since=bot.clock.now().isoformat())
        assert len(bot.sandbox.calls("users.list")) == asked + 1
