"""The picture of goals: once, under the words that say the same, described; and words alone where it cannot be."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from bot import pictures
from bot.domain.goals_progress import Said
from bot.domain.pictures import PictureState
from bot.sandbox.actor import Actor
from bot.sandbox.model import Message
from bot.usecases import goals_progress
from storage.cycles import Cycle
from storage.database import Database
from storage.goals_pictures import GoalPicture
from tests.goal_tree import COMPUTED, add
from tests.office import BEFORE, Office, office, shown


@dataclass(frozen=True)
class Staff:
    workspace_id: int
    ids: dict[str, int]


@pytest.fixture
async def told(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    """Mei said two weeks ago that she was at 20, and last week at 50; Tom's goal follows hers. Bob has none."""
    monkeypatch.setattr(pictures, "fonts", lambda _language: ("named.ttf",))
    monkeypatch.setattr(pictures, "png", lambda svg, _fonts: svg.encode())
    async with office(sqlite) as made:
        mei, tom = await made.person(made.mei), await made.person(made.tom)
        staff = Staff(mei.workspace_id, {"Mei": mei.id, "Tom": tom.id})
        async with made.bot.deps.transaction() as tx:
            row: dict[str, Any] = {
                "name": "Q1 2027",
                "starts": date(2027, 1, 1),
                "ends": date(2027, 3, 31),
                "made_by": tom.id,
            }
            cycle = Cycle(workspace_id=mei.workspace_id, made_at=BEFORE, **row)
            tx.add(cycle)
            await tx.flush()
            top = await add(tx, staff, "Tom", "Berlin", cycle_id=cycle.id, **COMPUTED)
            sell = await add(tx, staff, "Mei", "Sell", cycle_id=cycle.id, parent_id=top.id)
            for weeks, value in ((2, 20.0), (1, 50.0)):
                at = BEFORE - timedelta(weeks=weeks)
                await goals_progress.tell(tx, mei, sell.id, Said(value), at, source=f"view:{weeks}")
        yield made


async def ask(made: Office, who: Actor, button: str = "me") -> tuple[list[Message], list[Message]]:
    """The messages with its words, and the pictures, after the button was pressed twice."""
    await who.command("/goals")
    assert who.modal is not None
    if button == "team":
        await who.press(who.modal, "goals.team")
    below = who.modal
    assert below is not None
    await who.press(below, f"goals.picture.{button}")
    assert "comes to our chat" in shown(who.modal)
    await made.bot.settle()
    for _ in range(3):
        await made.bot.move(minutes=1)
    words = [one for one in who.dm if "Your goals in Q1 2027" in one.text or "Goals of your team" in one.text]
    return words, [one for one in who.dm if one.files]


@pytest.mark.parametrize("who", ["mei", "tom"])
async def test_it_shows_the_weeks_of_the_cycle_and_says_the_same_in_words(told: Office, who: str) -> None:
    [words], [picture] = await ask(told, getattr(told, who))
    assert picture.thread_ts == words.ts
    said = picture.files[0]["alt_txt"]
    lines = said.splitlines()
    assert lines[0] == "Your goals in Q1 2027"
    assert [one.partition(": ")[2].partition(",")[0] for one in lines[2:]] == ["20%", "50%", "50%"]
    assert "of the time gone" in lines[-1]
    assert all(line in shown(words) for line in lines)


async def test_a_manager_gets_a_bar_for_each_person(told: Office) -> None:
    [words], [picture] = await ask(told, told.tom, "team")
    assert "Mei Lin: 1 goal is running, 50% by weight" in picture.files[0]["alt_txt"]
    assert "Bob Sun: No goals are running." in shown(words)
    assert [one.state for one in await told.rows(GoalPicture)] == [PictureState.SENT]


async def test_where_it_cannot_be_sent_or_written_it_is_words_alone(
    told: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "fonts", lambda _language: ())
    words, found = await ask(told, told.mei)
    assert (len(words), found) == (1, [])
    told.bot.sandbox.revoke_scope("files:write")
    words, found = await ask(told, told.mei)
    assert (len(words), found) == (2, [])
    assert [one.state for one in await told.rows(GoalPicture)] == [PictureState.NONE, PictureState.NONE]


async def test_without_goals_there_is_nothing_to_ask_for(told: Office) -> None:
    await told.bob.command("/goals")
    assert "goals.picture" not in shown(told.bob.modal)
