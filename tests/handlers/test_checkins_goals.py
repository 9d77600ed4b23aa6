"""Goals in the check-in, at the screen: asked for with their state, kept with the answer, read by the manager."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from storage.checkins import CheckIn
from storage.database import Database
from storage.goals import Goal, GoalUpdate
from tests.goal_tree import add
from tests.office import OPENS, Office, office, shown


@dataclass(frozen=True)
class Staff:
    workspace_id: int
    ids: dict[str, int]


@pytest.fixture
async def asked(sqlite: Database) -> AsyncIterator[Office]:
    """Mei has two goals and is asked; the company's is above the first."""
    async with office(sqlite) as made:
        mei, ann = await made.person(made.mei), await made.person(made.ann)
        staff = Staff(mei.workspace_id, {"Mei": mei.id, "Ann": ann.id})
        async with made.bot.deps.transaction() as tx:
            await add(tx, staff, "Mei", "Sell *more* <pumps>")
            await add(tx, staff, "Mei", "Write it down", measured={"measure": "yes_no"})
        await made.bot.move_to(OPENS)
        yield made


async def test_goals_are_asked_for_with_the_check_in_and_read_with_it(asked: Office) -> None:
    await asked.mei.press(asked.mei.dm[-1], "checkins.answer")
    form = shown(asked.mei.modal)
    assert "Sell *more* <pumps>" in form
    assert "of 100 customers" not in form
    assert "target 100 customers" in form
    first, second = [one.id for one in await asked.rows(Goal)]
    outcome = await asked.mei.submit({f"goal_{first}": "40", f"sure_{first}": "at_risk", f"goal_{second}": "1"})
    assert "goals_words" in outcome.errors
    assert await asked.rows(CheckIn) == []
    assert (await asked.mei.submit({"goals_words": "Hanna left"})).ok
    assert [one.progress for one in await asked.rows(Goal)] == [40, 100]
    await asked.bot.settle()
    await asked.mei.press(asked.mei.dm[-1], "checkins.answer")
    assert "40" in shown(asked.mei.modal)
    assert (await asked.mei.submit({f"goal_{first}": "50"})).ok
    assert [one.progress for one in await asked.rows(Goal)] == [50, 100]
    assert len(await asked.rows(GoalUpdate)) == 2


async def test_only_words_in_a_field_for_a_number_are_refused_there(asked: Office) -> None:
    await asked.mei.press(asked.mei.dm[-1], "checkins.answer")
    first = (await asked.rows(Goal))[0].id
    outcome = await asked.mei.submit({f"goal_{first}": "1" + "0" * 15})
    assert f"goal_{first}" in outcome.errors
    assert (await asked.mei.submit({f"goal_{first}": "", "progress": "All well"})).ok
    await asked.bot.settle()
    await asked.tom.open_home()
    assert (await asked.rows(Goal))[0].progress is None
