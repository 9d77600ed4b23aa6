"""What people type after a slash."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from tests.app import Bot, running_bot

MEI = {"name": "Mei Lin", "email": "mei@example.com", "tz": "Asia/Shanghai", "locale": "en-US"}


@pytest.fixture
async def bot_with_mei(sqlite: Database) -> AsyncIterator[Bot]:
    async with running_bot(sqlite, people=[MEI]) as bot:
        bot.sandbox.register(["/checkin", "/growloop", "/x-checkin", "/x-growloop"], (), ["app_home_opened"])
        yield bot


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("/checkin", ""),
        ("/growloop", "checkin"),
        ("/growloop", " CheckIn now "),
        ("/x-checkin", ""),
        ("/x-growloop", "checkin"),
    ],
)
async def test_the_form_opens_by_every_way_of_asking_for_it(bot_with_mei: Bot, command: str, text: str) -> None:
    mei = bot_with_mei.as_("Mei Lin")
    done = await mei.command(command, text)
    assert done.ok
    assert mei.modal is not None


@pytest.mark.parametrize("text", ["", "  ", "dance"])
async def test_without_a_word_that_is_known_it_says_which_there_are(bot_with_mei: Bot, text: str) -> None:
    mei = bot_with_mei.as_("Mei Lin")
    done = await mei.command("/x-growloop", text)
    assert done.ok
    assert mei.modal is None
    assert "/x-growloop checkin" in done.texts[0]


async def test_a_stranger_is_told_so(bot_with_mei: Bot) -> None:
    bot_with_mei.sandbox.workspace.add_person("Guest", "guest@example.com", is_restricted=True)
    done = await bot_with_mei.as_("Guest").command("/growloop", "")
    assert "not set up for you" in done.texts[0]
