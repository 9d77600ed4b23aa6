"""What people write to the bot in its DM: kept, offered, used once, and followed when it is edited."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain import checkins, talks
from bot.domain.checkins import Draft
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.notices import NoLonger, State
from bot.usecases import checkins_rows as rows
from bot.usecases import dm
from bot.usecases import talks as talking
from storage import drafts
from tests.clock import START
from tests.team import CLOSES, OPENS, Team

NOW = OPENS + timedelta(hours=1)
LATER = NOW + timedelta(minutes=5)


async def write(team: Team, words: str, ts: str = "1.1", thread_ts: str | None = None, name: str = "Mei") -> None:
    async with team.transaction() as tx:
        await dm.receive(tx, await team.person(tx, name), "D0MEI", ts, thread_ts, words, NOW)


async def kept(team: Team, ts: str = "1.1") -> drafts.KeptDraft:
    async with team.transaction(reading=True) as tx:
        found = await drafts.find(tx, team.ids["Mei"], dm.DM, f"dm:D0MEI:{ts}")
    assert found is not None
    return found


async def use(team: Team, draft_id: int, name: str = "Mei") -> None:
    async with team.transaction() as tx:
        await dm.use(tx, await team.person(tx, name), draft_id, LATER)


async def offer(team: Team, ts: str = "1.1") -> dm.Offer:
    async with team.transaction(reading=True) as tx:
        return await dm.access(tx, await team.person(tx, "Mei"), (await kept(team, ts)).id, LATER)


async def answers(team: Team) -> Draft:
    [checkin] = await team.checkins("Mei")
    async with team.transaction(reading=True) as tx:
        return await rows.draft_of(tx, checkin)


async def test_words_in_the_dm_are_kept_and_offered_as_an_answer(team: Team) -> None:
    await team.open_due(OPENS)
    await write(team, "Shipped *it* <now>")
    assert (await kept(team)).words == "Shipped *it* <now>"
    [notice] = await team.notices(checkins.OFFER, "Mei")
    assert (notice.subject_id, notice.due_at) == ((await kept(team)).id, NOW)
    shown = await offer(team)
    assert (shown.slot, shown.used, shown.answered) == ("2027-W02", False, False)
    assert await team.checkins("Mei") == []


async def test_without_an_open_check_in_the_words_are_kept_all_the_same(team: Team) -> None:
    await write(team, "Hello")
    assert (await offer(team)).series is None
    assert (await kept(team)).words == "Hello"


async def test_saved_words_are_the_answer_once(team: Team) -> None:
    await team.open_due(OPENS)
    await write(team, "Shipped it")
    await asyncio.gather(*(use(team, 1) for _ in range(4)))
    await use(team, 1)
    assert await answers(team) == Draft(progress="Shipped it")
    assert (await kept(team)).used_at == LATER
    assert (await offer(team)).used


async def test_saved_words_stand_below_what_was_answered_before(team: Team) -> None:
    await team.open_due(OPENS)
    await team.submit("Mei", NOW, progress="First", mood=4)
    await write(team, "Second")
    assert (await offer(team)).answered
    await use(team, (await kept(team)).id)
    assert await answers(team) == Draft(progress="First\nSecond", mood=4)


async def test_words_that_do_not_fit_are_refused_and_stay_kept(team: Team) -> None:
    await team.open_due(OPENS)
    await team.submit("Mei", NOW, progress="x" * 2_999)
    await write(team, "Too much")
    with pytest.raises(RuleBroken, match="too_long"):
        await use(team, (await kept(team)).id)
    assert (await kept(team)).used_at is None


@pytest.mark.parametrize("name", ["Bob", "Tom", "Ann"])
async def test_nobody_else_uses_or_sees_them(team: Team, name: str) -> None:
    await write(team, "Shipped it")
    draft_id = (await kept(team)).id
    with pytest.raises(NotAllowed, match="not_found"):
        await use(team, draft_id, name)
    with pytest.raises(NotAllowed, match="not_found"):
        async with team.transaction(reading=True) as tx:
            await dm.prefill(tx, await team.person(tx, name), draft_id)


async def test_the_button_of_an_offer_whose_window_has_closed_keeps_the_words(team: Team) -> None:
    """The button is pressed on Monday evening: the words become no answer to the week that comes."""
    await team.open_due(OPENS)
    await write(team, "About last week")
    await team.delivered(checkins.OFFER, "Mei", "1.2")
    draft_id = (await kept(team)).id
    async with team.transaction() as tx:
        mei = await team.person(tx, "Mei")
        await dm.use(tx, mei, draft_id, CLOSES)
        assert (await dm.access(tx, mei, draft_id, CLOSES)).series is None
    assert (await kept(team)).used_at is None
    assert await team.checkins("Mei") == []
    [notice] = await team.notices(checkins.OFFER)
    assert notice.state == State.PENDING


async def test_an_edit_before_saving_changes_what_is_saved(team: Team) -> None:
    await team.open_due(OPENS)
    await write(team, "Shiped it")
    await team.delivered(checkins.OFFER, "Mei", "1.2")
    async with team.transaction() as tx:
        await dm.edited(tx, await team.person(tx, "Mei"), "D0MEI", "1.1", "Shipped it", LATER)
    await use(team, (await kept(team)).id)
    assert await answers(team) == Draft(progress="Shipped it")


async def test_an_edit_after_saving_leaves_the_answer_as_it_is(team: Team) -> None:
    await team.open_due(OPENS)
    await write(team, "Shipped it")
    await use(team, (await kept(team)).id)
    async with team.transaction() as tx:
        await dm.edited(tx, await team.person(tx, "Mei"), "D0MEI", "1.1", "Other words", LATER)
    assert await answers(team) == Draft(progress="Shipped it")


async def test_words_that_were_deleted_are_forgotten_and_cannot_be_saved(team: Team) -> None:
    await team.open_due(OPENS)
    await write(team, "Wrong window")
    await team.delivered(checkins.OFFER, "Mei", "1.2")
    async with team.transaction() as tx:
        await dm.edited(tx, await team.person(tx, "Mei"), "D0MEI", "1.1", None, LATER)
    assert (await kept(team)).words is None
    await use(team, (await kept(team)).id)
    assert await team.checkins("Mei") == []
    assert (await offer(team)).withdrawn


async def test_words_that_were_deleted_before_the_offer_went_out_are_offered_as_nothing(team: Team) -> None:
    await team.open_due(OPENS)
    await write(team, "Wrong window")
    [notice] = await team.notices(checkins.OFFER)
    async with team.transaction() as tx:
        mei = await team.person(tx, "Mei")
        await dm.edited(tx, mei, "D0MEI", "1.1", None, LATER)
        with pytest.raises(NoLonger, match="withdrawn"):
            await dm.access_offer(tx, notice, mei, LATER)


async def test_a_message_in_the_thread_of_a_talk_is_said_there_and_offered_as_nothing(team: Team) -> None:
    await team.open_due(OPENS)
    sent = await team.sent("Mei", NOW)
    async with team.transaction() as tx:
        await talking.reply(tx, await team.person(tx, "Tom"), sent.id, "Well done", NOW, source="view:V1")
    await team.delivered(talks.MESSAGE, "Mei", "5.1", "D0MEI")
    await write(team, "Thanks", ts="5.2", thread_ts="5.1")
    assert len(await team.notices(talks.MESSAGE, "Tom")) == 1
    assert await team.notices(checkins.OFFER) == []


async def talk_with_tom(team: Team) -> None:
    """Tom replied to Mei's check-in; his words reached her as the message 5.1."""
    await team.open_due(OPENS)
    sent = await team.sent("Mei", NOW)
    async with team.transaction() as tx:
        await talking.reply(tx, await team.person(tx, "Tom"), sent.id, "Well done", NOW, source="view:V1")
    await team.delivered(talks.MESSAGE, "Mei", "5.1", "D0MEI")


async def test_words_with_a_file_are_said_in_the_talk_and_that_the_file_stays_behind_is_said_too(team: Team) -> None:
    await talk_with_tom(team)
    async with team.transaction() as tx:
        mei = await team.person(tx, "Mei")
        await dm.receive(tx, mei, "D0MEI", "5.2", "5.1", "See this", NOW, files=True)
    assert len(await team.notices(talks.MESSAGE, "Tom")) == 1
    [notice] = await team.notices(checkins.OFFER, "Mei")
    assert notice.thread_ts == "5.1"
    assert (await offer(team, "5.2:files")).wordless


async def test_a_reply_to_somebody_who_left_is_kept_and_its_author_is_told(team: Team) -> None:
    await talk_with_tom(team)
    async with team.transaction() as tx:
        (await team.person(tx, "Tom")).active = False
        (await team.person(tx, "Mei")).dm_channel = "D0MEI"
    await write(team, "Thanks", ts="5.2", thread_ts="5.1")
    assert await team.notices(talks.MESSAGE, "Tom") == []
    [notice] = await team.notices(checkins.OFFER, "Mei")
    async with team.transaction(reading=True) as tx:
        shown = await dm.access_offer(tx, notice, await team.person(tx, "Mei"), LATER)
    assert shown.left is not None
    assert shown.left.id == team.ids["Tom"]
    assert (await kept(team, "5.2")).words == "Thanks"


async def test_a_reply_by_form_to_somebody_who_left_is_refused_at_its_field(team: Team) -> None:
    await talk_with_tom(team)
    async with team.transaction() as tx:
        (await team.person(tx, "Tom")).active = False
    [checkin] = await team.checkins("Mei")
    with pytest.raises(RuleBroken, match="person_inactive"):
        async with team.transaction() as tx:
            await talking.reply(tx, await team.person(tx, "Mei"), checkin.id, "Thanks", NOW, source="view:V2")


async def test_a_message_in_any_other_thread_is_kept_and_offered_there(team: Team) -> None:
    await team.open_due(START)
    await write(team, "Hello", thread_ts="9.9")
    [notice] = await team.notices(checkins.OFFER, "Mei")
    assert notice.thread_ts == "9.9"
