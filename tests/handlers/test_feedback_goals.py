"""Feedback about a goal: offered to those who may see it, read with the words, and found again by it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.sandbox.actor import Actor
from bot.sandbox.model import OpenView
from storage.database import Database
from storage.evidence import Evidence
from storage.feedback import Feedback
from storage.goals import Goal
from tests.goal_tree import add
from tests.handlers.test_feedback_give import COMMAND, WORDS, press
from tests.office import OPENS, Office, office, shown

TITLE = "Sell *more* <pumps>"


@dataclass(frozen=True)
class Staff:
    workspace_id: int
    ids: dict[str, int]


@pytest.fixture
async def at(sqlite: Database) -> AsyncIterator[Office]:
    """Mei has a goal, which Tom, who leads her, may read, and Bob may not; and one that is over."""
    async with office(sqlite) as made:
        await made.bot.move_to(OPENS)
        mei = await made.person(made.mei)
        async with made.bot.deps.transaction() as tx:
            for title, state in ((TITLE, "confirmed"), ("Over", "closed")):
                await add(tx, Staff(mei.workspace_id, {"Mei": mei.id}), "Mei", title, state=state)
        yield made


def top(who: Actor) -> OpenView:
    assert who.modal is not None
    return who.modal


async def test_it_is_offered_to_whoever_may_see_it_and_read_and_found_with_the_words(at: Office) -> None:
    await at.tom.command(COMMAND, "@mei")
    await press(at.tom, "feedback.more")
    assert TITLE in shown(at.tom.modal)
    assert "Over" not in shown(at.tom.modal)
    goal = (await at.rows(Goal))[0].id
    assert (await at.tom.submit({**WORDS, "goal": str(goal), "when": "now"})).ok
    assert [(one.to_kind, one.to_id) for one in await at.rows(Evidence)] == [("goal", goal)]
    await at.bot.settle()
    await at.bot.move(minutes=1)
    message = at.mei.dm[-1]
    assert TITLE not in message.text
    assert (await at.mei.press(message, "feedback.read")).ok
    assert f"About: {TITLE}" in shown(at.mei.modal)
    for who, line in ((at.mei, "From Tom Berg"), (at.tom, "To Mei Lin")):
        await who.open_home()
        await who.press("home", "feedback_history.open")
        await who.press(top(who), "feedback_history.look.about", value=f"goal:{goal}")
        assert line in shown(who.modal)
        await who.press(top(who), "feedback_history.look.about", value="checkin")
        assert line not in shown(who.modal)


async def test_nobody_else_is_offered_it_or_can_name_it_and_for_several_people_there_is_none(at: Office) -> None:
    await at.bob.command(COMMAND, "@mei")
    await press(at.bob, "feedback.more")
    assert TITLE not in shown(at.bob.modal)
    await at.tom.command(COMMAND, "@mei @bob")
    await press(at.tom, "feedback.more")
    assert TITLE not in shown(at.tom.modal)
    assert await at.rows(Feedback) == []
