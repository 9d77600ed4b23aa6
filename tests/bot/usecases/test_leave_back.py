"""The one message after leave: on the first morning back, once, and dropped where nothing waits."""

from datetime import UTC, date, datetime, time

import pytest

from bot.domain import checkins
from bot.domain import leave as rules
from bot.domain.checkins import Outcome
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.notices import NoLonger, NotYet
from bot.usecases import leave
from tests.clock import START
from tests.leave import BACK, DAY, FRIDAY, HOUR, MONDAY, away, live, tick
from tests.team import CLOSES, NEXT, OPENS, SLOT, Team


async def test_a_week_away_is_away_and_brings_one_message_on_the_first_morning_back(team: Team) -> None:
    await away(team, MONDAY, date(2027, 2, 5))
    await live(team, OPENS - DAY, datetime(2027, 2, 9, tzinfo=UTC))
    outcomes = {one.slot: one.outcome for one in await team.periods("Mei")}
    assert [outcomes[slot] for slot in (NEXT, "2027-W04", "2027-W05")] == [Outcome.AWAY] * 3
    [notice] = await team.notices(rules.CATCH_UP)
    assert notice.due_at == datetime(2027, 2, 8, 1, tzinfo=UTC)
    assert [one.due_at for one in await team.notices(checkins.PROMPT, "Mei")] == [OPENS]


async def test_a_day_away_in_a_week_that_was_asked_brings_no_message(team: Team) -> None:
    await away(team, date(2027, 1, 14), date(2027, 1, 14))
    await live(team, START, CLOSES + DAY)
    assert await team.notices(rules.CATCH_UP) == []


async def test_leave_in_two_parts_that_follow_each_other_is_greeted_once(team: Team) -> None:
    await away(team, MONDAY, FRIDAY)
    await away(team, FRIDAY + 3 * DAY, FRIDAY + 7 * DAY)
    await live(team, BACK - 4 * DAY, BACK + 8 * DAY)
    [notice] = await team.notices(rules.CATCH_UP)
    assert notice.due_at == BACK + 7 * DAY


async def test_a_second_clock_greets_nobody_twice(team: Team) -> None:
    await away(team, MONDAY, FRIDAY)
    await live(team, OPENS + 6 * DAY, BACK)
    for _ in range(2):
        await tick(team, BACK + HOUR)
    assert len(await team.notices(rules.CATCH_UP)) == 1


async def test_a_message_that_an_outage_kept_until_after_work_waits_for_the_next_morning_of_work(team: Team) -> None:
    await away(team, MONDAY, FRIDAY)
    await live(team, OPENS, BACK)
    [notice] = await team.notices(rules.CATCH_UP)
    async with team.transaction() as tx:
        mei = await team.person(tx, "Mei")
        with pytest.raises(NotYet) as later:
            await leave.access_catch_up(tx, notice, mei, BACK + 10 * HOUR)
    assert later.value.until == BACK + DAY


async def test_the_message_offers_what_is_open_or_coming_and_is_dropped_where_nothing_waits(team: Team) -> None:
    await away(team, MONDAY, FRIDAY)
    await live(team, OPENS + 6 * DAY, BACK)
    [notice] = await team.notices(rules.CATCH_UP)
    async with team.transaction() as tx:
        mei = await team.person(tx, "Mei")
        shown = await leave.access_catch_up(tx, notice, mei, BACK)
        assert (shown.slot, shown.open, shown.at) == ("2027-W04", False, OPENS + 14 * DAY)
        later = await leave.access_catch_up(tx, notice, mei, OPENS + 14 * DAY)
        assert later.slot == "2027-W04"
    await team.submit("Mei", BACK, slot="2027-W04")
    async with team.transaction() as tx:
        with pytest.raises(NoLonger, match="answered"):
            await leave.access_catch_up(tx, notice, await team.person(tx, "Mei"), BACK)


async def test_who_is_away_again_is_not_greeted(team: Team) -> None:
    await away(team, MONDAY, FRIDAY)
    await live(team, OPENS + 6 * DAY, BACK)
    await away(team, date(2027, 1, 25), date(2027, 1, 25), now=BACK)
    [notice] = await team.notices(rules.CATCH_UP)
    async with team.transaction() as tx:
        with pytest.raises(NoLonger, match="away"):
            await leave.access_catch_up(tx, notice, await team.person(tx, "Mei"), BACK)


async def test_a_journey_moves_the_morning_of_the_return(team: Team) -> None:
    await away(team, MONDAY, FRIDAY)
    await live(team, OPENS, OPENS + 7 * DAY)
    await team.change("Mei", OPENS + 8 * DAY, zone="Europe/Berlin", works_from=time(10))
    await live(team, BACK, BACK + 9 * HOUR)
    [notice] = await team.notices(rules.CATCH_UP)
    assert notice.due_at == datetime(2027, 1, 25, 9, tzinfo=UTC)


async def test_somebody_who_left_during_leave_is_not_greeted(team: Team) -> None:
    await away(team, MONDAY, FRIDAY)
    await live(team, OPENS, OPENS + 7 * DAY)
    await team.change("Mei", OPENS + 8 * DAY, active=False)
    await tick(team, BACK)
    for notice in await team.notices(rules.CATCH_UP):
        async with team.transaction() as tx:
            with pytest.raises((NoLonger, NotAllowed, RuleBroken)):
                await leave.access_catch_up(tx, notice, await team.person(tx, "Mei"), BACK)


def test_the_slots_of_these_tests_are_two_weeks() -> None:
    assert (SLOT, NEXT) == ("2027-W02", "2027-W03")
