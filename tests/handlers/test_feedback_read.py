"""Feedback reaches people: told without its words, read with a click, followed by its giver, and taken back while it can be."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from sqlmodel import select

from bot.domain import values
from bot.domain.feedback import GIVEN, Part, Written
from bot.domain.notices import State
from bot.sandbox.model import Outcome
from bot.usecases import numbers
from bot.usecases.feedback import About
from storage.database import Database
from storage.evidence import MESSAGE, CitedMessage
from storage.notices import Notice
from storage.people import Person
from storage.readers import Reader
from storage.values import CompanyValue
from tests.feedback import MINUTE, SECRET, SEEN, WRITTEN, give
from tests.office import OPENS, Office, office, shown


@pytest.fixture
async def friday(sqlite: Database) -> AsyncIterator[Office]:
    """Friday afternoon; nobody is asked for a check-in."""
    async with office(sqlite, running=False) as made:
        yield made


async def read(at: Office) -> Outcome:
    return await at.mei.press(at.mei.dm[-1], "feedback.read")


async def test_its_receiver_is_told_who_wrote_and_not_what_and_reads_it_with_a_click(friday: Office) -> None:
    await give(friday, friday.bob, friday.mei)
    [told] = friday.mei.dm
    assert "Bob Sun has written feedback for you." in told.text
    assert SECRET not in shown(told)
    assert (await read(friday)).ok
    await friday.bot.settle()
    for text in SEEN.values():
        assert text in shown(friday.mei.modal)
    assert [one.read_at for one in await friday.rows(Reader)] == [friday.bot.clock.now()]
    assert "You have read the feedback from Bob Sun." in friday.mei.dm[-1].text
    assert "nudges.why" not in shown(friday.mei.dm[-1])


async def test_it_says_why_it_came(friday: Office) -> None:
    await give(friday, friday.bob, friday.mei)
    assert (await friday.mei.press(friday.mei.dm[-1], "nudges.why")).ok
    assert "Somebody has written feedback for you" in shown(friday.mei.modal)


async def test_its_giver_follows_it_in_one_message_from_on_its_way_to_read(friday: Office) -> None:
    await give(friday, friday.bob, friday.mei)
    [receipt] = friday.bob.dm
    assert "is on its way" in receipt.text
    await friday.bot.move(minutes=1)
    assert "was delivered on" in friday.bob.dm[-1].text
    await read(friday)
    await friday.bot.settle()
    assert "Mei Lin read your feedback" in friday.bob.dm[-1].text
    assert "feedback.take_back" not in shown(friday.bob.dm[-1])
    assert len(friday.bob.dm) == 1
    assert SECRET not in shown(friday.bob.dm[-1])
    assert (await friday.bob.press(friday.bob.dm[-1], "feedback.read")).ok
    assert SECRET in shown(friday.bob.modal)
    assert "Mei Lin read it on" in shown(friday.bob.modal)


async def test_a_message_that_hr_has_sent_again_is_followed_as_well(friday: Office) -> None:
    one = await give(friday, friday.bob, friday.mei, at=OPENS + timedelta(hours=1))
    async with friday.bot.deps.transaction() as tx:
        told = (await tx.exec(select(Notice).where(Notice.kind == GIVEN.name, Notice.subject_id == one))).one()
        told.state, told.why = State.FAILED, "restricted_action"
        tx.add(told)
    await friday.bot.move_to(OPENS + timedelta(hours=2))
    assert "was delivered on" not in friday.bob.dm[-1].text
    async with friday.bot.deps.transaction() as tx:
        ann = await tx.get_one(Person, (await friday.person(friday.ann)).id)
        await numbers.send_again(tx, ann, told.id, friday.bot.clock.now())
    await friday.bot.move(minutes=2)
    assert "has written feedback" in friday.mei.dm[-1].text
    assert "was delivered on" in friday.bob.dm[-1].text
    assert "feedback.take_back" in shown(friday.bob.dm[-1])


async def test_what_is_told_later_says_when_and_is_not_read_before(friday: Office) -> None:
    later = OPENS + timedelta(hours=1)
    one = await give(friday, friday.bob, friday.mei, at=later)
    assert "will be delivered on Friday, January 15, 4:00 PM" in friday.bob.dm[-1].text
    assert friday.mei.dm == []
    await friday.bot.move_to(later)
    assert "has written feedback" in friday.mei.dm[-1].text
    await friday.bot.move(minutes=1)
    assert "was delivered" in friday.bob.dm[-1].text
    assert one


async def test_the_way_back_is_gone_after_ten_minutes_and_a_late_click_says_so(friday: Office) -> None:
    await give(friday, friday.bob, friday.mei)
    await friday.bot.move(minutes=2)
    before = friday.bob.dm[-1]
    block = before.blocks[-1]["block_id"]
    assert "feedback.take_back" in shown(before)
    await friday.bot.move(minutes=9)
    assert "feedback.take_back" not in shown(friday.bob.dm[-1])
    await friday.bob.press(before, "feedback.take_back", stale=True, block_id=block)
    assert "Feedback can be taken back for ten minutes." in friday.bob.dm[-1].text


async def test_taken_back_after_it_was_told_its_message_says_so_and_nothing_can_be_read(friday: Office) -> None:
    await give(friday, friday.bob, friday.mei)
    before = friday.mei.dm[-1]
    assert (await friday.bob.press(friday.bob.dm[-1], "feedback.take_back")).ok
    assert (await friday.bob.press(friday.bob.dm[-1], "feedback.take_back", stale=True)).ok
    await friday.bot.settle()
    assert "took their feedback back" in friday.mei.dm[-1].text
    assert "You took your feedback for Mei Lin back." in friday.bob.dm[-1].text
    await friday.mei.press(before, "feedback.read", stale=True)
    assert friday.mei.modal is None
    assert "taken back by the person who gave it" in friday.mei.dm[-1].text


async def test_taken_back_before_it_was_due_nobody_hears_of_it(friday: Office) -> None:
    await give(friday, friday.bob, friday.mei, at=OPENS + timedelta(hours=1))
    await friday.bob.press(friday.bob.dm[-1], "feedback.take_back")
    await friday.bot.move_to(OPENS + timedelta(hours=2))
    assert friday.mei.dm == []


async def test_a_reader_whom_the_giver_named_is_told_and_reads_it(friday: Office) -> None:
    await give(friday, friday.bob, friday.mei, to_manager=True)
    await friday.bot.move_to(OPENS)
    [told] = friday.tom.dm
    assert "Bob Sun has written feedback for Mei Lin" in told.text
    assert (await friday.tom.press(told, "feedback.read")).ok
    assert SECRET in shown(friday.tom.modal)
    await friday.bot.settle()
    assert "You have read the feedback" in friday.tom.dm[-1].text
    assert "Tom Berg read it on" not in shown(friday.tom.modal)


@pytest.mark.parametrize("action", ["feedback.read", "feedback.turn", "feedback.take_back"])
async def test_nobody_else_opens_it_with_a_forged_button(friday: Office, action: str) -> None:
    one = await give(friday, friday.bob, friday.mei)
    other = await give(friday, friday.bob, friday.tom, source="view:V2")
    await friday.bot.move_to(OPENS)
    message = friday.tom.dm[-1]
    blocks = message.blocks[-1]["elements"]
    blocks[0] |= {"action_id": action, "value": f"{one} 0"}
    await friday.tom.press(message, action)
    assert friday.tom.modal is None
    assert [reader.read_at for reader in await friday.rows(Reader)] == [None, None]
    assert other != one


async def test_whoever_leaves_before_it_is_told_gets_none_and_its_giver_hears_of_it_kindly(friday: Office) -> None:
    await give(friday, friday.bob, friday.mei, at=OPENS + timedelta(hours=1), to_manager=True)
    mei = await friday.person(friday.mei)
    async with friday.bot.deps.transaction() as tx:
        mei.active = False
        tx.add(mei)
    await friday.bot.move_to(OPENS + timedelta(hours=1))
    await friday.bot.move(minutes=1)
    assert friday.mei.dm == []
    assert friday.tom.dm == []
    assert "no longer takes part here" in friday.bob.dm[-1].text
    assert "feedback.take_back" not in shown(friday.bob.dm[-1])
    assert {one.why for one in await friday.rows(Notice) if one.kind == "feedback.given"} == {"left"}


async def test_long_words_are_turned_over_page_by_page_and_none_is_cut(friday: Office) -> None:
    words = "".join(f"{number:06d} " for number in range(6_000))
    long = Written(WRITTEN.form, SEEN | {Part.BEHAVIOUR: words}, WRITTEN.aim, long=Part.BEHAVIOUR)
    one = await give(friday, friday.bob, friday.mei, long)
    await read(friday)
    seen = shown(friday.mei.modal)
    for page in (1, 2, 3):
        assert friday.mei.modal is not None
        assert (await friday.mei.press(friday.mei.modal, "feedback.turn", value=f"{one} {page} ")).ok
        seen += shown(friday.mei.modal)
    assert all(f"{number:06d}" in seen for number in range(6_000))


async def test_read_within_a_minute_of_being_told_the_receipt_says_read(friday: Office) -> None:
    await give(friday, friday.bob, friday.mei)
    await read(friday)
    await friday.bot.move_to(friday.bot.clock.now() + 11 * MINUTE)
    assert "read your feedback" in friday.bob.dm[-1].text


async def test_what_it_rests_on_is_named_and_the_words_of_a_message_stay_in_the_modal(friday: Office) -> None:
    day, mei = date(2027, 1, 13), await friday.person(friday.mei)
    async with friday.bot.deps.transaction() as tx:
        at = mei.workspace_id
        value = CompanyValue(workspace_id=at, name="Own it", position=1)
        link = "https://example.slack.com/archives/C1/p1"
        said = CitedMessage(workspace_id=at, source="a", channel="C1", ts="1.0", url=link, words="All three, done.")
        bare = CitedMessage(workspace_id=at, source="b", channel="C1", ts="2.0")
        tx.add_all([value, said, bare])
        await tx.flush()
        about = [About(values.RECORD, value.id, day), *(About(MESSAGE, one.id, day) for one in (said, bare))]
    await give(friday, friday.bob, friday.mei, about=[*about, About("something else", 7, day)])
    told = shown(friday.mei.dm[-1])
    assert "About: Own it" in told
    assert told.count("About a message in Slack of January 13, 2027") == 2
    assert "All three" not in told
    await read(friday)
    assert "All three, done." in shown(friday.mei.modal)
    assert shown(friday.mei.modal).count(link) == 1
    assert friday.mei.modal is not None
    assert (await friday.mei.press(friday.mei.modal, "feedback.link")).ok


async def test_the_words_of_a_customer_are_marked_as_such_with_source_and_date(friday: Office) -> None:
    await give(friday, friday.bob, friday.mei, said_by="Ward 3, by phone", said_on=date(2027, 1, 12))
    assert "has passed on to you what a customer said" in friday.mei.dm[-1].text
    assert "Ward 3" not in shown(friday.mei.dm[-1])
    await read(friday)
    told = "A customer's words, noted by Bob Sun. Said by: Ward 3, by phone, January 12, 2027"
    assert told in shown(friday.mei.modal)


async def test_a_manager_who_reads_it_flags_it_for_the_one_on_one_and_nobody_else_sees_or_does_that(
    friday: Office,
) -> None:
    one = await give(friday, friday.bob, friday.mei, to_manager=True)
    await friday.bot.move_to(OPENS)
    await friday.tom.press(friday.tom.dm[-1], "feedback.read")
    for flagged in (True, False, True):
        assert friday.tom.modal is not None
        assert (await friday.tom.press(friday.tom.modal, "feedback.flag")).ok
        assert ("Only you see the flag" in shown(friday.tom.modal)) == flagged
    await read(friday)
    assert "flag" not in shown(friday.mei.modal)
    message = friday.mei.dm[-1]
    message.blocks[-1]["elements"][0] |= {"action_id": "feedback.flag", "value": f"{one} 1"}
    await friday.mei.press(message, "feedback.flag")
    flags = {reader.person_id: reader.flagged_at is not None for reader in await friday.rows(Reader)}
    assert flags == {(await friday.person(friday.mei)).id: False, (await friday.person(friday.tom)).id: True}
