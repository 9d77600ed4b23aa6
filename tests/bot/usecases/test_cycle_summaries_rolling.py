"""Summaries of a cycle that counts from each one's own first day: at the end of somebody's phase and days, for who leads them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.domain import cycle_summaries_told as rules
from bot.domain.cycle_summaries import Balance, Of
from bot.domain.cycles import Phase, Stage
from bot.domain.fortnight import CYCLE_SUMMARIES, Target
from bot.domain.notices import NoLonger, State
from bot.locales.reader import Reader
from bot.usecases import cycle_summaries as usecases
from bot.usecases import cycle_summaries_evidence as evidence
from bot.usecases import cycle_summaries_pictures as pictures
from bot.usecases import cycle_summaries_schedule as schedule
from bot.usecases import fortnight_cycles, holds
from bot.usecases.cycle_summaries import Team as Summary
from bot.views import cycle_summaries as views
from storage import cycle_summaries as store
from storage.cycle_summaries import CycleSummary
from storage.cycles import Cycle, CyclePerson, CyclePhase
from storage.notices import Notice
from tests.planted import Planted
from tests.team import Team
from tests.views import read

STARTS, ENDS = date(2027, 1, 1), date(2027, 3, 31)
"""Ninety days."""
PLAN_ENDS, FEB, KIM = date(2027, 1, 14), date(2027, 2, 1), date(2027, 2, 3)
FEB_12, FEB_5, BEFORE = date(2027, 2, 12), date(2027, 2, 5), date(2027, 1, 29)
OVER = datetime(2027, 2, 15, 15, 30, tzinfo=UTC)
"""Monday, half past four in Tom's Berlin, the day after Mei's and Bob's first fortnight."""
OVER_KIM = OVER + timedelta(days=2)
CLOSED = datetime(2027, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
async def planted(team: Team) -> Planted:
    """Mei and Bob began on the first of February, Kim two days later; all three report to Tom, Leo does and began long ago."""
    for name in ("Kim", "Leo"):
        await team.join(name, zone="UTC")
        await team.led_by(name, "Tom", STARTS)
    async with team.transaction() as tx:
        at: dict[str, Any] = {"workspace_id": team.workspace_id}
        days: dict[str, Any] = {"starts": STARTS, "ends": ENDS, "rolling": True, "stage": Stage.RUNNING}
        cycle = Cycle(**at, name="Probation", **days, made_by=team.ids["Ann"], made_at=OVER)
        tx.add(cycle)
        await tx.flush()
        at["cycle_id"] = cycle.id
        tx.add(CyclePhase(**at, phase=Phase.PLAN, starts=STARTS, ends=PLAN_ENDS))
        tx.add(CyclePhase(**at, phase=Phase.DO, starts=PLAN_ENDS + timedelta(days=1), ends=ENDS))
        for name, begins in (("Mei", FEB), ("Bob", FEB), ("Kim", KIM)):
            tx.add(CyclePerson(**at, person_id=team.ids[name], begins=begins, joined_on=begins))
    return Planted(team)


async def tell(team: Team, now: datetime) -> int:
    """All that is due, as the tick does it."""
    count = 0
    while True:
        async with team.transaction(reading=True) as tx:
            due = await schedule.access_due(tx, now)
        if due is None:
            return count
        async with team.transaction() as tx:
            await schedule.tell(tx, due, now)
        count += len(due.counted)


async def kept(team: Team) -> list[tuple[str, str, date, date, set[str]]]:
    """What was told, in the order of time: to whom, of what, its days, and about whom."""
    names = {number: name for name, number in team.ids.items()}
    async with team.transaction(reading=True) as tx:
        rows = await tx.exec(select(CycleSummary).order_by(col(CycleSummary.last), col(CycleSummary.manager_id)))
        return [
            (names[one.manager_id], one.part, one.first, one.last, {names[each] for each in one.people}) for one in rows
        ]


async def told(team: Team, notice: Notice, now: datetime) -> Summary:
    async with team.transaction(reading=True) as tx:
        return await usecases.access_told(tx, notice, await team.person(tx, "Tom"), now)


async def change(team: Team, **fields: Any) -> None:
    async with team.transaction() as tx:
        [cycle] = await tx.exec(select(Cycle))
        for name, value in fields.items():
            setattr(cycle, name, value)
        tx.add(cycle)


async def part(team: Team, names: Sequence[str], **fields: Any) -> None:
    async with team.transaction() as tx:
        ids = [team.ids[name] for name in names]
        for one in await tx.exec(select(CyclePerson).where(col(CyclePerson.person_id).in_(ids))):
            for name, value in fields.items():
                setattr(one, name, value)
            tx.add(one)


async def test_a_manager_is_told_of_those_whose_own_phase_ended_and_of_nobody_else(planted: Planted) -> None:
    team = planted.team
    for name in ("Mei", "Kim", "Leo"):
        await planted.week(name, FEB_5, mood=3)
    await planted.week("Mei", BEFORE, mood=1)
    await planted.feedback("Una", "Mei", FEB_5, reads="Tom")
    for name in ("Mei", "Bob", "Kim", "Leo"):
        await planted.feedback("Ann", name, FEB_12, words="SECRET")
    async with team.transaction(reading=True) as tx:
        [cycle] = await tx.exec(select(Cycle))
        first, last = OVER - timedelta(days=7), OVER + timedelta(days=7)
        lines = await fortnight_cycles.summaries(tx, team.workspace_id, first, last)
    target = Target(CYCLE_SUMMARIES.name, cycle.id, "plan")
    assert [(one.target, one.day, one.people) for one in lines] == [
        (target, OVER.date(), 1),
        (target, OVER_KIM.date(), 1),
    ]

    assert await tell(team, OVER - timedelta(minutes=15)) == 0
    assert await tell(team, OVER - timedelta(minutes=5)) == 1
    assert await tell(team, OVER) == 0
    [notice] = await team.notices(rules.READY)
    assert (notice.recipient_id, notice.due_at, notice.occurrence) == (
        team.ids["Tom"],
        OVER,
        "plan 2027-02-01 2027-02-14",
    )
    async with team.transaction() as tx:
        hold = await holds.hold(tx, await team.person(tx, "Ann"), target, OVER.date(), None, None, OVER)
        assert await holds.over(tx, notice, await team.person(tx, "Tom"), OVER) is not None
        await holds.release(tx, await team.person(tx, "Ann"), hold.id, OVER)
    shown = await told(team, notice, OVER)
    assert (shown.figures.people, shown.figures.asked, shown.window.first) == (2, 1, FEB)
    assert shown.figures.received == Balance(1, 1, 1, 1), "what Tom may not read would speak for too few"
    assert {one.name for one in shown.talk_to} <= {"Mei", "Bob"}
    said = read(views.ready(Reader(), shown).blocks)
    assert "Probation, to the end of “Plan” (Feb 1 to Feb 14): 1 of 1 check-in" in said
    assert "About Bob and Mei alone" in said

    assert await tell(team, OVER_KIM) == 1
    assert await kept(team) == [
        ("Tom", "plan", FEB, date(2027, 2, 14), {"Mei", "Bob"}),
        ("Tom", "plan", KIM, date(2027, 2, 16), {"Kim"}),
    ]
    [_, notice] = await team.notices(rules.READY)
    await team.delivered(rules.READY, "Tom", "1.1")
    async with team.transaction(reading=True) as tx:
        tom = await team.person(tx, "Tom")
        rows = [row for row, _ in (await usecases.access_earlier(tx, tom)).told]
        assert [row.last.day for row in rows] == [16, 14]
        drawn = [await pictures.access_picture(tx, row.id, OVER_KIM) for row in rows]
        assert [one and (one.window.first, one.before) for one in drawn] == [(KIM, None), (FEB, None)]
        next_year = OVER + timedelta(days=400)
        assert (await usecases.access_kept(tx, tom, rows[1].id, next_year)).figures == shown.figures
        behind = await evidence.access_behind(tx, tom, Of.CHECKINS, rows[1].id, 0, next_year)
        assert [one.of for one in behind.entries] == [team.ids["Mei"]]

    # Kim reports to Una by the morning after: what she did is not Tom's any more, and he still leads the others.
    await team.led_by("Kim", "Una", OVER_KIM.date())
    async with team.transaction() as tx:
        owed = await tx.get_one(Notice, notice.id)
        owed.state, owed.ts = State.PENDING, None
        tx.add(owed)
    await team.led_by("Bob", "Una", OVER_KIM.date())
    async with team.transaction(reading=True) as tx:
        seen = [await usecases.access_kept(tx, tom, row.id, next_year) for row in rows]
    assert "About Mei and 1 other alone" in read(views.team(Reader(), seen[1])["blocks"])
    assert "who are not in it any more" in read(views.team(Reader(), seen[0])["blocks"])
    with pytest.raises(NoLonger, match="team_moved"):
        await told(team, owed, OVER_KIM)


async def test_their_days_end_with_themselves_or_with_the_cycle_that_hr_closes_and_opens_again(
    planted: Planted,
) -> None:
    team = planted.team
    await team.led_by("Kim", "Una", FEB_5)
    await tell(team, OVER_KIM)
    await part(team, ["Bob"], left_on=date(2027, 3, 1))
    await change(team, stage=Stage.CLOSED, closed_at=CLOSED)
    await part(team, ["Mei", "Kim"], left_on=CLOSED.date())
    assert await tell(team, CLOSED + timedelta(days=2)) == 2
    ended = [("Tom", "end", FEB, CLOSED.date(), {"Mei"}), ("Una", "end", KIM, CLOSED.date(), {"Kim"})]
    assert (await kept(team))[2:] == ended
    [closed] = [one for one in await team.notices(rules.READY, "Tom") if one.occurrence.startswith("end")]
    await change(team, stage=Stage.RUNNING, closed_at=None)
    await part(team, ["Mei", "Kim"], left_on=None)
    with pytest.raises(NoLonger, match="extended"):
        await told(team, closed, CLOSED + timedelta(days=2))
    assert await tell(team, CLOSED + timedelta(days=3)) == 0
    # Ninety days from the first of February, and from the third.
    assert await tell(team, datetime(2027, 5, 6, 16, tzinfo=UTC)) == 2
    assert (await kept(team))[4:] == [
        ("Tom", "end", FEB, date(2027, 5, 1), {"Mei"}),
        ("Una", "end", KIM, date(2027, 5, 3), {"Kim"}),
    ]


async def test_a_phase_that_hr_shortens_ends_for_one_on_the_day_on_which_it_ended_for_another(planted: Planted) -> None:
    team = planted.team
    assert await tell(team, OVER) == 1
    async with team.transaction() as tx:
        [plan] = await tx.exec(select(CyclePhase).where(CyclePhase.phase == Phase.PLAN))
        plan.ends = PLAN_ENDS - timedelta(days=2)
        tx.add(plan)
    assert await tell(team, OVER + timedelta(minutes=10)) == 1
    assert await tell(team, OVER_KIM) == 0
    day = date(2027, 2, 14)
    assert sorted(await kept(team)) == [("Tom", "plan", FEB, day, {"Mei", "Bob"}), ("Tom", "plan", KIM, day, {"Kim"})]
    notices = await team.notices(rules.READY, "Tom")
    shown = [await told(team, one, OVER) for one in notices]
    assert [one.window.first for one in shown] == [FEB, KIM]
    await team.delivered(rules.READY, "Tom", "1.1")
    async with team.transaction(reading=True) as tx:
        assert len(await store.to_draw(tx, 5)) == 2, "each with its own notice"


async def test_a_phase_that_ended_as_the_cycle_was_closed_is_not_told_once_it_is_opened_again(planted: Planted) -> None:
    team, closed = planted.team, datetime(2027, 2, 14, 12, tzinfo=UTC)
    await change(team, stage=Stage.CLOSED, closed_at=closed)
    assert await tell(team, OVER) == 1
    await change(team, stage=Stage.RUNNING, closed_at=None)
    assert await tell(team, OVER + timedelta(minutes=10)) == 0
    assert [one[1] for one in await kept(team)] == ["end"]


async def test_a_phase_that_ended_in_a_long_pause_is_told_once_the_cycle_goes_on(planted: Planted) -> None:
    team = planted.team
    paused, on = datetime(2027, 2, 10, 9, tzinfo=UTC), datetime(2027, 3, 1, 9, tzinfo=UTC)
    await change(team, stage=Stage.PAUSED, paused_at=paused)
    assert await tell(team, OVER) == 0
    await change(team, stage=Stage.RUNNING, resumed_at=on)
    assert await tell(team, on + timedelta(hours=7)) == 2
    assert await tell(team, on + timedelta(days=1)) == 0
    assert [one[3] for one in await kept(team)] == [date(2027, 2, 14), date(2027, 2, 16)]
    assert {one.due_at for one in await team.notices(rules.READY)} == {datetime(2027, 3, 1, 15, 30, tzinfo=UTC)}
