"""An office for whole trips: the real bot, and a few people of it at their screens on a Friday afternoon in Shanghai."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlmodel import SQLModel, col, select

from bot.domain.roles import Source
from bot.sandbox.actor import Actor
from bot.sandbox.model import Message, WireRecord
from storage.database import Database
from storage.people import Person
from storage.reporting import ReportingLine
from tests.app import Bot, running_bot

Row = TypeVar("Row", bound=SQLModel)

BEFORE = datetime(2027, 1, 15, 6, 55, tzinfo=UTC)
"""Friday, five minutes to three in Shanghai."""
OPENS = datetime(2027, 1, 15, 7, 0, tzinfo=UTC)
BERLIN_OPENS = datetime(2027, 1, 15, 14, 0, tzinfo=UTC)
DIGEST = datetime(2027, 1, 15, 15, 30, tzinfo=UTC)
"""Half past four in Tom's Berlin."""
REMINDS = datetime(2027, 1, 18, 1, 0, tzinfo=UTC)
CLOSES = datetime(2027, 1, 18, 4, 0, tzinfo=UTC)

PEOPLE: Sequence[dict[str, Any]] = (
    {"name": "Mei Lin", "tz": "Asia/Shanghai", "email": "mei@example.com"},
    {"name": "Bob Sun", "tz": "Asia/Shanghai", "email": "bob@example.com"},
    {"name": "Tom Berg", "tz": "Europe/Berlin", "email": "tom@example.com"},
    {"name": "Ann Hale", "tz": "America/New_York", "email": "ann@example.com"},
)


@dataclass(frozen=True)
class Office:
    """Mei and Bob report to Tom, Tom to Ann, and Ann is HR."""

    bot: Bot
    mei: Actor
    bob: Actor
    tom: Actor
    ann: Actor

    async def rows(self, table: type[Row]) -> list[Row]:
        """All rows of a table, in the order they were made."""
        async with self.bot.deps.transaction(reading=True) as tx:
            return list(await tx.exec(select(table).order_by(col(table.id))))  # type: ignore[attr-defined]

    async def person(self, who: Actor) -> Person:
        return next(one for one in await self.rows(Person) if one.slack_id == who.person.id)

    def calls(self, method: str, to: Actor | None = None) -> list[dict[str, Any]]:
        """What was asked of Slack's Web API, of one person where they are named."""
        every = self.bot.sandbox.calls(method)
        return every if to is None else [one for one in every if one["channel"] in (to.person.id, self._dm(to))]

    def last(self, what: str) -> WireRecord:
        """The last thing of that kind that Slack sent to the bot."""
        return next(one for one in reversed(self.bot.sandbox.wire) if one.direction == "out" and one.what == what)

    async def repeat(self, record: WireRecord) -> int:
        """Slack sends an event once more, as it does when an answer was lost on its way. Answers the status."""
        headers = {"x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"}
        answer = await self.bot.sandbox.deliveries.envelope(record.request, headers)
        await self.bot.settle()
        return answer.status

    def _dm(self, who: Actor) -> str:
        return self.bot.sandbox.workspace.dm(self.bot.sandbox.bot_user_id, who.person.id).id


def shown(view: Any) -> str:
    """Everything that stands in a message, a modal or Home, as one text."""
    if isinstance(view, Message):
        return f"{view.text} {json.dumps(view.blocks, ensure_ascii=False)}"
    return json.dumps(getattr(view, "view", view), ensure_ascii=False)


@asynccontextmanager
async def office(database: Database, *, start: datetime = BEFORE, running: bool = True) -> AsyncIterator[Office]:
    async with running_bot(
        database, start=start, people=PEOPLE, hr_emails=["ann@example.com"], start_running=running
    ) as bot:
        made = Office(bot, *(bot.as_(str(one["email"])) for one in PEOPLE))
        mei, bob, tom, ann = [await made.person(one) for one in (made.mei, made.bob, made.tom, made.ann)]
        async with bot.deps.transaction() as tx:
            for person, manager in ((mei, tom), (bob, tom), (tom, ann)):
                tx.add(
                    ReportingLine(
                        workspace_id=person.workspace_id,
                        person_id=person.id,
                        manager_id=manager.id,
                        since=date(2020, 1, 1),
                        source=Source.IMPORT,
                    )
                )
        yield made
