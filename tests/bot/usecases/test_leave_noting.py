"""Leave is noted, moved and ended by whoever takes it, and nobody but planners sees when, nor anybody why."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.roles import Source
from bot.usecases import home, leave
from storage.leave import Leave
from tests.clock import START
from tests.leave import DAY, FRIDAY, MONDAY, TODAY, WEEK, away, back, noted
from tests.team import Team


@pytest.mark.parametrize(
    ("first", "last", "code", "field"),
    [
        (TODAY + DAY, TODAY, "leave_backwards", "last"),
        (TODAY - 2 * DAY, TODAY - DAY, "leave_over", "last"),
        (TODAY - 60 * DAY, TODAY, "leave_too_early", "first"),
        (TODAY + 800 * DAY, TODAY + 801 * DAY, "leave_too_far", "first"),
        (TODAY, TODAY + 1200 * DAY, "leave_too_long", "last"),
        (FRIDAY, FRIDAY + WEEK, "leave_overlaps", "first"),
        (TODAY, MONDAY, "leave_overlaps", "last"),
        (TODAY, FRIDAY + WEEK, "leave_overlaps", "last"),
    ],
)
async def test_dates_that_make_no_sense_are_told_at_their_field(
    team: Team, first: date, last: date, code: str, field: str
) -> None:
    await away(team, MONDAY, FRIDAY)
    with pytest.raises(RuleBroken) as broken:
        await away(team, first, last)
    assert (broken.value.code, broken.value.field) == (code, field)
    assert await noted(team) == [(MONDAY, FRIDAY)]


async def test_an_illness_that_began_on_monday_can_be_noted_on_wednesday(team: Team) -> None:
    await away(team, TODAY - 2 * DAY, TODAY + DAY)
    assert await noted(team) == [(TODAY - 2 * DAY, TODAY + DAY)]


async def test_the_same_leave_twice_is_noted_once(team: Team) -> None:
    first = await away(team, MONDAY, FRIDAY, reason="Hospital")
    again = await away(team, MONDAY, FRIDAY, reason="Hospital")
    assert first.id == again.id
    assert len(await noted(team)) == 1


async def test_leave_can_be_moved_and_what_was_noted_of_it_goes(team: Team) -> None:
    one = await away(team, MONDAY, FRIDAY)
    async with team.transaction() as tx:
        mei = await team.person(tx, "Mei")
        await leave.set_away(tx, mei, MONDAY + DAY, FRIDAY + DAY, "", START, leave_id=one.id)
    assert await noted(team) == [(MONDAY + DAY, FRIDAY + DAY)]


async def test_nobody_changes_or_ends_somebody_elses_leave(team: Team) -> None:
    one = await away(team, MONDAY, FRIDAY)
    async with team.transaction() as tx:
        bob = await team.person(tx, "Bob")
        with pytest.raises(NotAllowed):
            await leave.set_away(tx, bob, MONDAY, FRIDAY, "", START, leave_id=one.id)
        await leave.call_off(tx, bob, one.id, START)
    assert await noted(team) == [(MONDAY, FRIDAY)]


async def test_coming_back_ends_leave_today_and_keeps_what_was(team: Team) -> None:
    await away(team, MONDAY, FRIDAY)
    wednesday = datetime(2027, 1, 20, 2, tzinfo=UTC)
    await back(team, wednesday)
    assert await noted(team) == [(MONDAY, date(2027, 1, 19))]
    with pytest.raises(RuleBroken, match="not_away"):
        await back(team, wednesday)


async def test_coming_back_on_the_first_day_leaves_nothing(team: Team) -> None:
    await away(team, TODAY, FRIDAY)
    await back(team, START)
    assert await noted(team) == []


async def test_leave_that_is_still_to_come_is_not_ended_by_being_here(team: Team) -> None:
    one = await away(team, MONDAY, FRIDAY)
    with pytest.raises(RuleBroken, match="not_away"):
        await back(team, START)
    for _ in range(2):
        async with team.transaction() as tx:
            await leave.call_off(tx, await team.person(tx, "Mei"), one.id, START)
    assert await noted(team) == []


async def test_a_manager_sees_until_when_somebody_is_away_and_hr_the_dates_and_neither_sees_why(team: Team) -> None:
    await away(team, TODAY, FRIDAY, reason="Hospital")
    async with team.transaction(reading=True) as tx:
        seen = await home.access_home(tx, await team.person(tx, "Tom"), START)
        dates = await leave.access_away(tx, await team.person(tx, "Ann"), START)
    assert {one.person.name: one.away_until for one in seen.team.rows} == {"Mei": FRIDAY, "Bob": None}
    assert [(one.person.name, one.first, one.last) for one in dates] == [("Mei", TODAY, FRIDAY)]
    assert "Hospital" not in repr(seen)
    assert "Hospital" not in repr(dates)


async def test_only_hr_sees_who_is_away_in_the_company(team: Team) -> None:
    async with team.transaction(reading=True) as tx:
        with pytest.raises(NotAllowed):
            await leave.access_away(tx, await team.person(tx, "Tom"), START)


async def test_what_the_hr_file_says_is_changed_there_and_being_back_early_is_believed(team: Team) -> None:
    async with team.transaction() as tx:
        who: dict[str, Any] = {"workspace_id": team.workspace_id, "person_id": team.ids["Mei"], "noted_at": START}
        tx.add(Leave(first=MONDAY, last=FRIDAY, source=Source.IMPORT, told_last=FRIDAY, **who))
    async with team.transaction() as tx:
        mei = await team.person(tx, "Mei")
        [one] = (await leave.access_mine(tx, mei, START)).spans
        with pytest.raises(RuleBroken, match="import_beats"):
            await leave.set_away(tx, mei, MONDAY, FRIDAY + DAY, "", START, leave_id=one.id)
        with pytest.raises(RuleBroken, match="import_beats"):
            await leave.call_off(tx, mei, one.id, START)
    await back(team, datetime(2027, 1, 18, 2, tzinfo=UTC))
    async with team.transaction(reading=True) as tx:
        mine = await leave.access_mine(tx, await team.person(tx, "Mei"), datetime(2027, 1, 18, 3, tzinfo=UTC))
    assert (mine.until, mine.spans) == (None, [])
