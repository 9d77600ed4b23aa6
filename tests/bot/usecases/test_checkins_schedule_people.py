"""Whom check-ins ask: those who come, leave and come back, and nobody whom a series does not mean or does not ask now."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain import checkins
from bot.domain.checkins import Outcome, SeriesState
from bot.usecases import series
from storage.database import Database
from storage.series import Series
from tests import team as teams
from tests.clock import START
from tests.team import NEXT, OPENS, REMINDS, SLOT, Team

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def test_who_leaves_is_asked_nothing_more_and_their_open_window_is_closed(team: Team) -> None:
    await team.open_due(OPENS)
    await team.change("Mei", OPENS + HOUR, active=False)
    period = await team.period("Mei")
    assert (period.outcome, period.why) == (Outcome.DROPPED, "left")
    await team.remind_due(REMINDS)
    await team.open_due(OPENS + 7 * DAY)
    assert await team.notices(checkins.REMINDER, "Mei") == []
    assert len(await team.periods("Mei")) == 1


async def test_who_comes_back_is_asked_from_the_next_prompt_on(team: Team) -> None:
    await team.open_due(OPENS)
    await team.change("Mei", OPENS + HOUR, active=False)
    back = OPENS + 19 * DAY
    await team.change("Mei", back, active=True)
    turn = await team.turn("Mei")
    assert turn is not None
    assert (turn.slot, turn.due_at) == ("2027-W05", OPENS + 21 * DAY)


async def test_who_comes_back_in_the_same_week_is_not_asked_a_second_time(team: Team) -> None:
    await team.open_due(OPENS)
    await team.change("Mei", OPENS + HOUR, active=False)
    await team.change("Mei", OPENS + 2 * HOUR, active=True)
    await team.open_due(OPENS + 3 * HOUR)
    assert [one.slot for one in await team.periods("Mei")] == [SLOT]
    turn = await team.turn("Mei")
    assert turn is not None
    assert turn.slot == NEXT


@pytest.mark.parametrize(
    ("joins", "slot"),
    [(START, SLOT), (OPENS - MINUTE, SLOT), (OPENS, NEXT), (OPENS + DAY, NEXT)],
    ids=["Wednesday", "just before", "at the prompt", "Saturday"],
)
async def test_who_joins_in_the_middle_of_a_week_is_asked_by_the_next_prompt(
    team: Team, joins: datetime, slot: str
) -> None:
    await team.join("Lin", zone="Asia/Shanghai")
    await team.replan(joins)
    turn = await team.turn("Lin")
    assert turn is not None
    assert turn.slot == slot


async def test_nobody_is_asked_before_their_first_or_after_their_last_day(team: Team) -> None:
    await team.join("Lin", zone="Asia/Shanghai", employed_from=date(2027, 1, 18))
    await team.change("Bob", START, employed_until=date(2027, 1, 14))
    await team.replan(START)
    assert await team.turn("Lin") is None
    await team.replan(datetime(2027, 1, 14, 18, tzinfo=UTC))
    await team.open_due(OPENS)
    assert await team.periods("Bob") == []
    await team.replan(datetime(2027, 1, 17, 18, tzinfo=UTC))
    turn = await team.turn("Lin")
    assert turn is not None
    assert turn.slot == NEXT


async def test_a_paused_series_asks_nobody(database: Database) -> None:
    team = await teams.found(database, running=False)
    assert await team.turn("Mei") is None
    assert await team.open_due(OPENS) == 0


async def test_pausing_leaves_what_is_open_and_a_new_start_repeats_no_slot(team: Team) -> None:
    await team.open_due(OPENS)
    async with team.transaction() as tx:
        await series.pause(tx, await team.person(tx, "Ann"), team.series_id, OPENS + HOUR)
    assert await team.open_due(OPENS + 7 * DAY) == 0
    assert (await team.submit("Mei", OPENS + 2 * HOUR)).checkin is not None
    async with team.transaction() as tx:
        await series.start(tx, await team.person(tx, "Ann"), team.series_id, OPENS + 2 * HOUR)
    assert await team.open_due(OPENS + 3 * HOUR) == 0
    await team.open_due(OPENS + 7 * DAY)
    assert [one.slot for one in await team.periods("Mei")] == [SLOT, NEXT]


async def test_only_those_who_are_meant_are_asked(team: Team) -> None:
    async with team.transaction() as tx:
        one = await tx.get_one(Series, team.series_id)
        one.audience = {"without": [team.ids["Bob"]]}
        one.state = SeriesState.RUNNING
        tx.add(one)
    await team.join("Lin", zone="Asia/Shanghai")
    await team.replan(START)
    await team.open_due(OPENS)
    assert len(await team.periods("Lin")) == 1
    assert await team.periods("Bob") == []
