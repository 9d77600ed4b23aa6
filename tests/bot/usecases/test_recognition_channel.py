"""Thanks in a channel: of whom the form showed, without those who would rather not be, and what becomes of a failure."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.domain import recognition as rules
from bot.domain.errors import NotAllowed
from bot.domain.notices import NoLonger, State
from bot.domain.recognition import Where
from bot.usecases import recognition as usecases
from bot.usecases import recognition_channel, recognition_notices
from storage.notices import Notice
from tests.clock import START
from tests.recognition import CHANNEL, NOW, name_channel, opt_out, rows, shown, thank
from tests.team import Team


async def test_the_form_names_those_who_lead_them_and_whoever_would_rather_not_be_posted(posting: Team) -> None:
    await opt_out(posting, "Bob")
    async with posting.transaction(reading=True) as tx:
        form = await usecases.access_form(tx, await posting.person(tx, "Una"), ["U0MEI", "U0BOB", "U0UNA"], NOW)
    assert [one.name for one in form.readers.people] == ["Mei", "Bob"]
    assert [one.name for one in form.readers.managers] == ["Tom", "Ann"]
    assert [one.name for one in form.readers.unposted] == ["Bob"]
    assert form.channel == CHANNEL


async def test_nothing_is_sent_to_a_reader_whom_the_form_did_not_name(team: Team) -> None:
    sent = await thank(team, "Una", ["Mei"], named=["Mei", "Bob"])
    assert sent.given is None
    assert sent.form is not None
    assert [one.name for one in sent.form.readers.managers] == ["Tom", "Ann"]
    assert await rows(team) == []


async def test_nothing_is_posted_to_a_channel_that_the_form_did_not_show(posting: Team) -> None:
    sent = await thank(posting, "Una", ["Mei"], where=Where.POSTED, channel="C0OTHER")
    assert sent.form is not None
    assert await rows(posting) == []


async def test_the_channel_gets_names_but_not_of_those_who_would_rather_not_be_there(posting: Team) -> None:
    await opt_out(posting, "Bob")
    await thank(posting, "Una", ["Mei", "Bob"], where=Where.POSTED)
    [notice] = await posting.notices(rules.POST)
    assert (notice.channel, notice.unasked) == (CHANNEL, False)
    assert [one.name for one in (await shown(posting, notice, "Una")).to] == ["Mei"]
    assert len(await posting.notices(rules.THANKS)) == 2


async def test_where_nobody_is_left_to_be_named_nothing_is_posted(posting: Team) -> None:
    await opt_out(posting, "Bob")
    await thank(posting, "Una", ["Bob"], where=Where.POSTED)
    assert await posting.notices(rules.POST) == []
    await thank(posting, "Una", ["Mei"], where=Where.POSTED, source="view:V2")
    [notice] = await posting.notices(rules.POST)
    await opt_out(posting, "Mei")
    with pytest.raises(NoLonger, match="nobody_to_post"):
        await shown(posting, notice, "Una")


async def test_whoever_left_before_it_was_posted_is_not_named(posting: Team) -> None:
    await thank(posting, "Una", ["Mei", "Bob"], where=Where.POSTED)
    await posting.change("Mei", NOW, active=False)
    [notice] = await posting.notices(rules.POST)
    assert [one.name for one in (await shown(posting, notice, "Una")).to] == ["Bob"]


@pytest.mark.parametrize("name", ["Mei", "Tom", "Ann"])
async def test_a_notice_shows_its_words_to_its_recipient_alone(posting: Team, name: str) -> None:
    await thank(posting, "Una", ["Bob"], where=Where.POSTED)
    for kind in (rules.THANKS, rules.POST):
        [notice] = await posting.notices(kind)
        with pytest.raises(NotAllowed):
            await shown(posting, notice, name)


async def test_the_author_hears_once_that_the_channel_did_not_take_it(posting: Team) -> None:
    await thank(posting, "Una", ["Mei"], where=Where.POSTED)
    [notice] = await posting.notices(rules.POST)
    for state, told in ((State.PENDING, 0), (State.FAILED, 1), (State.FAILED, 0)):
        async with posting.transaction() as tx:
            kept = await tx.get_one(Notice, notice.id)
            kept.state, kept.why = state, "is_archived"
            tx.add(kept)
        async with posting.transaction() as tx:
            assert await recognition_notices.tell_unposted(tx, NOW + timedelta(minutes=5), 10) == told
    [said] = await posting.notices(rules.UNPOSTED)
    assert said.recipient_id == posting.ids["Una"]
    assert [one.name for one in (await shown(posting, said, "Una")).to] == ["Mei"]


async def test_a_failure_of_long_ago_is_told_to_nobody_any_more(posting: Team) -> None:
    await thank(posting, "Una", ["Mei"], where=Where.POSTED)
    async with posting.transaction() as tx:
        for notice in await tx.exec(select(Notice).where(Notice.kind == rules.POST.name)):
            notice.state = State.FAILED
            tx.add(notice)
    async with posting.transaction() as tx:
        assert await recognition_notices.tell_unposted(tx, NOW + timedelta(days=4), 10) == 0


async def test_hr_names_the_channel_and_the_second_of_two_is_told(team: Team) -> None:
    assert await name_channel(team, CHANNEL) == recognition_channel.Place(CHANNEL)
    assert await name_channel(team, "C0OTHER") == recognition_channel.Place(CHANNEL, "Ann")
    assert await name_channel(team, CHANNEL) == recognition_channel.Place(CHANNEL)
    assert await name_channel(team, None, CHANNEL) == recognition_channel.Place(None)
    async with team.transaction() as tx:
        with pytest.raises(NotAllowed, match="hr_only"):
            await recognition_channel.set_place(tx, await team.person(tx, "Tom"), CHANNEL, None, START)
