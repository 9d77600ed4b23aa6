"""People in a cycle with gates, and what the tests of gates do with them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import select

from bot.domain.cycles import Phase, Stage
from bot.domain.feedback import Aim, Form, Part, Written
from bot.domain.gates import Gate, Held, Lack
from bot.domain.goals import GoalState, Level, Measure
from bot.domain.notices import Kind, State
from bot.domain.one_on_ones import TalkState
from bot.usecases import feedback, feedback_read, gates
from bot.usecases.feedback import Sending
from storage.cycles import Cycle, CyclePerson, CyclePhase
from storage.goals import Goal, GoalVersion
from storage.notices import Notice
from tests.talks import talk
from tests.team import Team

FIRST, DO, CHECK, LAST = date(2027, 1, 1), date(2027, 1, 11), date(2027, 3, 8), date(2027, 3, 31)
NOW = datetime(2027, 2, 10, 9, tzinfo=UTC)
LATER = datetime(2027, 3, 10, 9, tzinfo=UTC)
DAY = timedelta(days=1)
CHANGE = Written(
    Form.BEHAVIOUR, {Part.SITUATION: "Monday", Part.BEHAVIOUR: "Late", Part.IMPACT: "All waited"}, Aim.CHANGE
)
PRAISE = Written(
    Form.BEHAVIOUR, {Part.SITUATION: "Monday", Part.BEHAVIOUR: "Early", Part.IMPACT: "All smiled"}, Aim.KEEP
)


@dataclass
class Lived:
    """What a test does with a cycle that Mei, Bob, Tom and Una are in, all gates on."""

    team: Team
    cycle_id: int
    talks: int = 0
    pieces: int = 0

    async def standing(self, name: str, now: datetime = NOW) -> dict[Gate, Held]:
        async with self.team.transaction(reading=True) as tx:
            cycle = await tx.get_one(Cycle, self.cycle_id)
            found = await gates.standing(tx, cycle, list(self.team.ids.values()), now)
        return {one.gate: one for one in found[self.team.ids[name]]}

    async def lacks(self, name: str, now: datetime = NOW) -> dict[Gate, Lack]:
        return {gate: one.lack for gate, one in (await self.standing(name, now)).items()}

    async def goal(self, name: str, state: GoalState, waits_for: str | None = None, **more: Any) -> None:
        team = self.team
        async with team.transaction() as tx:
            here: dict[str, Any] = {"workspace_id": team.workspace_id, "source": f"g{name}{state}{more}", "due": LAST}
            of = {"owner_id": team.ids[name], "cycle_id": self.cycle_id, "made_by": team.ids[name], "made_at": NOW}
            goal = Goal(level=Level.PERSON, state=state, **{**here, **of, **more})
            tx.add(goal)
            await tx.flush()
            asked = team.ids[waits_for] if waits_for else None
            said: dict[str, Any] = {"written_by": team.ids[name], "written_at": NOW, "waits_for": asked}
            tx.add(GoalVersion(goal_id=goal.id, number=1, measure=Measure.NUMBER, **here, **said))

    async def talk(self, name: str, manager: str, at: datetime, state: TalkState = TalkState.HELD, **more: Any) -> None:
        self.talks += 1
        async with self.team.transaction() as tx:
            person, leads = await self.team.person(tx, name), await self.team.person(tx, manager)
            await talk(tx, person, leads, at, f"2027-W{self.talks:02}", state=state, **more)

    async def say(self, by: str, to: str, written: Written, now: datetime = NOW, *, share: bool = False) -> int:
        self.pieces += 1
        async with self.team.transaction() as tx:
            named = frozenset(self.team.ids.values())
            sending = Sending(f"view:{self.pieces}", named, at_once=True, to_manager=share)
            me, person = await self.team.person(tx, by), await self.team.person(tx, to)
            return int((await feedback.give(tx, me, [person], written, now, sending)).feedback[0].id)

    async def read(self, name: str, feedback_id: int, now: datetime = NOW) -> None:
        async with self.team.transaction() as tx:
            await feedback_read.read(tx, await self.team.person(tx, name), feedback_id, now)

    async def rate_low(self, rater: str, name: str, now: datetime = LATER) -> None:
        async with self.team.transaction(reading=True) as tx:
            cycle = await tx.get_one(Cycle, self.cycle_id)
            await gates.may_rate_low(
                tx, cycle, await self.team.person(tx, rater), await self.team.person(tx, name), now
            )

    async def score(self, name: str, now: datetime = LATER) -> None:
        async with self.team.transaction(reading=True) as tx:
            cycle = await tx.get_one(Cycle, self.cycle_id)
            await gates.may_score(tx, cycle, await self.team.person(tx, name), now)

    async def change(self, **fields: Any) -> None:
        async with self.team.transaction() as tx:
            cycle = await tx.get_one(Cycle, self.cycle_id)
            for name, value in fields.items():
                setattr(cycle, name, value)
            tx.add(cycle)

    async def part(self, name: str, **fields: Any) -> None:
        async with self.team.transaction() as tx:
            here: dict[str, Any] = {"workspace_id": self.team.workspace_id, "cycle_id": self.cycle_id}
            given: dict[str, Any] = {"begins": FIRST, "joined_on": FIRST, **fields}
            tx.add(CyclePerson(person_id=self.team.ids[name], **here, **given))


async def begun(team: Team) -> Lived:
    """The cycle runs."""
    async with team.transaction() as tx:
        made: dict[str, Any] = {"workspace_id": team.workspace_id, "made_by": team.ids["Ann"], "made_at": NOW}
        cycle = Cycle(name="Q1 2027", starts=FIRST, ends=LAST, stage=Stage.RUNNING, gates=[*Gate], **made)
        tx.add(cycle)
        await tx.flush()
        for phase, starts, ends in (
            (Phase.PLAN, FIRST, DO - DAY),
            (Phase.DO, DO, CHECK - DAY),
            (Phase.CHECK, CHECK, LAST),
        ):
            here = {"workspace_id": team.workspace_id, "cycle_id": cycle.id}
            tx.add(CyclePhase(phase=phase, starts=starts, ends=ends, **here))
        lived = Lived(team, cycle.id)
    for name in ("Mei", "Bob", "Tom", "Una"):
        await lived.part(name)
    return lived


async def refuse(lived: Lived, kind: Kind, name: str, why: str) -> None:
    """What is owed of this kind is dropped, as delivery does it."""
    async with lived.team.transaction() as tx:
        owed = select(Notice).where(Notice.kind == kind.name, Notice.recipient_id == lived.team.ids[name])
        for notice in await tx.exec(owed.where(Notice.state == State.PENDING)):
            notice.state, notice.why = State.DROPPED, why
            tx.add(notice)
