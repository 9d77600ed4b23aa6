"""A team that can write to its manager without names: Tom's people, and Eva's, who are too few."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from sqlmodel import SQLModel, select

from bot.domain.roles import Role, Source
from bot.usecases import upward, upward_read, upward_schedule
from bot.usecases.holidays import NOWHERE
from bot.usecases.upward import Form, Found, Sent
from bot.usecases.upward_read import Opened
from storage import upward as store
from storage.database import Database
from storage.reporting import ReportingLine
from storage.roles import RoleGrant
from storage.upward import UpwardBatch, UpwardReply, UpwardWords
from storage.workspaces import Workspace
from tests import company
from tests.clock import START
from tests.team import Team

Row = TypeVar("Row", bound=SQLModel)

WROTE = datetime(2027, 1, 13, 10, tzinfo=UTC)
"""A Wednesday, eleven o'clock where Tom is."""
DAY = timedelta(days=1)
TELLS = datetime(2027, 1, 14, 15, 30, tzinfo=UTC)
"""His hour for summaries on the next day."""


@dataclass(frozen=True)
class Upward:
    """Tom1 and so on report to Tom, Eva1 and Eva2 to Eva. Ann is HR, and like the leaders reports to nobody."""

    team: Team

    async def form(self, name: str, now: datetime = WROTE) -> Form:
        async with self.team.transaction(reading=True) as tx:
            return await upward.access_form(tx, await self.team.person(tx, name), now)

    async def send(self, name: str, words: str = "Please", now: datetime = WROTE, *, form: Form | None = None) -> Sent:
        shown = form or await self.form(name, now)
        async with self.team.transaction() as tx:
            me = await self.team.person(tx, name)
            return await upward.send(tx, me, shown.manager.id, words, shown.ticket, now)

    async def found(self, name: str, ticket: str, now: datetime = WROTE) -> Found:
        async with self.team.transaction(reading=True) as tx:
            return await upward.access_ticket(tx, await self.team.person(tx, name), ticket, now)

    async def reply(self, name: str, ticket: str, words: str, now: datetime, nonce: str | None = None) -> None:
        known = nonce or (await self.found(name, ticket, now)).nonce
        async with self.team.transaction() as tx:
            await upward.reply(tx, await self.team.person(tx, name), ticket, known, words, now)

    async def look(self, now: datetime) -> bool:
        """What the hourly tick does."""
        async with self.team.transaction(reading=True) as tx:
            batches = await upward_schedule.to_look_at(tx)
        mixed = False
        for one in batches:
            async with self.team.transaction() as tx:
                mixed = await upward_schedule.look(tx, one, now) or mixed
        return mixed

    async def deliver(self, now: datetime = WROTE) -> None:
        """A look on that day, and one on the next."""
        assert await self.look(now) is False
        assert await self.look(now + DAY) is True

    async def read(self, name: str, batch_id: int = 1, now: datetime = TELLS) -> Opened:
        async with self.team.transaction() as tx:
            return await upward_read.read(tx, await self.team.person(tx, name), batch_id, now)

    async def answer(self, name: str, words: str, batch_id: int = 1, now: datetime = TELLS) -> None:
        async with self.team.transaction() as tx:
            await upward_read.answer(tx, await self.team.person(tx, name), batch_id, words, now)

    async def rows(self, table: type[Row]) -> list[Row]:
        async with self.team.transaction(reading=True) as tx:
            return list(await tx.exec(select(table)))

    async def words(self) -> list[UpwardWords]:
        return await self.rows(UpwardWords)

    async def replies(self) -> list[UpwardReply]:
        return await self.rows(UpwardReply)

    async def batch(self, batch_id: int = 1) -> UpwardBatch:
        async with self.team.transaction(reading=True) as tx:
            found = await store.find(tx, batch_id)
        assert found is not None
        return found


async def founded_beside(database: Database) -> Upward:
    """Another workspace in the same database."""
    return await founded(database, slack_team="T0OTHER")


async def founded(database: Database, *, many: int = 4, slack_team: str = company.TEAM) -> Upward:
    """`many`: how many report to Tom."""
    async with database.transaction() as tx:
        at = await company.workspace(tx, team_id=slack_team)
        team = Team(database, at.id, 0, {})
    teams = {"Tom": many, "Eva": 2}
    zones = {"Ann": "Europe/Berlin", "Nia": "Europe/Berlin"}
    for leader, size in teams.items():
        zones |= {leader: "Europe/Berlin", **{f"{leader}{number}": "Asia/Shanghai" for number in range(1, size + 1)}}
    async with database.transaction() as tx:
        at = await tx.get_one(Workspace, at.id)
        for name, zone in zones.items():
            team.ids[name] = (await company.person(tx, at, name, zone=zone, country=NOWHERE)).id
    async with database.transaction() as tx:
        for name in team.ids:
            if name[-1].isdigit():
                tx.add(
                    ReportingLine(
                        workspace_id=at.id,
                        person_id=team.ids[name],
                        manager_id=team.ids[name[:3]],
                        since=date(2020, 1, 1),
                        source=Source.IMPORT,
                    )
                )
        tx.add(RoleGrant(workspace_id=at.id, person_id=team.ids["Ann"], role=Role.HR, granted_at=START))
    return Upward(team)


async def three_write(upward: Upward) -> list[str]:
    """Tom1 to Tom3 write; their tickets."""
    return [(await upward.send(f"Tom{number}", f"words {number}")).ticket for number in (1, 2, 3)]
