"""Announcements go out: once however many press, gone on with after a crash, at its time, held and let go, and how far it is."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlmodel import select

from bot.domain import announcements as rules
from bot.domain.announcements import EMPTY, TOLD, Stage, Timing
from bot.domain.errors import RuleBroken
from bot.domain.notices import NotYet, State
from bot.usecases import announcements as usecases
from bot.usecases import announcements_sending as sending
from bot.usecases import announcements_telling as telling
from bot.usecases.series_audience import Chosen
from storage.notices import Notice
from tests.announcements import DAY, EVERYBODY, HOUR, Hr, arrive, rows, shown, spread, told
from tests.clock import START
from tests.team import Team

pytestmark = pytest.mark.usefixtures("also_hr")


async def test_of_two_in_hr_who_press_at_once_one_sends_it_and_the_other_is_told(team: Team) -> None:
    ann = await Hr(team).write()
    tom = Hr(team, "Tom")
    tom.id = ann.id
    first, second = await asyncio.gather(ann.send(), tom.send())
    assert sorted([first.by is None, second.by is None]) == [False, True]
    assert {first.by, second.by} & {"Ann", "Tom"}
    assert (await ann.send()).by in {"Ann", "Tom"}
    await asyncio.gather(*(spread(team, ann.id) for _ in range(3)))
    assert await told(team) == dict.fromkeys(EVERYBODY, 1)


async def test_killed_between_two_batches_it_goes_on_and_nobody_is_told_twice(team: Team, in_twos: None) -> None:
    ann = await Hr(team).write()
    await ann.send()
    async with team.transaction() as tx:
        assert await sending.spread(tx, ann.id, START)
    with pytest.raises(ZeroDivisionError):
        await spread_and_die(team, ann.id)
    assert sum((await told(team)).values()) == 2
    async with team.transaction() as tx:
        await sending.look_after(tx, START + HOUR)
    await asyncio.gather(spread(team, ann.id), spread(team, ann.id))
    await spread(team, ann.id)
    assert await told(team) == dict.fromkeys(EVERYBODY, 1)
    assert (await ann.one()).spread_at == START


async def spread_and_die(team: Team, announcement_id: int) -> None:
    async with team.transaction() as tx:
        await sending.spread(tx, announcement_id, START)
        raise ZeroDivisionError


async def test_each_gets_it_at_the_hour_of_their_own_clock_once_its_time_has_come(team: Team) -> None:
    ann = await Hr(team).write(timing=Timing.OWN, day=date(2027, 1, 14), at=time(10))
    pressed = await ann.send()
    assert pressed.announcement.stage is Stage.SCHEDULED
    async with team.transaction() as tx:
        await sending.start_due(tx, START)
    assert (await ann.one()).stage is Stage.SCHEDULED
    begin = datetime(2027, 1, 13, 20, tzinfo=UTC)
    for _ in range(2):
        async with team.transaction() as tx:
            await sending.start_due(tx, begin)
        await spread(team, ann.id, begin)
    due = {name: row.due_at for name, row in (await rows(team)).items()}
    assert (due["Mei"], due["Tom"], due["Ann"]) == tuple(datetime(2027, 1, 14, at, tzinfo=UTC) for at in (2, 9, 15))
    assert await told(team) == dict.fromkeys(EVERYBODY, 1)


async def test_what_waits_for_its_time_can_be_made_a_draft_again(team: Team) -> None:
    ann = await Hr(team).write(timing=Timing.OWN, day=date(2027, 1, 14), at=time(10))
    await ann.send()
    await ann.do(sending.unschedule, ann.id, START)
    assert (await ann.one()).stage is Stage.DRAFT
    assert (await ann.do(sending.unschedule, ann.id, START)).by == "Ann"


async def test_who_joins_the_audience_later_gets_it_only_where_that_was_ticked(team: Team) -> None:
    with_, without = await Hr(team).write(joiners=True), await Hr(team).write(joiners=False)
    await with_.out()
    await without.out()
    await team.join("Zoe", zone="Asia/Shanghai")
    for later in (START + 2 * HOUR, START + 2 * HOUR):
        async with team.transaction() as tx:
            await sending.look_for_joiners(tx, later)
        for one in (with_, without):
            await spread(team, one.id, later)
    assert await told(team) == dict.fromkeys(EVERYBODY, 2) | {"Zoe": 1}


async def test_an_audience_that_empties_makes_it_a_draft_again_and_its_author_is_told(team: Team) -> None:
    ann = await Hr(team).write(timing=Timing.OWN, day=date(2027, 1, 14), at=time(10))
    one = await ann.one()
    await ann.do(usecases.choose, one.id, one.revision, Chosen(False, people=["U0UNA"]), START)
    await ann.send()
    await team.change("Una", START, active=False)
    later = START + DAY
    async with team.transaction() as tx:
        await sending.start_due(tx, later)
    await spread(team, ann.id, later)
    assert (await ann.one()).stage is Stage.DRAFT
    assert await told(team, EMPTY) == {"Ann": 1}
    note = (await team.notices(EMPTY))[0]
    assert (await shown(team, telling.access_note, note)).text.title == "The canteen moves"
    with pytest.raises(RuleBroken, match="audience_nobody"):
        await ann.send(START + HOUR)


async def test_paused_it_is_held_not_dropped_and_let_go_it_is_due_as_before(team: Team) -> None:
    ann = await (await Hr(team).write()).out()
    await arrive(team, "Mei")
    tom = Hr(team, "Tom")
    tom.id = ann.id
    await asyncio.gather(ann.do(sending.pause, ann.id, START), tom.do(sending.pause, ann.id, START))
    assert (await ann.one()).stage is Stage.PAUSED
    assert (await ann.progress()).done_at is None
    held = {one.due_at for one in await team.notices(TOLD) if one.ts is None}
    assert held == {rules.ends_at(date(2027, 1, 27), "America/New_York")}
    # One that was on its way as it was paused, and came back, is held as it is looked at.
    with pytest.raises(NotYet):
        await shown(team, telling.access_told, (await team.notices(TOLD, "Bob"))[0])
    await ann.do(sending.resume, ann.id, START + HOUR)
    assert {one.due_at for one in await team.notices(TOLD)} == {START}
    assert {one.state for one in await team.notices(TOLD, "Bob")} == {State.PENDING}
    assert await told(team) == dict.fromkeys(EVERYBODY, 1)


async def test_progress_says_what_was_sent_what_waits_and_until_when_and_what_failed_by_reason(team: Team) -> None:
    ann = await (await Hr(team).write()).out()
    await arrive(team, "Mei", "Tom")
    async with team.transaction() as tx:
        found = await tx.exec(select(Notice).where(Notice.kind == TOLD.name, Notice.recipient_id == team.ids["Una"]))
        notice = found.one()
        notice.state, notice.why = State.FAILED, "user_not_found"
        tx.add(notice)
    seen = await ann.progress()
    assert (seen.total, seen.sent, seen.waiting, seen.failed) == (5, 2, 2, {"user_not_found": 1})
    assert seen.done_at == START + timedelta(seconds=2 / (5 * 0.7))
    async with team.transaction() as tx:
        await sending.look_after(tx, START)
    assert (await ann.one()).stage is Stage.SENDING
    await arrive(team, "Bob", "Ann")
    async with team.transaction() as tx:
        await sending.look_after(tx, START)
    assert (await ann.one()).stage is Stage.SENT
    assert (await ann.progress()).done_at is None
