"""HR is told of people without a manager: once each, many together, and again only if it becomes so anew."""

from datetime import date, datetime, timedelta

import pytest

from bot.domain.errors import NotAllowed
from bot.domain.notices import NoLonger
from bot.domain.unled import UNLED
from bot.usecases import series, unled
from bot.usecases.unled import WithoutManager
from storage.notices import Notice
from tests.clock import START
from tests.team import Team


async def look(team: Team, now: datetime) -> list[Notice]:
    async with team.transaction() as tx:
        await unled.look(tx, now)
    return await team.notices(UNLED)


async def told(team: Team, notice: Notice, now: datetime, name: str = "Ann") -> set[str]:
    async with team.transaction(reading=True) as tx:
        shown: WithoutManager = await unled.access_without_manager(tx, notice, await team.person(tx, name), now)
    return {one.name for one in shown.people}


async def test_all_who_have_none_are_told_in_one_message_once(team: Team) -> None:
    [notice] = await look(team, START)
    assert notice.recipient_id == team.ids["Ann"]
    assert len(await told(team, notice, START)) == 2  # Una, and Ann herself
    assert len(await look(team, START + timedelta(hours=1))) == 1


async def test_who_loses_their_manager_later_is_told_in_a_message_of_their_own(team: Team) -> None:
    await look(team, START)
    await team.change("Tom", START, active=False)
    later = START + timedelta(hours=1)
    [_, second] = await look(team, later)
    assert len(await told(team, second, later)) == 2  # Mei and Bob


async def test_who_had_a_manager_in_between_is_news_again(team: Team) -> None:
    await look(team, START)
    await team.led_by("Una", "Tom", date(2020, 1, 1))
    await look(team, START + timedelta(hours=1))
    await team.change("Tom", START, active=False)
    third = START + timedelta(hours=2)
    notices = await look(team, third)
    assert len(await told(team, notices[-1], third)) == 3  # Mei, Bob, and Una once more


async def test_a_message_about_people_who_all_have_one_by_now_is_not_sent(team: Team) -> None:
    [notice] = await look(team, START)
    for name in ("Una", "Ann"):
        await team.led_by(name, "Tom", date(2020, 1, 1))
    with pytest.raises(NoLonger, match="has_manager"):
        await told(team, notice, START)


async def test_who_is_hr_no_longer_is_told_nothing(team: Team) -> None:
    [notice] = await look(team, START)
    with pytest.raises(NotAllowed, match="hr_only"):
        await told(team, notice, START, "Mei")


async def test_while_nobody_is_asked_anything_there_is_nothing_to_tell(team: Team) -> None:
    async with team.transaction() as tx:
        await series.pause(tx, await team.person(tx, "Ann"), team.series_id, START)
    assert await look(team, START) == []
