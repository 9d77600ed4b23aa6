"""Check-ins are asked around leave, weekends, shifts and journeys."""

from datetime import date, time, timedelta

import pytest

from bot.domain import checkins
from bot.domain.checkins import Outcome
from tests.clock import START
from tests.team import CLOSES, NEXT, OPENS, REMINDS, SLOT, Team

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def test_who_is_on_leave_all_week_is_away_and_asked_nothing(team: Team) -> None:
    await team.away("Mei", date(2027, 1, 11), date(2027, 1, 15))
    await team.open_due(OPENS)
    await team.remind_due(REMINDS)
    await team.close_due(CLOSES)
    assert (await team.period("Mei")).outcome == Outcome.AWAY
    assert await team.notices(checkins.PROMPT, "Mei") == []
    assert await team.notices(checkins.REMINDER, "Mei") == []


async def test_leave_on_friday_brings_the_prompt_forward_to_thursday(team: Team) -> None:
    await team.away("Mei", date(2027, 1, 15), date(2027, 1, 15))
    await team.replan(START)
    await team.open_due(OPENS - DAY)
    period = await team.period("Mei")
    assert (period.opens_at, period.reminds_at, period.closes_at) == (OPENS - DAY, REMINDS, CLOSES)
    assert await team.periods("Bob") == []


async def test_leave_after_the_weekend_lets_reminder_and_end_wait(team: Team) -> None:
    await team.away("Mei", date(2027, 1, 16), date(2027, 1, 19))
    await team.open_due(OPENS)
    period = await team.period("Mei")
    assert (period.reminds_at, period.closes_at) == (REMINDS + 2 * DAY, CLOSES + 2 * DAY)


async def test_a_week_without_a_working_day_has_the_outcome_none(team: Team) -> None:
    await team.change("Mei", START, working_days="")
    await team.open_due(OPENS)
    assert (await team.period("Mei")).outcome == Outcome.NONE
    assert await team.notices(checkins.PROMPT, "Mei") == []


async def test_who_works_at_weekends_is_asked_on_saturday(team: Team) -> None:
    await team.change("Mei", START, working_days="67")
    await team.open_due(OPENS + DAY)
    assert (await team.period("Mei")).opens_at == OPENS + DAY


async def test_a_late_shift_is_asked_once_it_has_begun(team: Team) -> None:
    await team.change("Mei", START, works_from=time(16), works_until=time(23))
    await team.open_due(OPENS + HOUR)
    assert (await team.period("Mei")).opens_at == OPENS + HOUR


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati", "Europe/London"])
async def test_a_journey_moves_the_coming_prompt_and_leaves_the_open_one(team: Team, zone: str) -> None:
    await team.open_due(OPENS)
    await team.change("Mei", OPENS + HOUR, zone=zone)
    for step in range(1, 15 * 24):
        await team.open_due(OPENS + step * HOUR)
    found = await team.periods("Mei")
    assert [one.slot for one in found] == [SLOT, NEXT, "2027-W04"]
    assert (found[0].opens_at, found[0].closes_at) == (OPENS, CLOSES)
    turn = await team.turn("Mei")
    assert turn is not None
    assert turn.slot == "2027-W05"
    assert len(await team.notices(checkins.PROMPT, "Mei")) == 3


async def test_a_journey_just_before_the_prompt_asks_once_by_the_new_clock(team: Team) -> None:
    await team.change("Mei", OPENS - MINUTE, zone="America/Los_Angeles")
    await team.open_due(OPENS)
    assert await team.periods("Mei") == []
    later = OPENS + 16 * HOUR
    await team.open_due(later)
    assert (await team.period("Mei")).opens_at == later
