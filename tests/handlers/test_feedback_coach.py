"""The coach in the form: it asks once, and once more after a change; words that hurt are asked about, and nothing is ever blocked."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from storage.drafts import KeptDraft
from storage.feedback import Feedback
from tests.handlers.test_feedback_give import COMMAND, WORDS, general, give, press, said
from tests.office import Office, office, shown

ASKED = "The questions below can help it land"
VAGUE, OTHER = "Great job.", "Good work as usual."


@pytest.fixture
async def at(sqlite: Database) -> AsyncIterator[Office]:
    async with office(sqlite) as made:
        yield made


def ids(at: Office) -> list[tuple[str, str]]:
    assert at.bob.modal is not None
    inputs = [block for block in at.bob.modal.view["blocks"] if block["type"] == "input"]
    return [(block["block_id"], block["element"]["action_id"]) for block in inputs]


def after(at: Office, field: str) -> str:
    """What stands right under a field."""
    assert at.bob.modal is not None
    blocks = at.bob.modal.view["blocks"]
    place = next(number for number, block in enumerate(blocks) if block.get("block_id") == field)
    return shown(blocks[place + 1])


def button(at: Office) -> str:
    assert at.bob.modal is not None
    return str(at.bob.modal.view["submit"]["text"])


async def test_a_finding_is_asked_under_its_field_and_sent_unchanged_it_goes(at: Office) -> None:
    await at.bob.command(COMMAND, "@mei")
    before = ids(at)
    assert (await at.bob.submit({**WORDS, "praise": VAGUE})).ok
    assert await at.rows(Feedback) == []
    assert ASKED in shown(at.bob.modal)
    assert "What exactly" in after(at, "praise")
    assert (ids(at), button(at)) == (before, "Send as it is")
    assert at.bob.modal is not None
    assert at.bob.modal.values["praise"]["value"]["value"] == VAGUE

    assert (await at.bob.submit()).ok
    assert at.bob.modal is None
    assert VAGUE in (await said(at)).values()


async def test_changed_it_is_looked_at_once_more_and_then_it_goes(at: Office) -> None:
    await give(at, praise=VAGUE)
    await at.bob.submit({"praise": OTHER})
    assert "What exactly" in after(at, "praise")
    assert await at.rows(Feedback) == []
    await at.bob.submit({"praise": VAGUE})
    assert at.bob.modal is None
    assert len(await at.rows(Feedback)) == 1


async def test_mended_it_goes_at_once(at: Office) -> None:
    await give(at, praise=VAGUE)
    assert (await at.bob.submit(WORDS)).ok
    assert at.bob.modal is None
    assert len(await at.rows(Feedback)) == 1


async def test_questions_stay_while_something_else_in_the_form_is_changed(at: Office) -> None:
    await give(at, praise=VAGUE)
    await press(at.bob, "feedback.more")
    assert "What exactly" in after(at, "praise")
    assert (await at.bob.submit()).ok
    assert len(await at.rows(Feedback)) == 1


async def test_from_the_first_submit_on_the_words_are_kept(at: Office) -> None:
    await give(at, praise=VAGUE)
    assert VAGUE in str([one.words for one in await at.rows(KeptDraft)])
    await at.bob.close_modal()
    await at.bob.command(COMMAND, "drafts")
    await press(at.bob, "feedback.resume")
    assert VAGUE in shown(at.bob.modal)


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("On Tuesday you filed it like an idiot, at 14:05.", "These words can hurt"),
        ("周二你给我等着，我看到你 14:05 关了泵。", "These words can hurt"),
        ("週二你給我等著，我看到你 14:05 關了泵。", "These words can hurt"),
    ],
)
async def test_words_that_hurt_are_asked_about_and_hr_is_named(at: Office, words: str, asks: str) -> None:
    await give(at, praise=words)
    assert asks in after(at, "praise")
    assert "HR can help you: Ann Hale." in shown(at.bob.modal)
    assert await at.rows(Feedback) == []
    assert (await at.bob.submit()).ok
    assert len(await at.rows(Feedback)) == 1


async def test_new_words_that_hurt_are_asked_about_however_often_it_was_looked_at(at: Office) -> None:
    await give(at, praise=VAGUE)
    await at.bob.submit({"praise": OTHER})
    await at.bob.submit({"praise": f"{OTHER} You idiot."})
    assert "These words can hurt" in after(at, "praise")
    assert await at.rows(Feedback) == []


async def test_a_threat_is_called_one(at: Office) -> None:
    await give(at, praise="On Tuesday you closed it at 14:05, you will regret this.")
    assert "can be read as a threat" in shown(at.bob.modal)


async def test_what_a_customer_said_is_no_hearsay(at: Office) -> None:
    text = "Everyone says you rang back on Tuesday at 14:05 and the pump ran again."
    await at.bob.command(COMMAND, "@mei")
    await press(at.bob, "feedback.more")
    assert (await at.bob.submit({**WORDS, "praise": text, "said_by": "Ms Novak"})).ok
    assert at.bob.modal is None


async def test_the_text_of_a_message_can_still_be_quoted_after_a_question(at: Office) -> None:
    general(at)
    message = await at.mei.say("The pump runs again", channel="general")
    await at.bob.message_shortcut("feedback.message", message)
    await at.bob.submit({**WORDS, "praise": VAGUE})
    assert "The pump runs again" in shown(at.bob.modal)
