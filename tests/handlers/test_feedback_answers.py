"""Feedback is answered with a click, from its message and from the modal, and its giver sees what came of it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.actions import ActionState
from bot.sandbox.actor import Actor
from bot.sandbox.model import Outcome
from storage.actions import Action
from storage.database import Database
from storage.feedback import Feedback
from storage.feedback_answers import FeedbackAnswer
from storage.talks import TalkMessage
from tests.feedback import SECRET, give
from tests.office import BEFORE, OPENS, Office, office, shown

MARKUP = "Call <!channel> *now* & <https://example.com|here>"
TWO_WEEKS = datetime(2027, 1, 29, 7, 0, tzinfo=UTC)
"""Friday, three in the afternoon in Shanghai."""


@pytest.fixture
async def read(sqlite: Database) -> AsyncIterator[Office]:
    """Tom has given Mei feedback, and she has read and closed it."""
    async with office(sqlite, start=BEFORE) as made:
        await made.bot.move_to(OPENS)
        await give(made, made.tom, made.mei)
        await made.mei.press(told(made.mei), "feedback.read")
        await made.bot.settle()
        await made.mei.close_modal(all=True)
        yield made


def told(who: Actor) -> Any:
    """The message about the feedback, to its receiver or its giver."""
    return next(one for one in reversed(who.dm) if "feedback" in one.text.lower() and one.thread_ts in (None, one.ts))


async def press(at: Office, who: Actor, action: str, **more: Any) -> Outcome:
    outcome = await who.press(told(who), action, **more)
    await at.bot.settle()
    return outcome


async def test_thanked_from_the_message_twice_it_is_said_once_and_the_receipt_shows_it(read: Office) -> None:
    before = told(read.mei)
    block = before.blocks[-1]["block_id"]
    assert (await press(read, read.mei, "feedback.thank")).ok
    assert (await read.mei.press(before, "feedback.thank", stale=True, block_id=block)).ok
    await read.bot.settle()
    assert len(await read.rows(FeedbackAnswer)) == 1
    assert "You thanked Tom Berg on" in shown(told(read.mei))
    assert "feedback.thank" not in shown(told(read.mei))
    assert "Mei Lin thanked you on" in shown(told(read.tom))


async def test_thanked_in_the_modal_it_shows_there_at_once(read: Office) -> None:
    await press(read, read.mei, "feedback.read")
    assert read.mei.modal is not None
    assert (await read.mei.press(read.mei.modal, "feedback.thank")).ok
    assert "You thanked Tom Berg" in shown(read.mei.modal)
    assert SECRET in shown(read.mei.modal)
    assert len(read.mei.modals) == 1


async def test_a_time_is_proposed_agreed_to_and_told_back(read: Office) -> None:
    assert (await press(read, read.mei, "feedback.talk")).ok
    assert (await read.mei.submit({"when": "at", "day": "2027-01-18", "time": "10:30"})).ok
    await read.bot.settle()
    proposed = read.tom.dm[-1]
    assert "Mei Lin would like to talk about your feedback on Monday, January 18, 3:30 AM" in proposed.text
    assert SECRET not in shown(proposed)
    assert (await read.tom.press(proposed, "feedback.agree")).ok
    assert (await read.tom.press(proposed, "feedback.agree", stale=True)).ok
    await read.bot.settle()
    assert "You and Mei Lin talk about this feedback" in read.tom.dm[-1].text
    assert "agrees to talk about their feedback" in read.mei.dm[-1].text
    assert "Monday, January 18, 10:30 AM" in shown(read.mei.dm[-1])
    assert [one.at for one in await read.rows(FeedbackAnswer)] == [datetime(2027, 1, 18, 2, 30, tzinfo=UTC)]


async def test_for_the_next_one_on_one_no_time_is_needed(read: Office) -> None:
    await press(read, read.mei, "feedback.read")
    assert read.mei.modal is not None
    await read.mei.press(read.mei.modal, "feedback.talk")
    assert (await read.mei.submit()).ok
    await read.bot.settle()
    assert "at your next 1:1 with Tom Berg" in shown(read.mei.modal)
    assert "would like to talk about your feedback at your next 1:1" in read.tom.dm[-1].text
    assert [one.at for one in await read.rows(FeedbackAnswer)] == [None]


@pytest.mark.parametrize(
    ("filled", "field"),
    [
        ({"when": "at", "day": "2027-01-15", "time": "09:00"}, "time"),
        ({"when": "at", "day": "2029-01-15", "time": "09:00"}, "day"),
        ({"when": "at", "day": None, "time": "09:00"}, "day"),
        ({"when": "at", "day": "2027-01-18", "time": None}, "time"),
    ],
)
async def test_a_time_that_makes_no_sense_is_said_at_its_field(
    read: Office, filled: dict[str, Any], field: str
) -> None:
    await press(read, read.mei, "feedback.talk")
    assert list((await read.mei.submit(filled)).errors) == [field]
    assert await read.rows(FeedbackAnswer) == []


async def test_an_older_proposal_cannot_be_agreed_to_any_more(read: Office) -> None:
    for day in ("2027-01-18", "2027-01-19"):
        await press(read, read.mei, "feedback.talk")
        await read.mei.submit({"when": "at", "day": day, "time": "10:30"})
        await read.bot.settle()
    older = next(one for one in read.tom.dm if "would like to talk" in one.text)
    assert "January 19" in older.text
    [one] = await read.rows(FeedbackAnswer)
    value = f"{one.feedback_id} 2027-01-18T02:30:00+00:00 "
    await read.tom.press(older, "feedback.agree", stale=True, value=value)
    assert "Another time has been proposed" in read.tom.dm[-1].text
    assert [one.agreed_at for one in await read.rows(FeedbackAnswer)] == [None]


async def test_a_question_goes_back_and_forth_through_the_bot_and_in_threads(read: Office) -> None:
    assert (await press(read, read.mei, "feedback.ask")).ok
    assert (await read.mei.submit({"reply": MARKUP})).ok
    await read.bot.settle()
    asked = read.tom.dm[-1]
    assert "Mei Lin wrote to you about your feedback." in asked.text
    assert MARKUP in shown(asked)
    await read.tom.open_home()
    assert "feedback.read" in shown(read.tom.home)
    await read.tom.say("The second one", thread_ts=asked.ts)
    await read.bot.settle()
    answer = read.mei.dm[-1]
    assert "Tom Berg wrote to you about their feedback for you." in answer.text
    assert answer.thread_ts == told(read.mei).ts
    await read.mei.say("Thank you", thread_ts=answer.thread_ts)
    await read.bot.settle()
    assert [one.words for one in await read.rows(TalkMessage)] == [MARKUP, "The second one", "Thank you"]
    assert (await read.tom.press(read.tom.dm[-1], "feedback.read")).ok
    assert "The second one" in shown(read.tom.modal)


async def test_a_reply_in_the_thread_of_the_message_reaches_its_giver(read: Office) -> None:
    await read.mei.say("Which fault?", thread_ts=told(read.mei).ts)
    await read.bot.settle()
    assert "Which fault?" in shown(read.tom.dm[-1])
    assert "No check-in is open" not in shown(read.mei.dm[-1])


async def test_a_giver_answers_from_the_modal_or_says_that_it_needs_none(read: Office) -> None:
    await press(read, read.mei, "feedback.ask")
    await read.mei.submit({"reply": "Which fault?"})
    await read.bot.settle()
    await read.tom.press(read.tom.dm[-1], "feedback.read")
    assert read.tom.modal is not None
    assert (await read.tom.press(read.tom.modal, "feedback.let_be")).ok
    assert "feedback.let_be" not in shown(read.tom.modal)
    assert (await read.tom.press(read.tom.modal, "feedback.ask")).ok
    assert (await read.tom.submit({"reply": "The second"})).ok
    await read.bot.settle()
    assert "The second" in shown(read.tom.modal)
    assert "The second" in shown(read.mei.dm[-1])


async def test_what_is_tried_is_asked_two_weeks_later_and_its_giver_sees_how_it_went(read: Office) -> None:
    await press(read, read.mei, "feedback.try")
    form = read.mei.modal
    assert (await read.mei.submit({"words": MARKUP})).ok
    assert (await read.mei.submit(view=form)).ok
    await read.bot.settle()
    assert len(await read.rows(Action)) == 1
    assert "Mei Lin wants to try something" in shown(told(read.tom))
    await press(read, read.tom, "feedback.read")
    assert MARKUP not in shown(read.tom.modal)
    await read.mei.command("/checkin")
    assert "After some feedback you wanted to try" not in shown(read.mei.modal)
    await read.mei.close_modal(all=True)
    await read.bot.move_to(TWO_WEEKS)
    await read.mei.command("/checkin")
    [action] = await read.rows(Action)
    assert "After some feedback you wanted to try" in shown(read.mei.modal)
    assert (await read.mei.submit({"progress": "Done", f"action_{action.id}": "not_useful"})).ok
    await read.bot.settle()
    [action] = await read.rows(Action)
    assert (action.state, action.outcome) == (ActionState.DROPPED, "not_useful")
    receipt = next(one for one in read.tom.dm if "your feedback" in one.text)
    assert "What Mei Lin wanted to try: Not useful" in shown(receipt)


async def test_its_giver_reads_what_is_tried_where_that_was_ticked(read: Office) -> None:
    await press(read, read.mei, "feedback.try")
    assert (await read.mei.submit({"words": MARKUP, "show": ["show"]})).ok
    await read.bot.settle()
    await press(read, read.tom, "feedback.read")
    assert MARKUP in shown(read.tom.modal)


@pytest.mark.parametrize("action", ["thank", "talk", "ask", "try", "agree", "let_be"])
async def test_nobody_else_answers_it_with_a_forged_button(read: Office, action: str) -> None:
    await give(read, read.ann, read.bob, source="view:V2")
    message = read.bob.dm[-1]
    blocks = message.blocks[-1]["elements"]
    theirs = (await read.rows(Feedback))[0]
    blocks[0] |= {"action_id": f"feedback.{action}", "value": f"{theirs.id} next"}
    await read.bob.press(message, f"feedback.{action}")
    assert read.bob.modal is None
    assert await read.rows(FeedbackAnswer) == []
    assert await read.rows(TalkMessage) == []


async def test_whoever_does_not_want_it_seen_is_not_shown_as_having_read(read: Office) -> None:
    await read.bob.open_home()
    await read.bob.press("home", "preferences.open")
    assert "Let the giver see when I have read feedback" in shown(read.bob.modal)
    assert (await read.bob.submit({"tells_read": []})).ok
    await give(read, read.tom, read.bob, source="view:V2")
    await read.bob.press(told(read.bob), "feedback.read")
    await read.bot.move(minutes=15)
    assert "was delivered" in told(read.tom).text
    await read.bob.press(told(read.bob), "feedback.thank")
    await read.bot.settle()
    assert "Bob Sun thanked you" in shown(told(read.tom))
