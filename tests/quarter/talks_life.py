"""What people do about their 1:1s in a simulated quarter: set them up, move and skip them, and say whether and how they were held."""

from datetime import datetime, time

from sqlmodel import col, select

from bot.domain import one_on_ones as rules
from bot.domain.one_on_ones import Cadence, TalkState
from bot.usecases import (
    one_on_ones,
    one_on_ones_changes,
    one_on_ones_held,
    one_on_ones_moves,
    one_on_ones_pairs,
    one_on_ones_setting,
    one_on_ones_survey,
)
from bot.usecases.one_on_ones_pairs import Shown
from bot.usecases.one_on_ones_setting import Usual
from storage.database import Tx
from storage.notices import Notice
from storage.one_on_ones import OneOnOne, Pairing
from storage.people import Person
from tests.quarter.department import Department
from tests.quarter.ledger import Ledger
from tests.quarter.screen import Screen
from tests.year.humans import Human
from tests.year.world import World

TELLING = (rules.CHANGED.name, rules.TOLD.name)


class TalksLife:
    def __init__(self, world: World, department: Department, ledger: Ledger, screen: Screen) -> None:
        self.world, self.chance, self.department = world, world.chance, department
        self.ledger, self.screen = ledger, screen

    async def set_up(self, human: Human) -> None:
        """With the manager, or with somebody one leads; again, it changes how often, or ends it."""
        boss = self.department.boss.get(human.person_id)
        others = self.department.reports(human) or [self.world.human(one) for one in [boss] if one is not None]
        if not others:
            return
        other = self.chance.choice(others)
        minutes, at = self.chance.choice([30, 30, 60]), time(self.chance.choice([10, 11, 15]))
        how_often = self.chance.choice([*[Cadence.WEEKLY] * 3, Cadence.FORTNIGHTLY, Cadence.MONTHLY])
        usual = Usual(how_often, self.chance.choice([None, 2, 3, 4]), at, minutes)
        if usual.weekday is None:
            usual = Usual(usual.how_often, minutes=minutes)
        await self._set_up(human, other, usual)

    async def end(self, human: Human) -> None:
        for pairing in await self.pairings(human):
            await self._set_up(human, self.other(pairing, human), Usual(None))
            return

    async def _set_up(self, human: Human, other: Human, usual: Usual) -> None:
        async def act(tx: Tx, me: Person, now: datetime) -> Pairing | None:
            return await one_on_ones_setting.set_up(tx, me, other.person_id, usual, now)

        self._noted(await self.screen.press(human, act))

    def _noted(self, pairing: Pairing | None) -> None:
        if pairing is not None:
            self.ledger.rhythms[pairing.id].append(self.world.clock.true())

    async def heard(self, human: Human, notice: Notice) -> None:
        """Somebody reads a message about their 1:1s."""
        if notice.kind == rules.PAIRED.name and self.chance.random() < 0.9:
            await self._accept(human, notice.subject_id)
        elif notice.kind in TELLING:
            await self._answer(human, notice.subject_id)
        elif notice.kind == rules.CONFIRM.name:
            if self.chance.random() < 0.8:
                await self.say(human, notice.subject_id)
        elif notice.kind == rules.TAKE_UP.name:
            if self.chance.random() < 0.8:
                await self._go_on(human, notice.subject_id)
        elif notice.kind == rules.TIMES.name:
            for talk in await self.standing(human, TalkState.DUE):
                if self.chance.random() < 0.7:
                    await self.propose(human, talk.id)

    async def _accept(self, human: Human, pairing_id: int) -> None:
        async with self.world.deps.transaction(reading=True) as tx:
            pairing = await tx.get_one(Pairing, pairing_id)
        if pairing.accepted_at is None and pairing.ended_at is None and pairing.manager_id == human.person_id:

            async def act(tx: Tx, me: Person, now: datetime) -> Pairing:
                return await one_on_ones_setting.accept(tx, me, pairing_id, now)

            self._noted(await self.screen.press(human, act))

    async def _answer(self, human: Human, talk_id: int) -> None:
        shown = await self._shown(human, talk_id)
        if not shown.mine_to_agree or shown.talk.at is None:
            return
        if self.chance.random() < 0.2:
            await self.propose(human, talk_id)
            return
        at = shown.talk.at

        async def act(tx: Tx, me: Person, now: datetime) -> None:
            await one_on_ones_moves.agree(tx, me, talk_id, at, now)

        if self.chance.random() < 0.8:
            await self.screen.press(human, act)

    async def say(self, human: Human, talk_id: int) -> None:
        """It took place, or it did not; who is led says how it was."""
        held = self.chance.random() < 0.9

        async def act(tx: Tx, me: Person, now: datetime) -> None:
            await one_on_ones_held.say(tx, me, talk_id, held, now)

        await self.screen.press(human, act)
        self.ledger.held[talk_id, human.person_id] = held
        shown = await self._shown(human, talk_id)
        if shown.led and shown.asked and self.chance.random() < 0.7:
            await self._survey(human, talk_id)

    async def _survey(self, human: Human, talk_id: int) -> None:
        heard, following = self.chance.randint(0, 100), self.chance.randint(0, 100)

        async def act(tx: Tx, me: Person, now: datetime) -> None:
            await one_on_ones_survey.answer(tx, me, talk_id, str(heard), str(following), now)

        await self.screen.press(human, act)
        self.ledger.surveys.setdefault(talk_id, (heard, following))

    async def _go_on(self, human: Human, pairing_id: int) -> None:
        async def act(tx: Tx, me: Person, now: datetime) -> Pairing | None:
            return await one_on_ones_changes.go_on(tx, me, pairing_id, now)

        self._noted(await self.screen.press(human, act))

    async def _shown(self, human: Human, talk_id: int) -> Shown:
        async def opens(tx: Tx, me: Person, now: datetime) -> Shown:
            return await one_on_ones_pairs.access_talk(tx, me, talk_id, now)

        return await self.screen.look(human, opens)

    async def propose(self, human: Human, talk_id: int) -> None:
        shown = await self._shown(human, talk_id)
        if not shown.options:
            return
        at = self.chance.choice(shown.options)

        async def act(tx: Tx, me: Person, now: datetime) -> None:
            await one_on_ones_moves.propose(tx, me, talk_id, at, now)

        await self.screen.press(human, act)
        # What was said of the time before does not count for the new one.
        for one in [key for key in self.ledger.held if key[0] == talk_id]:
            del self.ledger.held[one]

    async def pairings(self, human: Human) -> list[Pairing]:
        async def opens(tx: Tx, me: Person, now: datetime) -> list[Pairing]:
            return [one.pairing for one in (await one_on_ones.access_mine(tx, me, now)).rows]

        found = await self.screen.look(human, opens)
        self.chance.shuffle(found)
        return found

    def other(self, pairing: Pairing, human: Human) -> Human:
        return self.world.human(pairing.manager_id if pairing.person_id == human.person_id else pairing.person_id)

    async def standing(self, human: Human, *states: TalkState) -> list[OneOnOne]:
        mine = (col(OneOnOne.person_id) == human.person_id) | (col(OneOnOne.manager_id) == human.person_id)
        async with self.world.deps.transaction(reading=True) as tx:
            found = (
                select(OneOnOne).where(mine, col(OneOnOne.state).in_(states))
                if states
                else select(OneOnOne).where(mine)
            )
            return list(await tx.exec(found.order_by(col(OneOnOne.id))))

    async def move(self, human: Human) -> None:
        if talks := await self.standing(human, TalkState.DUE, TalkState.PROPOSED, TalkState.AGREED):
            await self.propose(human, self.chance.choice(talks).id)

    async def skip(self, human: Human) -> None:
        talks = await self.standing(human, TalkState.DUE, TalkState.PROPOSED, TalkState.AGREED)
        if not talks:
            return
        talk, why = self.chance.choice(talks), self.ledger.words("Too much else")

        async def act(tx: Tx, me: Person, now: datetime) -> OneOnOne:
            return (await one_on_ones_moves.skip(tx, me, talk.id, why, now)).talk

        done = await self.screen.press(human, act)
        if done.skipped_by == human.person_id and done.settled_at == self.world.clock.now():
            self.ledger.reasons[talk.id] = (done.sequence, why)
