"""Talks: a reply reaches the other one, goes on in one thread, and follows when it is edited or taken back."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain import checkins, talks
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.notices import NoLonger, State
from bot.usecases import checkins_read
from bot.usecases import talks as usecases
from storage import talks as store
from storage.checkins import CheckIn
from storage.notices import Notice
from storage.talks import TalkMessage
from tests.clock import START
from tests.team import OPENS, Team

NOW = OPENS + timedelta(hours=2)
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
async def sent(team: Team) -> CheckIn:
    """Mei's check-in, which Tom may read; her prompt was posted."""
    await team.open_due(OPENS)
    await team.delivered(checkins.PROMPT, "Mei", "100.1", "D0MEI")
    return await team.sent("Mei", OPENS + timedelta(hours=1))


async def reply(team: Team, name: str, checkin: CheckIn, words: str, source: str) -> None:
    async with team.transaction() as tx:
        await usecases.reply(tx, await team.person(tx, name), checkin.id, words, NOW, source=source)


async def said(team: Team, checkin: CheckIn) -> list[tuple[int, str | None]]:
    async with team.transaction(reading=True) as tx:
        opened = await checkins_read.access_own(tx, await team.person(tx, "Mei"), checkin.id)
    return [(message.author_id, message.words) for _, message in opened.talk]


async def the_message(team: Team, source: str) -> TalkMessage:
    async with team.transaction(reading=True) as tx:
        found = await store.by_source(tx, team.workspace_id, source)
    assert found is not None
    return found


async def test_a_readers_reply_is_owed_to_the_author_under_their_own_prompt(team: Team, sent: CheckIn) -> None:
    await reply(team, "Tom", sent, "Well done <b>", "view:V1")
    assert await said(team, sent) == [(team.ids["Tom"], "Well done <b>")]
    [notice] = await team.notices(talks.MESSAGE)
    assert (notice.recipient_id, notice.thread_ts, notice.due_at) == (team.ids["Mei"], "100.1", NOW)


async def test_the_author_answers_and_the_talk_goes_on_in_one_thread_each(team: Team, sent: CheckIn) -> None:
    await reply(team, "Tom", sent, "Well done", "view:V1")
    await team.delivered(talks.MESSAGE, "Mei", "101.1", "D0MEI")
    await reply(team, "Mei", sent, "Thanks", "view:V2")
    await team.delivered(talks.MESSAGE, "Tom", "200.1", "D0TOM")
    await reply(team, "Mei", sent, "One more thing", "view:V3")
    first, second = await team.notices(talks.MESSAGE, "Tom")
    assert (first.thread_ts, second.thread_ts) == (None, "200.1")


async def test_a_reply_said_twice_is_said_once(team: Team, sent: CheckIn) -> None:
    await asyncio.gather(*(reply(team, "Tom", sent, "Well done", "view:V1") for _ in range(4)))
    await reply(team, "Tom", sent, "Well done", "view:V1")
    assert len(await said(team, sent)) == 1
    assert len(await team.notices(talks.MESSAGE)) == 1


async def test_the_author_cannot_begin_a_talk_that_nobody_reads(team: Team, sent: CheckIn) -> None:
    with pytest.raises(NotAllowed, match="not_found"):
        await reply(team, "Mei", sent, "Anybody there", "view:V1")


@pytest.mark.parametrize("name", ["Bob", "Ann", "Una"])
async def test_nobody_but_a_reader_replies(team: Team, sent: CheckIn, name: str) -> None:
    with pytest.raises(NotAllowed, match="not_found"):
        await reply(team, name, sent, "Hello", "view:V1")
    assert await said(team, sent) == []


async def test_a_reply_to_what_is_not_there_is_refused_in_the_same_words(team: Team) -> None:
    with pytest.raises(NotAllowed, match="not_found"):
        async with team.transaction() as tx:
            await usecases.reply(tx, await team.person(tx, "Tom"), 999, "Hello", NOW, source="view:V1")


async def test_an_empty_reply_is_refused_and_nothing_is_owed(team: Team, sent: CheckIn) -> None:
    with pytest.raises(RuleBroken, match="words_needed"):
        await reply(team, "Tom", sent, " \n", "view:V1")
    assert await team.notices(talks.MESSAGE) == []


async def test_a_message_in_a_thread_of_the_talk_belongs_to_it(team: Team, sent: CheckIn) -> None:
    await reply(team, "Tom", sent, "Well done", "view:V1")
    await team.delivered(talks.MESSAGE, "Mei", "101.1", "D0MEI")
    async with team.transaction(reading=True) as tx:
        mei, tom = await team.person(tx, "Mei"), await team.person(tx, "Tom")
        for thread in ("100.1", "101.1"):
            found = await usecases.talk_at(tx, mei, "D0MEI", thread)
            assert found is not None
            assert (found.owner_id, found.other_id) == (mei.id, tom.id)
        assert await usecases.talk_at(tx, mei, "D0MEI", "999.9") is None
        assert await usecases.talk_at(tx, mei, "D0TOM", "101.1") is None
        assert await usecases.talk_at(tx, tom, "D0MEI", "101.1") is None


async def test_an_edit_follows_to_the_other_one_and_a_repeat_of_it_changes_nothing(team: Team, sent: CheckIn) -> None:
    await reply(team, "Tom", sent, "Wel done", "dm:D0TOM:1.1")
    await team.delivered(talks.MESSAGE, "Mei", "101.1", "D0MEI")
    for _ in range(2):
        async with team.transaction() as tx:
            tom = await team.person(tx, "Tom")
            assert await usecases.follow_edit(tx, tom, "dm:D0TOM:1.1", "Well done", LATER)
    message = await the_message(team, "dm:D0TOM:1.1")
    assert (message.words, message.edited_at) == ("Well done", LATER)
    [notice] = await team.notices(talks.MESSAGE)
    assert (notice.state, notice.ts) == (State.PENDING, "101.1")


async def test_a_deletion_takes_the_words_back(team: Team, sent: CheckIn) -> None:
    await reply(team, "Tom", sent, "Sorry, wrong person", "dm:D0TOM:1.1")
    async with team.transaction() as tx:
        assert await usecases.follow_edit(tx, await team.person(tx, "Tom"), "dm:D0TOM:1.1", None, LATER)
        assert await usecases.follow_edit(tx, await team.person(tx, "Tom"), "dm:D0TOM:1.1", "late edit", LATER)
    message = await the_message(team, "dm:D0TOM:1.1")
    assert (message.words, message.withdrawn_at) == (None, LATER)
    [notice] = await team.notices(talks.MESSAGE)
    with pytest.raises(NoLonger, match="withdrawn"):
        await look(team, notice, "Mei")


async def test_what_was_taken_back_after_it_was_posted_shows_as_taken_back(team: Team, sent: CheckIn) -> None:
    await reply(team, "Tom", sent, "Sorry, wrong person", "dm:D0TOM:1.1")
    await team.delivered(talks.MESSAGE, "Mei", "101.1", "D0MEI")
    async with team.transaction() as tx:
        await usecases.follow_edit(tx, await team.person(tx, "Tom"), "dm:D0TOM:1.1", None, LATER)
    [notice] = await team.notices(talks.MESSAGE)
    shown = await look(team, notice, "Mei")
    assert (shown.withdrawn, shown.words) == (True, None)


async def test_nobody_edits_the_words_of_the_other_one(team: Team, sent: CheckIn) -> None:
    await reply(team, "Tom", sent, "Well done", "dm:D0TOM:1.1")
    async with team.transaction() as tx:
        assert not await usecases.follow_edit(tx, await team.person(tx, "Mei"), "dm:D0TOM:1.1", "Hm", LATER)
    assert (await the_message(team, "dm:D0TOM:1.1")).words == "Well done"


async def test_an_edit_of_something_else_is_no_message_of_a_talk(team: Team) -> None:
    async with team.transaction() as tx:
        assert not await usecases.follow_edit(tx, await team.person(tx, "Tom"), "dm:D0TOM:9.9", "x", START)


@pytest.mark.parametrize("name", ["Bob", "Ann", "Una"])
async def test_a_message_is_shown_to_nobody_but_the_two(team: Team, sent: CheckIn, name: str) -> None:
    await reply(team, "Tom", sent, "Well done", "view:V1")
    [notice] = await team.notices(talks.MESSAGE)
    with pytest.raises(NotAllowed, match="not_found"):
        await look(team, notice, name)


async def look(team: Team, notice: Notice, name: str) -> usecases.Said:
    async with team.transaction(reading=True) as tx:
        return await usecases.access_message(tx, notice, await team.person(tx, name), LATER)
