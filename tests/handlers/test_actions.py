"""Out of a check-in: flagged for the 1:1, made an action, and settled where its owner is."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.actions import ActionState, Whose
from bot.sandbox.model import Outcome
from storage.actions import Action
from storage.database import Database
from storage.readers import Reader
from tests.office import OPENS, Office, office, shown

MARKUP = "Call <!channel> *now* & <https://example.com|here>"


@pytest.fixture
async def reading(sqlite: Database) -> AsyncIterator[Office]:
    """Tom looks at what Mei sent on Friday."""
    async with office(sqlite) as made:
        await made.bot.move_to(OPENS)
        await made.mei.press(made.mei.dm[-1], "checkins.answer")
        await made.mei.submit({"progress": "Shipped it"})
        await made.bot.move_to(OPENS + timedelta(hours=2))
        await made.tom.open_home()
        await made.tom.press("home", "reading.read")
        await made.bot.settle()
        yield made


async def press(at: Office, action: str) -> Outcome:
    assert at.tom.modal is not None
    return await at.tom.press(at.tom.modal, action)


async def make(at: Office, whose: Whose = Whose.AUTHOR, **filled: Any) -> Outcome:
    await press(at, "actions.make")
    outcome = await at.tom.submit({"words": MARKUP, "whose": whose, **filled})
    await at.bot.settle()
    return outcome


async def test_a_manager_makes_an_action_of_it_and_its_owner_settles_it_in_their_dm(reading: Office) -> None:
    assert (await make(reading)).ok
    assert len(reading.tom.modals) == 1
    assert "Action of Mei Lin" in shown(reading.tom.modal)
    message = reading.mei.dm[-1]
    assert "Tom Berg wrote down something" in message.text
    assert "Call" not in message.text
    assert MARKUP in shown(message)

    assert (await reading.mei.press(message, "actions.done")).ok
    await reading.bot.settle()
    assert "Done. Tom Berg" in shown(reading.mei.dm[-1])
    assert "actions.done" not in shown(reading.mei.dm[-1])
    assert [one.state for one in await reading.rows(Action)] == [ActionState.DONE]


async def test_an_action_of_ones_own_waits_on_home_until_it_is_dropped(reading: Office) -> None:
    assert (await make(reading, Whose.READER)).ok
    assert "Your actions" in shown(reading.tom.home)
    assert all("wrote down" not in one.text for one in reading.mei.dm)
    await reading.tom.close_modal(all=True)
    assert (await reading.tom.press("home", "actions.drop")).ok
    assert (await reading.tom.press("home", "actions.drop", stale=True)).ok
    await reading.bot.settle()
    assert "Your actions" not in shown(reading.tom.home)
    assert [one.state for one in await reading.rows(Action)] == [ActionState.DROPPED]


async def test_a_form_that_is_sent_twice_makes_one_action(reading: Office) -> None:
    await press(reading, "actions.make")
    form = reading.tom.modal
    assert (await reading.tom.submit({"words": "Once"})).ok
    assert (await reading.tom.submit(view=form)).ok
    assert len(await reading.rows(Action)) == 1


@pytest.mark.parametrize(
    ("filled", "field"), [({"words": "  "}, "words"), ({"words": "x", "due": "2027-01-01"}, "due")]
)
async def test_what_is_wrong_is_said_at_its_field_and_the_form_stays(
    reading: Office, filled: dict[str, str], field: str
) -> None:
    await press(reading, "actions.make")
    assert list((await reading.tom.submit(filled)).errors) == [field]
    assert len(reading.tom.modals) == 2
    assert await reading.rows(Action) == []


async def test_an_action_needs_no_date(reading: Office) -> None:
    assert (await make(reading, due=None)).ok
    assert [one.due for one in await reading.rows(Action)] == [None]


async def test_an_action_is_stored_also_where_slack_does_not_draw_the_check_in_below_anew(reading: Office) -> None:
    await press(reading, "actions.make")
    reading.bot.sandbox.faults.add("views.update", error="fatal_error")
    assert (await reading.tom.submit({"words": "Kept"})).ok
    assert len(await reading.rows(Action)) == 1


async def test_a_manager_flags_it_and_takes_the_flag_off_and_its_author_sees_neither(reading: Office) -> None:
    assert (await press(reading, "reading.flag")).ok
    assert "Only you see the flag" in shown(reading.tom.modal)
    assert [one.flagged_at is not None for one in await reading.rows(Reader)] == [True]
    await reading.mei.open_home()
    await reading.mei.press("home", "checkins.show", block_id="mine")
    assert "flag" not in shown(reading.mei.modal).lower()
    assert (await press(reading, "reading.flag")).ok
    assert [one.flagged_at for one in await reading.rows(Reader)] == [None]


async def test_what_was_typed_as_a_reply_survives_the_flag_and_the_action(reading: Office) -> None:
    reading.tom.fill(reply="Half a sen")
    await press(reading, "reading.flag")
    await make(reading)
    assert reading.tom.modal is not None
    assert "Half a sen" in str(reading.tom.modal.values)
