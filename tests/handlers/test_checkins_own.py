"""HR's own questions in somebody's hands: in the form, in the answer, in front of the manager; in each one's language."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.checkins import QuestionKind
from storage.checkins import Answer, CheckIn
from storage.database import Database
from storage.series import Question, Series
from tests.office import DIGEST, OPENS, Office, office, shown

PLACES = [
    {"key": "o1", "texts": {"en": "Office <!channel>", "zh_Hans": "办公室"}},
    {"key": "o2", "texts": {"en": "Home"}},
]


@pytest.fixture
async def friday(sqlite: Database) -> AsyncIterator[Office]:
    """HR asks where people worked and how many hours, and it is Friday 15:00 in Shanghai."""
    async with office(sqlite) as made:
        await ask(made, "where", QuestionKind.MULTIPLE, texts={"en": "Where?", "zh_Hans": "在哪里?"}, options=PLACES)
        await ask(made, "hours", QuestionKind.NUMBER, texts={"en": "How many *hours*?"}, required=True)
        await made.bot.move_to(OPENS)
        yield made


async def ask(at: Office, key: str, kind: QuestionKind, **fields: Any) -> None:
    series, _pulse = await at.rows(Series)
    async with at.bot.deps.transaction() as tx:
        given: dict[str, Any] = {"position": 9, "since": OPENS - timedelta(days=7), **fields}
        tx.add(Question(workspace_id=series.workspace_id, series_id=series.id, key=key, kind=kind, **given))


async def require(at: Office, key: str, on: bool) -> None:
    async with at.bot.deps.transaction() as tx:
        found = next(one for one in await at.rows(Question) if one.key == key)
        (await tx.get_one(Question, found.id)).required = on


async def field(at: Office, key: str) -> str:
    return next(f"question_{one.id}" for one in await at.rows(Question) if one.key == key)


async def test_they_are_asked_answered_and_read_by_the_manager(friday: Office) -> None:
    where, hours = await field(friday, "where"), await field(friday, "hours")
    await friday.mei.press(friday.mei.dm[-1], "checkins.answer")
    assert "How many *hours*?" in shown(friday.mei.modal)
    assert not (await friday.mei.submit({where: ["o1"]})).ok
    assert (await friday.mei.submit({where: ["o1", "o2"], hours: "41.5"})).ok
    await friday.bot.settle()
    assert [(one.chosen, one.number) for one in await friday.rows(Answer)] == [("o1,o2", None), (None, 41.5)]

    await friday.bot.move_to(DIGEST)
    await friday.tom.press(friday.tom.dm[-1], "reading.read")
    assert friday.tom.modal is not None
    assert "41.5" in shown(friday.tom.modal)
    [row] = [one for one in friday.tom.modal.view["blocks"] if "Office" in shown(one)]
    assert row["text"] == {"type": "plain_text", "text": "Where?\nOffice <!channel> and Home", "emoji": False}


async def test_the_form_shows_again_what_was_given(friday: Office) -> None:
    where, hours = await field(friday, "where"), await field(friday, "hours")
    await friday.mei.press(friday.mei.dm[-1], "checkins.answer")
    await friday.mei.submit({where: ["o2"], hours: "-3"})
    await friday.bot.settle()
    await friday.mei.press(friday.mei.dm[-1], "checkins.answer")
    assert (await friday.mei.submit({"progress": "More"})).ok
    assert [(one.chosen, one.number) for one in await friday.rows(Answer)] == [("o2", None), (None, -3.0)]


async def test_words_in_the_chat_lead_to_the_form_where_something_has_to_be_answered(friday: Office) -> None:
    hours = await field(friday, "hours")
    await friday.mei.say("Shipped it")
    await friday.bot.settle()
    offer = friday.mei.dm[-1]
    assert "has to be answered" in shown(offer)
    assert (await friday.mei.press(offer, "dm.open")).ok
    assert not (await friday.mei.submit()).ok
    assert (await friday.mei.submit({hours: "40"})).ok
    await friday.bot.settle()
    assert "part of your check-in" in shown(friday.mei.dm[-1])


async def test_an_offer_from_before_hr_required_something_opens_the_form(friday: Office) -> None:
    await require(friday, "hours", False)
    await friday.mei.say("Shipped it")
    await friday.bot.settle()
    await require(friday, "hours", True)
    assert (await friday.mei.press(friday.mei.dm[-1], "dm.save")).ok
    assert "Shipped it" in shown(friday.mei.modal)
    assert await friday.rows(CheckIn) == []
