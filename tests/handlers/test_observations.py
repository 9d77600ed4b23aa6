"""Observations in Slack: the command, the message shortcut, the button at a check-in, the coach, feedback made of one, and the handover."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.domain import checkins, feedback
from bot.domain.observations import RECORD
from bot.sandbox.actor import Actor
from bot.sandbox.model import Outcome
from storage.database import Database
from storage.evidence import MESSAGE, CitedMessage, Evidence
from storage.feedback import Feedback
from storage.observations import Observation
from storage.reporting import ReportingLine
from tests.handlers.test_feedback_give import general
from tests.office import OPENS, Office, office, shown

SAID = {
    "situation": "Monday's call with the customer",
    "behaviour": "She asked two questions before she showed the results.",
    "impact": "The customer ordered the same day.",
}
FORM = {"good": "good", **SAID}
MONDAY = datetime(2027, 1, 18, 15, tzinfo=UTC)


@pytest.fixture
async def at(sqlite: Database) -> AsyncIterator[Office]:
    async with office(sqlite) as made:
        yield made


async def press(who: Actor, action: str) -> Outcome:
    assert who.modal is not None
    return await who.press(who.modal, action)


async def open_list(who: Actor) -> str:
    assert (await who.command("/note")).ok
    return shown(who.modal)


async def test_a_note_is_written_with_the_command_read_again_changed_shared_and_read_by_its_subject(at: Office) -> None:
    assert (await at.tom.command("/note", "@mei She asked two questions")).ok
    assert "She asked two questions" in shown(at.tom.modal)
    assert "Only you can read it, until you share it" in shown(at.tom.modal)
    assert (await at.tom.submit(FORM)).ok
    [one] = await at.rows(Observation)
    assert (one.day, one.good, one.behaviour) == (date(2027, 1, 15), True, SAID["behaviour"])
    assert "Only you can read it." in shown(at.tom.modal)
    await at.tom.close_modal(all=True)

    assert "About Mei Lin" in await open_list(at.tom)
    await press(at.tom, "observations.read")
    await press(at.tom, "observations.edit")
    assert (await at.tom.submit({"impact": "They ordered twice that week."})).ok
    assert "They ordered twice" in shown(at.tom.modal)
    assert "Changed on" in shown(at.tom.modal)

    assert (await press(at.tom, "observations.share")).ok
    assert "observations.edit" not in shown(at.tom.modal)
    await at.bot.settle()
    message = at.mei.dm[-1]
    assert "Tom Berg shares an observation" in message.text
    assert "questions" not in shown(message)
    assert (await at.mei.press(message, "observations.read")).ok
    assert SAID["behaviour"] in shown(at.mei.modal)
    assert "observations.share" not in shown(at.mei.modal)
    await at.mei.close_modal(all=True)
    assert "About you, by Tom Berg" in await open_list(at.mei)
    assert "Nothing stands here yet" in await open_list(at.bob)


async def test_what_is_wrong_is_said_at_its_field_and_a_deleted_one_is_gone(at: Office) -> None:
    await at.tom.command("/note", "@ann")
    assert "does not report to you" in shown(at.tom.modal)
    outcome = await at.tom.submit({**FORM, "person": at.ann.person.id})
    assert "does not report to you" in outcome.errors["person"]
    outcome = await at.tom.submit({**FORM, "person": at.mei.person.id, "day": "2027-02-01"})
    assert "still to come" in outcome.errors["day"]
    assert (await at.tom.submit({"day": "2027-01-14"})).ok
    assert (await press(at.tom, "observations.delete")).ok
    assert await at.rows(Observation) == []


async def test_the_coach_asks_once_and_the_words_are_kept_as_they_are(at: Office) -> None:
    await at.tom.command("/note", "@mei")
    assert (await at.tom.submit({**FORM, "behaviour": "She was lazy."})).ok
    assert await at.rows(Observation) == []
    assert "Nothing is kept yet" in shown(at.tom.modal)
    assert "Keep it as it is" in shown(at.tom.modal)
    assert (await at.tom.submit()).ok
    assert [one.behaviour for one in await at.rows(Observation)] == ["She was lazy."]


async def test_a_message_is_kept_as_an_observation_of_its_author_with_a_link_to_it(at: Office) -> None:
    general(at)
    message = await at.mei.say("The pump runs again", channel="general")
    assert "does not report to you" in str(await at.bob.message_shortcut("observations.message", message))
    assert (await at.tom.message_shortcut("observations.message", message)).ok
    assert "About Mei Lin" in shown(at.tom.modal)
    assert (await at.tom.submit({**FORM, "quote": ["quote"]})).ok
    [cited] = await at.rows(CitedMessage)
    assert (cited.author, cited.words) == (at.mei.person.id, "The pump runs again")
    [one], [evidence] = await at.rows(Observation), await at.rows(Evidence)
    assert (evidence.from_kind, evidence.from_id, evidence.to_kind) == (RECORD, one.id, MESSAGE)
    assert "The pump runs again" in shown(at.tom.modal)
    await press(at.tom, "observations.delete")
    assert not [*await at.rows(CitedMessage), *await at.rows(Evidence)]


async def test_at_a_check_in_it_is_written_down_and_one_click_turns_it_into_feedback(at: Office) -> None:
    await at.bot.move_to(OPENS)
    await at.mei.press(at.mei.dm[-1], "checkins.answer")
    await at.mei.submit({"progress": "Shipped it"})
    await at.bot.move_to(OPENS + timedelta(hours=2))
    await at.tom.open_home()
    await at.tom.press("home", "reading.read")
    assert (await press(at.tom, "observations.about_checkin")).ok
    assert (await at.tom.submit(FORM)).ok
    [one], [evidence] = await at.rows(Observation), await at.rows(Evidence)
    assert (evidence.from_kind, evidence.to_kind) == (RECORD, checkins.RECORD)

    assert (await press(at.tom, "observations.give")).ok
    for words in (*SAID.values(), "From your observation", "Mei Lin"):
        assert words in shown(at.tom.modal)
    assert (await at.tom.submit()).ok
    [given] = await at.rows(Feedback)
    found = [each for each in await at.rows(Evidence) if each.from_kind == feedback.RECORD]
    assert [(each.from_id, each.to_kind, each.to_id) for each in found] == [(given.id, RECORD, one.id)]
    await at.tom.close_modal(all=True)
    await at.tom.command("/note")
    await press(at.tom, "observations.read")
    assert "You gave feedback from it" in shown(at.tom.modal)

    # Who got the feedback does not hear of the log it came from.
    await at.bot.move(hours=70)
    message = next(each for each in reversed(at.mei.dm) if "has written feedback for you" in each.text)
    assert (await at.mei.press(message, "feedback.read")).ok
    assert SAID["behaviour"] in shown(at.mei.modal)
    assert "observation" not in shown(at.mei.modal)


async def test_when_somebody_gets_another_manager_the_author_is_asked_in_their_dm(at: Office) -> None:
    for words in ("She asked two questions.", "She called the customer back."):
        await at.tom.command("/note", "@mei")
        assert (await at.tom.submit({**FORM, "behaviour": words})).ok
        await at.tom.close_modal(all=True)
    assert len(await at.rows(Observation)) == 2
    mei, ann = await at.person(at.mei), await at.person(at.ann)
    async with at.bot.deps.transaction() as tx:
        line = (await tx.exec(select(ReportingLine).where(col(ReportingLine.person_id) == mei.id))).one()
        line.until = date(2027, 1, 16)
        tx.add(line)
        row: dict[str, Any] = {
            "workspace_id": mei.workspace_id,
            "person_id": mei.id,
            "manager_id": ann.id,
            "source": line.source,
        }
        tx.add(ReportingLine(since=date(2027, 1, 16), **row))
    await at.bot.move_to(MONDAY)
    [message] = [each for each in at.tom.dm if "now reports to" in each.text]
    assert "You have 2 observations about Mei Lin" in shown(message)
    assert (await at.tom.press(message, "observations.decide")).ok
    first, second = await at.rows(Observation)
    outcome = await at.tom.submit({str(first.id): "hand_over", str(second.id): "share"})
    assert outcome.ok
    assert "That is all" in shown(at.tom.modal)
    await at.bot.settle()
    [heard] = [each for each in at.ann.dm if "hands observations about" in each.text]
    assert (await at.ann.press(heard, "observations.list")).ok
    await press(at.ann, "observations.read")
    assert "She asked two questions." in shown(at.ann.modal)
    await at.bot.move(hours=12)
    assert any("shares an observation" in each.text for each in at.mei.dm)
