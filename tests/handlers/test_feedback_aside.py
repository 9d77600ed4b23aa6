"""Where feedback is read: was it helpful, and the way to HR, by their buttons."""

from collections.abc import AsyncIterator

import pytest

from bot.domain.feedback import Aim
from bot.sandbox.actor import Actor
from bot.sandbox.model import Message
from storage.database import Database
from storage.feedback_helpful import FeedbackHelpful
from storage.feedback_reports import FeedbackReport
from tests.handlers.test_feedback_history import give
from tests.office import Office, office, shown

WORDS = "You left the *list* at home & <laughed>"


@pytest.fixture
async def told(sqlite: Database) -> AsyncIterator[Office]:
    """Tom gave Mei feedback, and she was told."""
    async with office(sqlite) as made:
        await give(made, made.tom, made.mei, WORDS, Aim.CHANGE, "t:1")
        await made.bot.settle()
        yield made


def told_of(who: Actor) -> Message:
    """What this person got last about feedback."""
    return [one for one in who.dm if "feedback" in one.text][-1]


async def test_it_is_asked_at_the_second_look_and_the_answer_stays(told: Office) -> None:
    assert (await told.mei.press(told_of(told.mei), "feedback.read")).ok
    assert "Was this helpful" not in shown(told.mei.modal)
    await told.mei.close_modal()
    await told.bot.move(minutes=5)
    assert (await told.mei.press(told_of(told.mei), "feedback.read")).ok
    assert "Tom Berg never sees what you say here" in shown(told.mei.modal)
    page = told.mei.modal
    assert page is not None
    assert (await told.mei.press(page, "feedback_aside.helpful.partly")).ok
    assert "You said that this was helpful in part." in shown(told.mei.modal)
    assert "Was this helpful" not in shown(told.mei.modal)
    assert [one.answer for one in await told.rows(FeedbackHelpful)] == ["partly"]


async def test_a_report_reaches_hr_who_reads_one_item_and_the_receiver_sees_it_handled(told: Office) -> None:
    await told.mei.press(told_of(told.mei), "feedback.read")
    page = told.mei.modal
    assert page is not None
    assert (await told.mei.press(page, "feedback_aside.report")).ok
    assert "this one piece of feedback" in shown(told.mei.modal)
    assert (await told.mei.submit({"why": "It was said before everybody"})).ok
    assert "You reported this to HR on" in shown(told.mei.modal)
    await told.bot.move(hours=12)

    message = told_of(told.ann)
    assert "Mei Lin asks HR to look at feedback" in message.text
    assert "laughed" not in shown(message)
    assert (await told.ann.press(message, "feedback_reports.read")).ok
    opened = shown(told.ann.modal)
    assert WORDS in opened
    assert "It was said before everybody" in opened
    item = told.ann.modal
    assert item is not None
    assert (await told.ann.press(item, "feedback_reports.handle")).ok
    assert "Handled by Ann Hale" in shown(told.ann.modal)
    await told.bot.settle()
    assert "Handled by Ann Hale" in shown(told_of(told.ann))
    assert "HR has looked at the feedback that you reported." in told_of(told.mei).text
    assert [one.handled_at is not None for one in await told.rows(FeedbackReport)] == [True]
    assert "HR" not in "".join(map(shown, told.tom.dm))
