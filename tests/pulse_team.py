"""A company with a pulse that runs: two teams of six, a team of three, and HR, who all take part or do not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlmodel import col, select

from bot.domain.replies import Reply
from bot.domain.roles import Role, Source
from bot.usecases import pulses, pulses_results, pulses_schedule, series
from bot.usecases.holidays import NOWHERE
from bot.usecases.pulses_results import Results
from storage import people, periods
from storage import series as series_store
from storage.audit import AuditEntry
from storage.database import Database
from storage.periods import Period
from storage.pulses import PulseAnswer, PulseSlot
from storage.reporting import ReportingLine
from storage.roles import RoleGrant
from storage.series import Question
from storage.workspaces import Workspace
from tests import company
from tests.clock import START
from tests.team import Team

SLOT = "2027-02"
OPENS = datetime(2027, 2, 10, 2, tzinfo=UTC)
"""The second Wednesday of February, 10:00 in Shanghai."""
BERLIN_OPENS = datetime(2027, 2, 10, 9, tzinfo=UTC)
WITHIN = datetime(2027, 2, 11, 8, tzinfo=UTC)
CLOSED = datetime(2027, 2, 16, 16, tzinfo=UTC)
"""Tuesday 17:00 in Berlin, where the last window ends."""
LOOKS = datetime(2027, 2, 17, 5, tzinfo=UTC)
"""When that day has ended in the last zone of all."""
TEAMS = {"Tom": 6, "Eva": 6, "Kim": 3}


@dataclass(frozen=True)
class Pulse:
    """The team of each leader is named after them: Tom1 to Tom6 report to Tom. Ann is HR; she and the leaders have no manager."""

    team: Team
    series_id: int
    questions: list[Question]

    @property
    def members(self) -> list[str]:
        return [f"{leader}{number}" for leader, size in TEAMS.items() for number in range(1, size + 1)]

    async def open(self, now: datetime = BERLIN_OPENS) -> None:
        await self.team.open_due(now)
        await self.team.prompted()

    async def answer(
        self,
        name: str,
        now: datetime = WITHIN,
        *,
        number: int | None = 4,
        choice: str = "",
        words: str = "",
        slot: str = SLOT,
    ) -> bool:
        scale, single, text = self.questions
        replies = [
            Reply(scale.id, chosen=(str(number),) if number else ()),
            Reply(single.id, chosen=(choice,) if choice else ()),
            Reply(text.id, words=words),
        ]
        return await self.send(name, replies, now, slot=slot)

    async def send(self, name: str, replies: Sequence[Reply], now: datetime = WITHIN, *, slot: str = SLOT) -> bool:
        async with self.team.transaction() as tx:
            me = await self.team.person(tx, name)
            return (await pulses.take_part(tx, me, replies, now, series_id=self.series_id, slot=slot))[1]

    async def close(self, now: datetime = LOOKS) -> int:
        """The ticks of that moment; how many slots were closed."""
        await self.team.close_due(now)
        async with self.team.transaction(reading=True) as tx:
            slots = await pulses_schedule.to_look_at(tx, now)
        done = 0
        for one in slots:
            async with self.team.transaction() as tx:
                done += await pulses_schedule.close_if_over(tx, one, now)
        return done

    async def slots(self) -> list[PulseSlot]:
        async with self.team.transaction(reading=True) as tx:
            return list(await tx.exec(select(PulseSlot).order_by(col(PulseSlot.id))))

    async def answers(self) -> list[PulseAnswer]:
        async with self.team.transaction(reading=True) as tx:
            return list(await tx.exec(select(PulseAnswer)))

    async def period(self, name: str, slot: str = SLOT) -> Period:
        async with self.team.transaction(reading=True) as tx:
            found = await periods.find(tx, self.series_id, self.team.ids[name], slot)
        assert found is not None
        return found

    async def results(self, name: str, slot_id: int | None = None, now: datetime = LOOKS) -> Results:
        wanted = slot_id or (await self.slots())[0].id
        async with self.team.transaction(reading=True) as tx:
            return await pulses_results.access_results(tx, await self.team.person(tx, name), wanted, now)

    async def share(self, name: str, *, shared: bool = True) -> None:
        wanted = (await self.slots())[0].id
        async with self.team.transaction() as tx:
            await pulses_results.share(tx, await self.team.person(tx, name), wanted, LOOKS, shared=shared)

    async def audited(self) -> list[str]:
        async with self.team.transaction(reading=True) as tx:
            return [one.act for one in await tx.exec(select(AuditEntry).order_by(col(AuditEntry.id)))]


async def found(database: Database, *, now: datetime = START) -> Pulse:
    """The company in January, before the first prompt of its pulse."""
    async with database.transaction() as tx:
        at = await company.workspace(tx)
        made = await pulses.ensure_default(tx, at, now)
        assert made is not None
        team = Team(database, at.id, made.id, {})
        questions = await series_store.questions(tx, made.id, now)
    zones = {"Ann": "Europe/Berlin"}
    for leader, size in TEAMS.items():
        zones |= {leader: "Europe/Berlin", **{f"{leader}{number}": "Asia/Shanghai" for number in range(1, size + 1)}}
    async with database.transaction() as tx:
        at = await tx.get_one(Workspace, at.id)
        for name, zone in zones.items():
            team.ids[name] = (await company.person(tx, at, name, zone=zone, country=NOWHERE)).id
    async with database.transaction() as tx:
        for name, person_id in team.ids.items():
            if name[-1].isdigit():
                tx.add(
                    ReportingLine(
                        workspace_id=at.id,
                        person_id=person_id,
                        manager_id=team.ids[name[:-1]],
                        since=date(2020, 1, 1),
                        source=Source.IMPORT,
                    )
                )
        tx.add(RoleGrant(workspace_id=at.id, person_id=team.ids["Ann"], role=Role.HR, granted_at=now))
    async with database.transaction() as tx:
        await series.start(tx, await people.get(tx, team.ids["Ann"]), made.id, now)
    return Pulse(team, made.id, questions)


async def everybody_answers(pulse: Pulse) -> None:
    """Tom's team gives 2, Eva's 5, Kim's 3; Ann and the leaders 4."""
    marks = {"Tom": 2, "Eva": 5, "Kim": 3}
    for name in [*pulse.members, "Tom", "Eva", "Kim", "Ann"]:
        leader = name[:-1]
        await pulse.answer(
            name, number=marks.get(leader, 4), choice="time" if leader == "Tom" else "fine", words=f"by {name}"
        )
