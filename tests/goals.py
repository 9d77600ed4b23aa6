"""Writing and agreeing on goals in a test: one transaction a step, as the edges do it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from bot.domain import goals_agreeing as rules
from bot.domain.goals_form import Filled, Held
from bot.usecases import goals_agreeing, goals_form, goals_read, goals_telling, goals_writing
from bot.usecases.goals_read import Opened
from bot.usecases.goals_telling import Proposal
from bot.usecases.goals_writing import Sent
from storage import goals_versions as store
from storage.cycles import Cycle
from storage.goals import Goal, GoalVersion
from tests.clock import START
from tests.team import Team

NOW = START + timedelta(hours=2)
DUE = date(2027, 3, 31)
TITLE = "Raise East China online sales by 20 % in the first quarter"


@dataclass(frozen=True)
class Goals:
    """What a test does with the goals of a team."""

    team: Team
    numbers: Any

    async def cycle(self, name: str = "Q1 2027", starts: date = date(2027, 1, 1), ends: date = DUE) -> int:
        async with self.team.transaction() as tx:
            made = Cycle(
                workspace_id=self.team.workspace_id,
                name=name,
                starts=starts,
                ends=ends,
                made_by=self.team.ids["Ann"],
                made_at=START,
            )
            tx.add(made)
            await tx.flush()
            return made.id

    async def slack(self, *names: str) -> tuple[str, ...]:
        async with self.team.transaction(reading=True) as tx:
            return tuple([(await self.team.person(tx, name)).slack_id for name in names])

    async def send(
        self, name: str, held: Held, now: datetime = NOW, *, source: str | None = None, propose: bool = True
    ) -> Sent:
        async with self.team.transaction() as tx:
            me = await self.team.person(tx, name)
            key = source or f"view:V{next(self.numbers)}"
            return await goals_writing.send(tx, me, held, key, now, propose=propose)

    async def write(self, name: str, *owners: str, propose: bool = True, now: datetime = NOW, **said: Any) -> Goal:
        """Somebody writes a goal and proposes it as it is; the first one, where it is for several."""
        filled = replace(Filled(title=TITLE, due=DUE, owners=await self.slack(*owners)), **said)
        return (await self.send(name, Held(filled, reviews=9), now, propose=propose)).goals[0]

    async def held(self, name: str, goal: Goal, now: datetime = NOW, **said: Any) -> Held:
        """The form as it opens for a change."""
        async with self.team.transaction(reading=True) as tx:
            held = await goals_form.access_change(tx, await self.team.person(tx, name), goal.id, now)
        return replace(held, filled=replace(held.filled, **said), reviews=9)

    async def change(self, name: str, goal: Goal, now: datetime = NOW, **said: Any) -> Sent:
        return await self.send(name, await self.held(name, goal, now, **said), now)

    async def confirm(self, name: str, goal: Goal, now: datetime = NOW, number: int | None = None) -> Goal:
        async with self.team.transaction() as tx:
            version = number or (await store.versions(tx, goal.id))[-1].number
            return await goals_agreeing.confirm(tx, await self.team.person(tx, name), goal.id, version, now)

    async def agreed(self, name: str, other: str, **said: Any) -> Goal:
        """A goal that both sides have agreed on."""
        return await self.confirm(other, await self.write(name, **said))

    async def act(self, act: Any, name: str, goal: Goal, *given: Any, now: datetime = NOW) -> Any:
        async with self.team.transaction() as tx:
            return await act(tx, await self.team.person(tx, name), goal.id, *given, now)

    async def get(self, goal: Goal) -> Goal:
        async with self.team.transaction(reading=True) as tx:
            return await tx.get_one(Goal, goal.id)

    async def versions(self, goal: Goal) -> list[GoalVersion]:
        async with self.team.transaction(reading=True) as tx:
            return await store.versions(tx, goal.id)


def goals(team: Team) -> Goals:
    return Goals(team, count())


async def opened(made: Goals, name: str, goal: Goal, now: Any = NOW) -> Opened:
    async with made.team.transaction(reading=True) as tx:
        return await goals_read.access_opened(tx, await made.team.person(tx, name), goal.id, now)


async def proposal(made: Goals, name: str, number: int = 1, now: Any = NOW) -> Proposal:
    found = [one for one in await made.team.notices(rules.PROPOSED, name) if rules.number(one.occurrence) == number]
    async with made.team.transaction(reading=True) as tx:
        return await goals_telling.access_proposed(tx, found[0], await made.team.person(tx, name), now)


async def asked(made: Goals) -> list[str]:
    """Who was asked to agree to something, in order."""
    names = {number: name for name, number in made.team.ids.items()}
    return [names[one.recipient_id] for one in await made.team.notices(rules.PROPOSED)]
