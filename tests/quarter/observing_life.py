"""What managers note about the people they lead in a simulated quarter, and what becomes of it when these are led by others."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import select

from bot.domain import observations as rules
from bot.domain.feedback import Part
from bot.domain.observations import Choice, Draft
from bot.usecases import observations, observations_form, observations_moving
from storage.database import Tx
from storage.notices import Notice
from storage.observations import Observation
from storage.people import Person
from tests.quarter.department import Department
from tests.quarter.ledger import Ledger
from tests.quarter.screen import Screen
from tests.year.humans import Human
from tests.year.world import World


class ObservingLife:
    def __init__(self, world: World, department: Department, ledger: Ledger, screen: Screen) -> None:
        self.world, self.chance, self.department = world, world.chance, department
        self.ledger, self.screen = ledger, screen

    async def note(self, human: Human) -> None:
        if reports := self.department.reports(human):
            await self._keep(human, self._draft(human, self.chance.choice(reports).slack_id))

    def _draft(self, human: Human, to: str, **more: Any) -> Draft:
        said = {part: self.ledger.words(f"In {part.value}", private=True) for part in rules.PARTS}
        day = human.local(self.world.clock.now()).date() - timedelta(days=self.chance.randint(0, 5))
        return Draft(to=to, day=day, good=self.chance.random() < 0.5, said=said, reviews=9, **more)

    async def _keep(self, human: Human, draft: Draft) -> None:
        view, lexicon = self.screen.view(), self.world.deps.lexicon

        async def act(tx: Tx, me: Person, now: datetime) -> int:
            kept = await observations_form.keep(tx, me, draft, lexicon, now, source=view)
            assert kept.observation is not None
            return kept.observation.id

        made = await self.screen.press(human, act)
        self.ledger.observed[made] = dict[Part, str](draft.said)
        self.ledger.observers[made].add(human.person_id)

    async def _one(self, human: Human) -> Observation | None:
        async with self.world.deps.transaction(reading=True) as tx:
            found = list(await tx.exec(select(Observation).where(Observation.author_id == human.person_id)))
        return self.chance.choice(sorted(found, key=lambda one: one.id)) if found else None

    async def edit(self, human: Human) -> None:
        if (one := await self._one(human)) is not None:
            subject = self.world.human(one.subject_id)
            await self._keep(human, self._draft(human, subject.slack_id, editing=one.id))

    async def share(self, human: Human) -> None:
        if (one := await self._one(human)) is None:
            return
        which = one

        async def act(tx: Tx, me: Person, now: datetime) -> None:
            await observations.share(tx, me, which.id, now)

        await self.screen.press(human, act)
        self.ledger.observers[one.id].add(one.subject_id)

    async def delete(self, human: Human) -> None:
        if (one := await self._one(human)) is None:
            return
        which = one

        async def act(tx: Tx, me: Person, _: datetime) -> None:
            await observations.delete(tx, me, which.id)

        await self.screen.press(human, act)
        self.ledger.observed.pop(one.id, None)

    async def heard(self, human: Human, notice: Notice) -> None:
        """Asked what becomes of what they noted about somebody whom they lead no longer, they decide."""
        if notice.kind == rules.MOVED.name and self.chance.random() < 0.8:
            await self.decide(human, notice.subject_id)

    async def decide(self, human: Human, person_id: int) -> None:
        async def opens(tx: Tx, me: Person, now: datetime) -> observations_moving.Deciding | None:
            return await observations_moving.access_deciding(tx, me, person_id, now)

        form = await self.screen.look(human, opens)
        if form is None:
            return
        named = form.manager.id if form.manager is not None else 0
        among = list(Choice) if named else [Choice.SHARE, Choice.KEEP]
        choices = {one.id: self.chance.choice(among) for one in form.rows}

        async def act(tx: Tx, me: Person, now: datetime) -> None:
            await observations_moving.decide(tx, me, person_id, named, choices, now)

        await self.screen.press(human, act)
        for observation_id, choice in choices.items():
            if choice is Choice.SHARE:
                self.ledger.observers[observation_id].add(person_id)
            elif choice is Choice.HAND_OVER:
                self.ledger.observers[observation_id].add(named)
