"""What people write around their 1:1s in a simulated quarter: points to talk about, notes, and what will be done."""

from datetime import datetime, timedelta

from sqlmodel import select

from bot.domain.actions import Became, Whose
from bot.domain.agenda import Sort
from bot.domain.one_on_ones import Purpose, TalkState
from bot.domain.one_on_ones_notes import Typed
from bot.usecases import actions, agenda, one_on_ones_actions, one_on_ones_notes
from bot.usecases.agenda import Agenda
from bot.usecases.one_on_ones_notes import Notes
from storage.actions import Action
from storage.database import Tx
from storage.people import Person
from tests.quarter.ledger import Point
from tests.quarter.screen import Press
from tests.quarter.talks_life import TalksLife
from tests.year.humans import Human


class TalkWordsLife:
    def __init__(self, talks: TalksLife) -> None:
        self.talks, self.world, self.chance = talks, talks.world, talks.chance
        self.ledger, self.screen = talks.ledger, talks.screen

    async def put(self, human: Human) -> None:
        """Something on the agenda."""
        for pairing in (await self.talks.pairings(human))[:1]:
            other, view, words = self.talks.other(pairing, human), self.screen.view(), self.ledger.words("Talk about")

            async def act(
                tx: Tx, me: Person, now: datetime, other: Human = other, view: str = view, words: str = words
            ) -> None:
                await agenda.add(tx, me, other.person_id, words, now, source=view)

            await self.screen.press(human, act)
            self.ledger.points[view] = Point(words)

    async def strike(self, human: Human) -> None:
        """Something off the agenda, or back on it."""
        for pairing in (await self.talks.pairings(human))[:1]:
            other = self.talks.other(pairing, human)

            async def opens(tx: Tx, me: Person, now: datetime, other: Human = other) -> Agenda:
                return await agenda.access_with(tx, me, other.person_id, now)

            shown = await self.screen.look(human, opens)
            back = bool(shown.struck) and self.chance.random() < 0.5
            points = shown.struck if back else shown.points
            if not points:
                return
            point = self.chance.choice(points)

            await self._strike(human, other, point.key, back=back)
            if point.sort is Sort.ADDED and point.item is not None:
                self.ledger.points[point.item.source].struck = not back

    async def _strike(self, human: Human, other: Human, key: str, *, back: bool) -> None:
        async def act(tx: Tx, me: Person, now: datetime) -> None:
            change = agenda.put_back if back else agenda.strike
            await change(tx, me, other.person_id, key, now)

        await self.screen.press(human, act)

    async def purpose(self, human: Human) -> None:
        if talks := await self.talks.standing(human, TalkState.AGREED):
            talk, what = self.chance.choice(talks), self.chance.choice([None, *Purpose])

            async def act(tx: Tx, me: Person, _: datetime) -> None:
                await agenda.choose_purpose(tx, me, talk.id, what)

            await self.screen.press(human, act)

    async def write(self, human: Human) -> None:
        """Notes of one of the last talks, for both and for oneself; at times from two devices that opened them at the same time."""
        talks = [one for one in await self.talks.standing(human) if one.at is None or one.at < self.world.clock.now()]
        if not talks:
            return
        talk = self.chance.choice(talks[-4:])

        async def opens(tx: Tx, me: Person, now: datetime) -> Notes:
            return await one_on_ones_notes.access_notes(tx, me, talk.id, now)

        found = await self.screen.look(human, opens)
        times = 2 if self.chance.random() < 0.25 else 1
        typed = [self._typed(found) for _ in range(times)]
        saved = await self.screen.at_once(*((human, self._saving(talk.id, *one)) for one in typed))
        for place, notes in saved:
            for name, words in zip(("shared", "private"), typed[place], strict=True):
                if words is not None and name not in notes.overtaken:
                    self.ledger.notes[talk.id, human.person_id, name == "shared"] = words.words
            self.ledger.overtaken += bool(notes.overtaken)

    def _typed(self, found: Notes) -> tuple[Typed | None, Typed | None]:
        version = found.private.version if found.private else 0
        private = Typed(self.ledger.words("To myself", private=True), version)
        if not found.goes_on:
            return None, private
        return Typed(self.ledger.words("We said"), found.shared.version if found.shared else 0), private

    def _saving(self, talk_id: int, shared: Typed | None, private: Typed | None) -> Press[Notes]:
        async def act(tx: Tx, me: Person, now: datetime) -> Notes:
            return await one_on_ones_notes.save(tx, me, talk_id, shared, private, now)

        return act

    async def act(self, human: Human) -> None:
        """Write down what one of the two will do."""
        talks = await self.talks.standing(human)
        if not talks:
            return
        talk, view, words = self.chance.choice(talks), self.screen.view(), self.ledger.words("Will do")
        due = human.local(self.world.clock.now()).date() + timedelta(days=self.chance.randint(1, 20))
        whose = self.chance.choice([Whose.AUTHOR, Whose.READER])

        async def act(tx: Tx, me: Person, now: datetime) -> None:
            await one_on_ones_actions.write_down(tx, me, talk.id, words, due, now, whose=whose, source=view)

        await self.screen.press(human, act)
        self.ledger.actions[view] = words

    async def settle(self, human: Human) -> None:
        """Something that was to be done is, or is dropped."""
        async with self.world.deps.transaction(reading=True) as tx:
            mine = list(await tx.exec(select(Action).where(Action.owner_id == human.person_id)))
        if not mine:
            return
        action, became = self.chance.choice(mine), self.chance.choice([Became.DONE, Became.DROPPED, Became.OPEN])

        async def act(tx: Tx, me: Person, now: datetime) -> None:
            await actions.settle(tx, me, action.id, became, now)

        await self.screen.press(human, act)
