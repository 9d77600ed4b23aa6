"""Leave: what is asked around it, what it counts as, who reads why, and the one message after it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.domain import checkins
from bot.domain import leave as rules
from bot.domain.checkins import Outcome, QuestionKind
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.notices import Kind, NoLonger, NotYet, State
from bot.domain.roles import Source
from bot.usecases import checkins as answering
from bot.usecases import checkins_leave, home, leave
from storage.leave import Leave
from tests.clock import START
from tests.team import CLOSES, NEXT, OPENS, REMINDS, SLOT, Team

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
TODAY = date(2027, 1, 13)
MONDAY, FRIDAY = date(2027, 1, 18), date(2027, 1, 22)
BACK = datetime(2027, 1, 25, 1, tzinfo=UTC)
"""Monday 09:00 in Shanghai, after a week away."""


async def away(
    team: Team, first: date, last: date, *, now: datetime = START, reason: str = "", name: str = "Mei"
) -> Leave:
    async with team.transaction() as tx:
        return await leave.set_away(tx, await team.person(tx, name), first, last, reason, now)


async def back(team: Team, now: datetime) -> None:
    async with team.transaction() as tx:
        await leave.come_back(tx, await team.person(tx, "Mei"), now)


async def noted(team: Team) -> list[tuple[date, date]]:
    async with team.transaction(reading=True) as tx:
        return [(one.first, one.last) for one in await tx.exec(select(Leave).order_by("first"))]


async def tick(team: Team, now: datetime) -> None:
    await team.open_due(now)
    await team.remind_due(now)
    await team.close_due(now)
    async with team.transaction() as tx:
        await checkins_leave.welcome_due(tx, now)


async def live(team: Team, since: datetime, until: datetime) -> None:
    now = since
    while now <= until:
        await tick(team, now)
        now += HOUR


async def told(team: Team, kind: Kind) -> None:
    """As if what is owed of this kind had been sent."""
    async with team.transaction() as tx:
        for notice in await team.notices(kind):
            notice.state, notice.sent_at = State.SENT, notice.due_at
            tx.add(notice)


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


async def test_leave_is_taken_into_account_as_soon_as_it_is_noted(team: Team) -> None:
    await away(team, date(2027, 1, 15), date(2027, 1, 15))
    turn = await team.turn("Mei")
    assert turn is not None
    assert turn.due_at == OPENS - DAY


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


async def test_leave_that_begins_while_a_check_in_is_open_lets_its_end_wait(team: Team) -> None:
    await team.open_due(OPENS)
    await away(team, MONDAY, date(2027, 1, 19), now=OPENS + HOUR)
    period = await team.period("Mei")
    assert (period.opens_at, period.reminds_at, period.closes_at) == (OPENS, REMINDS + 2 * DAY, CLOSES + 2 * DAY)
    await back(team, REMINDS + HOUR)
    period = await team.period("Mei")
    assert period.closes_at == CLOSES + 2 * DAY


async def test_what_closes_while_its_person_is_away_without_having_been_asked_is_away(team: Team) -> None:
    await team.open_due(OPENS)
    await away(team, date(2027, 1, 15), FRIDAY, now=OPENS + timedelta(minutes=1))
    await team.prompted("Bob")
    await live(team, OPENS + HOUR, OPENS + WEEK + HOUR)
    assert (await team.period("Mei")).outcome == Outcome.AWAY
    assert (await team.period("Bob")).outcome == Outcome.MISSED


async def test_who_was_asked_and_had_days_to_answer_has_missed_it_in_spite_of_leave(team: Team) -> None:
    await team.open_due(OPENS)
    await told(team, checkins.PROMPT)
    await away(team, MONDAY, MONDAY, now=OPENS + HOUR)
    await live(team, OPENS + HOUR, CLOSES + 2 * DAY)
    assert (await team.period("Mei")).outcome == Outcome.MISSED


async def test_an_answer_from_leave_stays_an_answer(team: Team) -> None:
    await team.open_due(OPENS)
    await away(team, date(2027, 1, 15), FRIDAY, now=OPENS + timedelta(minutes=1))
    await team.submit("Mei", OPENS + DAY)
    await live(team, OPENS + 6 * DAY, OPENS + WEEK + HOUR)
    assert (await team.period("Mei")).outcome == Outcome.ANSWERED


@pytest.mark.parametrize(("days", "short"), [(2, False), (3, True), (4, True)])
async def test_a_week_with_fewer_than_half_of_its_days_is_asked_the_short_form(
    team: Team, days: int, short: bool
) -> None:
    first = date(2027, 1, 11)
    async with team.transaction() as tx:
        who: dict[str, Any] = {"workspace_id": team.workspace_id, "person_id": team.ids["Mei"], "noted_at": START}
        tx.add(Leave(first=first, last=first + (days - 1) * DAY, **who))
    await team.replan(START)
    async with team.transaction() as tx:
        early = await answering.access_form(tx, await team.person(tx, "Mei"), START)
    await team.open_due(OPENS)
    async with team.transaction() as tx:
        form = await answering.access_form(tx, await team.person(tx, "Mei"), OPENS)
    assert (await team.period("Mei")).short is short
    kinds = [QuestionKind.PROGRESS, QuestionKind.BLOCKER, QuestionKind.MOOD]
    for shown in (early, form):
        assert ([one.kind for one in shown.questions] == kinds) is short


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
