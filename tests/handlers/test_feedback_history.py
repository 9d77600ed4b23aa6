"""The feedback one received and gave, from Home: found, read, looked through, and sent as text into one's own chat."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.domain.feedback import Aim, Form, Part, Written
from bot.sandbox.actor import Actor
from bot.usecases import feedback
from bot.usecases.feedback import Sending
from storage.database import Database
from storage.notices import Notice
from storage.readers import Reader
from tests.office import Office, office, shown

PRAISE = "You wrote down *all* three <faults> & 班次"
CHANGE = "You left the list at home"


async def give(here: Office, by: Actor, to: Actor, words: str, aim: Aim, source: str, **more: Any) -> None:
    said = {Part.SITUATION: "Tuesday's handover", Part.BEHAVIOUR: words, Part.IMPACT: "The night shift asked around"}
    me, receiver = await here.person(by), await here.person(to)
    async with here.bot.deps.transaction() as tx:
        named = frozenset({me.id, receiver.id})
        sending = Sending(source=source, named=named, at_once=True, **more)
        await feedback.give(tx, me, [receiver], Written(Form.BEHAVIOUR, said, aim), here.bot.clock.now(), sending)


@pytest.fixture
async def given(sqlite: Database) -> AsyncIterator[Office]:
    """Tom praised Mei and asked Bob for a change; Mei gave Bob something as well."""
    async with office(sqlite) as made:
        await give(made, made.tom, made.mei, PRAISE, Aim.KEEP, "t:1")
        await give(made, made.tom, made.bob, "For Bob alone", Aim.CHANGE, "t:2")
        await give(made, made.mei, made.bob, CHANGE, Aim.CHANGE, "t:3")
        yield made


async def opened(here: Office, who: Actor) -> str:
    await who.open_home()
    assert (await who.press("home", "feedback_history.open")).ok
    return shown(who.modal)


async def test_home_says_how_many_wait_and_leads_to_all_of_them(given: Office) -> None:
    await given.mei.open_home()
    assert "1 is waiting to be read" in shown(given.mei.home)
    page = await opened(given, given.mei)
    assert "From Tom Berg" in page
    assert "To Bob Sun" in page
    assert CHANGE in page
    assert "班次" not in page
    assert "For Bob alone" not in page


async def test_reading_one_shows_its_words_and_is_noted(given: Office) -> None:
    await opened(given, given.mei)
    me = await given.person(given.mei)
    [waiting] = [one for one in await given.rows(Reader) if one.person_id == me.id]
    page = given.mei.modal
    assert page is not None
    assert (await given.mei.press(page, "feedback_history.show", value=str(waiting.record_id))).ok
    assert PRAISE in shown(given.mei.modal)
    assert [one.read_at is not None for one in await given.rows(Reader) if one.person_id == me.id] == [True]
    assert len(given.mei.modals) == 2
    assert "班次" in shown(given.mei.modals[0])
    await given.bot.settle()
    assert "waiting to be read" not in shown(given.mei.home)


async def test_the_menus_choose_what_is_shown_and_one_button_forgets_them(given: Office) -> None:
    await opened(given, given.mei)

    async def choose(what: str, value: str) -> str:
        assert given.mei.modal is not None
        assert (await given.mei.press(given.mei.modal, f"feedback_history.look.{what}", value=value)).ok
        return shown(given.mei.modal)

    assert "To Bob Sun" not in await choose("direction", "received")
    assert "Nothing of that kind" in await choose("form", "sandwich")
    assert "From Tom Berg" in await choose("form", "keep")
    assert "Nothing of that kind" in await choose("colleague", given.bob.person.id)
    assert "To Bob Sun" not in await choose("direction", "both")
    assert "To Bob Sun" in await choose("form", "any")
    assert "From Tom Berg" not in await choose("time", "quarter")
    assert given.mei.modal is not None
    assert (await given.mei.press(given.mei.modal, "feedback_history.all")).ok
    page = shown(given.mei.modal)
    assert "From Tom Berg" in page
    assert "To Bob Sun" in page
    # What was chosen before is not in the menus any more, so that the next choice stands alone.
    assert "From Tom Berg" in await choose("time", "quarter")


async def test_the_pages_lead_to_each_other(given: Office) -> None:
    for number in range(12):
        by = (given.bob, given.ann, given.tom)[number % 3]
        await give(given, by, given.mei, f"Number {number}", Aim.KEEP, f"p:{number}")
    first = await opened(given, given.mei)
    assert given.mei.modal is not None
    assert (await given.mei.press(given.mei.modal, "feedback_history.turn")).ok
    second = shown(given.mei.modal)
    assert "To Bob Sun" in second
    assert second != first
    assert given.mei.modal is not None
    assert (await given.mei.press(given.mei.modal, "feedback_history.turn")).ok
    assert "To Bob Sun" not in shown(given.mei.modal)


async def test_the_export_comes_into_ones_own_chat_once_without_what_was_not_read(given: Office) -> None:
    await given.bot.settle()
    await opened(given, given.mei)
    page = given.mei.modal
    assert page is not None
    assert (await given.mei.press(page, "feedback_history.export")).ok
    await given.bot.settle()
    assert "1 message" in shown(given.mei.modal)
    message = given.mei.dm[-1]
    assert CHANGE in shown(message)
    assert "You have not read it yet." in shown(message)
    assert "班次" not in shown(message)
    assert CHANGE not in message.text
    assert [one.recipient_id for one in await given.rows(Notice) if one.kind == "feedback.export"] == [
        (await given.person(given.mei)).id
    ]


async def test_the_command_leads_to_it_too(given: Office) -> None:
    assert (await given.bob.command("/give-feedback", "history")).ok
    assert "From Mei Lin" in shown(given.bob.modal)
