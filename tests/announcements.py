"""Announcements in a test: what HR, the clock and those who get them do, one transaction a step, as the edges do it."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import select

from bot.domain.announcements import TOLD, Place, Timing
from bot.usecases import announcements as usecases
from bot.usecases import announcements_changing as changing
from bot.usecases import announcements_progress as progress
from bot.usecases import announcements_reading as reading
from bot.usecases import announcements_sending as sending
from bot.usecases.announcements import Sending
from bot.usecases.announcements_changing import Wanted
from storage.announcements import Announcement
from storage.announcements_to import AnnouncementTo
from storage.notices import Notice
from storage.people import Person
from tests.clock import START
from tests.team import Team

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVERYBODY = {"Mei", "Bob", "Tom", "Ann", "Una"}


class Hr:
    """Somebody in HR, one transaction a step."""

    def __init__(self, team: Team, name: str = "Ann", now: datetime = START) -> None:
        self.team, self.name, self.now, self.id = team, name, now, 0

    async def do(self, what: Any, *args: Any, **more: Any) -> Any:
        async with self.team.transaction() as tx:
            return await what(tx, await self.team.person(tx, self.name), *args, **more)

    async def write(self, language: str = "en", **plan: Any) -> "Hr":
        made = await self.do(usecases.create, language, "The canteen moves", "To building B.", self.now)
        self.id = made.announcement.id
        if plan:
            await self.plan(**plan)
        return self

    async def plan(self, **fields: Any) -> Any:
        given: dict[str, Any] = {
            "timing": Timing.NOW, "day": None, "at": None, "place": Place.DM, "channel": None, "asks": True,
            "joiners": False, "reminders": 2, "lasts_until": date(2027, 1, 27), "links": "", **fields,
        }  # fmt: skip
        one = await self.one()
        return await self.do(usecases.plan, one.id, one.revision, Sending(**given), self.now)

    async def send(self, now: datetime | None = None, **more: Any) -> sending.Pressed:
        one = await self.one()
        pressed: sending.Pressed = await self.do(sending.send, one.id, one.revision, now or self.now, **more)
        return pressed

    async def out(self, now: datetime | None = None, **more: Any) -> "Hr":
        await self.send(now, **more)
        await spread(self.team, self.id, now or self.now)
        return self

    async def one(self) -> Announcement:
        async with self.team.transaction(reading=True) as tx:
            return await tx.get_one(Announcement, self.id)

    async def change(self, words: str, changed: str, now: datetime) -> Any:
        one = await self.one()
        return await self.do(
            changing.change, one.id, one.revision, {"en": Wanted("The canteen moves", words, changed)}, now
        )

    async def progress(self, now: datetime | None = None) -> progress.Progress:
        found: progress.Progress = await self.do(progress.access_progress, self.id, now or self.now)
        return found


async def spread(team: Team, announcement_id: int, now: datetime = START) -> None:
    more = True
    while more:
        async with team.transaction() as tx:
            more = await sending.spread(tx, announcement_id, now)


async def revise(team: Team, announcement_id: int, now: datetime) -> None:
    more = True
    while more:
        async with team.transaction() as tx:
            more = await changing.revise(tx, announcement_id, now)


async def told(team: Team, kind: Any = TOLD) -> Counter[str]:
    names = {number: name for name, number in team.ids.items()}
    return Counter(names[one.recipient_id] for one in await team.notices(kind))


async def rows(team: Team) -> dict[str, AnnouncementTo]:
    names = {number: name for name, number in team.ids.items()}
    async with team.transaction(reading=True) as tx:
        return {names[one.person_id]: one for one in await tx.exec(select(AnnouncementTo))}


async def arrive(team: Team, *names: str) -> None:
    """What is owed of the announcement to these people was posted."""
    for name in names or EVERYBODY:
        await team.delivered(TOLD, name, f"1.{team.ids[name]}", f"D{team.ids[name]}")


async def understand(team: Team, name: str, announcement_id: int, now: datetime, version: int = 1) -> None:
    async with team.transaction() as tx:
        await reading.understand(tx, await team.person(tx, name), announcement_id, version, now)


async def shown(team: Team, access: Any, notice: Notice, now: datetime = START) -> Any:
    async with team.transaction(reading=True) as tx:
        return await access(tx, notice, await tx.get_one(Person, notice.recipient_id), now)
