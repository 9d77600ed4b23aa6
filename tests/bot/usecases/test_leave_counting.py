"""What a check-in counts as while its person is away."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain import checkins
from bot.domain.checkins import Outcome, QuestionKind
from bot.usecases import checkins as answering
from storage.leave import Leave
from tests.clock import START
from tests.leave import DAY, FRIDAY, HOUR, MONDAY, WEEK, away, back, live, told
from tests.team import CLOSES, OPENS, REMINDS, Team


async def test_leave_is_taken_into_account_as_soon_as_it_is_noted(team: Team) -> None:
    await away(team, date(2027, 1, 15), date(2027, 1, 15))
    turn = await team.turn("Mei")
    assert turn is not None
    assert turn.due_at == OPENS - DAY


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
