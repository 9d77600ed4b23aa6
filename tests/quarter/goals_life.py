"""What people do with goals in a simulated quarter: write, propose, agree, change, say how it goes, close, and open again."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from bot.domain import goals_agreeing as rules
from bot.domain.goals import Confidence, Ending, GoalState, Level, Measure, ProgressFrom
from bot.domain.goals_form import Filled, Held
from bot.domain.goals_progress import Said
from bot.domain.goals_results import Result
from bot.usecases import goals_agreeing, goals_closing, goals_form, goals_progress, goals_writing
from storage import goals_versions as store
from storage.database import Tx
from storage.goals import Goal
from storage.notices import Notice
from storage.people import Person
from tests.quarter.department import Department
from tests.quarter.ledger import Agreement, Ledger, Update, Version, forget_goal
from tests.quarter.screen import Press, Screen
from tests.year.humans import Human
from tests.year.world import World


@dataclass(frozen=True)
class Stored:
    """A goal as it was sent: which version it is now, whether it was proposed, and who could agree for the other side."""

    goal_id: int
    number: int
    agreed: Agreement | None


class GoalsLife:
    def __init__(self, world: World, department: Department, ledger: Ledger, screen: Screen) -> None:
        self.world, self.chance, self.department = world, world.chance, department
        self.ledger, self.screen = ledger, screen

    async def begin(self) -> None:
        """HR writes what the company wants for the head; the head and each manager write what supports it."""
        hr, head = self.department.hr, self.department.head
        await self._write(hr, self._filled(Level.COMPANY, head, None))
        above = await self._open(Level.COMPANY)
        for lead in self.department.leads:
            filled = self._filled(Level.TEAM, lead, above[0] if above else None)
            await self._write(
                self.chance.choice([head, lead]), replace(filled, contribution=str(self.chance.choice([10, 30, 60])))
            )

    async def write(self, human: Human) -> None:
        """A goal of one's own, or of somebody one leads."""
        reports = self.department.reports(human)
        owner = self.chance.choice(reports) if reports and self.chance.random() < 0.5 else human
        above = await self._open(Level.TEAM) + await self._open(Level.COMPANY)
        parent = self.chance.choice(above) if above and self.chance.random() < 0.8 else None
        await self._write(human, self._filled(Level.PERSON, owner, parent), propose=self.chance.random() < 0.85)

    def _filled(self, level: Level, owner: Human, parent: int | None) -> Filled:
        results = tuple(
            Result(self.ledger.words("Result"), Measure.NUMBER, "calls", 0, 10)
            for _ in range(self.chance.choice([0, 0, 2]))
        )
        return Filled(
            level=level,
            owners=(owner.slack_id,),
            title=self.ledger.words("Win customers"),
            measure=self.chance.choice([Measure.NUMBER, Measure.NUMBER, Measure.PERCENT, Measure.YES_NO]),
            start="",
            target="",
            why=self.ledger.words("Because"),
            parent=parent,
            due=self.world.clock.now().date() + timedelta(days=80),
            cycle=self.department.cycle_id,
            weight=self.chance.choice(["", "20", "30", "50"]) if level is Level.PERSON else "",
            results=results,
        )

    async def _write(self, human: Human, filled: Filled, *, propose: bool = True) -> None:
        if filled.measure is Measure.NUMBER:
            filled = replace(filled, start="0", target="100", unit="customers")
        held = Held(filled, reviews=9)
        self._note(held, human, await self.screen.press(human, self._sending(held, propose=propose)))

    async def _send_at_once(self, *forms: tuple[Human, Held]) -> None:
        """Several devices, of one person or of both sides, in which the form was open at the same time."""
        stored = await self.screen.at_once(*((human, self._sending(held, propose=True)) for human, held in forms))
        for place, made in stored:
            human, held = forms[place]
            self._note(held, human, made)

    def _sending(self, held: Held, *, propose: bool) -> Press[list[Stored]]:
        view = self.screen.view()

        async def act(tx: Tx, me: Person, now: datetime) -> list[Stored]:
            sent = await goals_writing.send(tx, me, held, view, now, propose=propose)
            self.ledger.overtaken += sent.changed is not None
            return [await self._stored(tx, me, goal) for goal in sent.goals]

        return act

    async def _stored(self, tx: Tx, me: Person, goal: Goal) -> Stored:
        last = (await store.versions(tx, goal.id))[-1]
        return Stored(
            goal.id, last.number, await self._agreement(tx, me, goal, last.parent_id) if last.proposed_at else None
        )

    async def _agreement(self, tx: Tx, me: Person, goal: Goal, parent_id: int | None) -> Agreement:
        parent = await tx.get(Goal, parent_id) if parent_id is not None else None
        others = self.department.others(goal.level, goal.owner_id, parent.owner_id if parent else None)
        return Agreement(me.id, goal.owner_id, others)

    def _note(self, held: Held, human: Human, stored: list[Stored]) -> None:
        filled = held.filled
        for one in stored:
            typed = (filled.title, filled.why, filled.weight, filled.parent, filled.due)
            results = tuple(result.title for result in filled.results)
            key = (one.goal_id, one.number)
            known = self.ledger.versions.get(key)
            # Proposed as it stood, with nothing changed, a version stays its writer's.
            if known is None or known.title != filled.title:
                self.ledger.versions[key] = Version(human.person_id, *typed, results)
            if one.agreed is not None:
                self.ledger.agreed[key].append(one.agreed)

    async def _open(self, level: Level) -> list[int]:
        async with self.world.deps.transaction(reading=True) as tx:
            found = select(Goal.id).where(Goal.level == level, col(Goal.state).in_(store.OPEN))
            return list(await tx.exec(found.order_by(col(Goal.id))))

    async def _mine(self, human: Human, *states: GoalState) -> list[Goal]:
        async with self.world.deps.transaction(reading=True) as tx:
            found = select(Goal).where(Goal.owner_id == human.person_id, col(Goal.state).in_(states))
            return list(await tx.exec(found.order_by(col(Goal.id))))

    async def change(self, human: Human, goal_id: int | None = None) -> None:
        """Another version of a goal; at times from two devices that opened the form at the same time, or by both sides at once."""
        around = [human, *self.department.reports(human)]
        goals = [goal for one in around for goal in await self._mine(one, GoalState.PROPOSED, GoalState.CONFIRMED)]
        wanted = goal_id or (self.chance.choice(goals).id if goals else 0)
        if not wanted:
            return

        async def opens(tx: Tx, me: Person, now: datetime) -> Held:
            return await goals_form.access_change(tx, me, wanted, now)

        held = await self.screen.look(human, opens)
        forms = [(human, self._changed(held))]
        if self.chance.random() < 0.15:
            forms.append((human, self._changed(held)))
        other = next((self.world.human(one.owner_id) for one in goals if one.id == wanted), human)
        if other is not human and self.chance.random() < 0.4:
            forms.append((other, self._changed(held)))
        if len(forms) == 1:
            self._note(forms[0][1], human, await self.screen.press(human, self._sending(forms[0][1], propose=True)))
        else:
            await self._send_at_once(*forms)

    def _changed(self, held: Held) -> Held:
        more: dict[str, Any] = {"title": self.ledger.words("Win more customers")}
        if held.filled.level is Level.PERSON:
            more["weight"] = self.chance.choice(["", "10", "40", "60"])
        if held.filled.results and self.chance.random() < 0.5:
            more["results"] = held.filled.results[1:]
        return replace(held, filled=replace(held.filled, **more), reviews=9)

    async def heard(self, human: Human, notice: Notice) -> None:
        """Somebody reads a message about a goal."""
        if notice.kind == rules.PROPOSED.name:
            wants = self.chance.random()
            if wants < 0.75:
                await self.confirm(human, notice.subject_id, rules.number(notice.occurrence))
            elif wants < 0.88:
                await self.change(human, notice.subject_id)
        elif notice.kind == rules.CLOSED.name and self.chance.random() < 0.4:
            await self.reopen(human, notice.subject_id)

    async def confirm(self, human: Human, goal_id: int, number: int) -> None:
        async def act(tx: Tx, me: Person, now: datetime) -> Agreement:
            goal = await goals_agreeing.confirm(tx, me, goal_id, number, now)
            version = next(one for one in await store.versions(tx, goal.id) if one.number == number)
            return await self._agreement(tx, me, goal, version.parent_id)

        self.ledger.agreed[goal_id, number].append(await self.screen.press(human, act))

    async def withdraw(self, human: Human) -> None:
        for goal in (await self._mine(human, GoalState.PROPOSED, GoalState.CONFIRMED))[:3]:
            await self._try(human, goal, goals_agreeing.withdraw)

    async def drafts(self, human: Human) -> None:
        """Propose what was written before, or throw it away."""
        async with self.world.deps.transaction(reading=True) as tx:
            drafts = await store.drafts_of(tx, human.person_id, self.department.workspace_id)
        for goal in drafts:
            if self.chance.random() < 0.3:
                await self._try(human, goal, goals_agreeing.discard)
                forget_goal(self.ledger, goal.id)
                continue

            async def act(tx: Tx, me: Person, now: datetime, goal: Goal = goal) -> Stored:
                return await self._stored(tx, me, await goals_agreeing.propose(tx, me, goal.id, now))

            stored = await self.screen.press(human, act)
            if stored.agreed is not None:
                self.ledger.agreed[stored.goal_id, stored.number].append(stored.agreed)

    async def _try(self, human: Human, goal: Goal, use_case: Any) -> None:
        async def act(tx: Tx, me: Person, now: datetime) -> None:
            await use_case(tx, me, goal.id, now)

        await self.screen.press(human, act)

    async def tell(self, human: Human) -> None:
        """Say how a goal goes, behind `/goals`."""
        goals = await self._mine(human, GoalState.CONFIRMED)
        if not goals:
            return
        goal, view = self.chance.choice(goals), self.screen.view()
        said = Said(self.value(), {}, self.chance.choice(list(Confidence)))
        words = self.ledger.words("It goes so")
        made_of = None
        if goal.level is not Level.PERSON and self.chance.random() < 0.7:
            made_of = ProgressFrom.BELOW

        async def act(tx: Tx, me: Person, now: datetime) -> Said:
            form = await goals_progress.access_telling(tx, me, goal.id, now)
            results = {one.id: float(one.id % 10) for one in form.results}
            value = float((said.value or 0) > 50) if form.version.measure is Measure.YES_NO else said.value
            full = Said(value, results, said.confidence)
            await goals_progress.tell(tx, me, goal.id, full, now, source=view, words=words, made_of=made_of)
            return full

        known = self.ledger.updates
        known[view] = Update(goal.id, await self.screen.press(human, act), words)

    def value(self) -> float:
        return float(self.chance.randint(0, 100))

    async def close(self, human: Human) -> None:
        goals = [one for one in await self._mine(human, GoalState.CONFIRMED) if one.level is Level.PERSON]
        if not goals:
            return
        goal, ending = self.chance.choice(goals), self.chance.choice(list(Ending))
        words = self.ledger.words("It ended so")

        async def act(tx: Tx, me: Person, now: datetime) -> None:
            await goals_closing.close(tx, me, goal.id, ending, words, now)

        await self.screen.press(human, act)
        self.ledger.endings[goal.id] = (ending, words)

    async def reopen(self, human: Human, goal_id: int) -> None:
        async def act(tx: Tx, me: Person, now: datetime) -> None:
            await goals_closing.reopen(tx, me, goal_id, now)

        await self.screen.press(human, act)
        self.ledger.endings.pop(goal_id, None)
