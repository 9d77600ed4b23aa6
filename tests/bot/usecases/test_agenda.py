"""What two clicks, two clocks and two sides do to an agenda."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.agenda import SHOWN_MOST, TODAY, Sort
from bot.domain.errors import NotAllowed, Refused, RuleBroken
from bot.domain.notices import State
from bot.usecases import agenda, agenda_today
from storage.agenda import AgendaItem
from storage.checkins import Blocker
from storage.database import Tx
from storage.one_on_ones import OneOnOne
from storage.readers import Reader, Why
from tests.clock import START
from tests.talks import talk
from tests.team import OPENS, Team

FRIDAY = datetime.fromisoformat("2027-01-15T14:00:00+08:00")
MINUTE = timedelta(minutes=1)


async def met(team: Team, at: datetime | None = FRIDAY) -> int:
    async with team.transaction() as tx:
        return (await talk(tx, await team.person(tx, "Mei"), await team.person(tx, "Tom"), at)).id


async def add(team: Team, name: str, other: str, words: str, source: str = "view:1") -> None:
    async with team.transaction() as tx:
        me = await team.person(tx, name)
        await agenda.add(tx, me, team.ids[other], words, START, source=source)


async def seen(team: Team, name: str, other: str, now: datetime = START) -> agenda.Agenda:
    async with team.transaction(reading=True) as tx:
        return await agenda.access_with(tx, await team.person(tx, name), team.ids[other], now)


async def act(team: Team, what: object, name: str, other: str, key: object, now: datetime = START) -> None:
    async with team.transaction() as tx:
        await what(tx, await team.person(tx, name), team.ids[other], key, now)  # type: ignore[operator]


async def items(tx: Tx) -> list[AgendaItem]:
    return list(await tx.exec(select(AgendaItem)))


async def test_struck_twice_by_both_and_put_back_twice_it_is_done_once(team: Team) -> None:
    await met(team)
    checkin = await team.sent("Mei", START, progress="Fed", blocker="Fence")
    async with team.transaction() as tx:
        flagged = (await tx.exec(select(Reader).where(Reader.record_id == checkin.id))).one()
        flagged.flagged_at = START
    await add(team, "Mei", "Tom", "Budget")
    await add(team, "Mei", "Tom", "Budget")
    keys = {one.sort: one.key for one in (await seen(team, "Tom", "Mei")).points}
    assert set(keys) == {Sort.ADDED, Sort.BLOCKER, Sort.FLAGGED}
    for key in keys.values():
        for name, other in (("Tom", "Mei"), ("Tom", "Mei"), ("Mei", "Tom")):
            await act(team, agenda.strike, name, other, key)
    assert (await seen(team, "Tom", "Mei")).points == []
    assert len((await seen(team, "Tom", "Mei")).struck) == 3
    assert (await seen(team, "Tom", "Mei", START + 2 * agenda.LATELY)).struck == []
    for key in keys.values():
        for _ in range(2):
            await act(team, agenda.put_back, "Tom", "Mei", key)
    assert len((await seen(team, "Tom", "Mei")).points) == 3
    for _ in range(2):
        await act(team, agenda.show_both, "Tom", "Mei", checkin.id)
    assert [one.sort for one in (await seen(team, "Mei", "Tom")).points].count(Sort.ADDED) == 2


async def test_a_sort_shows_five_and_counts_the_rest(team: Team) -> None:
    checkin = await team.sent("Mei", START, progress="Fed")
    async with team.transaction() as tx:
        here: dict[str, Any] = {
            "workspace_id": team.workspace_id,
            "checkin_id": checkin.id,
            "person_id": team.ids["Mei"],
        }
        for number in range(1, 8):
            tx.add(Blocker(position=number, words=f"Fence {number}", opened_at=START, **here))
    found = await seen(team, "Tom", "Mei")
    assert [one.words for one in found.points] == [f"Fence {number}" for number in range(1, SHOWN_MOST + 1)]
    assert found.more == {Sort.BLOCKER: 2}
    assert found.counts == {Sort.BLOCKER: 7}


@pytest.mark.parametrize(
    ("name", "other"), [("Bob", "Mei"), ("Ann", "Mei"), ("Mei", "Ann"), ("Una", "Tom"), ("Mei", "Mei")]
)
async def test_nobody_else_reads_or_touches_it(team: Team, name: str, other: str) -> None:
    talk_id = await met(team)
    await add(team, "Mei", "Tom", "Budget")
    with pytest.raises(Refused):
        await seen(team, name, other)
    with pytest.raises(Refused):
        await act(team, agenda.strike, name, other, "item:1")
    if name != "Mei":
        with pytest.raises(NotAllowed):
            async with team.transaction() as tx:
                await agenda.choose_purpose(tx, await team.person(tx, name), talk_id, None)


async def test_who_leads_others_cannot_touch_what_is_not_theirs(team: Team) -> None:
    await add(team, "Mei", "Tom", "Budget")
    with pytest.raises(NotAllowed):
        await act(team, agenda.strike, "Tom", "Bob", "item:1")
    for key in ("item:99", "item:x", "nonsense", "goal:1"):
        with pytest.raises(NotAllowed):
            await act(team, agenda.strike, "Tom", "Mei", key)
    await act(team, agenda.strike, "Tom", "Mei", "goal:77:at_risk")
    async with team.transaction(reading=True) as tx:
        assert [one.struck_at for one in await items(tx)] == [None]


async def test_a_blocker_that_the_manager_may_not_read_is_not_on_the_agenda(team: Team) -> None:
    await team.sent("Mei", START, progress="Fed", blocker="Fence")
    async with team.transaction() as tx:
        for one in await tx.exec(select(Reader)):
            one.why, one.person_id = Why.HELPER, team.ids["Una"]
    assert (await seen(team, "Mei", "Tom")).points == []


async def test_who_has_left_has_no_1_1s(team: Team) -> None:
    await team.change("Tom", START, active=False)
    with pytest.raises(RuleBroken) as broken:
        await seen(team, "Mei", "Tom")
    assert broken.value.code == "no_one_on_one_with"
    with pytest.raises(RuleBroken) as broken:
        async with team.transaction() as tx:
            await agenda.access_adding(tx, await team.person(tx, "Mei"), START)
    assert broken.value.code == "no_one_on_ones"


async def test_two_clocks_owe_both_one_notice_for_each_day(team: Team) -> None:
    talk_id = await met(team)

    async def plan() -> int:
        async with team.transaction() as tx:
            return await agenda_today.plan_due(tx, START)

    assert [await plan(), await plan()] == [1, 0]
    for days in (1, 0):
        async with team.transaction() as tx:
            (await tx.get_one(OneOnOne, talk_id)).at = FRIDAY + timedelta(days=days)
        assert await plan() == days
    mei = await team.notices(TODAY, "Mei")
    assert [(one.occurrence, one.due_at) for one in mei] == [
        ("2027-01-15", datetime.fromisoformat("2027-01-15T09:00:00+08:00")),
        ("2027-01-16", datetime.fromisoformat("2027-01-16T09:00:00+08:00")),
    ]
    assert {one.not_after for one in mei} == {FRIDAY, FRIDAY + timedelta(days=1)}
    tom = await team.notices(TODAY, "Tom")
    assert tom[0].due_at == datetime.fromisoformat("2027-01-14T15:00:00+01:00")


async def test_a_talk_that_came_back_to_a_day_for_which_it_was_dropped_is_told_after_all(team: Team) -> None:
    talk_id = await met(team)
    async with team.transaction() as tx:
        await agenda_today.plan_due(tx, START)
    for notice in await team.notices(TODAY, "Mei"):
        async with team.transaction() as tx:
            notice.state = State.DROPPED
            tx.add(await tx.merge(notice))
    for days in (1, 0):
        async with team.transaction() as tx:
            (await tx.get_one(OneOnOne, talk_id)).at = FRIDAY + timedelta(days=days, minutes=1)
        async with team.transaction() as tx:
            await agenda_today.plan_due(tx, OPENS - 9 * 60 * MINUTE)
    assert {one.state for one in await team.notices(TODAY, "Mei")} == {State.PENDING}


async def test_the_agenda_is_of_the_next_talk_and_without_one_of_the_last(team: Team) -> None:
    async with team.transaction() as tx:
        mei, tom = await team.person(tx, "Mei"), await team.person(tx, "Tom")
        for number, at in enumerate((START - timedelta(days=9), FRIDAY, FRIDAY + timedelta(days=7), None)):
            await talk(tx, mei, tom, at, slot=f"2027-W{number:02}")

    async def current(now: datetime) -> int | None:
        found = (await seen(team, "Mei", "Tom", now)).talk
        return found.id if found else None

    assert await current(START) == 2
    assert await current(FRIDAY + timedelta(hours=20)) == 2
    assert await current(FRIDAY + timedelta(days=2)) == 3
    assert await current(FRIDAY + timedelta(days=30)) == 4
    assert (await seen(team, "Tom", "Bob")).talk is None
