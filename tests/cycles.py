"""A cycle that runs in a team, and what its tests do with it: one transaction a step, as the edges do it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import col, select

from bot.domain.cycles import Phase, Stage
from bot.domain.cycles_people import PHASE
from bot.usecases import cycles_people as usecases
from bot.usecases import cycles_phases as phases
from storage.cycles import Cycle, CyclePerson, CyclePhase
from storage.notices import Notice
from tests.team import Team

STARTS, ENDS = date(2027, 1, 11), date(2027, 4, 9)
QUARTER = (
    (Phase.PLAN, STARTS, date(2027, 1, 24)),
    (Phase.DO, date(2027, 1, 25), date(2027, 3, 28)),
    (Phase.CHECK, date(2027, 3, 29), date(2027, 4, 4)),
    (Phase.ACT, date(2027, 4, 5), ENDS),
)
EARLY = datetime(2027, 1, 10, 12, tzinfo=UTC)
"""Sunday, before the first day anywhere."""


@dataclass(frozen=True)
class Running:
    """One cycle of a team; `tick` is the clock's."""

    team: Team
    id: int

    async def tick(self, now: datetime) -> None:
        more = True
        while more:
            async with self.team.transaction() as tx:
                more = await usecases.look(tx, now)
        more = True
        while more:
            async with self.team.transaction() as tx:
                more = await phases.tell_due(tx, now)

    async def change(self, **fields: Any) -> None:
        """As HR does it: each edit is a new revision."""
        async with self.team.transaction() as tx:
            one = await tx.get_one(Cycle, self.id)
            one.revision += 1
            for name, value in fields.items():
                setattr(one, name, value)
            tx.add(one)

    async def move(self, phase: Phase, starts: date, ends: date) -> None:
        async with self.team.transaction() as tx:
            found = select(CyclePhase).where(CyclePhase.cycle_id == self.id, CyclePhase.phase == phase)
            one = (await tx.exec(found)).one()
            one.starts, one.ends = starts, ends
            tx.add(one)

    async def cycle(self) -> Cycle:
        async with self.team.transaction(reading=True) as tx:
            return await tx.get_one(Cycle, self.id)

    async def parts(self) -> dict[str, CyclePerson]:
        """Everybody's part in it, by name."""
        names = {person_id: name for name, person_id in self.team.ids.items()}
        async with self.team.transaction(reading=True) as tx:
            rows = await tx.exec(select(CyclePerson).where(CyclePerson.cycle_id == self.id))
            return {names[one.person_id]: one for one in rows}

    async def inside(self) -> set[str]:
        """Those whose part goes on."""
        return {name for name, one in (await self.parts()).items() if one.left_on is None}

    async def told(self, name: str) -> list[str]:
        """The phases that somebody was owed a notice of, in order."""
        return [one.occurrence.partition(":")[0] for one in await self.notices(name)]

    async def notices(self, name: str) -> list[Notice]:
        return [one for one in await self.team.notices(PHASE, name) if one.subject_id == self.id]


async def run(team: Team, name: str = "Q1 2027", *, phased: Any = QUARTER, **fields: Any) -> Running:
    """A cycle that HR has just started."""
    given: dict[str, Any] = {"starts": STARTS, "ends": ENDS, "stage": Stage.RUNNING, "made_at": EARLY, **fields}
    async with team.transaction() as tx:
        one = Cycle(workspace_id=team.workspace_id, name=name, made_by=team.ids["Ann"], **given)
        tx.add(one)
        await tx.flush()
        for phase, starts, ends in phased:
            row = {"workspace_id": team.workspace_id, "cycle_id": one.id}
            tx.add(CyclePhase(**row, phase=phase, starts=starts, ends=ends))
        return Running(team, one.id)


async def cycles(team: Team) -> list[Cycle]:
    async with team.transaction(reading=True) as tx:
        return list(await tx.exec(select(Cycle).order_by(col(Cycle.id))))
