"""What somebody said they would do is asked back in their next check-in."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.domain.actions import ActionState
from storage.actions import Action
from storage.checkins import CheckIn
from storage.database import Database
from storage.drafts import KeptDraft
from tests.office import CLOSES, OPENS, Office, office, shown

WORDS = ("Call *Hanna*", "Book the <chamber>", "Write it up")


@pytest.fixture
async def second(sqlite: Database) -> AsyncIterator[Office]:
    """Mei has three open actions and Bob one, and both are asked."""
    async with office(sqlite) as made:
        await made.bot.move_to(OPENS)
        mei, bob = await made.person(made.mei), await made.person(made.bob)
        async with made.bot.deps.transaction() as tx:
            for owner, words in [(mei, one) for one in WORDS] + [(bob, "Bob's own")]:
                row: dict[str, Any] = {"owner_id": owner.id, "made_by": owner.id, "about_id": 1, "made_at": OPENS}
                tx.add(Action(workspace_id=owner.workspace_id, about="checkin", source=words, words=words, **row))
        yield made


async def states(at: Office) -> list[ActionState]:
    return [one.state for one in await at.rows(Action)]


async def test_open_actions_are_asked_back_and_settled_with_the_answer(second: Office) -> None:
    await second.mei.press(second.mei.dm[-1], "checkins.answer")
    form = shown(second.mei.modal)
    assert all(words in form for words in WORDS)
    assert "Bob" not in form
    first, other, third, _ = [one.id for one in await second.rows(Action)]
    said = {f"action_{first}": "done", f"action_{other}": "dropped", f"action_{third}": "open"}
    assert (await second.mei.submit(said)).ok
    assert await states(second) == ["done", "dropped", "open", "open"]
    await second.bot.settle()
    await second.mei.press(second.mei.dm[-1], "checkins.answer")
    again = shown(second.mei.modal)
    assert [words in again for words in WORDS] == [False, False, True]


async def test_that_all_is_still_open_is_no_answer_by_itself(second: Office) -> None:
    await second.mei.press(second.mei.dm[-1], "checkins.answer")
    first = (await second.rows(Action))[0].id
    outcome = await second.mei.submit({f"action_{first}": "open"})
    assert "progress" in outcome.errors
    assert await second.rows(CheckIn) == []


async def test_a_late_form_settles_them_when_it_is_sent(second: Office) -> None:
    await second.mei.press(second.mei.dm[-1], "checkins.answer")
    await second.bot.clock.move_to(CLOSES)
    await second.bot.tick()
    first = (await second.rows(Action))[0].id
    assert (await second.mei.submit({f"action_{first}": "done", "progress": "Slow"})).ok
    assert (await states(second))[0] == "open"
    assert len(await second.rows(KeptDraft)) == 1
    assert (await second.mei.submit()).ok
    assert (await states(second))[0] == "done"
