"""Actions: made once by a reader, read by two, settled by the one whose they are."""

import asyncio
from datetime import date, timedelta

import pytest

from bot.domain import actions as rules
from bot.domain.actions import ActionState, Became, Whose
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.notices import NoLonger
from bot.usecases import actions as usecases
from bot.usecases import checkins_read
from storage.actions import Action
from storage.checkins import CheckIn
from tests.clock import START
from tests.team import OPENS, Team

NOW = OPENS + timedelta(hours=2)
DUE = date(2027, 1, 22)


@pytest.fixture
async def sent(team: Team) -> CheckIn:
    """Mei's check-in, which Tom may read."""
    return await team.sent("Mei", START)


async def make(
    team: Team,
    name: str,
    checkin: CheckIn,
    whose: Whose = Whose.AUTHOR,
    source: str = "view:V1",
    words: str = "Call them",
) -> Action:
    async with team.transaction() as tx:
        me = await team.person(tx, name)
        return await usecases.make(tx, me, checkin.id, words, DUE, NOW, whose=whose, source=source)


async def settle(team: Team, name: str, action: Action, became: Became) -> Action:
    async with team.transaction() as tx:
        return await usecases.settle(tx, await team.person(tx, name), action.id, became, NOW)


async def open_of(team: Team, name: str) -> list[tuple[str | None, str]]:
    async with team.transaction(reading=True) as tx:
        found = await usecases.open_of(tx, await team.person(tx, name))
    return [(one.action.words, one.maker.name) for one in found]


async def given(team: Team, name: str = "Mei") -> usecases.ToDo:
    [notice] = await team.notices(rules.GIVEN)
    async with team.transaction(reading=True) as tx:
        return await usecases.access_given(tx, notice, await team.person(tx, name), NOW)


async def test_an_action_for_the_author_is_theirs_and_they_are_told_once(team: Team, sent: CheckIn) -> None:
    await asyncio.gather(*(make(team, "Tom", sent) for _ in range(3)))
    assert await open_of(team, "Mei") == [("Call them", "Tom")]
    assert await open_of(team, "Tom") == []
    assert [one.recipient_id for one in await team.notices(rules.GIVEN)] == [team.ids["Mei"]]
    assert (await given(team)).maker.name == "Tom"


async def test_an_action_of_ones_own_is_told_to_nobody(team: Team, sent: CheckIn) -> None:
    await make(team, "Tom", sent, Whose.READER)
    assert await open_of(team, "Tom") == [("Call them", "Tom")]
    assert await team.notices(rules.GIVEN) == []


@pytest.mark.parametrize("name", ["Mei", "Bob", "Ann", "Una"])
async def test_nobody_but_a_reader_makes_an_action_of_a_check_in(team: Team, sent: CheckIn, name: str) -> None:
    with pytest.raises(NotAllowed, match="not_found"):
        await make(team, name, sent)
    with pytest.raises(NotAllowed, match="not_found"):
        async with team.transaction(reading=True) as tx:
            await usecases.access_making(tx, await team.person(tx, name), sent.id, NOW)


async def test_what_breaks_a_rule_is_not_stored(team: Team, sent: CheckIn) -> None:
    with pytest.raises(RuleBroken, match="words_needed"):
        await make(team, "Tom", sent, words=" ")
    assert await open_of(team, "Mei") == []


@pytest.mark.parametrize("became", [Became.DONE, Became.DROPPED])
async def test_the_owner_settles_it_and_twice_is_once(team: Team, sent: CheckIn, became: Became) -> None:
    action = await make(team, "Tom", sent)
    first, second = await asyncio.gather(*(settle(team, "Mei", action, became) for _ in range(2)))
    assert (first.state, first.settled_at, second.settled_at) == (rules.STATES[became], NOW, NOW)
    assert await open_of(team, "Mei") == []


@pytest.mark.parametrize("name", ["Tom", "Bob", "Ann"])
async def test_nobody_else_settles_it_not_even_who_made_it(team: Team, sent: CheckIn, name: str) -> None:
    action = await make(team, "Tom", sent)
    with pytest.raises(NotAllowed, match="not_found"):
        await settle(team, name, action, Became.DONE)


async def test_an_action_can_be_open_after_all(team: Team, sent: CheckIn) -> None:
    action = await make(team, "Tom", sent)
    await settle(team, "Mei", action, Became.DONE)
    assert (await settle(team, "Mei", action, Became.OPEN)).settled_at is None
    assert await open_of(team, "Mei") == [("Call them", "Tom")]


async def test_what_is_settled_before_it_was_told_is_not_told(team: Team, sent: CheckIn) -> None:
    await settle(team, "Mei", await make(team, "Tom", sent), Became.DROPPED)
    with pytest.raises(NoLonger, match="settled"):
        await given(team)


async def test_the_message_follows_what_became_of_it(team: Team, sent: CheckIn) -> None:
    action = await make(team, "Tom", sent)
    await team.delivered(rules.GIVEN, "Mei", "100.1")
    await settle(team, "Mei", action, Became.DONE)
    [notice] = await team.notices(rules.GIVEN)
    assert (notice.state, notice.ts) == ("pending", "100.1")
    assert (await given(team)).action.state == ActionState.DONE


async def test_a_notice_shows_it_to_nobody_but_its_owner(team: Team, sent: CheckIn) -> None:
    await make(team, "Tom", sent)
    with pytest.raises(NotAllowed, match="not_found"):
        await given(team, "Bob")


async def test_what_is_due_first_stands_first_and_what_has_no_date_last(team: Team, sent: CheckIn) -> None:
    for number, due in enumerate((None, date(2027, 3, 1), date(2027, 2, 1))):
        async with team.transaction() as tx:
            me = await team.person(tx, "Tom")
            await usecases.make(tx, me, sent.id, str(number), due, NOW, whose=Whose.AUTHOR, source=f"view:{number}")
    assert [words for words, _ in await open_of(team, "Mei")] == ["2", "1", "0"]


async def test_author_and_reader_see_under_a_check_in_what_came_of_it_and_nobody_sees_anothers_own(
    team: Team, sent: CheckIn
) -> None:
    await make(team, "Tom", sent, words="Mei calls")
    await make(team, "Tom", sent, Whose.READER, source="view:V2", words="Tom asks")
    async with team.transaction() as tx:
        theirs = await checkins_read.access_own(tx, await team.person(tx, "Mei"), sent.id)
        his = await checkins_read.read(tx, await team.person(tx, "Tom"), sent.id, NOW)
    assert [one.action.words for one in theirs.actions] == ["Mei calls"]
    assert [one.action.words for one in his.actions] == ["Mei calls", "Tom asks"]


async def flag(team: Team, name: str, checkin: CheckIn, *, flagged: bool) -> bool:
    async with team.transaction() as tx:
        return (await checkins_read.flag(tx, await team.person(tx, name), checkin.id, NOW, flagged=flagged)).flagged


async def test_a_flag_stays_however_often_it_is_set_until_it_is_taken_off(team: Team, sent: CheckIn) -> None:
    assert [await flag(team, "Tom", sent, flagged=one) for one in (True, True, False, False)] == [
        True,
        True,
        False,
        False,
    ]


async def test_the_author_does_not_see_the_flag_and_nobody_else_sets_one(team: Team, sent: CheckIn) -> None:
    await flag(team, "Tom", sent, flagged=True)
    async with team.transaction(reading=True) as tx:
        assert not (await checkins_read.access_own(tx, await team.person(tx, "Mei"), sent.id)).flagged
    for name in ("Mei", "Bob", "Ann"):
        with pytest.raises(NotAllowed, match="not_found"):
            await flag(team, name, sent, flagged=True)
