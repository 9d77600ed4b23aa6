"""Causes of missed goals in Slack: from the goals, the list of pages and a talk that looks back; chosen, compared, put on the agenda."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.goals import Confidence, Ending, GoalState, Level, Measure
from bot.domain.one_on_ones import Purpose
from bot.sandbox.actor import Actor
from bot.sandbox.model import Outcome
from storage.agenda import AgendaItem
from storage.cycles import Cycle
from storage.database import Database
from storage.goal_causes import GoalCause
from storage.goals import Goal, GoalVersion
from storage.one_on_ones import OneOnOne
from tests.office import OPENS, Office, office, shown
from tests.talks import talk

DUE = date(2027, 3, 31)


@pytest.fixture
async def at(sqlite: Database) -> AsyncIterator[Office]:
    async with office(sqlite) as made:
        yield made


async def press(who: Actor, action: str, value: str | None = None) -> Outcome:
    assert who.modal is not None
    return await who.press(who.modal, action, value=value)


async def missed(at: Office) -> list[int]:
    """One goal of Mei's in an earlier cycle and two of this one; her next 1:1 with Tom is about the result."""
    mei, tom = await at.person(at.mei), await at.person(at.tom)
    here: dict[str, Any] = {"workspace_id": mei.workspace_id}
    found: list[int] = []
    async with at.bot.deps.transaction() as tx:
        for number, (starts, ends) in enumerate([(date(2026, 10, 1), date(2026, 12, 31)), (date(2027, 1, 1), DUE)]):
            cycle = Cycle(name=f"Q{number}", starts=starts, ends=ends, made_by=tom.id, made_at=OPENS, **here)
            tx.add(cycle)
            await tx.flush()
            states: list[dict[str, Any]] = [{"state": GoalState.CLOSED, "ended": Ending.MISSED, "closed_at": OPENS}]
            states += [{"state": GoalState.CONFIRMED, "confidence": Confidence.OFF_TRACK}] if number else []
            for state in states:
                source: dict[str, Any] = {"source": f"view:{len(found)}", "due": ends, **here}
                whose: dict[str, Any] = {"level": Level.PERSON, "owner_id": mei.id, "made_by": mei.id, "made_at": OPENS}
                one = Goal(cycle_id=cycle.id, **source, **whose, **state)
                tx.add(one)
                await tx.flush()
                said: dict[str, Any] = {"title": f"Valve {len(found)}", "measure": Measure.YES_NO, "written_by": mei.id}
                tx.add(GoalVersion(goal_id=one.id, number=1, written_at=OPENS, **source, **said))
                found.append(one.id)
        tx.add(await talk(tx, mei, tom, None, purpose=Purpose.RESULT))
    return found


async def test_both_name_the_cause_each_for_themselves_and_put_what_differs_on_the_agenda(at: Office) -> None:
    _, over, risky = await missed(at)
    assert (await at.mei.command("/goals")).ok
    assert "2 goals were missed or are at risk; you have named the cause of 0." in shown(at.mei.modal)
    assert (await press(at.mei, "goal_causes.review")).ok
    page = shown(at.mei.modal)
    assert ("Valve 1" in page, "Valve 2" in page, "Valve 0" in page) == (True, True, False)
    assert (await press(at.mei, f"goal_causes.choose.{over}")).ok
    assert "Tom Berg reads this once they have chosen too" in shown(at.mei.modal)
    assert list((await at.mei.submit()).errors) == ["cause"]
    assert (await at.mei.submit({"cause": "means", "words": "The press came late"})).ok
    await at.bot.settle()
    assert "Tom Berg has not chosen yet." in shown(at.mei.modal)

    talks = await at.rows(OneOnOne)
    assert (await at.tom.command("/growloop", "causes")).ok
    assert "2 goals, 0 chosen by you" in shown(at.tom.modal)
    assert "goal_causes.counts" not in shown(at.tom.modal)
    mei = await at.person(at.mei)
    assert (await press(at.tom, f"goal_causes.review.{mei.id}")).ok
    assert "Mei Lin has chosen. You see it once you have chosen too." in shown(at.tom.modal)
    assert "The press came late" not in shown(at.tom.modal)
    assert (await press(at.tom, f"goal_causes.choose.{over}")).ok
    assert (await at.tom.submit({"cause": "ability"})).ok
    await at.bot.settle()
    assert "The press came late" in shown(at.tom.modal)
    for _ in range(2):
        assert (await press(at.tom, f"goal_causes.agenda.{over}")).ok
        assert "It is on your agenda with Mei Lin." in shown(at.tom.modal)
        await at.tom.close_modal()
    assert len(await at.rows(AgendaItem)) == 1
    assert len(await at.rows(GoalCause)) == 2

    assert (await at.mei.command("/one-on-one", "agenda")).ok
    assert "You two see the cause differently of: Valve 1" in shown(at.mei.modal)
    assert (await press(at.mei, "goal_causes.review", str(mei.id))).ok
    assert (await at.mei.command("/goals")).ok
    assert (await press(at.mei, "goals.read", str(risky))).ok
    assert (await press(at.mei, "goal_causes.choose", str(risky))).ok
    assert (await at.mei.submit({"cause": "process"})).ok
    assert talks


async def test_another_cycle_is_a_choice_away_and_hr_reads_counts_alone(at: Office) -> None:
    first, _, _ = await missed(at)
    assert (await at.mei.command("/growloop", "causes")).ok
    cycles = {one.name: one.id for one in await at.rows(Cycle)}
    assert (await press(at.mei, "goal_causes.cycle", str(cycles["Q0"]))).ok
    assert "Valve 0" in shown(at.mei.modal)
    assert (await press(at.mei, f"goal_causes.choose.{first}")).ok
    assert (await at.mei.submit({"cause": "will", "words": "It did not matter then"})).ok
    await at.bot.settle()
    assert ": Willingness" in shown(at.mei.modal)

    assert (await at.ann.command("/growloop", "causes")).ok
    assert (await press(at.ann, "goal_causes.counts")).ok
    assert shown(at.ann.modal).count("Too few people to show numbers") == 2
    async with at.bot.deps.transaction(reading=True) as tx:
        assert [one.words for one in await tx.exec(select(GoalCause))] == ["It did not matter then"]
    assert not (await at.bob.command("/growloop", "causes")).errors
    assert "No goal was missed or is at risk here." in shown(at.bob.modal)
