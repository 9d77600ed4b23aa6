"""What goes wrong when feedback is given, each with a sentence that helps, and with the words kept."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain import feedback as rules
from bot.domain.feedback import Part
from storage.database import Database
from storage.drafts import KeptDraft
from storage.feedback import Feedback
from storage.reporting import ReportingLine
from tests.handlers.test_feedback_give import COMMAND, WORDS, field, general, give, press, said
from tests.office import Office, office, shown

LATER = datetime(2027, 1, 15, 8, 0, tzinfo=UTC)


@pytest.fixture
async def at(sqlite: Database) -> AsyncIterator[Office]:
    async with office(sqlite) as made:
        yield made


async def join(at: Office, name: str, **fields: Any) -> str:
    """Somebody more in the workspace. Their handle."""
    person = at.bot.sandbox.workspace.add_person(name, f"{name.lower()}@example.com", **fields)
    await at.bot.settle()
    return person.handle


async def kept(at: Office) -> list[str]:
    return [one.words or "" for one in await at.rows(KeptDraft) if one.used_at is None]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"is_bot": True}, "bots, guests and people from outside"),
        ({"is_restricted": True}, "bots, guests and people from outside"),
        ({"is_stranger": True}, "bots, guests and people from outside"),
    ],
)
async def test_who_takes_no_part_is_named_in_the_form_and_refused_at_the_field(
    at: Office, fields: dict[str, bool], sentence: str
) -> None:
    handle = await join(at, "Guesswho", **fields)
    await at.bob.command(COMMAND, f"@{handle} a1 / b1 / c1")
    assert sentence in shown(at.bob.modal)
    assert "b1" in shown(at.bob.modal)
    await press(at.bob, "feedback.to", value=["Guesswho"])
    assert sentence in str(await at.bob.submit(WORDS))
    assert await at.rows(Feedback) == []
    assert len(await kept(at)) == 1


async def test_to_oneself_and_to_the_bot_itself(at: Office) -> None:
    await at.bob.command(COMMAND, "@bob")
    assert "somebody other than yourself" in shown(at.bob.modal)
    await press(at.bob, "feedback.to", value=["Bob Sun"])
    assert "somebody other than yourself" in str(await at.bob.submit(WORDS))
    await at.bob.close_modal()
    await at.bob.command(COMMAND, "@growloop")
    assert "I only carry your words" in shown(at.bob.modal)


async def test_who_left_while_the_form_was_open_gets_nothing_and_the_words_are_kept(at: Office) -> None:
    await at.bob.command(COMMAND, "@mei")
    at.bot.sandbox.workspace.deactivate(at.mei.person)
    await at.bot.settle()
    outcome = await at.bob.submit(WORDS)
    assert "Mei Lin no longer takes part here" in str(outcome)
    assert "kept as a draft" in str(outcome)
    assert await at.rows(Feedback) == []
    assert len(await kept(at)) == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [("   ", "Please write something first"), ("\n\t", "Please write something first"), ("👍👍", "say it in words")],
)
async def test_what_says_nothing_is_asked_for_at_its_field(at: Office, words: str, sentence: str) -> None:
    outcome = await give(at, suggestion=words)
    assert sentence in outcome.errors["suggestion"]
    assert await at.rows(Feedback) == []


async def test_one_word_is_asked_about_and_goes_all_the_same(at: Office) -> None:
    await give(at, praise="Great")
    assert await at.rows(Feedback) == []
    assert (await at.bob.submit()).ok
    assert (await said(at))[Part.PRAISE] == "Great"


@pytest.mark.parametrize(
    "words",
    [
        "شكرا لك على تقرير يوم الثلاثاء، وجدته المناوبة فورا.",
        "ขอบคุณที่ส่งรายงานวันอังคาร 14:05",
        "<!channel> *bold* <@U1> &amp; <https://example.com|x> `14:05` @mei",
        "x" * 3_000,
    ],
)
async def test_another_script_markup_mentions_and_a_full_field_arrive_as_they_were_typed(
    at: Office, words: str
) -> None:
    await give(at, encouragement=words)
    if at.bob.modal is not None:
        await at.bob.submit()
    assert (await said(at))[Part.ENCOURAGEMENT] == words
    await at.bot.settle()
    await at.mei.press(at.mei.dm[-1], "feedback.read")
    assert "<!channel>" not in str([block for block in texts(at) if block["type"] != "text"])


def texts(at: Office) -> list[dict[str, Any]]:
    """Every text in the modal of the receiver, with its type."""
    found: list[dict[str, Any]] = []

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if isinstance(node.get("text"), str) and node.get("type") != "plain_text":
                found.append(node)
            for one in node.values():
                walk(one)
        elif isinstance(node, list):
            for one in node:
                walk(one)

    assert at.mei.modal is not None
    walk(at.mei.modal.view["blocks"])
    return found


async def test_twenty_thousand_characters_come_by_message_and_none_of_them_is_lost(at: Office) -> None:
    words = "On Tuesday at 14:05 you closed the pump. " * 488
    await at.bob.say(words)
    await at.bot.settle()
    assert "Give it as feedback" in shown(at.bob.dm[-1])
    await at.bob.press(at.bob.dm[-1], "dm.give")
    assert "Your whole message goes out" in shown(at.bob.modal)
    await press(at.bob, "feedback.to", value=["Mei Lin"])
    rest = {name: text for name, text in WORDS.items() if name != "praise"}
    assert (await at.bob.submit(rest)).ok
    if at.bob.modal is not None:
        assert (await at.bob.submit()).ok
    assert (await said(at))[Part.PRAISE] == words
    await at.bot.settle()
    assert "You gave your words as feedback" in shown(at.bob.dm[-2]) + shown(at.bob.dm[-1])
    assert [one.words for one in await at.rows(KeptDraft)] == [None, None]


async def test_shorter_words_from_the_chat_stand_in_the_field_and_can_be_changed(at: Office) -> None:
    await at.bob.say("On Tuesday at 14:05 you closed the pump, and the floor stayed dry.")
    await at.bot.settle()
    await at.bob.press(at.bob.dm[-1], "dm.give")
    await press(at.bob, "feedback.to", value=["Mei Lin"])
    rest = {name: text for name, text in WORDS.items() if name != "praise"}
    assert (await at.bob.submit(rest)).ok
    assert "the floor stayed dry" in str((await said(at))[Part.PRAISE])


async def test_of_fifty_people_the_first_ten_are_chosen_and_the_form_says_so(at: Office) -> None:
    handles = [await join(at, f"P{number}") for number in range(12)]
    await at.bob.command(COMMAND, " ".join(f"@{one}" for one in handles * 4))
    assert f"up to {rules.AT_ONCE_MOST} people" in shown(at.bob.modal)
    assert (await at.bob.submit(WORDS)).ok
    assert len(await at.rows(Feedback)) == rules.AT_ONCE_MOST
    await at.bob.command(COMMAND, f"@{handles[-1]}")
    assert "The same words have gone to" in str(await at.bob.submit(WORDS))
    assert len(await kept(at)) == 1


async def test_a_storm_at_one_person_is_calmed_kindly(at: Office) -> None:
    for number in range(rules.TO_ONE_A_DAY_MOST):
        await give(at, praise=f"{WORDS['praise']} {number}")
    outcome = await give(at)
    assert "You have given Mei Lin a lot of feedback today" in str(outcome)
    assert len(await kept(at)) == 1


async def test_a_reader_whom_the_form_did_not_name_is_named_before_anything_is_sent(at: Office) -> None:
    await at.bob.command(COMMAND, "@mei")
    ann = await at.person(at.ann)
    mei = await at.person(at.mei)
    async with at.bot.deps.transaction() as tx:
        for line in await at.rows(ReportingLine):
            if line.person_id == mei.id:
                line.manager_id = ann.id
                tx.add(line)
    assert (await at.bob.submit({**WORDS, field(at, "readers"): "manager"})).ok
    assert await at.rows(Feedback) == []
    assert "Who reads it has changed" in shown(at.bob.modal)
    assert "Ann Hale, who leads them" in shown(at.bob.modal)
    assert (await at.bob.submit()).ok
    assert len(await at.rows(Feedback)) == 1


async def test_the_same_form_from_two_devices_is_sent_once(at: Office) -> None:
    await at.bob.command(COMMAND, "@mei")
    at.bob.fill(WORDS)
    view = at.bob.modal
    first, second = await asyncio.gather(at.bob.submit(view=view), at.bob.submit(view=view))
    assert first.ok
    assert second.ok
    assert (await at.bob.submit(view=view)).ok
    assert len(await at.rows(Feedback)) == 1
    assert await kept(at) == []


async def test_a_draft_changed_in_another_window_after_it_was_sent_is_kept_and_told(at: Office) -> None:
    await at.bob.command(COMMAND, "@mei a1 / b1 / c1")
    await press(at.bob, "feedback.keep")
    await at.bob.close_modal()
    await at.bob.command(COMMAND, "drafts")
    await press(at.bob, "feedback.resume")
    first = at.bob.modal
    await at.bob.submit(WORDS)
    assert len(await at.rows(Feedback)) == 1
    assert first is not None
    first.values["praise"]["value"]["value"] = "On Monday at 9:10 you opened the gate for the truck."
    await at.bob.submit(view=first)
    assert len(await at.rows(Feedback)) == 1
    assert "opened the gate" in (await kept(at))[0]


async def test_a_database_that_is_gone_leaves_the_words_where_they_are(at: Office) -> None:
    await at.bob.command(COMMAND, "@mei")
    with closing(sqlite3.connect(str(at.bot.deps.database.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "still here" in str(await at.bob.submit(WORDS))
        other.execute("ROLLBACK")
    assert (await at.bob.submit()).ok
    assert len(await at.rows(Feedback)) == 1


async def test_a_long_message_is_linked_but_not_quoted(at: Office) -> None:
    general(at)
    message = await at.mei.say("x" * 13_000, channel="general")
    await at.bob.message_shortcut("feedback.message", message)
    assert "About a message by Mei Lin" in shown(at.bob.modal)
    assert at.bob.modal is not None
    assert "quote" not in [block.get("block_id") for block in at.bob.modal.view["blocks"]]
