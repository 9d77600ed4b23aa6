"""Buttons and forms that are older than the world: the manager changed, the window closed, the message is gone."""

import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import date

import pytest
from sqlmodel import select

from bot.sandbox.actor import Actor
from storage.checkins import CheckIn, CheckInItem
from storage.database import Database
from storage.drafts import KeptDraft
from storage.people import Person
from storage.readers import Reader
from storage.reporting import ReportingLine
from storage.talks import TalkMessage
from tests.office import CLOSES, DIGEST, OPENS, REMINDS, Office, office, shown


@pytest.fixture
async def friday(sqlite: Database) -> AsyncIterator[Office]:
    """Mei and Bob have been asked; both report to Tom."""
    async with office(sqlite) as made:
        await made.bot.move_to(OPENS)
        yield made


async def led_by(at: Office, who: Actor, manager: Actor) -> None:
    """Somebody has reported to this manager all along."""
    person, leader = await at.person(who), await at.person(manager)
    async with at.bot.deps.transaction() as tx:
        for line in await tx.exec(select(ReportingLine).where(ReportingLine.person_id == person.id)):
            line.manager_id = leader.id
            tx.add(line)


async def readers(at: Office) -> list[int]:
    return [one.person_id for one in await at.rows(Reader)]


async def outlived(at: Office, progress: str) -> None:
    """Mei submits a form whose window closed meanwhile."""
    await at.bot.move_to(REMINDS)
    await at.mei.press(at.mei.dm[0], "checkins.answer")
    await at.bot.move_to(CLOSES)
    assert (await at.mei.submit({"progress": progress})).ok


async def test_words_that_were_kept_stand_in_the_form_when_it_is_opened_again(friday: Office) -> None:
    """ "Not now" is not never: the button of the prompt leads back to them."""
    await outlived(friday, "Slow words")
    await friday.mei.press(friday.mei.dm[0], "checkins.answer")
    assert "Slow words" in shown(friday.mei.modal)
    assert (await friday.mei.submit()).ok
    assert (await friday.mei.submit()).ok
    await friday.bot.settle()
    assert [item.words for item in await friday.rows(CheckInItem)] == ["Slow words"]
    assert [one.late for one in await friday.rows(CheckIn)] == [True]


async def test_words_that_were_kept_and_sent_do_not_come_back(friday: Office) -> None:
    await outlived(friday, "Slow words")
    assert (await friday.mei.submit()).ok
    await friday.mei.press(friday.mei.dm[0], "checkins.answer")
    assert (await friday.mei.submit({"progress": "Better words"})).ok
    assert (await friday.mei.submit()).ok
    await friday.mei.press(friday.mei.dm[0], "checkins.answer")
    assert "Better words" in shown(friday.mei.modal)
    assert "Slow words" not in shown(friday.mei.modal)


async def test_a_late_answer_is_read_by_nobody_whom_its_form_did_not_name(friday: Office) -> None:
    await outlived(friday, "For Tom")
    assert "Tom Berg" in shown(friday.mei.modal)
    await led_by(friday, friday.mei, friday.ann)
    assert (await friday.mei.submit()).ok
    assert await friday.rows(CheckIn) == []
    assert "Ann Hale" in shown(friday.mei.modal)
    assert "Tom Berg" not in shown(friday.mei.modal)

    assert (await friday.mei.submit()).ok
    assert await readers(friday) == [(await friday.person(friday.ann)).id]


async def test_words_from_the_chat_are_read_by_nobody_whom_the_offer_did_not_name(friday: Office) -> None:
    await friday.mei.say("For Tom")
    await friday.bot.settle()
    assert "Tom Berg" in shown(friday.mei.dm[-1])
    await led_by(friday, friday.mei, friday.ann)
    await friday.mei.press(friday.mei.dm[-1], "dm.save")
    await friday.bot.settle()
    assert await friday.rows(CheckIn) == []
    assert "Ann Hale" in shown(friday.mei.dm[-1])
    assert "Tom Berg" not in shown(friday.mei.dm[-1])

    await friday.mei.press(friday.mei.dm[-1], "dm.save")
    await friday.bot.settle()
    assert await readers(friday) == [(await friday.person(friday.ann)).id]


async def test_a_message_that_is_deleted_with_a_thread_below_it_takes_its_words_along(friday: Office) -> None:
    """Slack leaves a gravestone in its place then: it tells of a change by somebody else, with a text of its own."""
    await friday.mei.say("Forget this")
    record = friday.last("message")
    await friday.bot.settle()
    event = record.request["event"]
    grave = {"subtype": "tombstone", "text": "This message was deleted.", "user": "USLACKBOT", "hidden": True}
    before = {"type": "message", "user": event["user"], "text": event["text"], "ts": event["ts"]}
    record.request["event_id"] = "Ev0GRAVE"
    record.request["event"] = {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "channel": event["channel"],
        "channel_type": "im",
        "ts": "9.9",
        "message": {"type": "message", **grave, "ts": event["ts"]},
        "previous_message": before,
    }
    assert await friday.repeat(record) == 200
    assert [draft.words for draft in await friday.rows(KeptDraft)] == [None]


async def test_words_after_slash_me_are_kept_as_all_others(friday: Office) -> None:
    await friday.mei.say("ships it")
    record = friday.last("message")
    await friday.bot.settle()
    record.request["event_id"] = "Ev0ME"
    record.request["event"] |= {"subtype": "me_message", "ts": "9.9", "text": "naps"}
    assert await friday.repeat(record) == 200
    assert [draft.words for draft in await friday.rows(KeptDraft)] == ["ships it", "naps"]


async def test_a_submit_that_finds_the_database_locked_is_answered_before_slack_gives_up(friday: Office) -> None:
    """Another program writes to the file for long: Slack waits three seconds and would then say something of its own."""
    await friday.mei.press(friday.mei.dm[-1], "checkins.answer")
    with closing(sqlite3.connect(str(friday.bot.deps.database.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        answer = await friday.mei.submit({"progress": "Waits"})
        assert time.monotonic() - began < 2.5
        assert "still here" in str(answer)
        assert friday.mei.modal is not None
        other.execute("ROLLBACK")
    assert (await friday.mei.submit()).ok
    assert [item.words for item in await friday.rows(CheckInItem)] == ["Waits"]


async def test_a_file_without_words_in_a_talk_is_said_to_stay_where_it_is(friday: Office) -> None:
    """What cannot be passed on is not passed over: it is no message of the talk, and no answer either."""
    await friday.mei.press(friday.mei.dm[-1], "checkins.answer")
    assert (await friday.mei.submit({"progress": "Done"})).ok
    await friday.bot.move_to(DIGEST)
    await friday.tom.press(friday.tom.dm[-1], "reading.read")
    assert (await friday.tom.submit({"reply": "How?"})).ok
    await friday.bot.settle()
    thread = friday.mei.dm[0]
    await friday.mei.say("So", thread_ts=thread.ts)
    record = friday.last("message")
    await friday.bot.settle()
    record.request["event_id"] = "Ev0FILE"
    record.request["event"] |= {"subtype": "file_share", "ts": "9.9", "text": "", "files": [{"id": "F1"}]}
    assert await friday.repeat(record) == 200
    assert [one.words for one in await friday.rows(TalkMessage)] == ["How?", "So"]
    assert "The file stays here" in shown(friday.mei.dm[-1])


@pytest.mark.parametrize(("last_day", "may"), [(date(2027, 1, 15), True), (date(2027, 1, 14), False)])
async def test_a_button_under_an_old_message_opens_nothing_after_the_last_day_of_employment(
    friday: Office, last_day: date, may: bool
) -> None:
    """Tom's account at Slack is still open; it is Friday afternoon where he is."""
    await friday.mei.press(friday.mei.dm[-1], "checkins.answer")
    await friday.mei.submit({"progress": "Her words"})
    await friday.bot.move_to(DIGEST)
    digest = friday.tom.dm[-1]
    tom = await friday.person(friday.tom)
    async with friday.bot.deps.transaction() as tx:
        (await tx.get_one(Person, tom.id)).employed_until = last_day
    outcome = await friday.tom.press(digest, "reading.read")
    assert (friday.tom.modal is not None) is may
    assert ("Her words" in shown(friday.tom.modal)) is may
    assert may or "not set up for you" in str(outcome.texts)
    assert (await friday.rows(Reader))[0].read_at is not None or not may
    homes = len(friday.calls("views.publish"))
    await friday.tom.open_home()
    assert (len(friday.calls("views.publish")) > homes) is may
