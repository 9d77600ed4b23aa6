"""What the delivery is measured with: people whom the bot knows, what is owed to them, and a registry that tells it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import httpx
from sqlalchemy import bindparam, func
from sqlmodel import col, select

from bot.deps import Clock, Deps
from bot.domain.notices import Kind, Lane, State
from bot.domain.pace import Limits
from bot.locales.reader import Reader
from bot.slack import Message, Slack
from bot.usecases import notices
from schedules import delivery
from schedules.registry import Registry
from storage.database import Database, Tx
from storage.inserting import insert_new
from storage.notices import Notice
from storage.people import Person
from storage.workspaces import Workspace

PROMPT = Kind("bench.prompt", Lane.REMINDER, late_after=timedelta(hours=4))
SUMMARY = Kind("bench.summary", Lane.SUMMARY, unasked=False)
NEWS = Kind("bench.news", Lane.BROADCAST, unasked=False)
REPLY = Kind("bench.reply", Lane.ANSWER, unasked=False)
WORDS = "A few words about the week, as people write them."
MESSAGE = Message(WORDS, [{"type": "section", "text": {"type": "mrkdwn", "text": WORDS}}])
RECORD = select(Person.name).where(Person.id == bindparam("subject"))


@asynccontextmanager
async def opened(address: str, url: str, clock: Clock) -> AsyncIterator[Deps]:
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession(trust_env=False))
        client = await stack.enter_async_context(httpx.AsyncClient(trust_env=False))
        database = Database(address, clock=clock)
        stack.push_async_callback(database.close)
        yield Deps(database, Slack(session, "xoxb-bench", url), clock, client)


def registry_for(limits: Limits) -> Registry:
    registry = Registry()
    delivery.register(registry, limits)
    for kind in (PROMPT, SUMMARY, NEWS, REPLY):
        registry.telling(kind, _access, _view)
    return registry


async def company(deps: Deps, number: int) -> list[int]:
    """The ids of so many people whom the bot knows; it is the middle of their working day."""
    async with deps.transaction() as tx:
        workspace = Workspace(team_id="T1", name="Bench")
        tx.add(workspace)
        await tx.flush()
        template = Person(workspace_id=workspace.id, slack_id="", name="").model_dump(exclude={"id"})
        rows = [
            template | {"slack_id": f"U{n:08}", "dm_channel": f"D{n:08}", "name": f"Person {n}"} for n in range(number)
        ]
        await insert_new(tx, Person, rows)
        return list(await tx.exec(select(Person.id).order_by(col(Person.id))))


async def owe(deps: Deps, kind: Kind, people: Sequence[int]) -> None:
    now = deps.clock.now()
    owed = [{"workspace_id": 1, "subject_id": one, "recipient_id": one, "due_at": now} for one in people]
    async with deps.transaction() as tx:
        await notices.owe_many(tx, kind, owed, now=now)


async def still_owed(deps: Deps) -> int:
    async with deps.transaction(reading=True) as tx:
        found = select(func.count()).select_from(Notice).where(Notice.state != State.SENT)
        return (await tx.exec(found)).one()


async def _access(tx: Tx, notice: Notice, _person: Person, _now: datetime) -> str:
    """One record is looked up, as the least that any kind does."""
    connection = await tx.connection()
    return str((await connection.execute(RECORD, {"subject": notice.subject_id})).scalar_one())


def _view(_reader: Reader, _shown: Any) -> Message:
    return MESSAGE
