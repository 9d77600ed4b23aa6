"""Anonymous words to one's manager: waiting for others, written anew, delivered to one reader, or deleted unread."""

import asyncio
import random
from datetime import date, timedelta

import pytest

from bot.domain import upward as rules
from bot.domain.errors import NotAllowed
from bot.domain.upward import WAITS_MOST, Stand
from bot.usecases import upward_read, upward_schedule
from storage import mixing
from storage.database import Database
from storage.notices import Notice
from storage.upward import UpwardAuthor, UpwardBatch
from tests import upward_team
from tests.upward_team import DAY, TELLS, WROTE, Upward, three_write


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


async def test_whoever_writes_while_a_batch_closes_is_in_it_or_in_the_next(upward: Upward) -> None:
    await three_write(upward)
    assert await upward.look(WROTE) is False
    await asyncio.gather(upward.look(WROTE + DAY), upward.send("Tom4", "just now", WROTE + DAY))
    (mine,) = [one for one in await upward.words() if one.words == "just now"]
    batch, authors = await upward.batch(mine.batch_id), await upward.rows(UpwardAuthor)
    assert batch.closed_at is not None or [one.batch_id for one in authors] == [mine.batch_id]
    assert (await upward.batch(1)).delivered is True


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
