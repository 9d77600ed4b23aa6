"""A company of three languages that lives through a quarter as the sandbox moves the clock, and what HR does with its cycle."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from bot import pictures
from bot.domain.cycles import Phase
from bot.domain.roles import Source
from bot.sandbox.actor import Actor
from bot.sandbox.model import Message
from storage.database import Database, Tx
from storage.people import Person
from storage.reporting import ReportingLine
from tests import app
from tests.announcements_by_hand import minutes, press
from tests.app import Bot, running_bot
from tests.office import shown

START = datetime(2026, 12, 29, 9, 30, tzinfo=UTC)
"""A Tuesday: morning in London, evening in Taipei."""
EVENING = time(10)
CYCLE = "Q1 2027"
PLACES = {"London": "Europe/London", "Berlin": "Europe/Berlin", "Shanghai": "Asia/Shanghai", "Taipei": "Asia/Taipei"}
WHO = {
    "Ann Hale": ("London", "en-GB"),
    "Tom Berg": ("Berlin", "en-GB"),
    "Mei Lin": ("Shanghai", "zh-CN"),
    "Lin Wei": ("Taipei", "zh-TW"),
    "Bob Sun": ("London", "en-GB"),
    "Kim Roe": ("Berlin", "en-GB"),
    "Leo Fox": ("Taipei", "zh-TW"),
    "Ray Ito": ("Shanghai", "zh-CN"),
}
PEOPLE = [
    {"name": name, "email": f"{name.split()[0].lower()}@example.com", "tz": PLACES[place], "locale": locale}
    for name, (place, locale) in WHO.items()
]
LED_BY = {"Mei Lin": "Tom Berg", "Lin Wei": "Mei Lin"} | dict.fromkeys(
    ("Bob Sun", "Kim Roe", "Leo Fox", "Ray Ito"), "Lin Wei"
)
"""Each of the three who lead somebody reads another language."""
IDLE = (
    "agenda",
    "checkins",
    "leave",
    "observations",
    "one_on_ones",
    "pulses",
    "recognition",
    "retention",
    "summaries",
    "unled",
    "upward",
)
"""Capabilities of which nothing is there that a tick could look at."""
ON = {"en": "the phase “{}” is on", "zh-CN": "“{}”阶段进行中", "zh-TW": "「{}」階段進行中"}
NAMES = {
    "en": {Phase.PLAN: "Plan", Phase.DO: "Do", Phase.CHECK: "Check", Phase.ACT: "Act"},
    "zh-CN": {Phase.PLAN: "计划", Phase.DO: "执行", Phase.CHECK: "检查", Phase.ACT: "改进"},
    "zh-TW": {Phase.PLAN: "規劃", Phase.DO: "執行", Phase.CHECK: "檢核", Phase.ACT: "改善"},
}
WAITS = {"en": "as soon as your goals are confirmed", "zh-CN": "您的目标一经确认", "zh-TW": "您的目標一經確認"}
TO_THE_END = {"en": "to the end of “{}”", "zh-CN": "截至“{}”阶段结束", "zh-TW": "截至「{}」階段結束"}
WHOLE = {"en": f"{CYCLE} (", "zh-CN": f"{CYCLE}（", "zh-TW": f"{CYCLE}（"}
READY = {"en": f"Your summary of {CYCLE} is ready", "zh-CN": f"您在 {CYCLE} 的总结", "zh-TW": f"您在 {CYCLE} 的總結"}
ALT = {"en": "Goals by state", "zh-CN": "目标状态", "zh-TW": "目標狀態"}


@dataclass
class Quarter:
    """The company, and what HR did with the cycle, when."""

    bot: Bot
    did: list[tuple[str, str, str, datetime]] = field(default_factory=list)

    def __getattr__(self, name: str) -> Actor:
        return self.bot.as_(next(one for one in WHO if one.lower().startswith(name)))

    async def person(self, tx: Tx, who: Actor) -> Person:
        return (await tx.exec(select(Person).where(Person.slack_id == who.person.id))).one()

    async def until(self, day: date, hour: int = 16) -> None:
        """To that hour of that day in UTC, with a stop wherever something falls due, and in the evening of Taipei."""
        to = datetime.combine(day, time(hour), UTC)
        for stop in (min(to, datetime.combine(day, EVENING, UTC)), to):
            await self.bot.move_to(stop)

    def noted(self, who: str, act: str, what: str) -> None:
        self.did.append((who, act, what, self.bot.clock.now()))

    async def open_cycle(self, who: Actor) -> None:
        if who.modal is not None:
            await who.close_modal(all=True)
        assert (await who.command("/growloop", "cycle")).ok
        await press(who, "cycles.open", "1")

    async def part(self, name: str, values: dict[str, Any]) -> None:
        """Ann fills in one part of the cycle that she has open."""
        await press(self.ann, "cycles.part", f"1 {name}")
        assert (await self.ann.submit(values)).ok
        self.noted("Ann Hale", "cycles.set", name)

    async def turn(self, who: Actor, turn: str, values: dict[str, Any] | None = None) -> None:
        """Somebody in HR does it, from the list on."""
        await self.open_cycle(who)
        await press(who, f"cycles.turn.{turn}")
        if values is not None:
            assert (await who.submit(values)).ok
        self.noted(who.person.name, "cycles.turn", turn)

    async def announce(self, turn: str) -> None:
        """The draft that is ready, as it is."""
        await press(self.ann, "cycles.announce")
        self.noted("Ann Hale", "cycles.announced", turn)
        await press(self.ann, "announcements.send")
        await minutes(self.bot)


@asynccontextmanager
async def company(database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Quarter]:
    """Tom leads Mei, Mei leads Lin, Lin leads four; Ann and Tom are in HR. Nobody has holidays, and no series asks."""
    monkeypatch.setattr(app, "STEP", timedelta(days=366))
    monkeypatch.setattr(pictures, "fonts", lambda _language: ("named.ttf",))
    monkeypatch.setattr(pictures, "png", lambda svg, _fonts: svg.encode())
    emails = ["ann@example.com", "tom@example.com"]
    async with running_bot(database, start=START, people=PEOPLE, hr_emails=emails, start_running=False) as bot:
        async with bot.deps.transaction() as tx:
            ids = {one.name: one for one in await tx.exec(select(Person).order_by(col(Person.id)))}
            for one in ids.values():
                one.country, one.country_from = "--", Source.APP
                tx.add(one)
            for name, boss in LED_BY.items():
                line: dict[str, Any] = {
                    "person_id": ids[name].id,
                    "manager_id": ids[boss].id,
                    "since": date(2020, 1, 1),
                }
                tx.add(ReportingLine(workspace_id=ids[name].workspace_id, source=Source.IMPORT, **line))
        idle = [name for name in bot.registry.ticks if name.partition(".")[0] in IDLE]
        bot.ticker._ran_at |= dict.fromkeys(idle, START + timedelta(days=366))
        yield Quarter(bot)


def about(who: Actor, text: str) -> list[Message]:
    return [one for one in who.dm if text in shown(one)]


def language(who: Actor) -> str:
    locale = WHO[who.person.name][1]
    return locale if locale in ON else "en"


def local(who: Actor, message: Message) -> datetime:
    return datetime.fromtimestamp(float(message.ts), ZoneInfo(PLACES[WHO[who.person.name][0]]))


def everybody(at: Quarter) -> list[Actor]:
    return [at.bot.as_(name) for name in WHO]


async def home(who: Actor) -> str:
    """What somebody reads when they open Home."""
    await who.open_home()
    return shown(who.home)
