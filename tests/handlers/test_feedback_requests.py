"""Asking for feedback by its buttons: asked, answered, declined, withdrawn, reminded; and what each of them sees."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.sandbox.actor import Actor
from bot.sandbox.model import Message
from storage.database import Database
from storage.feedback import Feedback
from storage.feedback_requests import FeedbackAsked
from storage.readers import Reader
from tests.office import Office, office, shown

MONDAY = datetime(2027, 1, 11, 8, 0, tzinfo=UTC)
"""Afternoon in Shanghai, morning in Berlin; night in New York."""
QUESTION = "What *should* I do more of in <planning>?"
SAID = {
    "praise": "On Friday you asked each of us what we would drop",
    "suggestion": "Could you send the list the day before?",
    "encouragement": "I look forward to the next one",
}


@pytest.fixture
async def monday(sqlite: Database) -> AsyncIterator[Office]:
    async with office(sqlite, start=MONDAY) as made:
        yield made


async def ask(here: Office) -> None:
    """Mei asks Bob and Tom."""
    outcome = await here.mei.command("/give-feedback", f"ask {mention(here.bob)} {mention(here.tom)} {QUESTION}")
    assert outcome.ok
    assert "you alone" in shown(here.mei.modal)
    assert (await here.mei.submit({"question": QUESTION})).ok
    await here.bot.settle()


def mention(who: Actor) -> str:
    return f"@{who.person.handle}"


def about(who: Actor) -> Message:
    """The message of a request: the first that was sent about feedback, which is edited from then on."""
    return next(one for one in who.dm if any(name in one.text for name in ("feedback", "the request of", "You said")))


async def test_asked_people_answer_or_decline_with_a_click_and_one_message_follows(monday: Office) -> None:
    await ask(monday)
    question, at_first = about(monday.bob), about(monday.mei)
    assert QUESTION in shown(question)
    assert "planning" not in question.text
    assert "Read by Mei Lin, and nobody else." in shown(question)
    assert "0 of 2 answered" in at_first.text

    assert (await monday.tom.press(about(monday.tom), "feedback_requests.decline")).ok
    assert (await monday.bob.press(question, "feedback_requests.give")).ok
    form = shown(monday.bob.modal)
    assert QUESTION in form
    assert "Who is it for?" not in form
    assert (await monday.bob.submit(SAID)).ok
    await monday.bot.settle()
    [one] = await monday.rows(Feedback)
    assert one.subject_id == (await monday.person(monday.mei)).id
    assert [reader.why for reader in await monday.rows(Reader)] == ["subject"]

    assert "You have answered the request of Mei Lin" in about(monday.bob).text
    assert "not this time" in about(monday.tom).text
    followed = [message for message in monday.mei.dm if "Your request for feedback" in message.text]
    assert [message.ts for message in followed] == [at_first.ts]
    assert "1 of 2 answered" in followed[0].text
    for said in ("Bob Sun: answered", "Tom Berg: not this time"):
        assert said in shown(followed[0])


async def test_an_old_button_of_somebody_who_answered_changes_nothing(monday: Office) -> None:
    await ask(monday)
    question = about(monday.bob)
    await monday.bob.press(question, "feedback_requests.give")
    await monday.bob.submit(SAID)
    await monday.bot.settle()
    await monday.bob.press(question, "feedback_requests.pass", stale=True)
    assert [one.said for one in await monday.rows(FeedbackAsked)] == ["answered", "open"]


async def test_who_was_asked_lately_is_named_and_nothing_is_sent(monday: Office) -> None:
    await ask(monday)
    await monday.mei.command("/give-feedback", f"ask {mention(monday.bob)}")
    assert "You asked Bob Sun about this less than two weeks ago." in shown(monday.mei.modal)
    before = len(monday.bob.dm)
    assert (await monday.mei.submit({"question": QUESTION, "to": [monday.bob.person.id, monday.ann.person.id]})).ok
    assert "nothing is sent yet" in shown(monday.mei.modal)
    assert (await monday.mei.submit()).ok
    await monday.bot.settle()
    assert len(monday.bob.dm) == before
    assert len(await monday.rows(FeedbackAsked)) == 3


async def test_a_manager_asks_about_a_report_and_anybody_else_is_told_kindly(monday: Office) -> None:
    assert (await monday.tom.command("/give-feedback", f"ask {mention(monday.bob)} about {mention(monday.mei)}")).ok
    assert "Mei Lin and you" in shown(monday.tom.modal)
    assert (await monday.tom.submit({"question": QUESTION})).ok
    await monday.bot.settle()
    assert "Read by Mei Lin and Tom Berg, and nobody else." in shown(about(monday.bob))
    await monday.bob.press(about(monday.bob), "feedback_requests.give")
    await monday.bob.submit(SAID)
    await monday.bot.settle()
    assert [reader.why for reader in await monday.rows(Reader)] == ["subject", "manager"]

    refused = await monday.bob.command("/give-feedback", f"ask {mention(monday.tom)} about {mention(monday.mei)}")
    assert monday.bob.modal is None
    assert "Only the person who leads somebody" in str(refused.texts) + str(refused.said)


async def test_reminded_once_and_withdrawn_by_whoever_asked(monday: Office) -> None:
    await ask(monday)
    await monday.bot.move_to(datetime(2027, 1, 16, 4, 0, tzinfo=UTC))
    assert len([one for one in monday.bob.dm if "would like your feedback by" in one.text]) == 1
    request = next(one for one in monday.mei.dm if "Your request for feedback" in one.text)
    assert (await monday.mei.press(request, "feedback_requests.withdraw")).ok
    await monday.bot.settle()
    assert "withdrawn the request" in about(monday.bob).text
    assert "You have withdrawn it." in shown(next(one for one in monday.mei.dm if one.ts == request.ts))


async def test_home_leads_to_the_form(monday: Office) -> None:
    await monday.mei.open_home()
    assert (await monday.mei.press("home", "feedback_requests.open")).ok
    assert "You ask about your own work." in shown(monday.mei.modal)
