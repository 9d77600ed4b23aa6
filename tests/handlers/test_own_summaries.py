"""Own summaries in Slack: told as "check" begins, followed to what is counted, added to, and read by the manager who was named."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.cycles import Phase, Stage
from bot.domain.gates import Gate
from bot.domain.goal_causes import Cause
from bot.domain.goals import GoalState, Level, Measure
from bot.sandbox.actor import Actor
from bot.sandbox.model import Outcome
from schedules import own_summaries
from storage.cycles import Cycle, CyclePerson, CyclePhase
from storage.database import Database
from storage.gates import GateOverride
from storage.goal_causes import GoalCause
from storage.goals import Goal, GoalVersion
from storage.own_summaries import OwnAddition, OwnSummary
from tests.office import OPENS, Office, office, shown

NEW_YEAR, CHECK, DUE = date(2027, 1, 1), date(2027, 1, 15), date(2027, 3, 31)
LATER = datetime(2027, 1, 15, 7, 20, tzinfo=UTC)


@pytest.fixture
async def at(sqlite: Database) -> AsyncIterator[Office]:
    async with office(sqlite) as made:
        yield made


async def press(who: Actor, action: str, value: str | None = None) -> Outcome:
    assert who.modal is not None
    return await who.press(who.modal, action, value=value)


async def in_check(at: Office) -> None:
    """Mei has been in a cycle since the year began, with one goal; its "check" begins today."""
    mei, tom = await at.person(at.mei), await at.person(at.tom)
    here: dict[str, Any] = {"workspace_id": mei.workspace_id}
    async with at.bot.deps.transaction() as tx:
        days: dict[str, Any] = {"starts": NEW_YEAR, "ends": DUE}
        days |= {"audience": {"people": [mei.id]}}
        cycle = Cycle(name="Q1", stage=Stage.RUNNING, made_by=tom.id, made_at=OPENS, **days, **here)
        tx.add(cycle)
        await tx.flush()
        for phase, starts, ends in ((Phase.DO, NEW_YEAR, CHECK - timedelta(days=1)), (Phase.CHECK, CHECK, DUE)):
            tx.add(CyclePhase(cycle_id=cycle.id, phase=phase, starts=starts, ends=ends, **here))
        part: dict[str, Any] = {"begins": NEW_YEAR, "joined_on": NEW_YEAR, "told": Phase.CHECK}
        tx.add(CyclePerson(cycle_id=cycle.id, person_id=mei.id, **part, **here))
        whose: dict[str, Any] = {"owner_id": mei.id, "made_by": mei.id, "made_at": OPENS, "cycle_id": cycle.id}
        source: dict[str, Any] = {"source": "view:g", "due": DUE, **here}
        goal = Goal(level=Level.PERSON, state=GoalState.CONFIRMED, **whose, **source)
        tx.add(goal)
        await tx.flush()
        said: dict[str, Any] = {"title": "Valve seat", "measure": Measure.YES_NO, "written_by": mei.id}
        tx.add(GoalVersion(goal_id=goal.id, number=1, written_at=OPENS, **source, **said))


async def test_the_person_is_told_follows_each_figure_and_adds_what_is_missing_for_the_manager_to_read(
    at: Office,
) -> None:
    await in_check(at)
    for _ in range(2):
        await own_summaries.keep(at.bot.deps)
    await at.bot.move_to(LATER)
    told = [one for one in at.mei.dm if "Your summary of Q1 is ready" in one.text]
    assert len(told) == 1
    assert [(one.first, one.last) for one in await at.rows(OwnSummary)] == [(NEW_YEAR, CHECK - timedelta(days=1))]

    assert (await at.mei.press(told[0], "own_summaries.open")).ok
    assert "Nothing said yet: 1" in shown(at.mei.modal)
    assert (await press(at.mei, "own_summaries.behind.goals")).ok
    assert "Valve seat" in shown(at.mei.modal)
    assert (await press(at.mei, "goals.read")).ok
    await at.mei.close_modal()
    assert (await press(at.mei, "own_summaries.back")).ok
    assert (await press(at.mei, "own_summaries.state.check")).ok
    assert "As it was kept on" in shown(at.mei.modal)

    assert (await press(at.mei, "own_summaries.add")).ok
    assert "Besides you, Tom Berg can read this, and nobody else." in shown(at.mei.modal)
    assert list((await at.mei.submit({"day": "2026-12-31", "words": "Too early"})).errors) == ["day"]
    (goal,) = await at.rows(Goal)
    assert (await at.mei.submit({"day": "2027-01-08", "words": "Taught the new ones", "goal": str(goal.id)})).ok
    await at.bot.settle()
    assert "Taught the new ones" in shown(at.mei.modal)
    (one,) = await at.rows(OwnAddition)
    assert (await press(at.mei, f"own_summaries.edit.{one.id}")).ok
    assert (await at.mei.submit({"words": "Taught both new ones", "goal": "none"})).ok
    await at.bot.settle()
    assert "Taught both new ones" in shown(at.mei.modal)
    assert [(each.words, each.goal_id) for each in await at.rows(OwnAddition)] == [("Taught both new ones", None)]

    assert "in no cycle yet" in str(await at.bob.command("/growloop", "my-summary"))
    assert (await at.tom.command("/growloop", "my-summary")).ok
    assert "Taught both new ones" in shown(at.tom.modal)
    assert (await at.mei.command("/growloop", "my-summary")).ok
    assert "Taught both new ones" in shown(at.mei.modal)

    async with at.bot.deps.transaction() as tx:
        here: dict[str, Any] = {"workspace_id": 1, "goal_id": goal.id, "chosen_at": OPENS}
        for who, said in ((at.mei, "The press came late"), (at.tom, "Hers to hear later")):
            tx.add(GoalCause(author_id=(await at.person(who)).id, cause=Cause.MEANS, words=said, **here))
        ann = (await at.person(at.ann)).id
        passed: dict[str, Any] = {"workspace_id": 1, "cycle_id": goal.cycle_id, "gate": Gate.GOALS, "made_by": ann}
        for who, said in ((at.mei, "New here"), (at.bob, "On leave")):
            about: dict[str, Any] = {"person_id": (await at.person(who)).id, "reason": said}
            tx.add(GateOverride(**passed, **about, made_at=OPENS))
    before = len(at.mei.dm)
    assert (await press(at.mei, "own_summaries.export")).ok
    await at.bot.settle()
    assert len(at.mei.dm) == before + 1
    text = shown(at.mei.dm[-1])
    for words in ("Taught both new ones", "Goal: Valve seat", "Means", "The press came late", "New here"):
        assert words in text
    for words in ("Hers to hear later", "On leave"):
        assert words not in text
    assert at.mei.dm[-1].text == "What you wrote in your cycles as text, 1 of 1"
