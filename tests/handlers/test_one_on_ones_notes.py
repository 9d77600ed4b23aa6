"""Notes of a 1:1 for both and for oneself, what will be done after it, and what a new manager reads of it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.actions import ActionState
from bot.domain.one_on_ones import TalkState
from bot.sandbox.actor import Actor
from bot.sandbox.model import Outcome
from storage.actions import Action
from storage.database import Database
from storage.one_on_one_notes import PrivateTalkNote, SharedTalkNote
from storage.one_on_ones import OneOnOne
from storage.reporting import ReportingLine
from tests.office import BEFORE, OPENS, Office, office, shown
from tests.talks import talk

HELD = datetime(2027, 1, 14, 6, 0, tzinfo=UTC)
SHARED, OWN, THEIRS = "We agreed on two tests", "I was nervous", "Mei leads the next release"


@pytest.fixture
async def talked(sqlite: Database) -> AsyncIterator[Office]:
    """Mei and Tom talked on Thursday, and talk again in a week."""
    async with office(sqlite, start=BEFORE) as made:
        mei, tom = await made.person(made.mei), await made.person(made.tom)
        async with made.bot.deps.transaction() as tx:
            await talk(tx, mei, tom, HELD)
            await talk(tx, mei, tom, HELD + timedelta(days=14), slot="2027-W04")
        yield made


async def press(who: Actor, action: str, **more: Any) -> Outcome:
    assert who.modal is not None
    return await who.press(who.modal, action, **more)


async def agenda(at: Office, who: Actor, other: Actor) -> str:
    """The agenda, on its own."""
    if who.modals:
        await who.close_modal(all=True)
    assert (await who.command("/one-on-one", f"agenda @{other.person.handle}")).ok
    return shown(who.modal)


async def earlier(at: Office, who: Actor, other: Actor) -> str:
    """The talk of Thursday."""
    if who.modals:
        await who.close_modal(all=True)
    assert (await who.command("/one-on-one", f"history @{other.person.handle}")).ok
    assert (await press(who, "one_on_ones.past_talk", value="1")).ok
    return shown(who.modal)


async def write(at: Office, who: Actor, **words: str) -> Outcome:
    await press(who, "one_on_ones.notes")
    return await who.submit(words)


async def led_by_bob(at: Office) -> None:
    mei, bob = await at.person(at.mei), await at.person(at.bob)
    async with at.bot.deps.transaction() as tx:
        line = next(one for one in await at.rows(ReportingLine) if one.person_id == mei.id)
        (await tx.get_one(ReportingLine, line.id)).manager_id = bob.id


async def test_what_is_shared_both_read_and_what_is_private_its_author_alone(talked: Office) -> None:
    await earlier(talked, talked.mei, talked.tom)
    await press(talked.mei, "one_on_ones.notes")
    form = shown(talked.mei.modal)
    assert "Shared with Tom Berg: both of you read this" in form
    assert "And so does whoever takes over as manager later." in form
    assert "Only you read this" in form
    assert (await talked.mei.submit({"shared": SHARED, "private": OWN})).ok
    seen = await earlier(talked, talked.tom, talked.mei)
    assert SHARED in seen
    assert OWN not in seen
    assert (await write(talked, talked.tom, shared=THEIRS, private="He is good")).ok
    seen = await earlier(talked, talked.mei, talked.tom)
    assert [words in seen for words in (SHARED, OWN, THEIRS, "He is good")] == [True, True, True, False]
    assert [one.words for one in await talked.rows(SharedTalkNote)] == [SHARED, THEIRS]
    assert [one.words for one in await talked.rows(PrivateTalkNote)] == [OWN, "He is good"]
    for stranger in (talked.bob, talked.ann):
        refused = await stranger.command("/one-on-one", f"history @{talked.mei.person.handle}")
        assert "have no 1:1s with each other" in refused.texts[0]


async def test_two_devices_do_not_write_over_each_other(talked: Office) -> None:
    await earlier(talked, talked.mei, talked.tom)
    await press(talked.mei, "one_on_ones.notes")
    other_device = talked.mei.modal
    assert other_device is not None
    assert (await talked.mei.submit({"shared": "On the phone"})).ok
    other_device.values["shared"] = {"value": {"type": "plain_text_input", "value": "On the laptop"}}
    answer = str((await talked.mei.submit(view=other_device)).body)
    [note] = await talked.rows(SharedTalkNote)
    assert (note.words, note.version) == ("On the phone", 1)
    assert "This changed on another device" in answer
    assert "On the phone" in answer
    assert "On the laptop" in answer


async def test_what_will_be_done_is_told_comes_back_in_the_check_in_and_stands_on_the_next_agenda(
    talked: Office,
) -> None:
    await agenda(talked, talked.tom, talked.mei)
    await press(talked.tom, "one_on_ones.write_action")
    assert "Mei Lin is told, and both of you read it" in shown(talked.tom.modal)
    assert list((await talked.tom.submit({"words": "x", "due": "2027-01-01"})).errors) == ["due"]
    form = talked.tom.modal
    filled = {"words": "Write the test plan", "whose": "author", "due": "2027-01-17"}
    assert (await talked.tom.submit(filled)).ok
    assert (await talked.tom.submit(view=form)).ok
    await talked.bot.settle()
    assert "Write the test plan" in shown(talked.tom.modal)
    assert "Tom Berg wrote down something for you to do." in talked.mei.dm[-1].text
    await press(talked.tom, "one_on_ones.write_action")
    assert (await talked.tom.submit({"words": "Ask for the budget", "whose": "reader", "due": None})).ok
    await talked.bot.settle()
    assert "Tom Berg wrote down what they will do after your 1:1." in talked.mei.dm[-1].text
    assert "Ask for the budget" in shown(talked.mei.dm[-1])
    seen = await agenda(talked, talked.mei, talked.tom)
    assert "Write the test plan" in seen
    assert "Ask for the budget" in seen
    await talked.mei.close_modal(all=True)
    await talked.bot.move_to(OPENS)
    await talked.mei.press(talked.mei.dm[-1], "checkins.answer")
    assert "You said you would: Write the test plan" in shown(talked.mei.modal)
    assert len(await talked.rows(Action)) == 2


async def test_a_new_manager_reads_what_was_shared_and_the_former_one_nothing_new(talked: Office) -> None:
    await earlier(talked, talked.mei, talked.tom)
    await write(talked, talked.mei, shared=SHARED, private=OWN)
    await talked.mei.close_modal(all=True)
    await agenda(talked, talked.tom, talked.mei)
    for words in ("Plan", "Done already"):
        await press(talked.tom, "one_on_ones.write_action")
        await talked.tom.submit({"words": words, "whose": "author"})
    async with talked.bot.deps.transaction() as tx:
        (await tx.get_one(Action, 2)).state = ActionState.DONE
        for action in await talked.rows(Action):
            (await tx.get_one(Action, action.id)).about_id = 1
    await talked.mei.command("/one-on-one", "add the budget")
    await led_by_bob(talked)

    seen = await earlier(talked, talked.bob, talked.mei)
    assert "You lead Mei Lin now" in seen
    assert [words in seen for words in (SHARED, "Plan", OWN, "Done already")] == [True, True, False, False]
    assert "one_on_ones.notes" not in seen
    assert "the budget" in await agenda(talked, talked.bob, talked.mei)

    seen = await earlier(talked, talked.tom, talked.mei)
    assert SHARED in seen
    await press(talked.tom, "one_on_ones.notes")
    assert "so what is shared stays as it is" in shown(talked.tom.modal)
    assert (await talked.tom.submit({"private": "Still mine"})).ok
    await talked.tom.close_modal(all=True)
    await talked.tom.command("/one-on-one", f"history @{talked.mei.person.handle}")
    assert "the budget" in shown(talked.tom.modal)
    await talked.mei.command("/one-on-one", "add the holidays")
    await talked.tom.close_modal(all=True)
    await talked.tom.command("/one-on-one", f"history @{talked.mei.person.handle}")
    assert "the holidays" not in shown(talked.tom.modal)


async def test_notes_longer_than_a_field_come_by_dm_and_are_read_in_pages(talked: Office) -> None:
    long = "The audit took three days. " * 900
    await talked.mei.say(long)
    await talked.bot.settle()
    offer = talked.mei.dm[-1]
    assert (await talked.mei.press(offer, "dm.note")).ok
    assert "whoever takes over as manager later reads too" in shown(talked.mei.modal)
    form = talked.mei.modal
    assert (await talked.mei.submit({"talk": "1", "who": "shared"})).ok
    assert (await talked.mei.submit(view=form)).ok
    await talked.bot.settle()
    assert "Your words stand in the notes of your 1:1 now." in talked.mei.dm[-1].text
    [note] = await talked.rows(SharedTalkNote)
    assert (note.talk_id, (note.words or "").strip()) == (1, long.strip())

    seen = await earlier(talked, talked.mei, talked.tom)
    assert "The audit took three days." in seen
    await press(talked.mei, "one_on_ones.notes")
    assert "This note is longer than a field." in shown(talked.mei.modal)
    assert (await talked.mei.submit({"private": "Short"})).ok
    pages = await earlier(talked, talked.tom, talked.mei)
    assert (await press(talked.tom, "one_on_ones.past_turn.more")).ok
    pages += shown(talked.tom.modal)
    assert pages.count("The audit took three days.") >= 890
    assert [one.words for one in await talked.rows(SharedTalkNote)] == [note.words]


async def test_what_was_written_about_a_skipped_talk_is_found_and_handed_over_without_the_reason(
    talked: Office,
) -> None:
    async with talked.bot.deps.transaction() as tx:
        both: dict[str, Any] = {"workspace_id": 1, "talk_id": 2, "words": SHARED, "written_at": HELD}
        tx.add(SharedTalkNote(**both, person_id=1, author_id=1))
        tx.add(PrivateTalkNote(**{**both, "talk_id": 1, "words": OWN}, author_id=1))
        for talk_id in (1, 2):
            skipped = await tx.get_one(OneOnOne, talk_id)
            skipped.state, skipped.skipped_by, skipped.why_skipped = (
                TalkState.SKIPPED,
                skipped.person_id,
                "My daughter is ill",
            )
    counted = {talked.mei: 2, talked.tom: 1}
    for who, other in ((talked.mei, talked.tom), (talked.tom, talked.mei)):
        assert (await who.command("/one-on-one", f"history @{other.person.handle}")).ok
        assert shown(who.modal).count("Skipped") == counted[who]
    await led_by_bob(talked)

    assert (await talked.bob.command("/one-on-one", f"history @{talked.mei.person.handle}")).ok
    assert (await press(talked.bob, "one_on_ones.past_talk", value="2")).ok
    seen = shown(talked.bob.modal)
    assert [words in seen for words in (SHARED, OWN, "My daughter is ill")] == [True, False, False]
