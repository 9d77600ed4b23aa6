"""The calendar's side: whose period starts, who is reminded, what is missed, and what a late or doubled clock does."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain import checkins
from bot.domain.checkins import Outcome, SeriesState
from bot.usecases import series
from storage.database import Database
from storage.series import Series
from tests import team as teams
from tests.clock import START
from tests.team import BERLIN_OPENS, CLOSES, NEXT, OPENS, REMINDS, SLOT, Team

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def test_nothing_opens_a_minute_too_early(team: Team) -> None:
    assert await team.open_due(OPENS - MINUTE) == 0
    assert await team.periods("Mei") == []


async def test_each_is_asked_at_three_by_their_own_clock(team: Team) -> None:
    assert await team.open_due(OPENS) == 3
    assert await team.periods("Tom") == []
    assert await team.open_due(BERLIN_OPENS) == 1
    mei, tom = await team.period("Mei"), await team.period("Tom")
    assert (mei.opens_at, mei.reminds_at, mei.closes_at) == (OPENS, REMINDS, CLOSES)
    assert tom.opens_at == BERLIN_OPENS
    assert [one.due_at for one in await team.notices(checkins.PROMPT, "Mei")] == [OPENS]


async def test_opening_twice_is_opening_once(team: Team) -> None:
    await team.open_due(OPENS)
    before = await team.turn("Mei")
    assert await team.open_due(OPENS) == 0
    assert len(await team.periods("Mei")) == 1
    assert len(await team.notices(checkins.PROMPT, "Mei")) == 1
    after = await team.turn("Mei")
    assert before is not None
    assert after is not None
    assert (after.slot, after.due_at) == (before.slot, before.due_at) == (NEXT, OPENS + 7 * DAY)


async def test_two_clocks_at_once_are_one(team: Team) -> None:
    await asyncio.gather(*(team.open_due(OPENS) for _ in range(4)))
    for name in ("Mei", "Bob", "Una"):
        assert [one.slot for one in await team.periods(name)] == [SLOT]
        assert len(await team.notices(checkins.PROMPT, name)) == 1
        turn = await team.turn(name)
        assert turn is not None
        assert turn.slot == NEXT


async def test_week_after_week_has_its_period_and_none_is_left_out(team: Team) -> None:
    now = START
    for _ in range(8 * 7):
        now += DAY
        await team.open_due(now)
        await team.close_due(now)
    assert [one.slot for one in await team.periods("Mei")] == [f"2027-W{week:02}" for week in range(2, 10)]


async def test_an_early_answer_is_asked_for_no_more(team: Team) -> None:
    await team.submit("Mei", START)
    await team.open_due(OPENS)
    assert await team.notices(checkins.PROMPT, "Mei") == []
    assert (await team.period("Mei")).outcome == Outcome.ANSWERED
    assert (await team.period("Mei")).closes_at == CLOSES
    assert await team.remind_due(REMINDS) == 2
    assert await team.notices(checkins.REMINDER, "Mei") == []


async def test_a_clock_that_was_dead_over_the_weekend_opens_with_the_times_as_planned(team: Team) -> None:
    """The prompt is owed for Friday and too late by its own rule; the reminder asks in its stead."""
    monday = REMINDS + 10 * MINUTE
    await team.open_due(monday)
    assert await team.remind_due(monday) == 3
    [prompt] = await team.notices(checkins.PROMPT, "Mei")
    assert prompt.due_at == OPENS
    assert prompt.not_after is not None
    assert prompt.not_after < monday
    [reminder] = await team.notices(checkins.REMINDER, "Mei")
    assert (reminder.due_at, reminder.not_after) == (monday, CLOSES)


async def test_a_prompt_grows_late_while_its_person_works_and_not_over_night(team: Team) -> None:
    """Asked on Thursday at three: three hours are left of that day, and the fourth ends on Friday at ten."""
    async with team.transaction() as tx:
        (await tx.get_one(Series, team.series_id)).weekday = 4
    await team.replan(START)
    await team.open_due(OPENS - DAY)
    [prompt] = await team.notices(checkins.PROMPT, "Mei")
    assert (prompt.due_at, prompt.not_after) == (OPENS - DAY, OPENS - 5 * HOUR)


async def test_a_clock_that_was_dead_over_a_whole_window_drops_it_without_a_word(team: Team) -> None:
    await team.open_due(CLOSES)
    await team.remind_due(CLOSES)
    await team.close_due(CLOSES)
    period = await team.period("Mei")
    assert (period.outcome, period.why) == (Outcome.DROPPED, "too_late")
    assert await team.notices(checkins.PROMPT, "Mei") == []
    assert await team.notices(checkins.REMINDER, "Mei") == []


async def test_a_clock_that_was_dead_for_weeks_catches_up_turn_by_turn(team: Team) -> None:
    back = OPENS + 21 * DAY + HOUR
    while await team.open_due(back):
        pass
    outcomes = [(one.slot, one.outcome) for one in await team.periods("Mei")]
    assert outcomes == [
        ("2027-W02", Outcome.DROPPED),
        ("2027-W03", Outcome.DROPPED),
        ("2027-W04", Outcome.DROPPED),
        ("2027-W05", None),
    ]
    assert len(await team.notices(checkins.PROMPT, "Mei")) == 1


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


async def test_nobody_is_reminded_twice_or_after_answering(team: Team) -> None:
    await team.open_due(OPENS)
    await team.submit("Bob", OPENS + HOUR)
    assert await team.remind_due(REMINDS - MINUTE) == 0
    assert await team.remind_due(REMINDS) == 2
    assert await team.remind_due(REMINDS + MINUTE) == 0
    assert len(await team.notices(checkins.REMINDER)) == 2
    assert await team.notices(checkins.REMINDER, "Bob") == []


async def test_what_closes_without_an_answer_was_missed_and_an_answer_stays_an_answer(team: Team) -> None:
    await team.open_due(OPENS)
    await team.prompted()
    await team.submit("Bob", OPENS + HOUR)
    await team.close_due(CLOSES - MINUTE)
    assert (await team.period("Mei")).outcome is None
    await team.close_due(CLOSES)
    await team.close_due(CLOSES + HOUR)
    assert (await team.period("Mei")).outcome == Outcome.MISSED
    assert (await team.period("Mei")).settled_at == CLOSES
    assert (await team.period("Bob")).outcome == Outcome.ANSWERED


async def test_who_was_never_asked_has_missed_nothing(team: Team) -> None:
    """Slack was away, or the process, for as long as the window was open."""
    await team.open_due(OPENS)
    await team.prompted("Bob")
    await team.close_due(CLOSES)
    mei, bob = await team.period("Mei"), await team.period("Bob")
    assert (mei.outcome, mei.why) == (Outcome.DROPPED, "not_asked")
    assert (bob.outcome, bob.why) == (Outcome.MISSED, None)


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


async def test_planning_twice_changes_nothing(team: Team) -> None:
    before = await team.turn("Mei")
    await team.replan(START + HOUR)
    assert await team.turn("Mei") == before


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
