"""What waits for a manager, with its age in their own working days: on Home and in the digest."""

from datetime import date, datetime, timedelta

import pytest

from bot.domain import checkins as kinds
from bot.domain.notices import NoLonger
from bot.usecases import checkins_notices, checkins_read, talks
from bot.usecases import help as helping
from bot.usecases import waiting as usecases
from bot.usecases.checkins_notices import Digest
from bot.usecases.waiting import Waiting
from storage.checkins import CheckIn
from tests.team import OPENS, Team

NOW = OPENS + timedelta(hours=2)
DAY = timedelta(days=1)


@pytest.fixture
async def sent(team: Team) -> CheckIn:
    """On Friday, Mei asks Tom for help in her check-in."""
    await team.open_due(OPENS)
    return await team.sent("Mei", NOW, progress="Done", blocker="The build", help_from=team.ids["Tom"])


async def waiting(team: Team, now: datetime, name: str = "Tom", most: int = 10) -> Waiting:
    async with team.transaction(reading=True) as tx:
        return await usecases.access_waiting(tx, await team.person(tx, name), now, most)


async def say(team: Team, name: str, checkin: CheckIn, at: datetime) -> None:
    async with team.transaction() as tx:
        await talks.reply(tx, await team.person(tx, name), checkin.id, "Hello", at, source=f"view:{name}{at}")


async def read(team: Team, checkin: CheckIn, at: datetime) -> None:
    async with team.transaction() as tx:
        await checkins_read.read(tx, await team.person(tx, "Tom"), checkin.id, at)


async def digest(team: Team, now: datetime) -> Digest:
    [notice, *_] = await team.notices(kinds.DIGEST, "Tom")
    async with team.transaction(reading=True) as tx:
        return await checkins_notices.access_digest(tx, notice, await team.person(tx, "Tom"), now)


def told(found: Waiting) -> list[tuple[str, str, int]]:
    return [(one.what, one.person.name, one.days) for one in (*found.help, *found.messages, *found.unread)]


async def test_help_messages_and_answers_wait_each_with_its_age(team: Team, sent: CheckIn) -> None:
    await say(team, "Tom", sent, NOW)
    await say(team, "Mei", sent, NOW + 3 * DAY)
    found = await waiting(team, NOW + 5 * DAY)
    assert told(found) == [("help", "Mei", 3), ("message", "Mei", 2), ("unread", "Mei", 3)]
    assert found.help[0].words == "The build"
    assert found.count == 3


async def test_what_is_read_accepted_and_answered_waits_no_longer(team: Team, sent: CheckIn) -> None:
    await say(team, "Tom", sent, NOW)
    await say(team, "Mei", sent, NOW)
    found = await waiting(team, NOW)
    await read(team, sent, NOW)
    await say(team, "Tom", sent, NOW + DAY)
    async with team.transaction() as tx:
        await helping.accept(tx, await team.person(tx, "Tom"), found.help[0].record_id, NOW)
    assert await waiting(team, NOW + DAY) == Waiting()


async def test_nothing_of_it_waits_for_anybody_else(team: Team, sent: CheckIn) -> None:
    assert [(await waiting(team, NOW, name)).count for name in ("Mei", "Bob", "Ann", "Una")] == [0] * 4


async def test_days_of_leave_do_not_make_it_older(team: Team, sent: CheckIn) -> None:
    await team.away("Tom", date(2027, 1, 18), date(2027, 1, 20))
    assert {days for _, _, days in told(await waiting(team, NOW + 5 * DAY))} == {0}
    assert {days for _, _, days in told(await waiting(team, NOW + 7 * DAY))} == {2}


async def test_whoever_left_waits_for_neither_help_nor_an_answer(team: Team, sent: CheckIn) -> None:
    await say(team, "Tom", sent, NOW)
    await say(team, "Mei", sent, NOW)
    await team.change("Mei", NOW, active=False)
    assert [one[0] for one in told(await waiting(team, NOW))] == ["unread"]


async def test_the_oldest_are_listed_and_all_are_counted(team: Team) -> None:
    await team.open_due(OPENS)
    for name in ("Bob", "Mei"):
        await team.sent(name, NOW)
    found = await waiting(team, NOW, most=1)
    assert ([one.person.name for one in found.unread], found.count) == (["Bob"], 2)


async def test_the_digest_lists_what_else_waits(team: Team, sent: CheckIn) -> None:
    await say(team, "Tom", sent, NOW)
    await say(team, "Mei", sent, NOW + DAY)
    found = await digest(team, NOW + 3 * DAY)
    assert [(author.name, found.days[one.id]) for one, author in found.unread] == [("Mei", 1)]
    assert [(one.what, one.days) for one in found.waiting] == [("help", 1), ("message", 1)]


async def test_the_digest_comes_for_what_waits_although_all_is_read_and_not_for_nothing(
    team: Team, sent: CheckIn
) -> None:
    await read(team, sent, NOW)
    shown = await digest(team, NOW)
    assert (shown.unread, [one.what for one in shown.waiting]) == ([], ["help"])
    async with team.transaction() as tx:
        await helping.accept(tx, await team.person(tx, "Tom"), shown.waiting[0].record_id, NOW)
    with pytest.raises(NoLonger, match="read"):
        await digest(team, NOW)
