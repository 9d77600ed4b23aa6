"""The department of a simulated quarter: one head, HR, managers under the head, and whom each of them leads, as it really is."""

from datetime import date, timedelta
from typing import Any

from typing_extensions import override

from bot.domain.goals import Level
from bot.domain.roles import Role
from bot.usecases import series
from storage.cycles import Cycle
from storage.roles import RoleGrant
from storage.workspaces import Workspace
from tests.year.company import TEAM, WEEKLY, Company
from tests.year.humans import Human, draw

PLACES = ("Asia/Shanghai", "Asia/Taipei", "Europe/Berlin", "Europe/Berlin", "Europe/London", "America/New_York")


class Department(Company):
    """`boss`: whom somebody reports to now, by person ids; `led`: everybody who ever led them, `lines`: since which day."""

    def __init__(self, world: Any, weeks: int) -> None:
        super().__init__(world)
        self.weeks = weeks
        self.boss: dict[int, int] = {}
        self.led: dict[int, list[int]] = {}
        self.lines: dict[int, list[tuple[date, int]]] = {}
        self.cycle_id = 0

    @property
    def head(self) -> Human:
        return next(iter(self.world.humans.values()))

    @property
    def hr(self) -> Human:
        return self.world.human(self.hr_id)

    @override
    async def found(self, people: int) -> None:
        """The first leads all, the second is HR, the next ones lead the rest; the weekly check-in runs, and there is a cycle."""
        now = self.world.clock.now()
        async with self.world.deps.transaction() as tx:
            place = Workspace(team_id=TEAM, name="Quarter", bot_user_id="U0BOT")
            tx.add(place)
            await tx.flush()
            self.workspace_id = place.id
        for number in range(people):
            await self.join(draw(self.chance, number))
        everyone = list(self.world.humans.values())
        self.hr_id = everyone[1].person_id
        async with self.world.deps.transaction() as tx:
            tx.add(RoleGrant(workspace_id=place.id, person_id=self.hr_id, role=Role.HR, granted_at=now))
            begins = now.date()
            made: dict[str, Any] = {"made_by": self.hr_id, "made_at": now}
            ends = begins + timedelta(weeks=self.weeks, days=-1)
            cycle = Cycle(workspace_id=place.id, name="Quarter", starts=begins, ends=ends, **made)
            tx.add(cycle)
            await tx.flush()
            self.cycle_id = cycle.id
        self.leads = everyone[2 : 2 + (5 if people >= 40 else 3)]
        for number, human in enumerate(everyone[1:]):
            straight = human in self.leads or human.person_id == self.hr_id
            await self.led_by(human, everyone[0] if straight else self.leads[number % len(self.leads)])
        await self._run_series(place)

    async def _run_series(self, place: Workspace) -> None:
        async with self.world.deps.transaction() as tx:
            first = await series.ensure_default(tx, place, self.world.clock.now(), started=False)
            self.series = {WEEKLY: first.id}
        await self.start(self.series[WEEKLY])

    @override
    async def join(self, human: Human) -> None:
        if human.slack_id not in self.world.humans:
            human.zone = self.chance.choice(PLACES)
        await super().join(human)
        if self.leads and human.person_id not in self.boss:
            await self.led_by(human, self.chance.choice([one for one in self.leads if one.here]))

    @override
    async def leave(self, human: Human) -> None:
        """Whoever goes is followed, for those they led, by another manager some days later."""
        if human is self.head or human.person_id == self.hr_id or not human.here:
            return
        if human in self.leads and sum(one.here for one in self.leads) < 3:
            return
        await super().leave(human)
        for person_id in [one for one, boss in self.boss.items() if boss == human.person_id]:
            orphan = self.world.human(person_id)
            at = self.world.clock.now() + self.chance.choice([0.2, 1, 4]) * timedelta(days=1)
            self.world.plan(at, lambda orphan=orphan: self.led_by(orphan, self.leader()))  # type: ignore[misc]

    @override
    async def led_by(self, human: Human, boss: Human) -> None:
        if human is boss or not human.here or not boss.here or self.boss.get(human.person_id) == boss.person_id:
            return
        await super().led_by(human, boss)
        self.boss[human.person_id] = boss.person_id
        self.led.setdefault(human.person_id, []).append(boss.person_id)
        since = human.local(self.world.clock.now()).date()
        self.lines.setdefault(human.person_id, []).append((since, boss.person_id))

    def boss_on(self, person_id: int, day: date) -> int | None:
        """Whom somebody reported to on that day."""
        return next((boss for since, boss in reversed(self.lines.get(person_id, [])) if since <= day), None)

    async def move_to_another(self, human: Human) -> None:
        """Somebody who leads nobody gets another manager."""
        if human is not self.head and human.person_id != self.hr_id and human not in self.leads:
            await self.led_by(human, self.leader())

    def leader(self) -> Human:
        return self.chance.choice([one for one in self.leads if one.here])

    def reports(self, human: Human) -> list[Human]:
        found = [self.world.human(one) for one, boss in self.boss.items() if boss == human.person_id]
        return [one for one in found if one.here]

    def above(self, person_id: int) -> list[int]:
        """Everybody who leads this person now, directly or over others."""
        found: list[int] = []
        while (boss := self.boss.get(person_id)) is not None and boss not in found:
            found.append(boss)
            person_id = boss
        return found

    def others(self, level: Level, owner_id: int, parent_owner_id: int | None) -> frozenset[int]:
        """Who can agree now for the other side of a goal of that owner."""
        boss, above = [self.boss.get(owner_id)], [parent_owner_id]
        first = {
            Level.PERSON: boss,
            Level.TEAM: [*boss, *above],
            Level.DEPARTMENT: [self.hr_id, *above],
            Level.COMPANY: [self.hr_id, *above],
        }[level]
        second = [self.hr_id] if level in (Level.PERSON, Level.TEAM) else boss
        for among in (first, second):
            able = {one for one in among if one is not None and one != owner_id and self.world.human(one).here}
            if able:
                return frozenset(able)
        return frozenset()
