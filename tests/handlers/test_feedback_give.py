"""Giving feedback by hand: every way into the form, what it shows while it is filled in, and what becomes of it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.feedback import Aim, Form, Part
from bot.sandbox.actor import Actor
from bot.sandbox.model import Channel
from storage.database import Database
from storage.drafts import KeptDraft
from storage.evidence import CitedMessage, Evidence
from storage.feedback import Feedback, FeedbackPart
from storage.readers import Reader
from tests.office import Office, office, shown

COMMAND = "/give-feedback"
WORDS = {
    "praise": "On Tuesday you listed all three faults, and the night shift found them at once.",
    "suggestion": "Next time, could you send the list by 17:00?",
    "encouragement": "I am glad that you took this on.",
}


@pytest.fixture
async def at(sqlite: Database) -> AsyncIterator[Office]:
    """Friday, five to three in Shanghai: Mei and Bob are at work, and Tom and Ann are not yet."""
    async with office(sqlite) as made:
        yield made


async def press(who: Actor, action: str, **more: Any) -> None:
    """Press or choose something in the form."""
    assert who.modal is not None
    assert (await who.press(who.modal, action, **more)).ok


def field(at: Office, begins: str, who: Any = None) -> str:
    """The whole name of a field that has ids in its name."""
    modal = (who or at.bob).modal
    assert modal is not None
    return next(name for block in modal.view["blocks"] if (name := str(block.get("block_id", ""))).startswith(begins))


def inputs(at: Office) -> list[str]:
    """The names of the fields, in their order."""
    assert at.bob.modal is not None
    return [block["block_id"] for block in at.bob.modal.view["blocks"] if block["type"] == "input"]


def general(at: Office) -> Channel:
    """A channel that all are in, and the bot is not."""
    everyone = [one.person for one in (at.mei, at.bob, at.tom, at.ann)]
    return at.bot.sandbox.workspace.add_channel("general", everyone)


async def said(at: Office) -> dict[Part, str | None]:
    return {one.part: one.words for one in await at.rows(FeedbackPart)}


async def give(at: Office, text: str = "@mei", **more: Any) -> Any:
    assert (await at.bob.command(COMMAND, text)).ok
    return await at.bob.submit({**WORDS, **more})


async def test_the_command_opens_the_form_and_a_clean_draft_goes_straight_through(at: Office) -> None:
    outcome = await give(at)
    assert outcome.ok
    assert at.bob.modal is None
    [one] = await at.rows(Feedback)
    mei, bob = await at.person(at.mei), await at.person(at.bob)
    assert (one.author_id, one.subject_id, one.form, one.aim) == (bob.id, mei.id, Form.SANDWICH, None)
    assert await said(at) == {Part(name): text for name, text in WORDS.items()}
    assert [reader.person_id for reader in await at.rows(Reader)] == [mei.id]
    assert len(at.bot.sandbox.calls("views.open")) == 1


async def test_who_reads_it_is_said_by_name_and_kept_to(at: Office) -> None:
    await at.bob.command(COMMAND, "@mei")
    assert "Mei Lin and Tom Berg, who leads them" in shown(at.bob.modal)
    assert (await at.bob.submit({**WORDS, field(at, "readers"): "manager"})).ok
    named = {reader.person_id for reader in await at.rows(Reader)}
    assert named == {(await at.person(at.mei)).id, (await at.person(at.tom)).id}


async def test_whoever_leads_the_receiver_is_named_anew_when_somebody_else_is_chosen(at: Office) -> None:
    await at.bob.command(COMMAND)
    assert "once you have chosen" in shown(at.bob.modal)
    at.bob.fill(praise="Words that stay")
    await press(at.bob, "feedback.to", value=["Mei Lin"])
    assert "Tom Berg, who leads them" in shown(at.bob.modal)
    await press(at.bob, "feedback.to", value=["Tom Berg"])
    assert "Tom Berg and Ann Hale, who leads them" in shown(at.bob.modal)
    await press(at.bob, "feedback.to", value=["Mei Lin", "Tom Berg"])
    assert "Mei Lin: led by Tom Berg." in shown(at.bob.modal)
    assert "Tom Berg: led by Ann Hale." in shown(at.bob.modal)
    assert at.bob.modal is not None
    assert at.bob.modal.values["praise"]["value"]["value"] == "Words that stay"


async def test_who_leads_somebody_reads_what_they_give_them_and_nobody_is_named_twice(at: Office) -> None:
    await at.tom.command(COMMAND, "@mei")
    assert "Mei Lin alone will read it." in shown(at.tom.modal)
    assert (await at.tom.submit(WORDS)).ok
    assert [reader.person_id for reader in await at.rows(Reader)] == [(await at.person(at.mei)).id]


async def test_several_get_one_each(at: Office) -> None:
    await give(at, "@mei @tom")
    assert [one.subject_id for one in await at.rows(Feedback)] == [
        (await at.person(at.mei)).id,
        (await at.person(at.tom)).id,
    ]


async def test_what_is_typed_after_the_command_stands_in_the_form(at: Office) -> None:
    await at.bob.command(COMMAND, "@mei behaviour Tuesday's stand-up / You wrote the faults down / Nobody had to ask")
    assert inputs(at)[:6] == ["to", "form", "situation", "behaviour", "impact", "aim"]
    assert (await at.bob.submit({"aim": "keep"})).ok
    assert await said(at) == {
        Part.SITUATION: "Tuesday's stand-up",
        Part.BEHAVIOUR: "You wrote the faults down",
        Part.IMPACT: "Nobody had to ask",
    }
    assert [(one.form, one.aim) for one in await at.rows(Feedback)] == [(Form.BEHAVIOUR, Aim.KEEP)]


async def test_the_form_that_was_used_last_is_the_one_that_opens(at: Office) -> None:
    await at.bob.command(COMMAND, "@mei behaviour a1 / b1 / c1")
    await at.bob.submit({"aim": "keep"})
    await at.bob.command(COMMAND, "@mei")
    assert "situation" in inputs(at)


async def test_a_name_that_slack_did_not_make_a_person_of_is_told_and_the_words_stay(at: Office) -> None:
    await at.bob.command(COMMAND, "@nobody.here a1 / b1 / c1")
    assert "Slack did not say who is meant by @nobody.here" in shown(at.bob.modal)
    assert "b1" in shown(at.bob.modal)


async def test_switching_the_form_loses_nothing_that_was_typed(at: Office) -> None:
    await at.bob.command(COMMAND, "@mei")
    at.bob.fill(praise="You shared the list", suggestion="Send it by noon")
    await press(at.bob, "feedback.form", value="behaviour")
    assert inputs(at)[2:6] == ["situation", "behaviour", "impact", "aim"]
    at.bob.fill(impact="Nobody asked twice")
    await press(at.bob, "feedback.aim", value="change")
    at.bob.fill({"try": "A shorter list"})
    await press(at.bob, "feedback.aim", value="keep")
    assert "try" not in inputs(at)
    await press(at.bob, "feedback.form", value="sandwich")
    assert "You shared the list" in shown(at.bob.modal)
    assert "Send it by noon" in shown(at.bob.modal)
    await press(at.bob, "feedback.form", value="behaviour")
    assert "Nobody asked twice" in shown(at.bob.modal)
    await press(at.bob, "feedback.aim", value="change")
    assert "A shorter list" in shown(at.bob.modal)
    assert (await at.bob.submit({"situation": "Monday", "behaviour": "You read it out"})).ok
    assert set(await said(at)) == {Part.SITUATION, Part.BEHAVIOUR, Part.IMPACT, Part.TRY}


async def test_what_was_sent_is_no_draft_any_more_and_its_words_stand_nowhere_twice(at: Office) -> None:
    await give(at)
    [draft] = await at.rows(KeptDraft)
    assert draft.words is None
    assert draft.used_at is not None


async def test_it_is_told_at_the_time_that_its_giver_chose(at: Office) -> None:
    when = datetime(2027, 1, 20, 2, 0, tzinfo=UTC)
    await at.bob.command(COMMAND, "@mei")
    await press(at.bob, "feedback.more")
    await press(at.bob, "feedback.when", value="at")
    refused = await at.bob.submit({**WORDS, "at": datetime(2027, 1, 14, tzinfo=UTC)})
    assert "That time is over" in str(refused)
    refused = await at.bob.submit({"at": datetime(2027, 6, 1, tzinfo=UTC)})
    assert "within 90 days" in str(refused)
    assert "Please choose a time" in str(await at.bob.submit({"at": None}))
    assert (await at.bob.submit({"at": when})).ok
    assert [one.due_at for one in await at.rows(Feedback)] == [when]


async def test_what_a_customer_said_is_marked_as_theirs(at: Office) -> None:
    await at.bob.command(COMMAND, "@mei")
    await press(at.bob, "feedback.more")
    assert (await at.bob.submit({**WORDS, "said_by": "Ms Novak, Arbor Ltd", "said_on": "2027-01-12"})).ok
    [one] = await at.rows(Feedback)
    assert (one.said_by, str(one.said_on)) == ("Ms Novak, Arbor Ltd", "2027-01-12")


async def test_a_draft_is_kept_with_a_button_gone_on_with_and_thrown_away(at: Office) -> None:
    await at.bob.command(COMMAND, "@mei a1 / Send b1 by 17:00")
    await press(at.bob, "feedback.keep")
    assert "Kept as a draft" in shown(at.bob.modal)
    await at.bob.close_modal()
    await at.bob.command(COMMAND, "drafts")
    assert "For Mei Lin" in shown(at.bob.modal)
    await press(at.bob, "feedback.resume")
    assert "b1" in shown(at.bob.modal)
    assert (await at.bob.submit({"encouragement": "c1"})).ok
    assert await said(at) == {Part.PRAISE: "a1", Part.SUGGESTION: "Send b1 by 17:00", Part.ENCOURAGEMENT: "c1"}
    await at.bob.close_modal()

    await at.bob.command(COMMAND, "@mei other words")
    await press(at.bob, "feedback.keep")
    await at.bob.close_modal()
    await at.bob.command(COMMAND, "drafts")
    await press(at.bob, "feedback.discard")
    assert "There is no draft" in shown(at.bob.modal)
    assert [one.words for one in await at.rows(KeptDraft)] == [None, None]


async def test_a_form_without_a_word_is_not_kept(at: Office) -> None:
    await at.bob.command(COMMAND, "@mei")
    await press(at.bob, "feedback.keep")
    assert "Please write something first" in shown(at.bob.modal)
    assert await at.rows(KeptDraft) == []


async def test_a_message_names_its_author_and_is_kept_as_evidence_without_its_text(at: Office) -> None:
    channel = general(at)
    message = await at.mei.say("The pump runs again, @bob", channel="general")
    outcome = await at.bob.message_shortcut("feedback.message", message)
    assert outcome.ok, outcome
    assert "About a message by Mei Lin" in shown(at.bob.modal)
    assert "The pump runs again" in shown(at.bob.modal)
    assert (await at.bob.submit(WORDS)).ok
    [cited] = await at.rows(CitedMessage)
    domain = at.bot.sandbox.workspace.domain
    link = f"https://{domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    assert (cited.channel, cited.ts, cited.author, cited.url) == (channel.id, message.ts, at.mei.person.id, link)
    assert cited.words is None
    [evidence] = await at.rows(Evidence)
    assert (evidence.from_kind, evidence.to_kind, evidence.to_id) == ("feedback", "message", cited.id)
    assert str(evidence.dated) == "2027-01-15"


async def test_a_ticked_message_is_quoted_as_people_read_it(at: Office) -> None:
    general(at)
    message = await at.mei.say("2 < 3, says @bob", channel="general")
    await at.bob.message_shortcut("feedback.message", message)
    await press(at.bob, "feedback.more")
    assert (await at.bob.submit({**WORDS, "quote": ["quote"]})).ok
    assert [one.words for one in await at.rows(CitedMessage)] == ["2 < 3, says @Bob Sun"]


async def test_an_apps_message_and_ones_own_are_declined_kindly(at: Office) -> None:
    general(at)
    own = await at.bob.say("Done", channel="general")
    assert "You wrote this yourself" in str(await at.bob.message_shortcut("feedback.message", own))
    await at.bot.move_to(datetime(2027, 1, 15, 7, 0, tzinfo=UTC))
    assert "An app wrote this" in str(await at.bob.message_shortcut("feedback.message", at.bob.dm[-1]))
    assert at.bob.modal is None


async def test_a_check_in_has_a_button_for_its_reader_and_is_linked(at: Office) -> None:
    await at.bot.move_to(datetime(2027, 1, 15, 7, 0, tzinfo=UTC))
    await at.mei.press(at.mei.dm[-1], "checkins.answer")
    assert (await at.mei.submit({"progress": "Shipped"})).ok
    await at.bot.move_to(datetime(2027, 1, 15, 15, 30, tzinfo=UTC))
    await at.tom.press(at.tom.dm[-1], "reading.read")
    await press(at.tom, "feedback.about_checkin")
    assert "About their check-in" in shown(at.tom.modal)
    assert (await at.tom.submit(WORDS)).ok
    [evidence] = await at.rows(Evidence)
    assert (evidence.to_kind, str(evidence.dated)) == ("checkin", "2027-01-15")
    assert at.tom.modal is not None
