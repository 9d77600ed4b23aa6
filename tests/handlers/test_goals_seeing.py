"""Goals at the screen: Home, /goals, the team and the company's tree; and saying how one goes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.domain.goals import Confidence, Level
from bot.sandbox.actor import Actor
from bot.sandbox.model import OpenView
from storage.database import Database
from storage.goals import Goal, GoalUpdate
from tests.goal_tree import COMPUTED, add, add_result
from tests.office import OPENS, Office, office, shown


@dataclass(frozen=True)
class Staff:
    workspace_id: int
    ids: dict[str, int]


@dataclass(frozen=True)
class Goals:
    at: Office
    goals: dict[str, Goal]

    async def progress(self, title: str) -> float | None:
        return next(one.progress for one in await self.at.rows(Goal) if one.id == self.goals[title].id)


@pytest.fixture
async def goals(sqlite: Database) -> AsyncIterator[Goals]:
    """The company's goal is Ann's; Tom's supports it, and Mei's Tom's. Bob's supports none and nobody has said anything of it."""
    async with office(sqlite) as made:
        who = {name: await made.person(one) for name, one in vars(made).items() if name != "bot"}
        staff = Staff(who["mei"].workspace_id, {name.title(): one.id for name, one in who.items()})
        async with made.bot.deps.transaction() as tx:
            top = await add(tx, staff, "Ann", "Grow", level=Level.COMPANY, **COMPUTED)
            middle = await add(tx, staff, "Tom", "Berlin", level=Level.TEAM, parent_id=top.id, **COMPUTED)
            sell = await add(tx, staff, "Mei", "Sell <more>", parent_id=middle.id, weight=60)
            await add_result(tx, sell, "Ten of them", 1)
            await add(tx, staff, "Bob", "Secret")
        await made.bot.move_to(OPENS)
        yield Goals(made, {"Grow": top, "Berlin": middle, "Sell": sell})


def top(who: Actor) -> OpenView:
    assert who.modal is not None
    return who.modal


async def test_from_home_and_from_the_command_an_owner_says_how_it_goes_and_sees_it_at_once(goals: Goals) -> None:
    mei = goals.at.mei
    await mei.open_home()
    assert "1 goal is running" in shown(mei.home)
    await mei.press("home", "goals.mine")
    assert "Supports: Company: Grow › Team: Berlin" in shown(mei.modal)
    assert "Nothing said yet" in shown(mei.modal)
    await mei.press(top(mei), "goals.update")
    outcome = await mei.submit({"value": "40", "sure": "at_risk", "made_of": "own"})
    assert "words" in outcome.errors
    assert (await mei.submit({"value": "40", "sure": "at_risk", "made_of": "own", "words": "Hanna left"})).ok
    await goals.at.bot.settle()
    assert [await goals.progress(one) for one in ("Sell", "Berlin", "Grow")] == [40, 40, 40]
    assert "40% ▰▰▰▰▱▱▱▱▱▱, At risk, 40 of 100 customers" in shown(mei.modal)
    assert "said by its owner" in shown(mei.modal)
    await mei.command("/goals")
    assert "40 of 100 customers" in shown(mei.modal)
    await mei.press(top(mei), "goals.read")
    assert "Hanna left" in shown(mei.modal)
    await mei.press(top(mei), "goals.update")
    result = next(one for one in shown(mei.modal).split('"') if one.startswith("result_"))
    assert (await mei.submit({result: "5", "made_of": "key_results"})).ok
    assert await goals.progress("Grow") == 50
    assert len(await goals.at.rows(GoalUpdate)) == 3


async def test_a_manager_sees_the_team_on_home_and_what_is_at_risk_first(goals: Goals) -> None:
    async with goals.at.bot.deps.transaction() as tx:
        (await tx.get_one(Goal, goals.goals["Sell"].id)).confidence = Confidence.OFF_TRACK
    tom = goals.at.tom
    await tom.open_home()
    assert "Goals of your team: 2 goals are running" in shown(tom.home)
    await tom.command("/goals")
    assert "computed from 0 of 1 goals below" in shown(tom.modal)
    assert "Supported by 1 goal, of Mei Lin" in shown(tom.modal)
    await tom.press(top(tom), "goals.team")
    text = shown(tom.modal)
    assert text.index("Mei Lin") < text.index("Bob Sun")
    assert "1 off track" in text
    assert "1 without a goal above" in text


async def tree(goals: Goals, who: Actor, *steps: str) -> str:
    """What somebody sees in the tree after these buttons."""
    await who.command("/goals")
    await who.press(top(who), "goals.tree")
    for step in steps:
        await who.press(top(who), f"goals.tree.{step}")
    return shown(who.modal)


async def test_the_tree_is_folded_by_level_and_shows_each_what_is_open_to_them(goals: Goals) -> None:
    at, top, middle, sell = goals.at, *(str(one.id) for one in goals.goals.values())
    assert "Grow" in await tree(goals, at.bob)
    assert "Berlin" in await tree(goals, at.bob, top), "their own leader's team goal"
    assert "Sell" not in await tree(goals, at.bob, top, middle)
    assert "Sell <more>" in await tree(goals, at.tom, top, middle)
    opened = await tree(goals, at.tom, top, middle, sell)
    assert "Supports: Company: Grow › Team: Berlin" in opened
    assert "Berlin" in await tree(goals, at.tom, top, middle, sell, "up")
    assert "Secret" in await tree(goals, at.tom, "alignment")
    assert "Secret" in await tree(goals, at.ann, "person"), "HR sees all"
    assert "Secret" not in await tree(goals, at.mei, "person")
    assert "Secret" in await tree(goals, at.ann, "progress")


async def test_only_its_owner_gets_the_form(goals: Goals) -> None:
    tom, sell = goals.at.tom, goals.goals["Sell"]
    await tree(goals, tom, str(goals.goals["Grow"].id), str(goals.goals["Berlin"].id), str(sell.id))
    await tom.press(top(tom), "goals.read")
    assert "goals.update" not in shown(tom.modal)
