"""Anonymous words to one's manager: writing once, waiting for others, being read, answered, and answering back unseen."""

import asyncio
import random
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from bot.domain import upward as rules
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.upward import REPLIES_WAITING_MOST, WAITS_MOST, Stand
from bot.usecases import home as home_usecases
from bot.usecases import upward_read, upward_schedule
from bot.usecases.upward import Mine
from storage import mixing
from storage.database import Database
from storage.notices import Notice
from storage.upward import UpwardAuthor, UpwardBatch
from tests import upward_team
from tests.upward_team import DAY, TELLS, WROTE, Upward


@pytest.fixture
async def upward(database: Database) -> Upward:
    """Tom's team of four, once on each database."""
    return await upward_team.founded(database)


async def three_write(upward: Upward) -> list[str]:
    """Tom1 to Tom3 write; their tickets."""
    return [(await upward.send(f"Tom{number}", f"words {number}")).ticket for number in (1, 2, 3)]


async def test_words_wait_until_there_are_three_authors_and_another_day(upward: Upward) -> None:
    await upward.send("Tom1", "one")
    await upward.send("Tom2", "two")
    assert await upward.look(WROTE) is False
    assert await upward.look(WROTE + 5 * DAY) is False
    await upward.send("Tom3", "three", WROTE + 5 * DAY)
    assert await upward.look(WROTE + 5 * DAY + timedelta(hours=1)) is False
    assert await upward.look(WROTE + 5 * DAY + timedelta(hours=11)) is False
    assert await upward.look(WROTE + 6 * DAY) is True
    shown = await upward.read("Tom")
    assert sorted(str(one) for one in shown.said) == ["one", "three", "two"]
    assert (shown.replies, shown.more) == ([], False)
    assert await upward.look(WROTE + 7 * DAY) is False


async def test_whoever_comes_before_the_delivery_is_in_it(upward: Upward) -> None:
    await three_write(upward)
    assert await upward.look(WROTE) is False
    await upward.send("Tom4", "words 4", WROTE + timedelta(hours=3))
    assert await upward.look(WROTE + DAY) is True
    assert len((await upward.read("Tom")).said) == 4


async def test_at_the_close_all_is_written_anew_and_nothing_says_who_it_was(upward: Upward) -> None:
    await three_write(upward)
    before = {one.words: (one.key, one.proof) for one in await upward.words()}
    assert len(await upward.rows(UpwardAuthor)) == 3
    await upward.deliver()
    after = {one.words: (one.key, one.proof) for one in await upward.words()}
    assert await upward.rows(UpwardAuthor) == []
    assert {one: proof for one, (_, proof) in after.items()} == {one: proof for one, (_, proof) in before.items()}
    assert {key for key, _ in after.values()} & {key for key, _ in before.values()} == set()
    batch = await upward.batch()
    assert (batch.closed_at, batch.delivered, batch.seen_on, batch.waits_on) == (WROTE + DAY, True, None, None)


async def test_the_manager_is_told_at_their_hour_without_any_words(upward: Upward) -> None:
    await three_write(upward)
    await upward.deliver()
    (notice,) = await upward.rows(Notice)
    assert (notice.kind, notice.recipient_id, notice.due_at) == (
        rules.DELIVERED.name,
        upward.team.ids["Tom"],
        TELLS,
    )
    async with upward.team.transaction(reading=True) as tx:
        told = await upward_read.access_delivered(tx, notice, await upward.team.person(tx, "Tom"), TELLS)
        assert isinstance(told, UpwardBatch)
        with pytest.raises(NotAllowed, match="not_found"):
            await upward_read.access_delivered(tx, notice, await upward.team.person(tx, "Tom1"), TELLS)


async def test_a_second_sending_is_kept_by_whoever_wrote_it(upward: Upward) -> None:
    await upward.send("Tom1", "first")
    with pytest.raises(RuleBroken, match="upward_waits") as broken:
        await upward.send("Tom1", "second")
    assert broken.value.field == "words"
    assert [one.words for one in await upward.words()] == ["first"]


async def test_a_repeat_of_the_same_form_finds_its_ticket_and_changes_nothing(upward: Upward) -> None:
    form = await upward.form("Tom1")
    first = await upward.send("Tom1", "first", form=form)
    again = await upward.send("Tom1", "changed", form=form)
    assert (first.again, again.again, first.ticket == again.ticket) == (False, True, True)
    assert [one.words for one in await upward.words()] == ["first"]


async def test_a_repeat_after_the_delivery_does_not_begin_another_one(upward: Upward) -> None:
    form = await upward.form("Tom3")
    for name in ("Tom1", "Tom2"):
        await upward.send(name)
    await upward.send("Tom3", "late ack", form=form)
    await upward.deliver()
    assert (await upward.send("Tom3", "late ack", WROTE + DAY, form=form)).again is True
    assert len(await upward.rows(UpwardBatch)) == 1
    assert len(await upward.words()) == 3


async def test_two_devices_at_once_store_one(upward: Upward) -> None:
    forms = [await upward.form("Tom1") for _ in range(2)]
    done = await asyncio.gather(
        *(upward.send("Tom1", f"by {at}", form=form) for at, form in enumerate(forms)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in done) == ["RuleBroken", "Sent"]
    assert len(await upward.words()) == 1


async def test_many_at_once_share_one_batch(upward: Upward) -> None:
    await asyncio.gather(*(upward.send(f"Tom{number}") for number in (1, 2, 3, 4)))
    assert [one.number for one in await upward.rows(UpwardBatch)] == [1]
    assert len(await upward.words()) == len(await upward.rows(UpwardAuthor)) == 4


async def test_whoever_writes_while_a_batch_closes_is_in_it_or_in_the_next(upward: Upward) -> None:
    await three_write(upward)
    assert await upward.look(WROTE) is False
    await asyncio.gather(upward.look(WROTE + DAY), upward.send("Tom4", "just now", WROTE + DAY))
    (mine,) = [one for one in await upward.words() if one.words == "just now"]
    batch, authors = await upward.batch(mine.batch_id), await upward.rows(UpwardAuthor)
    assert batch.closed_at is not None or [one.batch_id for one in authors] == [mine.batch_id]
    assert (await upward.batch(1)).delivered is True


async def test_after_a_delivery_everybody_can_write_again(upward: Upward) -> None:
    await three_write(upward)
    await upward.deliver()
    await upward.send("Tom1", "once more", WROTE + DAY)
    assert [(one.number, one.closed_at is None) for one in await upward.rows(UpwardBatch)] == [(1, False), (2, True)]
    assert (await upward.read("Tom")).said != ["once more"]


async def test_nobody_else_reads_it_and_nobody_before_it_is_delivered(upward: Upward) -> None:
    await three_write(upward)
    with pytest.raises(NotAllowed, match="not_found"):
        await upward.read("Tom")
    await upward.deliver()
    for name in ("Tom1", "Eva", "Ann", "Nia"):
        with pytest.raises(NotAllowed, match="not_found"):
            await upward.read(name)
        with pytest.raises(NotAllowed, match="not_found"):
            await upward.answer(name, "mine")


@pytest.mark.parametrize(("name", "code"), [("Ann", "upward_no_manager"), ("Eva1", "upward_small_team")])
async def test_without_a_manager_or_in_a_small_team_it_is_refused_kindly(upward: Upward, name: str, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        await upward.form(name)


async def test_people_who_left_do_not_make_a_team_large_enough(upward: Upward) -> None:
    await upward.team.change("Tom3", WROTE, active=False)
    await upward.team.change("Tom4", WROTE, employed_until=WROTE.date() - DAY)
    with pytest.raises(RuleBroken, match="upward_small_team"):
        await upward.form("Tom1")


async def test_whoever_has_no_manager_any_more_writes_to_nobody(upward: Upward) -> None:
    form = await upward.form("Tom1")
    await upward.team.change("Tom", WROTE, active=False)
    with pytest.raises(RuleBroken, match="upward_no_manager"):
        await upward.form("Tom1")
    with pytest.raises(RuleBroken, match="upward_no_manager"):
        await upward.send("Tom1", form=form)


async def test_a_form_to_somebody_elses_manager_by_now_stores_nothing(upward: Upward) -> None:
    form = await upward.form("Tom1")
    await upward.team.led_by("Tom1", "Eva", date(2027, 1, 12))
    with pytest.raises(RuleBroken, match="upward_moved"):
        await upward.send("Tom1", form=form)
    assert await upward.words() == []


async def test_words_stay_with_the_manager_they_were_written_to(upward: Upward) -> None:
    await three_write(upward)
    for name in ("Tom1", "Tom2", "Tom3"):
        await upward.team.led_by(name, "Nia", date(2027, 1, 13))
    await upward.deliver()
    assert len((await upward.read("Tom")).said) == 3
    await upward.send("Tom1", "to Nia", WROTE + DAY)
    with pytest.raises(NotAllowed):
        await upward.read("Nia", 2)


@pytest.mark.parametrize("left", [{"active": False}, {"employed_until": date(2027, 1, 13)}])
async def test_when_the_manager_leaves_what_waits_is_deleted_unread_and_tickets_say_so(
    upward: Upward, left: dict[str, object]
) -> None:
    tickets = await three_write(upward)
    assert await upward.look(WROTE) is False
    await upward.team.change("Tom", WROTE, **left)
    assert await upward.look(WROTE + DAY) is True
    assert [one.words for one in await upward.words()] == [None] * 3
    assert await upward.rows(UpwardAuthor) == []
    assert await upward.rows(Notice) == []
    found = await upward.found("Tom1", tickets[0], WROTE + DAY)
    assert (found.stand, found.may_reply) == (Stand.DROPPED, False)
    with pytest.raises(NotAllowed):
        await upward.read("Tom")


async def test_what_never_finds_two_others_is_deleted_after_half_a_year(upward: Upward) -> None:
    ticket = (await upward.send("Tom1")).ticket
    assert await upward.look(WROTE) is False
    assert await upward.look(WROTE + WAITS_MOST) is False
    assert await upward.look(WROTE + WAITS_MOST + DAY) is True
    assert [one.words for one in await upward.words()] == [None]
    assert (await upward.found("Tom1", ticket)).stand is Stand.DROPPED
    assert (await upward.send("Tom1", "again", WROTE + WAITS_MOST + DAY)).again is False


async def test_a_ticket_tells_how_it_stands_and_never_the_words(upward: Upward) -> None:
    ticket = (await upward.send("Tom1", "mine alone")).ticket
    stands = [(await upward.found("Tom1", ticket)).stand]
    await upward.send("Tom2")
    await upward.send("Tom3")
    await upward.deliver()
    stands.append((await upward.found("Tom1", ticket)).stand)
    await upward.read("Tom")
    stands.append((await upward.found("Tom1", ticket)).stand)
    await upward.answer("Tom", "Thank you")
    await upward.answer("Tom", "Thank you all")
    found = await upward.found("Tom1", ticket.lower().replace("-", ""))
    assert [*stands, found.stand] == [Stand.WAITS, Stand.DELIVERED, Stand.READ, Stand.ANSWERED]
    assert (found.answer, found.may_reply) == ("Thank you all", True)
    assert "mine alone" not in repr(found)


async def test_to_look_leaves_no_trace(upward: Upward) -> None:
    """It runs where nothing can be written."""
    (ticket, *_) = await three_write(upward)
    await upward.deliver()
    before = repr([await upward.words(), await upward.batch()])
    await upward.found("Tom1", ticket)
    assert repr([await upward.words(), await upward.batch()]) == before


@pytest.mark.parametrize("typed", ["", "x", "BCDF-GHJK-MNPR-STWX", "1 OR 1=1"])
async def test_a_wrong_ticket_is_told_nothing_but_that(upward: Upward, typed: str) -> None:
    await three_write(upward)
    with pytest.raises(RuleBroken, match="ticket_unknown") as broken:
        await upward.found("Tom1", typed)
    assert broken.value.field == "ticket"


async def test_tickets_are_of_one_workspace(upward: Upward) -> None:
    (ticket, *_) = await three_write(upward)
    other = await upward_team.founded_beside(upward.team.database)
    with pytest.raises(RuleBroken, match="ticket_unknown"):
        await other.found("Tom1", ticket)


async def test_answers_back_come_on_a_later_day_as_belonging_to_the_batch(upward: Upward) -> None:
    tickets = await three_write(upward)
    with pytest.raises(RuleBroken, match="upward_not_delivered"):
        await upward.reply("Tom1", tickets[0], "too early", WROTE)
    await upward.deliver()
    await upward.answer("Tom", "Thank you")
    wrote = WROTE + 2 * DAY
    await upward.reply("Tom1", tickets[0], "and one thing more", wrote)
    await upward.reply("Tom2", tickets[1], "agreed", wrote)
    before = {one.key for one in await upward.replies()}
    assert (await upward.read("Tom")).replies == []
    assert await upward.look(wrote) is False
    assert await upward.look(wrote + DAY) is True
    assert sorted(str(one) for one in (await upward.read("Tom")).replies) == ["agreed", "and one thing more"]
    assert {one.key for one in await upward.replies()} & before == set()
    told = [one for one in await upward.rows(Notice) if one.kind == rules.REPLIED.name]
    assert [(one.recipient_id, one.subject_id) for one in told] == [(upward.team.ids["Tom"], 1)]
    assert await upward.look(wrote + 2 * DAY) is False


async def test_an_answer_back_is_kept_once_however_often_it_comes(upward: Upward) -> None:
    (ticket, *_) = await three_write(upward)
    await upward.deliver()
    nonce = (await upward.found("Tom1", ticket)).nonce
    wrote = WROTE + 2 * DAY
    for _ in range(2):
        await upward.reply("Tom1", ticket, "once", wrote, nonce)
    await upward.look(wrote)
    await upward.look(wrote + DAY)
    await upward.reply("Tom1", ticket, "once", wrote + DAY, nonce)
    assert [(one.words, one.delivered) for one in await upward.replies()] == [("once", True)]
    await upward.reply("Tom1", ticket, "twice", wrote + DAY)
    assert len(await upward.replies()) == 2


async def test_a_storm_of_answers_back_is_told_kindly(upward: Upward) -> None:
    (ticket, *_) = await three_write(upward)
    await upward.deliver()
    for number in range(REPLIES_WAITING_MOST):
        await upward.reply("Tom1", ticket, f"reply {number}", TELLS)
    with pytest.raises(RuleBroken, match="upward_many_replies"):
        await upward.reply("Tom1", ticket, "one more", TELLS)
    await upward.look(TELLS)
    await upward.look(TELLS + DAY)
    await upward.reply("Tom1", ticket, "one more", TELLS + DAY)


async def test_nobody_answers_back_to_a_manager_who_left_and_what_waits_is_deleted(upward: Upward) -> None:
    tickets = await three_write(upward)
    await upward.deliver()
    await upward.reply("Tom1", tickets[0], "just in time", TELLS)
    await upward.team.change("Tom", TELLS, active=False)
    assert (await upward.found("Tom2", tickets[1], TELLS)).may_reply is False
    with pytest.raises(RuleBroken, match="person_inactive"):
        await upward.reply("Tom2", tickets[1], "too late", TELLS)
    assert await upward.look(TELLS) is True
    assert await upward.replies() == []
    assert await upward.look(TELLS + DAY) is False


@pytest.mark.parametrize("words", ["", "  ", "👍", "x" * 3_001])
async def test_bad_words_are_refused_at_their_field_everywhere(upward: Upward, words: str) -> None:
    (ticket, *_) = await three_write(upward)
    await upward.deliver()
    for doing in (
        upward.send("Tom1", words, WROTE + DAY),
        upward.reply("Tom1", ticket, words, WROTE + DAY),
        upward.answer("Tom", words),
    ):
        with pytest.raises(RuleBroken) as broken:
            await doing
        assert broken.value.field == "words"
    assert len(await upward.words()) == 3


async def test_long_batches_come_in_pages_with_each_text_on_one_of_them(database: Database) -> None:
    upward = await upward_team.founded(database, many=20)
    tickets = [(await upward.send(f"Tom{number}", f"words {number}")).ticket for number in range(1, 21)]
    await upward.deliver()
    for number, ticket in enumerate(tickets[:15]):
        await upward.reply("Tom1", ticket, f"reply {number}", TELLS)
    await upward.look(TELLS)
    await upward.look(TELLS + DAY)
    pages: list[upward_read.Opened] = []
    async with upward.team.transaction(reading=True) as tx:
        tom = await upward.team.person(tx, "Tom")
        while not pages or pages[-1].more:
            pages.append(await upward_read.access_batch(tx, tom, 1, len(pages)))
    assert [(len(one.said), len(one.replies)) for one in pages] == [(15, 0), (5, 10), (0, 5)]
    assert len({text for one in pages for text in (*one.said, *one.replies)}) == 35


async def test_the_order_has_nothing_to_do_with_who_came_first(sqlite: Database) -> None:
    upward = await upward_team.founded(sqlite, many=15)
    order = list(range(1, 16))
    random.shuffle(order)
    for number in order:
        await upward.send(f"Tom{number}", str(number))
    await upward.deliver()
    shown = [int(str(one)) for one in (await upward.read("Tom")).said]
    assert sorted(shown) == sorted(order)
    assert shown not in (order, order[::-1], sorted(order), sorted(order)[::-1])


async def test_a_crash_while_it_is_written_anew_leaves_all_as_it_was(
    upward: Upward, monkeypatch: pytest.MonkeyPatch
) -> None:
    await three_write(upward)
    await upward.look(WROTE)
    before = repr(sorted(one.key for one in await upward.words()))
    with monkeypatch.context() as broken:
        broken.setattr(mixing, "_key", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await upward.look(WROTE + DAY)
    assert repr(sorted(one.key for one in await upward.words())) == before
    assert len(await upward.rows(UpwardAuthor)) == 3
    assert await upward.rows(Notice) == []
    assert await upward.look(WROTE + DAY) is True


async def test_two_clocks_deliver_once(upward: Upward) -> None:
    await three_write(upward)
    await upward.look(WROTE)

    async def tick() -> bool:
        async with upward.team.transaction() as tx:
            return await upward_schedule.look(tx, 1, WROTE + DAY)

    assert sorted(await asyncio.gather(tick(), tick())) == [False, True]
    assert len(await upward.rows(Notice)) == 1


async def test_home_shows_the_way_to_write_and_never_whether_one_did(upward: Upward) -> None:
    async def home(name: str, now: datetime = WROTE) -> Mine:
        async with upward.team.transaction(reading=True) as tx:
            return (await home_usecases.access_home(tx, await upward.team.person(tx, name), now)).upward

    before = repr(await home("Tom1"))
    assert "Tom" in before
    assert [(await home(name)).manager for name in ("Eva1", "Ann", "Tom")] == [None] * 3
    assert (await home("Tom")).batch is None
    await three_write(upward)
    assert repr(await home("Tom1")) == before
    assert (await home("Tom")).batch is None
    await upward.deliver()
    last = (await home("Tom")).batch
    assert last is not None
    assert last.id == 1
    async with upward.team.transaction(reading=True) as tx:
        assert list(await tx.exec(select(UpwardBatch.number))) == [1]
