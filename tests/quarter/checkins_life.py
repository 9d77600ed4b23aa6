"""Check-ins in a simulated quarter: as in a year, and with goals, a note that is private, and two devices at once."""

import random
from dataclasses import replace
from datetime import datetime
from typing import Any

from typing_extensions import override

from bot.domain import goals_progress as rules
from bot.domain.checkins import Draft, QuestionKind
from bot.domain.goals import Confidence, Measure, ProgressFrom
from bot.domain.goals_progress import Said
from bot.usecases import checkins as answering
from bot.usecases import checkins_late
from bot.usecases.checkins import Form, Sent
from bot.usecases.goals_checkin import Asked
from storage import goals_told
from storage.database import Tx
from storage.people import Person
from tests.quarter.ledger import Ledger
from tests.quarter.screen import Screen
from tests.year.humans import Human
from tests.year.life import Life
from tests.year.world import World

RISKY = (Confidence.AT_RISK, Confidence.OFF_TRACK)


class CheckinsLife(Life):
    def __init__(self, world: World, ledger: Ledger, screen: Screen) -> None:
        super().__init__(world)
        self.ledger, self.screen = ledger, screen
        self._pairs = 0

    @override
    async def _submit(self, human: Human, series_id: int, slot: str, words: str) -> None:
        now, key = self.world.clock.now(), dict[str, Any](series_id=series_id, slot=slot)
        for _ in range(3):
            async with self.world.deps.transaction() as tx:
                me = await self.world.person(tx, human)
                form = await answering.access_form(tx, me, now, **key)
                await self._look_for_stale(tx, me, form, now)
                draft = self._filled(form, words)
                named = [one.id for one in form.readers]
                sent = await answering.submit(tx, me, draft, now, named=named, version=form.version, **key)
            if sent.kept is not None:
                async with self.world.deps.transaction() as tx:
                    me = await self.world.person(tx, human)
                    named = [one.id for one in sent.readers]
                    sent = await checkins_late.send_late(tx, me, sent.kept, now, named=named)
            if sent.checkin is not None:
                self._noted(human, (series_id, slot), draft, sent)
                return

    def _filled(self, form: Form, words: str) -> Draft:
        """Pressed twice, it is filled in the same way."""
        chance = random.Random(words)  # noqa: S311 - a quarter that can be had again
        draft = replace(self._draft(words), blocker="", help_from=None, mood=3, plan="More of it")
        goals = {one.goal.id: self._said(one, chance) for one in form.goals if chance.random() < 0.6}
        return replace(
            draft,
            note=f"To myself {words} qqp{abs(hash(words)) % 10**9}9zz",
            goals=goals,
            goals_asked=tuple(one.goal.id for one in form.goals),
            goals_words=f"As it goes {words}" if goals else "",
        )

    def _said(self, one: Asked, chance: random.Random) -> Said:
        value = float(chance.randint(0, 100))
        if one.version.measure is Measure.YES_NO:
            value = float(value > 50)
        results = {result.id: float(chance.randint(0, 10)) for result in one.results}
        own = one.goal.progress_from is ProgressFrom.OWN
        return Said(value if own else None, results, chance.choice(list(Confidence)))

    async def _look_for_stale(self, tx: Tx, me: Person, form: Form, now: datetime) -> None:
        """What nobody has said anything of for three weeks is asked for, once, and before everything else; not in a short week."""
        if form.sent or all(one.kind is not QuestionKind.GOALS for one in form.questions):
            return
        running = await goals_told.running(tx, me.id, human_day(self.world, me.id, now))
        stale = [one.id for one in running if rules.asks_for_stale(one.told_at, one.made_at, one.asked_at, now)]
        asked = [one.goal.id for one in form.goals]
        self.ledger.asked_stale += len(set(stale) & set(asked))
        missing = [one for one in stale if one not in asked]
        if missing and not all(one.stale for one in form.goals):
            self.ledger.not_asked.append(f"goals {missing} of person {me.id} at {now}: {asked} were asked for instead")
        if missing and len(asked) < rules.ASKED_MOST:
            self.ledger.not_asked.append(f"goals {missing} of person {me.id} at {now}")

    def _noted(self, human: Human, key: tuple[int, str], draft: Draft, sent: Sent) -> None:
        assert sent.checkin is not None
        human.said[key] = draft.progress
        self.ledger.weekly[(human.person_id, *key)] = draft.note or ""
        before = self.ledger.in_checkin.get(sent.checkin.id, {})
        kept = {goal: said for goal, said in before.items() if goal not in draft.goals_asked}
        risky = {goal for goal, said in draft.goals.items() if said.confidence in RISKY} or set(draft.goals)
        told = {goal: (said, draft.goals_words if goal in risky else "") for goal, said in draft.goals.items()}
        self.ledger.in_checkin[sent.checkin.id] = kept | told

    @override
    async def go_away(self, human: Human) -> None:
        await super().go_away(human)
        self.ledger.ever_away[human.person_id].append(human.away[-1])

    async def from_two_devices(self, human: Human) -> None:
        """Both forms were open at the same time: one is stored, and the other one says so."""

        async def opens(tx: Tx, me: Person, now: datetime) -> Form:
            return await answering.access_form(tx, me, now)

        form = await self.screen.look(human, opens)
        if form.closed:
            return
        self._pairs += 1
        drafts = [self._filled(form, f"{human.slack_id} {form.slot} pair {self._pairs} {one}") for one in range(2)]
        done = await self.screen.at_once(*((human, self._sending(form, one)) for one in drafts))
        stored = [(place, sent) for place, sent in done if sent.checkin is not None]
        self.ledger.overtaken += len(done) - len(stored)
        if len(stored) > 1:
            self.ledger.not_asked.append(f"two check-ins of {human.slack_id} for {form.slot} were both stored")
        for place, sent in stored:
            self._noted(human, (form.series.id, form.slot), drafts[place], sent)

    def _sending(self, form: Form, draft: Draft) -> Any:
        named = [one.id for one in form.readers]

        async def act(tx: Tx, me: Person, now: datetime) -> Sent:
            key = dict[str, Any](series_id=form.series.id, slot=form.slot)
            return await answering.submit(tx, me, draft, now, named=named, version=form.version, **key)

        return act


def human_day(world: World, person_id: int, now: datetime) -> Any:
    return world.human(person_id).local(now).date()
