"""A team with a running check-in, and what the tests of check-ins do with it: one transaction a step, as the edges do it."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import col, select

from bot.domain.checkins import PROMPT, Draft
from bot.domain.notices import Kind, State
from bot.domain.roles import Role, Source
from bot.usecases import checkins, checkins_schedule, series
from bot.usecases.checkins import Sent
from bot.usecases.holidays import NOWHERE
from storage import people, periods
from storage.checkins import CheckIn
from storage.database import Database, Tx
from storage.leave import Leave
from storage.notices import Notice
from storage.people import Person
from storage.periods import Period, Turn
from storage.reporting import ReportingLine
from storage.roles import RoleGrant
from storage.workspaces import Workspace
from tests import company
from tests.clock import START

SLOT, NEXT = "2027-W02", "2027-W03"
OPENS = datetime(2027, 1, 15, 7, tzinfo=UTC)
"""Friday 15:00 in Mei's Shanghai."""
REMINDS = datetime(2027, 1, 18, 1, tzinfo=UTC)
CLOSES = datetime(2027, 1, 18, 4, tzinfo=UTC)
"""Monday 12:00 there."""
BERLIN_OPENS = datetime(2027, 1, 15, 14, tzinfo=UTC)
FULL: dict[str, Any] = {
    "progress": "Shipped the importer",
    "plan": "Rest",
    "mood": 4,
    "mood_words": "light",
    "idea": "A cake",
}


@dataclass(frozen=True)
class Team:
    """Mei works in Shanghai and Bob beside her; both report to Tom in Berlin. Ann is HR. Una reports to nobody."""

    database: Database
    workspace_id: int
    series_id: int
    ids: dict[str, int]

    def transaction(self, *, reading: bool = False) -> AbstractAsyncContextManager[Tx]:
        return self.database.transaction(reading=reading)

    async def person(self, tx: Tx, name: str) -> Person:
        return await people.get(tx, self.ids[name])

    async def join(self, name: str, **fields: Any) -> int:
        async with self.transaction() as tx:
            at = await tx.get_one(Workspace, self.workspace_id)
            # Weeks without public holidays, whatever the zone; the tests of holidays name a country.
            made = await company.person(tx, at, name, **{"country": NOWHERE, **fields})
            self.ids[name] = made.id
            return int(made.id)

    async def change(self, name: str, now: datetime, **fields: Any) -> None:
        """Change somebody as the roster does, and plan them anew."""
        async with self.transaction() as tx:
            person = await self.person(tx, name)
            for field, value in fields.items():
                setattr(person, field, value)
            tx.add(person)
            await tx.flush()
            await checkins_schedule.replan(tx, [person.id], now)

    async def away(self, name: str, first: date, last: date) -> None:
        async with self.transaction() as tx:
            at, who = self.workspace_id, self.ids[name]
            tx.add(Leave(workspace_id=at, person_id=who, first=first, last=last, noted_at=START))

    async def led_by(self, name: str, manager: str, since: date) -> None:
        """From that day on, somebody reports to another manager."""
        async with self.transaction() as tx:
            lines = select(ReportingLine).where(ReportingLine.person_id == self.ids[name])
            for line in await tx.exec(lines.where(col(ReportingLine.until).is_(None))):
                line.until = since
                tx.add(line)
            tx.add(_line(self, name, manager, since))

    async def replan(self, now: datetime) -> None:
        async with self.transaction() as tx:
            await checkins_schedule.replan(tx, list(self.ids.values()), now)

    async def open_due(self, now: datetime) -> int:
        async with self.transaction() as tx:
            return await checkins_schedule.open_due(tx, now)

    async def prompted(self, *names: str) -> None:
        """The prompts that are owed reached these people, or everybody: who was never asked misses nothing."""
        who = [self.ids[name] for name in names or self.ids]
        async with self.transaction() as tx:
            owed = select(Notice).where(Notice.kind == PROMPT.name, col(Notice.recipient_id).in_(who))
            for notice in await tx.exec(owed.where(col(Notice.sent_at).is_(None))):
                notice.state, notice.sent_at = State.SENT, notice.due_at
                tx.add(notice)

    async def remind_due(self, now: datetime) -> int:
        async with self.transaction() as tx:
            return await checkins_schedule.remind_due(tx, now)

    async def close_due(self, now: datetime) -> None:
        async with self.transaction() as tx:
            await checkins_schedule.close_due(tx, now)

    async def submit(self, name: str, now: datetime, *, slot: str = SLOT, **said: Any) -> Sent:
        draft = Draft(**(said or FULL))
        async with self.transaction() as tx:
            me = await self.person(tx, name)
            return await checkins.submit(tx, me, draft, now, series_id=self.series_id, slot=slot)

    async def sent(self, name: str, now: datetime, **said: Any) -> CheckIn:
        """The check-in of a submit that is stored."""
        stored = (await self.submit(name, now, **said)).checkin
        assert stored is not None
        return stored

    async def periods(self, name: str) -> list[Period]:
        async with self.transaction(reading=True) as tx:
            found = select(Period).where(Period.person_id == self.ids[name]).order_by(col(Period.slot))
            return list(await tx.exec(found))

    async def period(self, name: str, slot: str = SLOT) -> Period:
        return next(one for one in await self.periods(name) if one.slot == slot)

    async def turn(self, name: str) -> Turn | None:
        async with self.transaction(reading=True) as tx:
            return (await periods.turns(tx, self.series_id, [self.ids[name]])).get(self.ids[name])

    async def notices(self, kind: Kind, name: str | None = None) -> list[Notice]:
        async with self.transaction(reading=True) as tx:
            found = select(Notice).where(Notice.kind == kind.name).order_by(col(Notice.id))
            every = list(await tx.exec(found))
        return [one for one in every if name is None or one.recipient_id == self.ids[name]]

    async def delivered(self, kind: Kind, name: str, ts: str, channel: str = "D1") -> None:
        """What is owed of this kind was posted, as delivery notes it."""
        async with self.transaction() as tx:
            owed = select(Notice).where(Notice.kind == kind.name, Notice.recipient_id == self.ids[name])
            for notice in await tx.exec(owed.where(col(Notice.ts).is_(None))):
                notice.state, notice.channel, notice.ts = State.SENT, channel, ts
                tx.add(notice)

    async def checkins(self, name: str) -> list[CheckIn]:
        async with self.transaction(reading=True) as tx:
            found = select(CheckIn).where(CheckIn.person_id == self.ids[name]).order_by(col(CheckIn.id))
            return list(await tx.exec(found))


def _line(team: Team, name: str, manager: str, since: date) -> ReportingLine:
    return ReportingLine(
        workspace_id=team.workspace_id,
        person_id=team.ids[name],
        manager_id=team.ids[manager],
        since=since,
        source=Source.IMPORT,
    )


async def found(database: Database, *, running: bool = True, now: datetime = START) -> Team:
    """The team on a Wednesday morning, each with a turn on Friday where the series runs."""
    async with database.transaction() as tx:
        at = await company.workspace(tx)
        one = await series.ensure_default(tx, at, now, started=running)
        team = Team(database, at.id, one.id, {})
    for name, zone in (
        ("Mei", "Asia/Shanghai"),
        ("Bob", "Asia/Shanghai"),
        ("Tom", "Europe/Berlin"),
        ("Ann", "America/New_York"),
        ("Una", "Asia/Shanghai"),
    ):
        await team.join(name, zone=zone)
    async with database.transaction() as tx:
        for name in ("Mei", "Bob"):
            tx.add(_line(team, name, "Tom", date(2020, 1, 1)))
        tx.add(_line(team, "Tom", "Ann", date(2020, 1, 1)))
        tx.add(RoleGrant(workspace_id=at.id, person_id=team.ids["Ann"], role=Role.HR, granted_at=now))
    await team.replan(now)
    return team
