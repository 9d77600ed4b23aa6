"""Numbers for HR: who took part and what did not arrive; nobody else sees them, and nobody's words are in them."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from bot.domain import checkins
from bot.domain.errors import NotAllowed
from bot.domain.notices import TOO_LATE, State
from bot.domain.numbers import Group
from bot.domain.roles import Source
from bot.usecases import notices as owing
from bot.usecases import numbers
from storage.notices import Notice
from storage.reporting import Department, Membership
from tests.team import BERLIN_OPENS, CLOSES, OPENS, Team

LATER = BERLIN_OPENS + timedelta(days=10)


async def seen(team: Team, name: str = "Ann", now: datetime = LATER) -> numbers.Numbers:
    async with team.transaction(reading=True) as tx:
        return await numbers.access_numbers(tx, await team.person(tx, name), now)


async def department(team: Team, name: str, *people: str) -> None:
    async with team.transaction() as tx:
        made = Department(workspace_id=team.workspace_id, name=name)
        tx.add(made)
        await tx.flush()
        for one in people:
            tx.add(
                Membership(
                    workspace_id=team.workspace_id,
                    person_id=team.ids[one],
                    department_id=made.id,
                    since=date(2020, 1, 1),
                    source=Source.IMPORT,
                )
            )


async def settle(team: Team, state: State, why: str | None, name: str) -> None:
    async with team.transaction() as tx:
        found = select(Notice).where(Notice.kind == checkins.PROMPT.name, Notice.recipient_id == team.ids[name])
        for notice in await tx.exec(found):
            notice.state, notice.why, notice.sending_at = state, why, OPENS
            tx.add(notice)


async def test_who_took_part_is_counted_by_the_department_of_that_time(team: Team) -> None:
    for number in range(4):
        await team.join(f"Lab {number}", zone="Asia/Shanghai")
    await department(team, "Laboratory", *(f"Lab {number}" for number in range(4)))
    await department(team, "Design", "Mei", "Bob")
    await team.away("Lab 3", date(2027, 1, 11), date(2027, 1, 15))
    await team.replan(OPENS - timedelta(days=2))
    await team.open_due(BERLIN_OPENS + timedelta(days=1))
    for name in ("Lab 0", "Lab 1", "Mei"):
        await team.submit(name, OPENS + timedelta(hours=1))
    await team.prompted()
    await team.close_due(CLOSES + timedelta(days=1))
    [weekly] = (await seen(team)).participation
    assert [(turn.first, turn.last) for turn in weekly.turns] == [(date(2027, 1, 11), date(2027, 1, 17))]
    assert weekly.turns[0].total == Group(None, asked=8, answered=3, away=1)
    # Three of the laboratory were asked and two of design: each too few to be shown alone.
    assert weekly.groups == [Group(None, asked=8, answered=3, away=1)]


async def test_nobody_but_hr_sees_numbers(team: Team) -> None:
    for name in ("Mei", "Tom", "Una"):
        with pytest.raises(NotAllowed, match="hr_only"):
            await seen(team, name)


async def test_before_the_first_check_in_there_are_none(team: Team) -> None:
    [weekly] = (await seen(team, now=OPENS - timedelta(days=1))).participation
    assert (weekly.turns, weekly.groups) == ([], [])


async def test_what_failed_is_listed_with_its_reason_and_can_be_sent_again(team: Team) -> None:
    await team.open_due(OPENS)
    await settle(team, State.FAILED, "user_not_found", "Mei")
    shown = (await seen(team)).lost
    [(notice, person)] = shown.failed
    assert (person.id, notice.why, shown.failed_count) == (team.ids["Mei"], "user_not_found", 1)
    async with team.transaction() as tx:
        await owing.send_again(tx, await team.person(tx, "Ann"), notice.id, LATER)
    assert (await seen(team)).lost.failed_count == 0


async def test_a_doubt_that_did_not_settle_is_listed_and_a_fresh_one_is_not(team: Team) -> None:
    await team.open_due(OPENS)
    await settle(team, State.IN_DOUBT, None, "Mei")
    assert (await seen(team, now=OPENS + timedelta(minutes=5))).lost.failed_count == 0
    assert (await seen(team)).lost.failed_count == 1


async def test_what_came_too_late_is_counted_by_kind_for_two_weeks(team: Team) -> None:
    await team.open_due(OPENS)
    for name in ("Mei", "Bob"):
        await settle(team, State.DROPPED, TOO_LATE, name)
    assert (await seen(team)).lost.left_out == {checkins.PROMPT.name: (2, OPENS)}
    assert (await seen(team, now=OPENS + timedelta(days=15))).lost.left_out == {}


async def test_what_was_dropped_for_a_good_reason_is_no_loss(team: Team) -> None:
    await team.open_due(OPENS)
    await settle(team, State.DROPPED, "answered", "Mei")
    assert not (await seen(team)).lost.any


async def test_messages_to_people_who_left_are_not_listed(team: Team) -> None:
    await team.open_due(OPENS)
    await settle(team, State.FAILED, "user_not_found", "Mei")
    await team.change("Mei", OPENS, active=False)
    assert not (await seen(team)).lost.any
