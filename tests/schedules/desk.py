"""Delivery and nothing else: a sandbox for Slack, a clock that stands still, and kinds of notices whose words a test sets."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import httpx
from sqlalchemy import text

from bot.deps import Deps
from bot.domain.notices import SEND, Kind, Lane, OnDoubt
from bot.domain.pace import SENDING, Limits
from bot.locales.reader import Reader
from bot.sandbox.clock import MovableClock
from bot.sandbox.model import Message as Posted
from bot.sandbox.sandbox import Sandbox
from bot.slack import Message, Slack
from bot.usecases import notices
from schedules import delivery
from schedules.registry import Registry, TryAgain
from storage.database import Database, Tx
from storage.notices import Notice
from storage.people import Person
from storage.workspaces import Workspace
from tests.tls import TLS

START = datetime(2027, 1, 13, 9, 0, tzinfo=UTC)
"""A Wednesday morning in London, where these people are."""

REPLY = Kind("test.reply", Lane.ANSWER, unasked=False)
SUMMARY = Kind("test.summary", Lane.SUMMARY, late_after=timedelta(days=1))
PROMPT = Kind("test.prompt", Lane.REMINDER, late_after=timedelta(hours=4))
NEWS = Kind("test.news", Lane.BROADCAST, unasked=False, on_doubt=OnDoubt.REPEAT)
NUDGE = Kind("test.nudge", Lane.REMINDER, unasked=False)
KINDS = (REPLY, SUMMARY, PROMPT, NEWS, NUDGE)


@dataclass
class Desk:
    """What a test of delivery holds. `says` are the words by subject, or the exception that looking them up raises."""

    deps: Deps
    sandbox: Sandbox
    clock: MovableClock
    registry: Registry
    people: list[Person]
    says: dict[int, str | Exception] = field(default_factory=dict)
    shown_to: list[tuple[int, int]] = field(default_factory=list)

    async def owe(self, kind: Kind, subject: int = 1, to: int = 0, **more: object) -> int:
        """A notice that is due now, without its job running; the id."""
        now = self.clock.now()
        given: dict[str, Any] = {"due_at": now, "now": now, **more}
        person = self.people[to]
        async with self.deps.transaction() as tx:
            owed = await notices.owe(
                tx,
                kind,
                workspace_id=person.workspace_id,
                subject_id=subject,
                recipient_id=person.id,
                **given,
            )
            assert owed is not None
            return owed

    async def again(self, kind: Kind, subject: int = 1, to: int = 0) -> bool:
        async with self.deps.transaction() as tx:
            return await notices.owe_again(
                tx, kind, subject_id=subject, recipient_id=self.people[to].id, now=self.clock.now()
            )

    async def send(self, *ids: int) -> None:
        """What the job does."""
        await self.registry.tasks[SEND](self.deps, ids=list(ids))

    async def send_all(self, *ids: int, runs: int = 20) -> None:
        """The job as a worker runs it: again, whenever it asks for it, after as long as it asks for."""
        for _ in range(runs):
            try:
                return await self.send(*ids)
            except TryAgain as again:
                await self.clock.move_by(seconds=again.seconds)
        raise AssertionError("The job never ends.")

    async def tick(self) -> list[list[int]]:
        """The minute's tick, and the batches that it handed out."""
        before = len(await self.jobs())
        await self.registry.ticks["delivery.batch"].run(self.deps)
        return [ids for ids, _ in (await self.jobs())[before:]]

    async def jobs(self) -> list[tuple[list[int], int]]:
        """Ids and priority of every job, in the order they were added."""
        async with self.deps.transaction(reading=True) as tx:
            connection = await tx.connection()
            found = await connection.execute(
                text("SELECT CAST(args AS TEXT), priority FROM procrastinate_jobs WHERE task_name = :task ORDER BY id"),
                {"task": SEND},
            )
            return [(_ids(args), priority) for args, priority in found]

    async def forget_jobs(self) -> None:
        async with self.deps.transaction() as tx:
            await (await tx.connection()).execute(text("DELETE FROM procrastinate_jobs"))

    async def notice(self, notice_id: int) -> Notice:
        async with self.deps.transaction(reading=True) as tx:
            return await tx.get_one(Notice, notice_id)

    async def change(self, row: Notice | Person | Workspace, **values: object) -> None:
        async with self.deps.transaction() as tx:
            found = await tx.get_one(type(row), row.id)
            for name, value in values.items():
                setattr(found, name, value)
            tx.add(found)

    def got(self, to: int = 0) -> list[Posted]:
        """What somebody sees of the bot."""
        return list(self.sandbox.as_(self.people[to].slack_id).dm)

    def said(self, to: int = 0) -> list[str]:
        return [message.text for message in self.got(to)]

    async def access(self, _tx: Tx, notice: Notice, person: Person, _now: datetime) -> str:
        self.shown_to.append((notice.id, person.id))
        words = self.says.get(notice.subject_id, f"about {notice.subject_id}")
        if isinstance(words, Exception):
            raise words
        return words


def _ids(args: str) -> list[int]:
    return [int(part) for part in args.partition("[")[2].partition("]")[0].split(",")]


def view(_reader: Reader, words: str) -> Message:
    return Message(words, [{"type": "section", "text": {"type": "plain_text", "text": words}}])


@asynccontextmanager
async def open_desk(
    database: Database, *, people: int = 3, limits: Limits = SENDING, clock: MovableClock | None = None
) -> AsyncIterator[Desk]:
    """A workspace with some people in UTC, whom the bot has never written to."""
    time = clock or MovableClock(START, running=False)
    database.clock = time
    sandbox = Sandbox(time, with_page=False)
    async with (
        sandbox.serve() as url,
        aiohttp.ClientSession(trust_env=False) as session,
        httpx.AsyncClient(trust_env=False, verify=TLS) as client,
    ):
        deps = Deps(database, Slack(session, sandbox.bot_token, f"{url}/api/"), time, client)
        registry = Registry()
        delivery.register(registry, limits)
        desk = Desk(deps, sandbox, time, registry, await _people(deps, sandbox, people))
        for kind in KINDS:
            registry.telling(kind, desk.access, view)
        yield desk


async def _people(deps: Deps, sandbox: Sandbox, number: int) -> list[Person]:
    async with deps.transaction() as tx:
        workspace = Workspace(team_id=sandbox.team_id, name="Sandbox")
        tx.add(workspace)
        await tx.flush()
        found = []
        for at in range(number):
            account = sandbox.workspace.add_person(f"Person {at}", f"person{at}@example.com")
            found.append(Person(workspace_id=workspace.id, slack_id=account.id, name=account.name))
        tx.add_all(found)
        await tx.flush()
    return found
