"""The calendar's side of check-ins: when each is asked and reminded, what was missed, and a late or doubled clock."""

import asyncio
from datetime import timedelta

from bot.domain import checkins
from bot.domain.checkins import Outcome
from storage.series import Series
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


async def test_planning_twice_changes_nothing(team: Team) -> None:
    before = await team.turn("Mei")
    await team.replan(START + HOUR)
    assert await team.turn("Mei") == before
