"""What is known of many 1:1s: averages and counts that speak for enough people."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from bot.domain.errors import NotAllowed
from bot.domain.numbers import Group
from bot.domain.one_on_ones import Cadence
from bot.domain.roles import Source
from bot.usecases import one_on_ones as usecases
from bot.usecases import one_on_ones_missed as missed
from bot.usecases import one_on_ones_moves as moves
from bot.usecases import one_on_ones_survey as survey
from bot.usecases.one_on_ones_setting import Usual
from storage.reporting import Department, Membership
from tests.one_on_ones import FEBRUARY, LED, NOW, Talks


async def test_a_manager_sees_averages_of_four_people_or_more_and_once_a_month(talks: Talks) -> None:
    await talks.said(LED[:3], NOW)
    async with talks.team.transaction(reading=True) as tx:
        tom = await talks.team.person(tx, "Tom")
        assert await survey.access_own_average(tx, tom, FEBRUARY) is None
    await talks.said(LED[3:], NOW, heard=40)
    async with talks.team.transaction(reading=True) as tx:
        tom, ann = await talks.team.person(tx, "Tom"), await talks.team.person(tx, "Ann")
        found = await survey.access_own_average(tx, tom, FEBRUARY)
        assert found is not None
        assert (found.people, found.heard, found.next_step, found.until) == (4, 70, 50, date(2027, 2, 1))
        assert await survey.access_own_average(tx, tom, NOW + timedelta(days=1)) is None
        assert await survey.access_own_average(tx, tom, FEBRUARY + timedelta(days=120)) is None
        for shown in (await survey.access_average(tx, ann, FEBRUARY), await survey.access_below(tx, ann, FEBRUARY)):
            assert shown == found
        with pytest.raises(NotAllowed):
            await survey.access_average(tx, tom, FEBRUARY)


async def test_no_average_lets_the_rest_of_the_company_be_worked_out(talks: Talks) -> None:
    await talks.said(LED, NOW)
    await talks.said(["Tom"], NOW, heard=0, manager="Ann")
    async with talks.team.transaction(reading=True) as tx:
        assert await survey.access_own_average(tx, await talks.team.person(tx, "Tom"), FEBRUARY) is None
        assert await survey.access_average(tx, await talks.team.person(tx, "Ann"), FEBRUARY) is not None


async def test_a_manager_sees_this_month_by_name_and_hr_the_last_one_in_counts(talks: Talks) -> None:
    async with talks.team.transaction() as tx:
        made = Department(workspace_id=talks.team.workspace_id, name="Lab")
        tx.add(made)
        await tx.flush()
        for name in ("Max", "Nora"):
            row: dict[str, Any] = {
                "person_id": talks.team.ids[name],
                "department_id": made.id,
                "since": date(2020, 1, 1),
            }
            tx.add(Membership(workspace_id=talks.team.workspace_id, source=Source.IMPORT, **row))
    for number, name in enumerate(LED):
        await talks.set_up(name, usual=Usual(Cadence.WEEKLY, 4, time(10 + number)))
    skipped = await talks.of("Lea")
    async with talks.team.transaction() as tx:
        await moves.skip(tx, await talks.team.person(tx, "Tom"), skipped.id, "Travelling", NOW)
    january = NOW + timedelta(days=7)
    async with talks.team.transaction(reading=True) as tx:
        tom, ann, lea = [await talks.team.person(tx, name) for name in ("Tom", "Ann", "Lea")]
        found = await missed.access_missed(tx, tom, january)
        assert [(one.person.name, one.had, one.agreed) for one in found] == [("Lea", 0, 1)]
        assert (await usecases.access_mine(tx, tom, january)).missed == found
        assert (await usecases.access_mine(tx, lea, january)).missed == []
        counts = await missed.access_counts(tx, ann, january)
        assert (counts.groups, counts.total) == ([], None)
        counts = await missed.access_counts(tx, ann, FEBRUARY)
        assert counts.total == Group(None, 4, 3)
        assert [one.asked for one in counts.groups] == [4]
        with pytest.raises(NotAllowed):
            await missed.access_counts(tx, tom, FEBRUARY)
