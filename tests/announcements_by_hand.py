"""Announcements in a company of five, by what people press."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import select

from bot.sandbox.actor import Actor
from bot.sandbox.model import Message, OpenView
from storage.database import Database
from tests.app import Bot, running_bot

NOW = datetime(2027, 2, 10, 9, 30, tzinfo=UTC)
"""A Wednesday: morning in London, afternoon in Shanghai and Taipei."""
TITLE, WORDS = "The canteen moves", "From Monday on, lunch is in *building* B. <!channel>"
PEOPLE: list[dict[str, Any]] = [
    {"name": "Ann Hale", "email": "ann@example.com", "tz": "Europe/London", "locale": "en-GB"},
    {"name": "Tom Berg", "email": "tom@example.com", "tz": "Europe/London", "locale": "en-GB"},
    {"name": "Bob Sun", "email": "bob@example.com", "tz": "Europe/London", "locale": "en-GB"},
    {"name": "Mei Lin", "email": "mei@example.com", "tz": "Asia/Shanghai", "locale": "zh-CN"},
    {"name": "Lin Wei", "email": "lin@example.com", "tz": "Asia/Taipei", "locale": "zh-TW"},
]


@asynccontextmanager
async def company(database: Database, **more: Any) -> AsyncIterator[Bot]:
    """Five people; Ann and Tom are in HR."""
    emails = ["ann@example.com", "tom@example.com"]
    async with running_bot(database, start=NOW, people=PEOPLE, hr_emails=emails, start_running=False, **more) as bot:
        yield bot


def top(who: Actor) -> OpenView:
    assert who.modal is not None
    return who.modal


async def press(who: Actor, action: str, value: str | None = None) -> None:
    done = await who.press(top(who), action, value=value)
    assert done.ok, done


async def write(who: Actor, title: str = TITLE, words: str = WORDS) -> None:
    """From the command to the draft at a glance."""
    assert (await who.command("/growloop", "announce")).ok
    await press(who, "announcements.new")
    assert (await who.submit({"title": title, "words": words})).ok


async def edit(who: Actor, part: str, values: dict[str, Any]) -> Any:
    await press(who, "announcements.edit", f"1 {part}")
    return await who.submit(values)


async def minutes(bot: Bot, many: int = 2) -> None:
    for _ in range(many):
        await bot.move(minutes=1)


async def leap(bot: Bot, **span: float) -> None:
    """Days later, without what would have happened on the way; then some minutes."""
    await bot.clock.move_to(bot.clock.now() + timedelta(**span))
    await minutes(bot)


def about(who: Actor, text: str = TITLE) -> list[Message]:
    return [one for one in who.dm if text in one.text]


async def rows(bot: Bot, table: Any) -> list[Any]:
    async with bot.deps.transaction(reading=True) as tx:
        return list(await tx.exec(select(table).order_by(table.id)))


async def out(ann: Actor, bot: Bot, **sending: Any) -> None:
    """Written, planned and sent, all the same where a language is missing."""
    await write(ann)
    if sending:
        done = await edit(ann, "sending", sending)
        assert done.ok, done.errors
    await press(ann, "announcements.send_all_the_same")
    await ann.close_modal(all=True)
    await minutes(bot)


async def at_a_glance(ann: Actor) -> None:
    """HR's list, and in it the one announcement there is."""
    assert (await ann.command("/growloop", "announce")).ok
    await press(ann, "announcements.open")
