"""Thanks: told once to each, read by those who were named, posted without those who would rather not be, and no storm."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.domain import recognition as rules
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.notices import NoLonger, State
from bot.domain.recognition import Thanks, Where
from bot.usecases import recognition as usecases
from bot.usecases import recognition_channel, recognition_lists, recognition_notices, values
from bot.usecases.recognition import Sent
from storage.notices import Notice
from storage.recognition import Recognition, RecognitionOf
from storage.workspaces import Workspace
from tests import company
from tests.clock import START
from tests.team import Team

CHANNEL = "C0THANKS"
NOW = START + timedelta(hours=2)
WORDS = "Stayed for the <!channel> *late* shift"


@pytest.fixture
async def posting(team: Team) -> Team:
    """HR has named a channel for thanks."""
    await name_channel(team, CHANNEL)
    return team


async def name_channel(team: Team, channel: str | None, was: str | None = None) -> recognition_channel.Place:
    async with team.transaction() as tx:
        return await recognition_channel.set_place(tx, await team.person(tx, "Ann"), channel, was, START)


async def thank(
    team: Team, name: str, to: Sequence[str], now: datetime = NOW, *, named: Sequence[str] | None = None, **fields: Any
) -> Sent:
    """Send the form as it was opened with these people; `named`: whom it named as readers, if not those who are."""
    slack_ids = [f"U0{one.upper()}" for one in to]
    async with team.transaction(reading=True) as tx:
        me = await team.person(tx, name)
        form = await usecases.access_form(tx, me, slack_ids, now)
    shown = form.readers.ids if named is None else frozenset(team.ids[one] for one in named)
    given: dict[str, Any] = {"words": WORDS, "value_id": None, "where": Where.ONLY_THEM, "source": "view:V1", **fields}
    thanks = Thanks(slack_ids, named=shown, **{"channel": form.channel, **given})
    async with team.transaction() as tx:
        return await usecases.thank(tx, await team.person(tx, name), thanks, now)


async def rows(team: Team) -> list[Recognition]:
    async with team.transaction(reading=True) as tx:
        return list(await tx.exec(select(Recognition).order_by(Recognition.id)))  # type: ignore[arg-type]


async def shown(team: Team, notice: Notice, name: str) -> Any:
    access = {
        rules.THANKS.name: recognition_notices.access_thanks,
        rules.POST.name: recognition_notices.access_post,
        rules.UNPOSTED.name: recognition_notices.access_unposted,
    }[notice.kind]
    async with team.transaction(reading=True) as tx:
        return await access(tx, notice, await team.person(tx, name), NOW)


async def listed(team: Team, name: str, part: str = "received", **beside: Any) -> recognition_lists.Page:
    async with team.transaction(reading=True) as tx:
        return await recognition_lists.LISTS[recognition_lists.Part(part)](tx, await team.person(tx, name), **beside)


async def opt_out(team: Team, name: str) -> None:
    await team.change(name, START, thanks_posted=False)


async def test_each_who_is_thanked_is_told_once_in_words_as_typed(team: Team) -> None:
    await thank(team, "Una", ["Mei", "Bob"])
    told = await team.notices(rules.THANKS)
    assert [one.recipient_id for one in told] == [team.ids["Mei"], team.ids["Bob"]]
    assert all(one.unasked for one in told)
    found = await shown(team, told[0], "Mei")
    assert (found.given.author.name, found.given.recognition.words) == ("Una", WORDS)
    assert [one.name for one in found.others] == ["Bob"]
    assert await team.notices(rules.POST) == []


async def test_the_same_form_sent_again_or_from_a_second_device_is_sent_once(posting: Team) -> None:
    sent = await asyncio.gather(*(thank(posting, "Una", ["Mei", "Bob"], where=Where.POSTED) for _ in range(3)))
    assert len({one.given.id for one in sent if one.given}) == 1
    again = await thank(posting, "Una", ["Bob", "Mei"], source="view:V2", where=Where.POSTED)
    assert again.given is not None
    assert len(await rows(posting)) == 1
    assert len(await posting.notices(rules.THANKS)) == 2
    assert len(await posting.notices(rules.POST)) == 1


async def test_what_was_undone_before_its_commit_is_sent_the_next_time(team: Team) -> None:
    async with team.transaction(reading=True) as tx:
        form = await usecases.access_form(tx, await team.person(tx, "Una"), ["U0MEI"], NOW)
    thanks = Thanks(["U0MEI"], WORDS, None, Where.ONLY_THEM, "view:V1", form.readers.ids, None)
    with pytest.raises(ZeroDivisionError):
        await send_and_die(team, thanks)
    assert await rows(team) == []
    await thank(team, "Una", ["Mei"])
    assert len(await team.notices(rules.THANKS)) == 1


async def send_and_die(team: Team, thanks: Thanks) -> None:
    async with team.transaction() as tx:
        await usecases.thank(tx, await team.person(tx, "Una"), thanks, NOW)
        raise ZeroDivisionError


async def test_other_words_to_the_same_person_are_thanks_of_their_own(team: Team) -> None:
    await thank(team, "Una", ["Mei"])
    await thank(team, "Una", ["Mei"], source="view:V2", words="Explained the drawing")
    await thank(team, "Una", ["Mei"], NOW + timedelta(days=1), source="view:V3")
    assert len(await rows(team)) == 3


@pytest.mark.parametrize("to", [["Una"], ["Mei", "Una"]])
async def test_nobody_thanks_themselves(team: Team, to: list[str]) -> None:
    with pytest.raises(RuleBroken, match="thanks_self"):
        await thank(team, "Una", to)


@pytest.mark.parametrize(
    "fields",
    [
        {"active": False, "left_at": START},
        {"active": False, "guest": True},
        {"employed_until": date(2027, 1, 12)},
        {"employed_from": date(2027, 2, 1)},
    ],
)
async def test_whoever_left_is_a_guest_or_has_not_begun_is_named_and_nothing_is_sent(
    team: Team, fields: dict[str, Any]
) -> None:
    await team.change("Bob", START, **fields)
    with pytest.raises(RuleBroken, match="thanks_gone") as refused:
        await thank(team, "Una", ["Mei", "Bob"])
    assert refused.value.values == {"names": ["Bob"]}
    assert await rows(team) == []


async def test_bots_and_people_from_outside_are_refused(team: Team) -> None:
    async with team.transaction() as tx:
        await company.person(tx, await company.workspace(tx, team_id="T0OTHER"), "Stranger")
    for name in ("Stranger", "Bot"):
        with pytest.raises(RuleBroken, match="thanks_unknown"):
            await thank(team, "Una", ["Mei", name])


async def test_a_crowd_and_nobody_are_refused(team: Team) -> None:
    with pytest.raises(RuleBroken, match="thanks_too_many") as refused:
        await thank(team, "Una", [f"n{one}" for one in range(50)])
    assert refused.value.values == {"count": 50, "most": 20}
    with pytest.raises(RuleBroken, match="thanks_nobody"):
        await thank(team, "Una", [])


async def test_a_value_is_kept_and_one_that_is_gone_is_refused(team: Team) -> None:
    async with team.transaction() as tx:
        ann = await team.person(tx, "Ann")
        first = await values.set_values(tx, ann, "Look twice\nAsk early", 0, START)
        await values.set_values(tx, ann, "Ask early", first.revision, START)
    with pytest.raises(RuleBroken, match="value_gone"):
        await thank(team, "Una", ["Mei"], value_id=first.values[0].id)
    await thank(team, "Una", ["Mei"], value_id=first.values[1].id)
    [found] = (await listed(team, "Mei")).rows
    assert found.value is not None
    assert found.value.name == "Ask early"


async def test_a_storm_is_stopped_and_the_next_day_is_a_new_one(team: Team) -> None:
    names = [f"Guy{number}" for number in range(rules.A_DAY_MOST)]
    for name in names:
        await team.join(name)
    for number in range(rules.TO_ONE_A_DAY_MOST):
        await thank(team, "Una", ["Mei"], source=f"view:A{number}", words=f"Number {number} went out")
    with pytest.raises(RuleBroken, match="thanks_again") as refused:
        await thank(team, "Una", ["Bob", "Mei"], source="view:B")
    assert refused.value.values == {"names": ["Mei"], "most": 3}
    for name in names[rules.TO_ONE_A_DAY_MOST :]:
        await thank(team, "Una", [name], source=f"view:{name}")
    with pytest.raises(RuleBroken, match="thanks_storm"):
        await thank(team, "Una", ["Bob"], source="view:C")
    await thank(team, "Bob", ["Mei"], source="view:D")
    await thank(team, "Una", ["Mei"], NOW + timedelta(days=1), source="view:E")


async def test_the_day_is_the_authors_own(team: Team) -> None:
    await thank(team, "Una", ["Mei"], datetime(2027, 1, 13, 17, tzinfo=UTC))
    assert [one.day for one in await rows(team)] == [date(2027, 1, 14)]


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


async def test_those_who_led_them_then_read_it_and_nobody_who_leads_them_later(team: Team) -> None:
    await thank(team, "Una", ["Mei"])
    await team.led_by("Mei", "Bob", date(2027, 1, 13))
    assert [len((await listed(team, name, "team")).rows) for name in ("Tom", "Ann", "Bob", "Mei", "Una")] == [
        1,
        1,
        0,
        0,
        0,
    ]
    [found] = (await listed(team, "Ann", "all")).rows
    assert found.recognition.words == WORDS
    with pytest.raises(NotAllowed, match="hr_only"):
        await listed(team, "Tom", "all")


async def test_a_manager_does_not_see_who_else_was_thanked(team: Team) -> None:
    await team.led_by("Bob", "Ann", date(2027, 1, 1))
    await thank(team, "Una", ["Mei", "Bob"])
    [found] = (await listed(team, "Tom", "team")).rows
    assert [one.name for one in found.to] == ["Mei"]
    [given] = (await listed(team, "Una", "given")).rows
    assert [one.name for one in given.to] == ["Mei", "Bob"]


async def test_pages_lead_to_each_other(team: Team) -> None:
    for number in range(23):
        day = NOW + timedelta(days=number)
        await thank(team, "Una", ["Mei"], day, source=f"view:{number}", words=f"Number {number} went out")
    for name, part in (("Mei", "received"), ("Una", "given"), ("Tom", "team"), ("Ann", "all")):
        first = await listed(team, name, part)
        second = await listed(team, name, part, beside=first.older)
        third = await listed(team, name, part, beside=second.older)
        assert [len(one.rows) for one in (first, second, third)] == [10, 10, 3]
        assert (first.newer, third.older) == (None, None)
        assert await listed(team, name, part, beside=third.newer) == second
        said = [one.recognition.words for page in (first, second, third) for one in page.rows]
        assert said == [f"Number {number} went out" for number in reversed(range(23))]


async def test_home_counts_since_the_month_began_where_they_are(team: Team) -> None:
    await thank(team, "Una", ["Mei"], datetime(2027, 1, 31, 15, 59, tzinfo=UTC), source="view:1")
    await thank(team, "Una", ["Mei"], datetime(2027, 1, 31, 16, 1, tzinfo=UTC), source="view:2")
    async with team.transaction(reading=True) as tx:
        mei = await team.person(tx, "Mei")
        assert (await usecases.access_mine(tx, mei, datetime(2027, 1, 31, 15, tzinfo=UTC))).this_month == 2
        assert (await usecases.access_mine(tx, mei, datetime(2027, 2, 2, tzinfo=UTC))).this_month == 1


async def test_hr_names_the_channel_and_the_second_of_two_is_told(team: Team) -> None:
    assert await name_channel(team, CHANNEL) == recognition_channel.Place(CHANNEL)
    assert await name_channel(team, "C0OTHER") == recognition_channel.Place(CHANNEL, "Ann")
    assert await name_channel(team, CHANNEL) == recognition_channel.Place(CHANNEL)
    assert await name_channel(team, None, CHANNEL) == recognition_channel.Place(None)
    async with team.transaction() as tx:
        with pytest.raises(NotAllowed, match="hr_only"):
            await recognition_channel.set_place(tx, await team.person(tx, "Tom"), CHANNEL, None, START)


async def test_people_of_another_workspace_see_none_of_it(team: Team) -> None:
    await thank(team, "Una", ["Mei"])
    async with team.transaction() as tx:
        at = Workspace(team_id="T0OTHER", name="Other", bot_user_id="U0BOT")
        tx.add(at)
        await tx.flush()
        stranger = await company.person(tx, at, "Stranger")
        for part in ("received", "given", "team"):
            assert (await recognition_lists.LISTS[recognition_lists.Part(part)](tx, stranger)).rows == []
        assert len(list(await tx.exec(select(RecognitionOf)))) == 1
