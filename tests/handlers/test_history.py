"""One's own history from the command and from Home: found, opened, and sent as text into one's own chat."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.domain.notices import State
from bot.domain.series import DEFAULT_NAME
from storage.checkins import CheckIn
from storage.database import Database
from storage.notices import Notice
from tests.office import OPENS, Office, office, shown

WORDS = "Tested *the* <pump> & 水泵"
NOTE = "I would like to teach"


@pytest.fixture
async def answered(sqlite: Database) -> AsyncIterator[Office]:
    """Mei has answered, with a private note; so has Bob."""
    async with office(sqlite) as made:
        await made.bot.move_to(OPENS)
        for who, words, note in ((made.mei, WORDS, NOTE), (made.bob, "Bob's words", "Bob's note")):
            await who.press(who.dm[-1], "checkins.answer")
            assert (await who.submit({"progress": words, "plan": "Rest", "mood": "4", "note": note})).ok
        await made.bot.settle()
        yield made


async def test_the_history_is_searched_by_a_word_and_opens_what_it_found(answered: Office) -> None:
    assert (await answered.mei.command("/checkin", "history PUMP")).ok
    assert WORDS in shown(answered.mei.modal)
    assert answered.mei.modal is not None
    [mine, _] = await answered.rows(CheckIn)
    assert (await answered.mei.press(answered.mei.modal, "history.show", value=str(mine.id))).ok
    opened = shown(answered.mei.modal)
    assert WORDS in opened
    assert NOTE in opened
    await answered.mei.close_modal()

    for word, found in (("nowhere", False), ("水泵", True), ("bob", False), ("TEACH", True), ("", True)):
        assert (await answered.mei.submit({"word": word})).ok
        assert ("history.show" in shown(answered.mei.modal)) is found
    assert "Bob" not in shown(answered.mei.modal)


async def test_home_leads_to_the_history(answered: Office) -> None:
    await answered.mei.open_home()
    assert (await answered.mei.press("home", "history.open")).ok
    assert WORDS in shown(answered.mei.modal)


async def test_the_export_comes_into_ones_own_chat_once_and_nowhere_else(answered: Office) -> None:
    await answered.mei.command("/checkin", "history")
    page = answered.mei.modal
    assert page is not None
    before = {who.person.id: len(who.dm) for who in (answered.mei, answered.bob, answered.tom, answered.ann)}
    assert (await answered.mei.press(page, "history.export")).ok
    await answered.bot.settle()
    assert "1 message" in shown(answered.mei.modal)
    message = answered.mei.dm[-1]
    text = shown(message)
    for said in (WORDS, NOTE, "Rest", "4 – good", DEFAULT_NAME, "January 15, 2027"):
        assert said in text
    assert "Bob" not in text
    assert WORDS not in message.text
    await answered.mei.command("/checkin", "history")
    page = answered.mei.modal
    assert page is not None
    await answered.mei.press(page, "history.export")
    await answered.bot.settle()
    assert "ten minutes" in shown(answered.mei.modal)
    after = {who.person.id: len(who.dm) for who in (answered.mei, answered.bob, answered.tom, answered.ann)}
    assert after == before | {answered.mei.person.id: before[answered.mei.person.id] + 1}


async def test_a_long_history_comes_in_numbered_messages_in_their_order(answered: Office) -> None:
    await answered.mei.press(answered.mei.dm[-1], "checkins.answer")
    for field in ("progress", "plan", "idea", "note"):
        answered.mei.fill({field: f"&{field} " * 280})
    assert (await answered.mei.submit()).ok
    await answered.mei.command("/checkin", "history")
    assert answered.mei.modal is not None
    await answered.mei.press(answered.mei.modal, "history.export")
    await answered.bot.move_to(answered.bot.clock.now() + timedelta(minutes=2))
    owed = [one for one in await answered.rows(Notice) if one.kind == "history.export"]
    count = len(owed)
    assert count > 1
    assert {one.state for one in owed} == {State.SENT}
    texts = [one.text for one in answered.mei.dm if "as text" in one.text]
    assert texts == [f"Your check-ins as text, {number} of {count}" for number in range(1, count + 1)]
    everything = "".join(shown(one) for one in answered.mei.dm if "as text" in one.text)
    assert all(everything.count(f"&{field} ") == 280 for field in ("progress", "plan", "idea", "note"))
