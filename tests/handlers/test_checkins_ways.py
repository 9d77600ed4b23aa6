"""The ways people take besides the prompt: early, in the chat, too late, twice; and Slack, which repeats itself."""

from collections.abc import AsyncIterator

import pytest
from sqlmodel import select

from bot.domain.checkins import Outcome
from storage.checkins import CheckIn, CheckInItem
from storage.database import Database
from storage.drafts import KeptDraft
from storage.periods import Period
from storage.readers import Reader
from storage.reporting import ReportingLine
from storage.talks import TalkMessage
from tests.office import BERLIN_OPENS, CLOSES, DIGEST, OPENS, REMINDS, Office, office, shown


@pytest.fixture
async def before(sqlite: Database) -> AsyncIterator[Office]:
    """Friday, five minutes before the prompt."""
    async with office(sqlite) as made:
        yield made


@pytest.fixture
async def friday(before: Office) -> Office:
    """Mei and Bob have been asked."""
    await before.bot.move_to(OPENS)
    return before


async def words(at: Office) -> list[str | None]:
    return [item.words for item in await at.rows(CheckInItem)]


async def test_an_early_answer_is_asked_for_no_more_and_can_still_be_changed(before: Office) -> None:
    assert (await before.mei.command("/checkin")).ok
    assert (await before.mei.submit({"progress": "Early"})).ok
    await before.bot.settle()
    [receipt] = before.mei.dm
    assert "was sent" in receipt.text
    await before.bot.move_to(REMINDS)
    assert before.mei.dm == [receipt]
    assert (await before.rows(Period))[0].outcome == Outcome.ANSWERED
    await before.mei.command("/checkin")
    assert "Early" in shown(before.mei.modal)
    assert (await before.mei.submit({"progress": "Later"})).ok
    await before.bot.settle()
    assert await words(before) == ["Later"]
    assert len(before.mei.dm) == 1


async def test_whoever_does_not_answer_gets_one_reminder_and_then_peace(friday: Office) -> None:
    await friday.bot.move_to(CLOSES)
    prompt, reminder = friday.bob.dm
    assert "until" in reminder.text
    assert reminder.ts > prompt.ts
    periods = {one.person_id: one.outcome for one in await friday.rows(Period)}
    assert periods[(await friday.person(friday.bob)).id] == Outcome.MISSED
    await friday.bot.move(hours=2)
    assert len(friday.bob.dm) == 2


async def test_an_answer_from_the_reminder_turns_it_into_the_receipt(friday: Office) -> None:
    await friday.bot.move_to(REMINDS)
    await friday.mei.press(friday.mei.dm[-1], "checkins.answer")
    assert (await friday.mei.submit({"progress": "On Monday"})).ok
    await friday.bot.settle()
    assert ["was sent" in message.text for message in friday.mei.dm] == [True, True]


async def test_words_in_the_chat_are_offered_and_saved_with_one_press(friday: Office) -> None:
    await friday.mei.say("Shipped *it* <now> & then")
    await friday.bot.settle()
    offer = friday.mei.dm[-1]
    assert "Use this as your answer" in offer.text
    assert (await friday.mei.press(offer, "dm.save")).ok
    await friday.bot.settle()
    assert await words(friday) == ["Shipped *it* <now> & then"]
    assert "part of your check-in" in friday.mei.dm[-1].text
    assert "was sent" in friday.mei.dm[0].text
    assert (await friday.mei.press(offer, "dm.save", stale=True)).ok
    await friday.bot.settle()
    assert await words(friday) == ["Shipped *it* <now> & then"]


async def test_words_in_the_chat_fill_the_form(friday: Office) -> None:
    await friday.mei.say("Shipped it")
    await friday.bot.settle()
    assert (await friday.mei.press(friday.mei.dm[-1], "dm.open")).ok
    assert "Shipped it" in shown(friday.mei.modal)
    assert (await friday.mei.submit({"plan": "Rest"})).ok
    await friday.bot.settle()
    assert await words(friday) == ["Shipped it", "Rest"]
    assert "part of your check-in" in friday.mei.dm[-1].text


async def test_words_in_the_chat_outside_a_window_are_kept_and_one_line_helps(before: Office) -> None:
    await before.tom.say("Hello")
    await before.bot.settle()
    assert "/checkin" in before.tom.dm[-1].text
    assert [draft.words for draft in await before.rows(KeptDraft)] == ["Hello"]


async def test_an_edited_message_is_what_is_saved_and_a_deleted_one_is_gone(friday: Office) -> None:
    first = await friday.mei.say("Shiped it")
    await friday.bot.settle()
    await friday.mei.edit(first, "Shipped it")
    await friday.bot.settle()
    await friday.mei.press(friday.mei.dm[-1], "dm.save")
    second = await friday.mei.say("Not for you")
    await friday.bot.settle()
    await friday.mei.delete(second)
    await friday.bot.settle()
    assert await words(friday) == ["Shipped it"]
    assert [draft.words for draft in await friday.rows(KeptDraft)] == ["Shipped it", None]
    assert "took this message back" in friday.mei.dm[-1].text


async def test_a_form_that_outlives_its_window_keeps_the_words_until_they_are_sent_late(friday: Office) -> None:
    await friday.bot.move_to(REMINDS)
    await friday.mei.press(friday.mei.dm[0], "checkins.answer")
    form = friday.mei.modal
    assert form is not None
    await friday.bot.move_to(CLOSES)
    assert (await friday.mei.submit({"progress": "Slow words"})).ok
    assert friday.mei.modal is not None
    assert "kept" in shown(friday.mei.modal)
    assert await friday.rows(CheckIn) == []
    assert "Slow words" in str((await friday.rows(KeptDraft))[0].words)

    kept = friday.mei.modal
    assert (await friday.mei.submit()).ok
    assert (await friday.mei.submit(view=kept)).ok
    await friday.bot.settle()
    [checkin] = await friday.rows(CheckIn)
    assert (checkin.late, checkin.version) == (True, 1)
    assert "late" in friday.mei.dm[0].text
    await friday.bot.move_to(DIGEST.replace(day=18))
    assert "Mei Lin" in shown(friday.tom.dm[-1])


async def test_nobody_reads_it_whom_the_form_did_not_name(friday: Office) -> None:
    """The manager changes while the form is open: it says so, keeps the words, and is sent with a second press."""
    await friday.mei.press(friday.mei.dm[-1], "checkins.answer")
    assert "Tom Berg" in shown(friday.mei.modal)
    mei, ann = await friday.person(friday.mei), await friday.person(friday.ann)
    async with friday.bot.deps.transaction() as tx:
        for line in await tx.exec(select(ReportingLine).where(ReportingLine.person_id == mei.id)):
            line.manager_id = ann.id
            tx.add(line)
    assert (await friday.mei.submit({"progress": "For Tom", "blocker": "x", "help_from": friday.bob.person.id})).ok
    assert await friday.rows(CheckIn) == []
    form = shown(friday.mei.modal)
    assert "Ann Hale" in form
    assert "Tom Berg" not in form
    assert "For Tom" in form
    assert friday.bob.person.id in form

    assert (await friday.mei.submit()).ok
    assert friday.mei.modal is None
    assert await words(friday) == ["For Tom"]
    assert ann.id in [one.person_id for one in await friday.rows(Reader)]


async def test_words_from_the_chat_that_came_too_late_are_not_said_to_be_sent(friday: Office) -> None:
    await friday.bot.move_to(REMINDS)
    await friday.mei.say("Slow words")
    await friday.bot.settle()
    await friday.mei.press(friday.mei.dm[-1], "dm.open")
    await friday.bot.move_to(CLOSES)
    assert (await friday.mei.submit()).ok
    await friday.bot.settle()
    assert "part of your check-in" not in friday.mei.dm[-1].text


async def test_a_double_click_opens_one_form_at_a_time_and_changes_nothing(friday: Office) -> None:
    for _ in range(2):
        assert (await friday.mei.press(friday.mei.dm[-1], "checkins.answer")).ok
    assert await friday.rows(CheckIn) == []


async def test_a_form_that_is_submitted_twice_is_one_check_in(friday: Office) -> None:
    await friday.mei.press(friday.mei.dm[-1], "checkins.answer")
    form = friday.mei.modal
    assert (await friday.mei.submit({"progress": "Once"})).ok
    assert (await friday.mei.submit(view=form)).ok
    await friday.bot.settle()
    assert await words(friday) == ["Once"]
    assert len(friday.mei.dm) == 1
    await friday.bot.move_to(DIGEST)
    assert len([one for one in friday.tom.dm if "check-in" in one.text and "Mei Lin" in shown(one)]) == 1


async def test_a_message_that_slack_tells_twice_is_kept_once(friday: Office) -> None:
    await friday.mei.say("Shipped it")
    await friday.bot.settle()
    told = friday.last("message")
    assert await friday.repeat(told) == 200
    assert len(await friday.rows(KeptDraft)) == 1
    assert len([one for one in friday.mei.dm if "Use this" in one.text]) == 1


async def test_a_reply_that_slack_tells_twice_is_said_once(friday: Office) -> None:
    await friday.mei.press(friday.mei.dm[-1], "checkins.answer")
    await friday.mei.submit({"progress": "Done"})
    await friday.bot.move_to(DIGEST)
    await friday.tom.press(friday.tom.dm[-1], "reading.read")
    form = friday.tom.modal
    assert (await friday.tom.submit({"reply": "Well done"})).ok
    assert (await friday.tom.submit(view=form)).ok
    await friday.bot.settle()
    await friday.mei.say("Thanks", thread_ts=friday.mei.dm[0].ts)
    await friday.repeat(friday.last("message"))
    assert [one.words for one in await friday.rows(TalkMessage)] == ["Well done", "Thanks"]
    assert len([one for one in friday.tom.dm if "Thanks" in shown(one)]) == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"progress": " ", "plan": ""}, "progress"),
        ({"progress": "x", "help_from": "bob"}, "blocker"),
        ({"blocker": "x", "help_from": "mei"}, "help_from"),
    ],
)
async def test_what_cannot_be_kept_is_said_at_its_field_and_the_form_stays(
    friday: Office, said: dict[str, str], field: str
) -> None:
    if "help_from" in said:
        said = said | {"help_from": getattr(friday, said["help_from"]).person.id}
    await friday.mei.press(friday.mei.dm[-1], "checkins.answer")
    outcome = await friday.mei.submit(said)
    assert list(outcome.errors) == [field]
    assert outcome.errors[field].endswith(".")
    assert friday.mei.modal is not None
    assert await friday.rows(CheckIn) == []


async def test_whoever_is_asked_nothing_is_told_so_by_the_command(before: Office) -> None:
    async with before.bot.deps.transaction() as tx:
        mei = await tx.get_one(type(await before.person(before.mei)), (await before.person(before.mei)).id)
        mei.active = False
        tx.add(mei)
    outcome = await before.mei.command("/checkin")
    assert outcome.texts
    assert before.mei.modal is None


async def test_a_clock_dead_over_the_weekend_asks_by_the_reminder_alone(before: Office) -> None:
    """Nothing ticks from Friday to Monday morning: no prompt of Friday comes with it."""
    await before.bot.clock.move_to(REMINDS)
    await before.bot.tick()
    await before.bot.tick()
    [message] = before.mei.dm
    assert "until" in message.text
    assert len(before.bob.dm) == 1


async def test_a_clock_dead_over_the_whole_window_says_nothing(before: Office) -> None:
    await before.bot.clock.move_to(CLOSES)
    await before.bot.tick()
    await before.bot.move(hours=1)
    assert before.mei.dm == []
    assert {one.why for one in await before.rows(Period) if one.outcome == Outcome.DROPPED} == {"too_late"}


async def test_the_digest_says_how_many_wait_and_only_those_not_read(friday: Office) -> None:
    for who in (friday.mei, friday.bob):
        await who.press(who.dm[-1], "checkins.answer")
        await who.submit({"progress": f"{who.person.name} was here"})
    await friday.bot.move_to(BERLIN_OPENS)
    await friday.tom.open_home()
    await friday.bot.move_to(DIGEST)
    digest = friday.tom.dm[-1]
    assert "2 check-ins" in digest.text
    assert "Mei Lin" in shown(digest)
    assert "Bob Sun" in shown(digest)
