"""What happens to the company of a simulated year: who is in it, who leads whom, where they live, and what HR asks of them."""

from datetime import date, datetime, time
from typing import Any

from bot.domain.cadence import Rule
from bot.domain.checkins import SeriesState
from bot.domain.imports_days import DayRow, LeaveRow
from bot.domain.roles import Role, Source
from bot.usecases import checkins_schedule, imports_days, people, roster, series, series_editor
from storage import people as people_store
from storage import series as series_store
from storage.database import Tx
from storage.people import Person
from storage.roles import RoleGrant
from storage.series import Series
from storage.workspaces import Workspace
from tests.year.humans import DAY, ZONES, Human, draw
from tests.year.world import World

TEAM = "T0YEAR"
WEEKLY, SECOND = "Weekly check-in", "Look around"


class Company:
    """One workspace. `ran` says for each series since when it asks, and by which rule; `meant`, whom it asks where that is not all."""

    def __init__(self, world: World) -> None:
        self.world, self.chance = world, world.chance
        self.workspace_id = self.hr_id = 0
        self.leads: list[Human] = []
        self.series: dict[str, int] = {}
        self.meant: dict[int, set[str]] = {}
        self.ran: dict[int, list[tuple[datetime, bool, Rule]]] = {}

    async def found(self, people: int) -> None:
        """Everybody joins, the first is HR and leads those who lead ten each; the first series runs, the second for every other one."""
        async with self.world.deps.transaction() as tx:
            place = Workspace(team_id=TEAM, name="Year", bot_user_id="U0BOT")
            tx.add(place)
            await tx.flush()
            self.workspace_id = place.id
        for number in range(people):
            await self.join(draw(self.chance, number))
        everyone = list(self.world.humans.values())
        self.hr_id = everyone[0].person_id
        now = self.world.clock.now()
        async with self.world.deps.transaction() as tx:
            tx.add(RoleGrant(workspace_id=place.id, person_id=self.hr_id, role=Role.HR, granted_at=now))
        self.leads = everyone[: 2 + people // 10]
        for human in everyone[1:]:
            boss = everyone[0] if human in self.leads else self.chance.choice(self.leads[1:])
            await self.led_by(human, boss)
        await self._found_series(everyone, now)

    async def _found_series(self, everyone: list[Human], now: datetime) -> None:
        async with self.world.deps.transaction() as tx:
            place = await tx.get_one(Workspace, self.workspace_id)
            first = await series.ensure_default(tx, place, now, started=False)
            some = everyone[::2]
            second = Series(workspace_id=place.id, name=SECOND, anchor=now.date(), weekday=3, opens_at=time(10))
            second.closes_after, second.audience = 1, {"people": [one.person_id for one in some]}
            second = await series.create(tx, await self._hr(tx), second, now)
            self.series = {WEEKLY: first.id, SECOND: second.id}
            self.meant = {second.id: {one.slack_id for one in some}}
        for series_id in self.series.values():
            await self.start(series_id)

    async def start(self, series_id: int) -> None:
        async with self.world.deps.transaction() as tx:
            one = await series.start(tx, await self._hr(tx), series_id, self.world.clock.now())
        self._note(one)

    async def pause(self, series_id: int) -> None:
        async with self.world.deps.transaction() as tx:
            one = await series.pause(tx, await self._hr(tx), series_id, self.world.clock.now())
        self._note(one)

    async def edit(self, series_id: int, part: str, **values: Any) -> None:
        """HR changes the timetable in the editor."""
        async with self.world.deps.transaction() as tx:
            hr, one = await self._hr(tx), await series_store.get(tx, series_id)
            edited = await series_editor.edit(tx, hr, one.id, one.revision, part, values, self.world.clock.now())
        self._note(edited.series)

    def _note(self, one: Series) -> None:
        asks = one.state is SeriesState.RUNNING
        self.ran.setdefault(one.id, []).append((self.world.clock.now(), asks, series_store.rule(one)))

    async def _hr(self, tx: Tx) -> Person:
        return await people_store.get(tx, self.hr_id)

    async def join(self, human: Human) -> None:
        """Slack tells of somebody new, or of somebody who is back; HR's file tells of their hours."""
        human = self.world.humans.setdefault(human.slack_id, human)
        await self._told(human, deleted=False)
        async with self.world.deps.transaction() as tx:
            person = await people_store.find(tx, self.workspace_id, human.slack_id)
            assert person is not None
            human.person_id = person.id
            person.working_days, person.works_from, person.works_until = human.days, human.starts, human.ends
            person.country, person.country_from, person.profile = human.country, Source.APP, human.profile
            tx.add(person)
            await tx.flush()
            await checkins_schedule.replan(tx, [person.id], self.world.clock.now())
        human.present.append((self.world.clock.now(), None))

    async def leave(self, human: Human) -> None:
        if human.person_id != self.hr_id and human.here:
            await self._told(human, deleted=True)
            human.present[-1] = (human.present[-1][0], self.world.clock.now())

    async def move(self, human: Human) -> None:
        """Somebody lives elsewhere from now on: Slack tells of it, or HR does."""
        human.zone = self.chance.choice(ZONES)
        now = self.world.clock.now()
        async with self.world.deps.transaction() as tx:
            person = await people_store.get(tx, human.person_id)
            told = person.zone_from is not Source.SLACK or self.chance.random() < 0.2
            if told:
                await people.set_zone(tx, await self._hr(tx), person, human.zone, now)
        if not told:
            await self._told(human, deleted=False)

    async def _told(self, human: Human, *, deleted: bool) -> None:
        now = self.world.clock.now()
        user = {
            "id": human.slack_id,
            "team_id": TEAM,
            "tz": human.zone,
            "locale": "en-US",
            "deleted": deleted,
            "profile": {"display_name": human.slack_id, "email": f"{human.slack_id}@example.com"},
        }
        async with self.world.deps.transaction() as tx:
            place = await tx.get_one(Workspace, self.workspace_id)
            await roster.take_in(tx, place, [user], roster.run_id(now), now)

    async def led_by(self, human: Human, boss: Human) -> None:
        now = self.world.clock.now()
        async with self.world.deps.transaction() as tx:
            person = await people_store.get(tx, human.person_id)
            manager = await people_store.get(tx, boss.person_id)
            since = human.local(now).date()
            await people.set_manager(tx, await self._hr(tx), person, manager, since, Source.APP, now)

    async def close(self, day: date, country: str) -> None:
        """A day on which the company is closed, there or everywhere."""
        async with self.world.deps.transaction() as tx:
            place = await tx.get_one(Workspace, self.workspace_id)
            rows = [DayRow(1, day, "Closed", country)]
            await imports_days.bring_days_off(tx, place, rows, self.world.clock.now(), dry_run=False)
        for human in self.world.humans.values():
            if country in ("", human.country):
                human.closed.add(day)

    async def note_leave(self, human: Human) -> None:
        """HR's file knows of leave."""
        first = human.local(self.world.clock.now()).date() + self.chance.randint(1, 30) * DAY
        last = first + self.chance.randint(0, 20) * DAY
        if any(begins <= last and first <= ends for begins, ends in human.away):
            return
        async with self.world.deps.transaction() as tx:
            place = await tx.get_one(Workspace, self.workspace_id)
            row = LeaveRow(1, f"{human.slack_id}@example.com".lower(), first, last)
            await imports_days.bring_leave(tx, place, [row], self.world.clock.now(), dry_run=False)
        human.away.append((first, last))
