"""Words that are longer than a message or a field: all of them are kept, and all of them can be read."""

from collections.abc import AsyncIterator

import pytest

from bot.views import help as helping
from bot.views import reading
from storage.database import Database
from storage.talks import TalkMessage
from tests.office import DIGEST, OPENS, Office, office, shown

LONG = " ".join(f"word{number}" for number in range(3_000))
"""About 27,000 characters: three messages of ours, and one of Slack's."""
SIGNS = "<&>" * 900
"""Within the limit of a field; as Slack keeps it, about 13,000 characters."""


@pytest.fixture
async def talked(sqlite: Database) -> AsyncIterator[Office]:
    """Tom has replied to Mei's check-in, and Mei has a lot to say to that."""
    async with office(sqlite) as made:
        await made.bot.move_to(OPENS)
        await made.mei.press(made.mei.dm[-1], "checkins.answer")
        await made.mei.submit({"progress": "All of it"})
        await made.bot.move_to(DIGEST)
        await made.tom.press(made.tom.dm[-1], reading.READ)
        await made.tom.submit({"reply": "Tell me more"})
        await made.bot.settle()
        asked = made.mei.dm[-1]
        await made.mei.say(LONG, thread_ts=asked.thread_ts or asked.ts)
        await made.bot.settle()
        yield made


async def test_a_long_message_is_kept_whole_and_arrives_with_the_way_to_all_of_it(talked: Office) -> None:
    assert [one.words for one in await talked.rows(TalkMessage)] == ["Tell me more", LONG]
    told = talked.tom.dm[-1]
    assert "word0 " in shown(told)
    assert "word2999" not in shown(told)
    assert "Show all of it" in shown(told)


async def test_the_whole_of_it_is_read_page_by_page_and_what_is_typed_stays(talked: Office) -> None:
    assert (await talked.tom.press(talked.tom.dm[-1], reading.READ)).ok
    last = shown(talked.tom.modal)
    talked.tom.fill(reply="Half a thou")
    assert talked.tom.modal is not None
    assert (await talked.tom.press(talked.tom.modal, reading.TURN)).ok
    earlier = shown(talked.tom.modal)
    assert [("word2999" in page, "word0 " in page, "Tell me more" in page) for page in (last, earlier)] == [
        (True, False, False),
        (False, True, True),
    ]
    assert all(f"word{number}" in last + earlier for number in range(3_000))
    assert (await talked.tom.submit({})).ok
    assert (await talked.rows(TalkMessage))[-1].words == "Half a thou"


async def test_a_request_of_many_signs_is_shown_whole_to_who_was_asked_while_it_stands(sqlite: Database) -> None:
    async with office(sqlite) as made:
        await made.bot.move_to(OPENS)
        await made.mei.press(made.mei.dm[-1], "checkins.answer")
        await made.mei.submit({"blocker": SIGNS, "help_from": made.bob.person.id})
        await made.bot.settle()
        request = made.bob.dm[-1]
        assert SIGNS not in shown(request)
        assert (await made.bob.press(request, helping.SHOW)).ok
        assert SIGNS in shown(made.bob.modal)
        await made.bob.close_modal()

        await made.mei.open_home()
        await made.mei.press("home", helping.SOLVED)
        await made.bot.settle()
        await made.bob.press(request, helping.SHOW, stale=True)
        assert SIGNS not in shown(made.bob.modal)


async def test_words_too_long_for_the_form_are_announced_and_stay_in_the_chat(sqlite: Database) -> None:
    async with office(sqlite) as made:
        await made.bot.move_to(OPENS)
        said = await made.mei.say(LONG)
        await made.bot.settle()
        assert (await made.mei.press(made.mei.dm[-1], "dm.open")).ok
        assert "its end is missing here" in shown(made.mei.modal)
        assert said.text == LONG
