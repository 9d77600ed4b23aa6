"""Thanks are read by those who were named and those who led them then, counted at home, and seen by nobody else."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from bot.domain.errors import NotAllowed
from bot.usecases import recognition as usecases
from bot.usecases import recognition_lists
from storage.recognition import RecognitionOf
from storage.workspaces import Workspace
from tests import company
from tests.recognition import NOW, WORDS, listed, thank
from tests.team import Team


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
