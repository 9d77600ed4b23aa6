"""The trip of a check-in from end to end: asked, answered, changed, read, and talked about."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.domain import checkins, talks
from bot.domain.checkins import Outcome
from bot.domain.notices import State
from storage.checkins import Blocker, CheckIn, CheckInItem, Mood
from storage.database import Database
from storage.notices import Notice
from storage.periods import Period
from storage.readers import Reader
from storage.talks import TalkMessage
from tests.office import BERLIN_OPENS, CLOSES, DIGEST, OPENS, Office, office, shown

ANSWERS = {
    "progress": "Shipped <the> importer & *more*",
    "plan": "Rest",
    "mood": "4",
    "mood_words": "light",
    "idea": "Cake",
}


@pytest.fixture
async def friday(database: Database) -> AsyncIterator[Office]:
    """It is Friday 15:00 in Shanghai, and Mei and Bob have been asked. Once on each database."""
    async with office(database) as made:
        await made.bot.move_to(OPENS)
        yield made


@pytest.fixture
async def answered(friday: Office) -> Office:
    """Mei has answered."""
    await friday.mei.press(friday.mei.dm[-1], "checkins.answer")
    assert (await friday.mei.submit(ANSWERS)).ok
    await friday.bot.settle()
    return friday


@pytest.fixture
async def read(answered: Office) -> Office:
    """Tom has got his digest and opened Mei's check-in."""
    await answered.bot.move_to(DIGEST)
    await answered.tom.press(answered.tom.dm[-1], "reading.read")
    return answered


async def test_each_is_asked_at_three_by_their_own_clock_and_once(friday: Office) -> None:
    [prompt] = friday.mei.dm
    assert "January 18" in shown(prompt)
    assert len(friday.bob.dm) == 1
    assert friday.tom.dm == []
    assert friday.ann.dm == []
    await friday.bot.move_to(BERLIN_OPENS)
    assert len(friday.tom.dm) == 1
    assert len(friday.mei.dm) == 1
    [mei, _, tom] = await friday.rows(Period)
    assert (mei.opens_at, mei.closes_at, mei.outcome) == (OPENS, CLOSES, None)
    assert tom.opens_at == BERLIN_OPENS
    [call] = friday.calls("chat.postMessage", friday.mei)
    assert call["text"] == prompt.text


async def test_the_answer_is_stored_and_the_prompt_becomes_the_receipt(friday: Office) -> None:
    prompt = friday.mei.dm[-1]
    assert (await friday.mei.press(prompt, "checkins.answer")).ok
    assert "Tom Berg" in shown(friday.mei.modal)
    outcome = await friday.mei.submit(ANSWERS)
    await friday.bot.settle()

    assert (outcome.ok, outcome.status, friday.mei.modal) == (True, 200, None)
    [checkin] = await friday.rows(CheckIn)
    assert (checkin.version, checkin.late) == (1, False)
    assert [item.words for item in await friday.rows(CheckInItem)] == [ANSWERS["progress"], "Rest", "Cake"]
    assert [(mood.value, mood.words) for mood in await friday.rows(Mood)] == [(4, "light")]
    assert (await friday.rows(Period))[0].outcome == Outcome.ANSWERED
    [receipt] = friday.mei.dm
    assert receipt.ts == prompt.ts
    assert "was sent" in receipt.text
    assert ANSWERS["progress"] not in shown(receipt)
    assert len(friday.calls("chat.postMessage", friday.mei)) == 1
    assert len(friday.calls("chat.update", friday.mei)) == 1


async def test_the_answer_is_changed_in_the_same_form_with_what_was_sent(answered: Office) -> None:
    await answered.mei.press(answered.mei.dm[-1], "checkins.answer")
    modal = answered.mei.modal
    assert modal is not None
    assert "Shipped <the> importer & *more*" in shown(modal)
    assert (await answered.mei.submit({"progress": "Other words", "idea": ""})).ok
    await answered.bot.settle()

    [checkin] = await answered.rows(CheckIn)
    assert checkin.version == 2
    assert [item.words for item in await answered.rows(CheckInItem)] == ["Other words", "Rest"]
    [receipt] = answered.mei.dm
    assert "changed" in receipt.text


async def test_the_manager_gets_one_digest_at_their_hour_with_names_and_no_words(answered: Office) -> None:
    await answered.bot.move_to(DIGEST)
    _, digest = answered.tom.dm
    assert "1 check-in" in digest.text
    assert "Mei Lin" in shown(digest)
    assert "Shipped" not in shown(digest)
    assert [(one.state, one.due_at) for one in await owed(answered, checkins.DIGEST.name)] == [(State.SENT, DIGEST)]


async def test_the_manager_reads_it_and_the_author_sees_that(read: Office) -> None:
    modal = shown(read.tom.modal)
    assert "Shipped" in modal
    assert "light" in modal
    [reader] = await read.rows(Reader)
    assert reader.read_at is not None
    assert DIGEST <= reader.read_at < DIGEST + timedelta(minutes=1)
    await read.mei.press(read.mei.dm[-1], "checkins.show")
    assert "Tom Berg read it" in shown(read.mei.modal)


async def test_a_reply_and_its_answer_reach_each_other_in_one_thread(read: Office) -> None:
    receipt = read.mei.dm[-1]
    assert (await read.tom.submit({"reply": "Well <done> & *thanks*"})).ok
    await read.bot.settle()
    message = read.mei.dm[-1]
    assert message.thread_ts == receipt.ts
    assert "Well <done> & *thanks*" not in message.text
    assert "Tom Berg" in message.text

    written = await read.mei.say("Any time", thread_ts=receipt.ts)
    await read.bot.settle()
    back = read.tom.dm[-1]
    assert "Any time" in shown(back)
    assert [one.words for one in await read.rows(TalkMessage)] == ["Well <done> & *thanks*", "Any time"]

    await read.tom.say("See you Monday", thread_ts=back.ts)
    await read.bot.settle()
    assert "See you Monday" in shown(read.mei.dm[-1])
    assert read.mei.dm[-1].thread_ts == receipt.ts

    await read.mei.edit(written, "Any time, really")
    await read.bot.settle()
    assert "Any time, really" in shown(read.tom.dm[1 + 1])
    await read.mei.delete(written)
    await read.bot.settle()
    assert "Any time" not in shown(read.tom.dm[1 + 1])
    assert (await read.rows(TalkMessage))[1].words is None
    assert {one.state for one in await owed(read, talks.MESSAGE.name)} == {State.SENT}


async def test_whoever_is_asked_for_help_hears_at_once_and_says_yes_once(friday: Office) -> None:
    await friday.mei.press(friday.mei.dm[-1], "checkins.answer")
    assert (
        await friday.mei.submit({"progress": "secret", "blocker": "The *build*", "help_from": friday.bob.person.id})
    ).ok
    await friday.bot.settle()
    request = friday.bob.dm[-1]
    assert "Mei Lin" in request.text
    assert "The *build*" in shown(request)
    assert "secret" not in shown(request)

    assert (await friday.bob.press(request, "help.accept")).ok
    assert (await friday.bob.press(request, "help.accept", stale=True)).ok
    await friday.bot.settle()
    [blocker] = await friday.rows(Blocker)
    assert blocker.help_state == "accepted"
    told = friday.mei.dm[-1]
    assert "Bob Sun" in told.text
    assert len([one for one in friday.mei.dm if "will help" in one.text]) == 1
    assert "will help" in friday.bob.dm[-1].text

    assert (await friday.mei.press(told, "help.solved")).ok
    await friday.bot.settle()
    assert (await friday.rows(Blocker))[0].closed_at is not None
    assert "no longer" in friday.bob.dm[-1].text


async def owed(at: Office, kind: str) -> list[Notice]:
    return [one for one in await at.rows(Notice) if one.kind == kind]
