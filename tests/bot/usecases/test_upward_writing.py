"""Anonymous words to one's manager: written once, to whom it is possible, and seen from home."""

import asyncio
from datetime import date, datetime

import pytest
from sqlmodel import select

from bot.domain.errors import RuleBroken
from bot.usecases import home as home_usecases
from bot.usecases.upward import Mine
from storage.upward import UpwardAuthor, UpwardBatch
from tests.upward_team import DAY, WROTE, Upward, three_write


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


async def test_after_a_delivery_everybody_can_write_again(upward: Upward) -> None:
    await three_write(upward)
    await upward.deliver()
    await upward.send("Tom1", "once more", WROTE + DAY)
    assert [(one.number, one.closed_at is None) for one in await upward.rows(UpwardBatch)] == [(1, False), (2, True)]
    assert (await upward.read("Tom")).said != ["once more"]


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
