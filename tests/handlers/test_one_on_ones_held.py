"""After a 1:1: whether it took place, the two quiet questions, the calendar file, and what a new manager finds."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.one_on_ones import FileState, TalkState
from bot.domain.roles import Source
from storage.database import Database
from storage.one_on_ones import OneOnOne, Pairing
from storage.one_on_ones_files import CalendarFile
from storage.one_on_ones_survey import TalkSurvey
from storage.reporting import ReportingLine
from tests.handlers.test_one_on_ones import THURSDAY, USUAL, modal, press, submit, the_talk
from tests.office import BEFORE, Office, office, shown

EVENING = datetime(2027, 1, 21, 17, 0, tzinfo=UTC)
"""After the end of the day of both."""
LATER = datetime(2027, 1, 28, 23, 30, tzinfo=UTC)
"""Five working days of both have passed."""


@pytest.fixture
async def paired(sqlite: Database) -> AsyncIterator[Office]:
    """Tom and Mei talk each Thursday."""
    async with office(sqlite, start=BEFORE, running=False) as made:
        await made.tom.command("/one-on-one", "@mei")
        assert (await submit(made, made.tom, USUAL)).ok
        yield made


@pytest.fixture
async def asked(paired: Office) -> Office:
    """Both were asked at the end of their day."""
    await paired.bot.move_to(EVENING)
    return paired


def question(who: Any) -> Any:
    """What somebody was asked; on the morning of that day they were told of the agenda."""
    mine = [one for one in who.dm if "one_on_ones.agenda" not in shown(one)]
    return next(one for one in mine if "1:1" in one.text and "January 21" in one.text and not one.thread_ts)


async def first(at: Office) -> OneOnOne:
    return next(one for one in await at.rows(OneOnOne) if one.slot == "2027-W03")


async def test_both_confirm_it_and_the_one_who_is_led_is_asked_two_quiet_questions(asked: Office) -> None:
    assert "Did your 1:1 with Mei Lin on Thursday, January 21, 9:00 AM take place?" in question(asked.tom).text
    before = len(asked.mei.dm)
    assert (await press(asked, asked.tom, "one_on_ones.held", question(asked.tom))).ok
    assert (await first(asked)).state is TalkState.AGREED
    block = question(asked.mei).blocks[-1]["block_id"]
    assert (await press(asked, asked.mei, "one_on_ones.held", question(asked.mei), block_id=block)).ok
    assert (await press(asked, asked.mei, "one_on_ones.held", question(asked.mei), block_id=block, stale=True)).ok
    assert (await first(asked)).state is TalkState.HELD
    assert "took place" in question(asked.tom).text
    assert "one_on_ones.survey" not in shown(question(asked.tom))
    assert len(asked.mei.dm) == before

    await press(asked, asked.mei, "one_on_ones.survey", question(asked.mei))
    assert list((await submit(asked, asked.mei, {"heard": "101", "next_step": "40"})).errors) == ["heard"]
    assert (await submit(asked, asked.mei, {"heard": "83", "next_step": "41"})).ok
    assert "one_on_ones.survey" not in shown(question(asked.mei))
    [said] = await asked.rows(TalkSurvey)
    assert (said.heard, said.next_step) == (83, 41)
    for who in (asked.tom, asked.ann):
        await who.command("/one-on-one")
        assert "83" not in shown(modal(who))
        assert "one_on_ones.survey" not in shown(modal(who))


async def test_silence_counts_as_given_after_five_working_days(asked: Office) -> None:
    await asked.bot.move_to(LATER - timedelta(days=1))
    assert (await first(asked)).state is TalkState.AGREED
    before = [one.ts for one in asked.tom.dm if "January 21" in one.text]
    await asked.bot.move_to(LATER)
    talk = await first(asked)
    assert (talk.state, talk.person_said, talk.manager_said) == (TalkState.HELD, None, None)
    assert "took place" in question(asked.mei).text
    assert "one_on_ones.survey" in shown(question(asked.mei))
    assert (await press(asked, asked.tom, "one_on_ones.not_held", question(asked.tom), stale=True)).ok
    assert (await first(asked)).state is TalkState.HELD
    assert [one.ts for one in asked.tom.dm if "January 21" in one.text] == before


async def test_where_they_differ_both_are_told_and_a_no_stands_after_five_working_days(asked: Office) -> None:
    await press(asked, asked.tom, "one_on_ones.held", question(asked.tom))
    await press(asked, asked.mei, "one_on_ones.not_held", question(asked.mei))
    assert "You and Mei Lin say different things" in asked.tom.dm[-1].text
    assert "You and Tom Berg say different things" in question(asked.mei).text
    assert (await first(asked)).state is TalkState.AGREED
    await asked.bot.move_to(LATER)
    assert (await first(asked)).state is TalkState.NOT_HELD
    await asked.tom.command("/one-on-one")
    assert "Fewer talks than agreed this month: Mei Lin (1 of 2)" in shown(modal(asked.tom))
    await asked.tom.open_home()
    assert "Fewer talks than agreed this month: Mei Lin (1 of 2)" in shown(asked.tom.home)
    for who in (asked.mei, asked.ann):
        await who.command("/one-on-one")
        assert "Fewer talks" not in shown(modal(who))


async def test_one_that_was_moved_gets_another_time(asked: Office) -> None:
    await press(asked, asked.mei, "one_on_ones.move", question(asked.mei))
    assert (await submit(asked, asked.mei)).ok
    talk = await first(asked)
    assert (talk.state, talk.slot) == (TalkState.PROPOSED, "2027-W03")
    assert "Mei Lin proposes" in asked.tom.dm[-1].text


async def test_the_calendar_file_comes_into_the_chat_once_for_each_state_of_the_talk(paired: Office) -> None:
    for _ in range(2):
        await paired.mei.command("/one-on-one")
        await press(paired, paired.mei, "one_on_ones.calendar", modal(paired.mei))
        await paired.bot.move(seconds=5)
    assert [one.state for one in await paired.rows(CalendarFile)] == [FileState.SENT]
    made = files(paired)
    assert len(made) == 1
    text = made[0].replace("\r\n ", "")
    assert "DTSTART:20270121T080000Z" in text
    assert "SUMMARY:1:1 with Tom Berg" in text
    assert "LOCATION:Room <4>" in text
    assert "The calendar file is in this thread" in "".join(shown(one) for one in paired.mei.dm)

    await paired.tom.command("/one-on-one", "@mei")
    await press(paired, paired.tom, "one_on_ones.skip", modal(paired.tom))
    await submit(paired, paired.tom, {"reason": "Offsite"})
    skipped = next(one for one in paired.mei.dm if "skips your 1:1" in one.text)
    await press(paired, paired.mei, "one_on_ones.calendar", skipped)
    await paired.bot.move(seconds=5)
    cancelled = files(paired)[-1]
    assert "METHOD:CANCEL" in cancelled
    assert uid(cancelled) == uid(made[0])
    assert "SEQUENCE:1" in cancelled


async def test_where_no_files_may_be_sent_a_sentence_says_so(paired: Office) -> None:
    paired.bot.sandbox.scopes = set(paired.bot.sandbox.scopes) - {"files:write"}
    await paired.mei.command("/one-on-one")
    await press(paired, paired.mei, "one_on_ones.calendar", modal(paired.mei))
    assert [one.state for one in await paired.rows(CalendarFile)] == [FileState.NONE]
    told = paired.mei.dm[-1]
    assert "Thursday, January 21, 4:00 PM" in told.text
    assert "I may not send files" in shown(told)


def files(at: Office) -> list[str]:
    """What was uploaded, in its order."""
    return [one["content"].decode() for one in at.bot.sandbox.workspace.files.values()]


def uid(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("UID:"))


async def test_under_a_new_manager_the_old_pair_ends_and_the_new_one_is_asked(paired: Office) -> None:
    mei, ann = [await paired.person(who) for who in (paired.mei, paired.ann)]
    async with paired.bot.deps.transaction() as tx:
        line = next(one for one in await paired.rows(ReportingLine) if one.person_id == mei.id)
        line.until = date(2027, 1, 18)
        tx.add(line)
        new: dict[str, Any] = {
            "workspace_id": mei.workspace_id,
            "person_id": mei.id,
            "manager_id": ann.id,
            "since": date(2027, 1, 18),
        }
        tx.add(ReportingLine(**new, source=Source.IMPORT))
    await paired.bot.move_to(datetime(2027, 1, 18, 15, 0, tzinfo=UTC))
    [old] = await paired.rows(Pairing)
    assert old.ended_at is not None
    assert [one.state for one in await paired.rows(OneOnOne)] == [TalkState.SKIPPED]
    for who, other in ((paired.mei, "Tom Berg"), (paired.tom, "Mei Lin")):
        assert any(f"Your 1:1s with {other} have ended" in one.text for one in who.dm)
    told = next(one for one in paired.ann.dm if "Mei Lin reports to you now" in one.text)
    assert "Room <4>" not in shown(told)
    assert (await press(paired, paired.ann, "one_on_ones.go_on", told)).ok
    assert (await press(paired, paired.ann, "one_on_ones.go_on", told, stale=True)).ok
    made = [one for one in await paired.rows(Pairing) if one.ended_at is None]
    assert [(one.manager_id, one.person_id, one.cadence, one.place) for one in made] == [
        (ann.id, mei.id, old.cadence, None)
    ]
    assert (await the_talk(paired)).at == THURSDAY
    outcome = await paired.tom.command("/one-on-one", "@mei")
    assert "one reports to the other" in str(outcome)
