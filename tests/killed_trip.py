"""A week of a team whose bot is killed again and again, and what must hold in the end."""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel import select

from bot.domain import checkins, talks
from bot.domain.checkins import ItemKind
from bot.domain.notices import Kind, State
from bot.domain.roles import Source
from bot.sandbox.actor import Actor
from bot.sandbox.clock import MovableClock
from bot.sandbox.model import Message, Outcome
from bot.sandbox.sandbox import Sandbox
from storage.checkins import CheckIn, CheckInItem
from storage.clock import SystemClock
from storage.database import Database
from storage.notices import Notice
from storage.people import Person
from storage.reporting import ReportingLine
from storage.talks import TalkMessage
from tests.app import COMMANDS, EVENTS
from tests.benchmarks.processes import free_port
from tests.killed_lives import GIVE_UP_SECONDS, Lives

THURSDAY = datetime(2027, 1, 14, 2, tzinfo=UTC)
FRIDAY = datetime(2027, 1, 15, 7, 0, 20, tzinfo=UTC)
"""Shortly after 15:00 in Shanghai, where they all are."""
LOOK_SECONDS = 0.02
STEP, STRIDE = timedelta(seconds=0.5), timedelta(seconds=5)
"""How far the clock goes between two looks: as fast as posts are sent, and after a while faster, until doubts are settled."""
PATIENT_SECONDS = 2.0
PROGRESS, PLAN = "The valve holds 16 bar.", "Cold test"
NOTE, REPLY = "One thing more: the seal is late.", "Well done."
SILENT = "2020-01-01 00:00:00.000000+00:00"
"""When a worker that is dead was last heard of: the machine's half minute need not be waited for."""

Place = tuple[str, int]
"""Where the bot dies (tests/killed_process.py), and at which time of passing it."""


@dataclass
class World:
    """A team in its workspace, and its bot, which dies at each of `deaths` in turn and is started again."""

    sandbox: Sandbox
    clock: MovableClock
    database: Database
    lives: Lives
    settings: dict[str, Any]
    ahead: int
    clock_file: Path
    team: list[str]
    deaths: list[Place] = field(default_factory=list)
    died: int = 0
    _begun: bool = False

    def as_(self, name: str) -> Actor:
        return self.sandbox.as_(name)

    # Life and death

    async def alive(self) -> None:
        """The bot runs: where it is dead it is started again, to die at the next place."""
        while not self._begun or self.lives.over:
            self.died += self._begun
            place, turn = self.deaths.pop(0) if self.deaths else ("", 1)
            await self._silence()
            order = {"settings": self.settings, "clock": str(self.clock_file), "place": place, "turn": turn}
            self.lives.begin(order)
            self._begun = True
            await self._heard(lambda: self.lives.up or self.lives.over)

    async def kill(self) -> None:
        self.lives.kill()
        await self._heard(lambda: self.lives.over)

    async def _heard(self, said: Callable[[], bool]) -> None:
        async with asyncio.timeout(GIVE_UP_SECONDS):
            while not said():  # noqa: ASYNC110 - another process says it
                await asyncio.sleep(LOOK_SECONDS)

    async def die_at(self, *deaths: Place) -> None:
        """End this life; those after it end at these places."""
        await self.kill()
        self.deaths.extend(deaths)
        self._begun = False

    async def _silence(self) -> None:
        async with self.database.transaction() as tx:
            silent = SILENT if self.database.is_sqlite else datetime.fromisoformat(SILENT)
            statement = text("UPDATE procrastinate_workers SET last_heartbeat = :at")
            await (await tx.connection()).execute(statement, {"at": silent})

    # Time

    async def move_to(self, at: datetime) -> None:
        """Put everybody's clock to this time, the bot's first."""
        at = max(at, self.clock.now() + timedelta(milliseconds=1))
        os.pwrite(self.ahead, f"{(at - SystemClock().now()).total_seconds():064.6f}".encode(), 0)
        await self.clock.move_to(max(at, self.clock.now() + timedelta(milliseconds=1)))

    async def until(self, done: Callable[[], Awaitable[bool]], what: str) -> None:
        """Let time pass until it is so; whenever the bot dies meanwhile, it is started again."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        while not await done():
            waited = loop.time() - began
            assert waited < GIVE_UP_SECONDS, f"{what} did not happen: {await self.states()}"
            await self.alive()
            await asyncio.sleep(LOOK_SECONDS)
            await self.move_to(self.clock.now() + (STEP if waited < PATIENT_SECONDS else STRIDE))

    # What is there

    async def rows(self, table: type[Any]) -> list[Any]:
        async with self.database.transaction(reading=True) as tx:
            return list(await tx.exec(select(table)))

    async def states(self, kind: Kind | None = None) -> Counter[str]:
        """How many notices, of one kind or of all, are in which state."""
        every: list[Notice] = await self.rows(Notice)
        return Counter(f"{one.kind} {one.state}" for one in every if kind is None or one.kind == kind.name)

    async def sent(self, kind: Kind, number: int = 1) -> None:
        """Wait until so many notices of a kind are sent."""

        async def are() -> bool:
            return (await self.states(kind))[f"{kind.name} sent"] >= number

        await self.until(are, f"{number} × {kind.name}")

    async def calm(self) -> None:
        """Wait until nothing is owed any more."""
        settled = {State.SENT, State.DROPPED, State.FAILED}

        async def is_calm() -> bool:
            now = self.clock.now()
            every: list[Notice] = await self.rows(Notice)
            return not self.lives.over and all(one.state in settled or one.due_at > now for one in every)

        await self.until(is_calm, "calm")

    def posted(self) -> Counter[int]:
        """How often the message of each notice is there."""
        everything = [message for said in self.sandbox.workspace.messages.values() for message in said]
        return Counter(id_ for message in everything if (id_ := notice_of(message)) is not None)

    # What people do

    async def insist(self, act: Callable[[], Awaitable[Outcome]], done: Callable[[], bool] = lambda: False) -> None:
        """Do what somebody does who sees that it did not work: the same once more, when the bot is there again."""
        for _ in range(20):
            await self.alive()
            if (await act()).ok or done():
                return
            await asyncio.sleep(LOOK_SECONDS)
        raise AssertionError("It never worked.")

    async def answer(self) -> None:
        """Mei answers her check-in."""
        mei = self.as_("Mei")
        if mei.modal is None:
            prompt = next(message for message in reversed(mei.dm) if message.blocks)
            await self.insist(lambda: mei.press(prompt, "checkins.answer"), lambda: mei.modal is not None)
        await self.insist(lambda: mei.submit({"progress": PROGRESS, "plan": PLAN, "mood": "4"}))

    async def read_and_reply(self) -> None:
        """Leo opens what Mei wrote, from his digest, and replies."""
        leo = self.as_("Leo")
        digest = next(message for message in reversed(leo.dm) if "check-in" in message.text)
        await self.insist(lambda: leo.press(digest, "reading.read"), lambda: leo.modal is not None)
        await self.insist(lambda: leo.submit({"reply": REPLY}))

    async def week(self) -> None:
        """From the prompt to the reply."""
        await self.ask()
        await self.answer()
        await self.talk()

    async def ask(self) -> None:
        """It becomes Friday, 15:00."""
        await self.move_to(max(FRIDAY, self.clock.now()))
        await self.sent(checkins.PROMPT, len(self.team))

    async def talk(self) -> None:
        """Mei writes to the bot, and Leo replies to her check-in."""
        await self.alive()
        await self.as_("Mei").say(NOTE)
        await self.sent(checkins.OFFER)
        due = max(one.due_at for one in await self.rows(Notice) if one.kind == checkins.DIGEST.name)
        await self.move_to(max(due, self.clock.now()))
        await self.sent(checkins.DIGEST)
        await self.read_and_reply()
        await self.sent(talks.MESSAGE)
        await self.calm()

    async def check(self) -> None:
        """Nothing is lost, and nothing came twice."""
        notices: list[Notice] = await self.rows(Notice)
        posted = self.posted()
        same({one.id: 1 for one in notices if one.state == State.SENT}, dict(posted))
        kinds = Counter(one.kind for one in notices if one.id in posted)
        same(kinds[checkins.PROMPT.name], len(self.team))
        same(len({one.recipient_id for one in notices if one.kind == checkins.PROMPT.name}), len(self.team))
        same([kinds[kind.name] for kind in (checkins.DIGEST, checkins.OFFER, talks.MESSAGE)], [1, 1, 1])
        same(len(await self.rows(CheckIn)), 1)
        items: list[CheckInItem] = await self.rows(CheckInItem)
        same(sorted((one.kind, one.words) for one in items), [(ItemKind.PLAN, PLAN), (ItemKind.PROGRESS, PROGRESS)])
        said: list[TalkMessage] = await self.rows(TalkMessage)
        same([one.words for one in said], [REPLY])


def same(found: object, expected: object) -> None:
    assert found == expected, f"{found} is not {expected}"


def notice_of(message: Message) -> int | None:
    """The id that a message of the bot carries."""
    payload = (message.metadata or {}).get("event_payload") or {}
    return int(payload["notice"]) if "notice" in payload else None


@asynccontextmanager
async def world(url: str, folder: Path, parent: Lives, *deaths: Place, others: int = 3) -> AsyncIterator[World]:
    """Mei, her manager Leo and some others, on the Thursday before; the bot is dead, and knows them already."""
    clock = MovableClock(THURSDAY, running=True)
    sandbox = Sandbox(clock, with_page=False)
    sandbox.register(COMMANDS, (), EVENTS)
    team = ["Mei", "Leo", *(f"Other {number}" for number in range(others))]
    for name in team:
        sandbox.workspace.add_person(name, f"{name.replace(' ', '')}@example.com", tz="Asia/Shanghai", locale="en-US")
    database = Database(url)
    async with sandbox.serve() as slack:
        file = folder / "clock"
        ahead = os.open(file, os.O_RDWR | os.O_CREAT)
        made = World(sandbox, clock, database, parent, _settings(sandbox, slack, url), ahead, file, team)
        sandbox.connect(f"http://127.0.0.1:{made.settings['GROWLOOP_PORT']}/slack/events")
        try:
            await made.move_to(THURSDAY)
            await _meet(made)
            made.deaths.extend(deaths)
            yield made
        finally:
            await made.kill()
            os.close(ahead)
            await database.close()


def _settings(sandbox: Sandbox, slack: str, url: str) -> dict[str, Any]:
    return {
        "GROWLOOP_DATABASE_URL": url,
        "GROWLOOP_PORT": free_port(),
        "host": "127.0.0.1",
        "slack_bot_token": sandbox.bot_token,
        "slack_signing_secret": sandbox.signing_secret,
        "slack_app_token": None,
        "slack_api_url": f"{slack}/api/",
        "log_level": "error",
    }


async def _meet(made: World) -> None:
    """The bot's first life: it reads the roster, and is told who leads whom."""

    async def all_known() -> bool:
        return len(await made.rows(Person)) == len(made.team)

    await made.until(all_known, "The roster")
    await made.die_at()
    people: dict[str, Person] = {one.name: one for one in await made.rows(Person)}
    leo = people["Leo"]
    async with made.database.transaction() as tx:
        for one in people.values():
            if one.id != leo.id:
                since = date(2020, 1, 1)
                line = ReportingLine(
                    workspace_id=leo.workspace_id,
                    person_id=one.id,
                    manager_id=leo.id,
                    since=since,
                    source=Source.IMPORT,
                )
                tx.add(line)
