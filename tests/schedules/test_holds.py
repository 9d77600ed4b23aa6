"""What HR holds is not sent, not lost and not sent twice: over a whole window, let go in the middle, and raced by a worker."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from bot.domain import budget, feedback, fortnight, holds
from bot.domain.checkins import Outcome, SeriesState
from bot.domain.fortnight import Target
from bot.domain.notices import State
from bot.domain.roles import Role
from bot.usecases import holds as usecases
from schedules import holds as schedule
from storage import delivery
from storage.audit import AuditEntry
from storage.database import Database
from storage.holds import Hold
from storage.notices import Notice
from storage.periods import Period
from storage.roles import RoleGrant
from storage.series import Series
from tests.office import CLOSES, OPENS, REMINDS, Office, office
from tests.schedules.desk import REPLY, Desk, open_desk, view

HOUR = timedelta(hours=1)
FRIDAY = date(2027, 1, 15)


@pytest.fixture
async def before(database: Database) -> AsyncIterator[Office]:
    """Friday, five minutes before three in Shanghai. Once on each database."""
    async with office(database) as made:
        yield made


@pytest.fixture
async def desk(database: Database) -> AsyncIterator[Desk]:
    """The first of three people is HR."""
    async with open_desk(database) as made:
        made.registry.telling(feedback.GIVEN, made.access, view)
        schedule.register(made.registry)
        hr = made.people[0]
        async with made.deps.transaction() as tx:
            tx.add(RoleGrant(workspace_id=hr.workspace_id, person_id=hr.id, role=Role.HR, granted_at=made.clock.now()))
        yield made


async def _hold_turn(made: Office) -> int:
    [series] = [one for one in await made.rows(Series) if one.state is SeriesState.RUNNING]
    ann, now = await made.person(made.ann), made.bot.clock.now()
    async with made.bot.deps.transaction() as tx:
        target = Target(fortnight.CHECKINS.name, series.id, "2027-W02")
        return (await usecases.hold(tx, ann, target, FRIDAY, None, None, now)).id


async def _jump(made: Office, moment: datetime) -> None:
    """Nothing runs until then."""
    await made.bot.clock.move_to(moment)
    await made.bot.tick()


async def _release(made: Office, hold_id: int) -> bool:
    ann = await made.person(made.ann)
    async with made.bot.deps.transaction() as tx:
        return await usecases.release(tx, ann, hold_id, made.bot.clock.now())


async def test_a_prompt_that_is_held_over_its_whole_window_was_missed_by_nobody(before: Office) -> None:
    held = await _hold_turn(before)
    await _jump(before, OPENS)
    [mei, *_] = [one for one in await before.rows(Notice) if one.kind == "checkins.prompt"]
    assert (mei.state, mei.hold_id, mei.held_from) == (State.PENDING, held, OPENS)
    assert mei.due_at == OPENS + holds.LOOK_AGAIN
    await _jump(before, OPENS + timedelta(minutes=10))
    assert [one.due_at for one in await before.rows(Notice) if one.id == mei.id] == [mei.due_at], (
        "it is looked at again"
    )

    for moment in (REMINDS, CLOSES, CLOSES + timedelta(hours=12)):
        await _jump(before, moment)
    assert before.mei.dm == before.bob.dm == []
    became = {(one.outcome, one.why) for one in await before.rows(Period) if one.closes_at <= before.bot.clock.now()}
    assert became == {(Outcome.DROPPED, holds.HELD)}

    assert await _release(before, held)
    assert not await _release(before, held)
    await _jump(before, before.bot.clock.now() + timedelta(hours=2))
    assert before.mei.dm == []
    asked = [one for one in await before.rows(Notice) if one.kind.startswith("checkins.")]
    assert {(one.state, one.why) for one in asked if one.recipient_id == mei.recipient_id} <= {
        (State.DROPPED, holds.HELD),
        (State.DROPPED, "closed"),
    }


async def test_what_is_let_go_in_time_comes_once_and_says_that_it_was_held(before: Office) -> None:
    held = await _hold_turn(before)
    await _jump(before, OPENS + HOUR)
    assert before.mei.dm == []
    assert await _release(before, held)
    await _jump(before, OPENS + timedelta(minutes=61))
    [prompt] = before.mei.dm
    await before.bot.tick()
    assert len(before.calls("chat.postMessage", before.mei)) == 1

    await before.mei.press(prompt, "nudges.why")
    assert before.mei.modal is not None
    assert "HR held it back until Friday" in str(before.mei.modal.view)


async def test_what_is_let_go_too_late_leaves_it_to_the_reminder(before: Office) -> None:
    held = await _hold_turn(before)
    await _jump(before, OPENS)
    await _jump(before, REMINDS - HOUR)
    assert await _release(before, held)
    await _jump(before, REMINDS)
    assert len(before.mei.dm) == 1
    prompts = [one for one in await before.rows(Notice) if one.kind == "checkins.prompt" and one.sent_at is None]
    assert holds.HELD in {one.why for one in prompts}


async def test_a_reminder_that_was_held_to_the_last_hour_is_no_fair_question(before: Office) -> None:
    held = await _hold_turn(before)
    for moment in (OPENS, REMINDS, CLOSES - timedelta(minutes=90)):
        await _jump(before, moment)
    assert await _release(before, held)
    await _jump(before, CLOSES - timedelta(minutes=88))
    await _jump(before, CLOSES + HOUR)
    assert before.mei.dm == []
    mei = await before.person(before.mei)
    [period] = [one for one in await before.rows(Period) if one.person_id == mei.id and one.closes_at == CLOSES]
    assert (period.outcome, period.why) == (Outcome.DROPPED, holds.HELD)


async def _hold_kind(desk: Desk, last: date | None = None) -> Hold:
    hr, now = desk.people[0], desk.clock.now()
    today = budget.local_day(hr.zone, now)
    async with desk.deps.transaction() as tx:
        return await usecases.hold(tx, hr, Target(feedback.GIVEN.name), today, last or today, None, now)


async def test_a_worker_that_raced_the_hold_sends_what_it_had_begun_and_nothing_more(desk: Desk) -> None:
    first, second = await desk.owe(feedback.GIVEN, 1), await desk.owe(feedback.GIVEN, 2)
    reply = await desk.owe(REPLY)
    async with desk.deps.transaction() as tx:
        assert await delivery.begin(tx, first, budget.local_day("UTC", desk.clock.now()), desk.clock.now())
    # The worker is killed here, before Slack has it; then comes the hold.
    await _hold_kind(desk)
    await desk.send_all(first, second, reply)
    assert desk.said() == ["about 1"], "the reply alone"
    waits = await desk.notice(second)
    assert (waits.state, waits.held_from) == (State.PENDING, desk.clock.now())

    await desk.clock.move_by(seconds=120)
    await desk.send_all(first)
    assert len(desk.said()) == 1
    assert (await desk.notice(first)).state is State.PENDING


async def test_a_hold_outlives_a_restart_is_looked_at_once_a_day_and_lets_go_by_itself_at_its_end(desk: Desk) -> None:
    owed = await desk.owe(feedback.GIVEN)
    hold = await _hold_kind(desk, FRIDAY)
    await desk.forget_jobs()
    looked: list[datetime] = []
    for _ in range(3 * 24):
        await schedule.look(desk.deps)
        assert await desk.tick() == [], "it was handed out"
        looked.append((await desk.notice(owed)).due_at)
        if desk.clock.now() + HOUR >= datetime.fromisoformat("2027-01-16T00:00:00+00:00"):
            break
        await desk.clock.move_by(hours=1)
    assert len(set(looked)) <= 4, "once a day"
    assert desk.said() == []

    await desk.clock.move_to(datetime.fromisoformat("2027-01-16T08:30:00+00:00"))
    await schedule.look(desk.deps)
    for ids in await desk.tick():
        await desk.send_all(*ids)
    assert desk.said() == ["about 1"]
    assert hold.last == FRIDAY


async def test_two_who_hold_or_let_go_at_once_do_it_once(desk: Desk) -> None:
    made = await asyncio.gather(*(_hold_kind(desk) for _ in range(4)))
    assert len({one.id for one in made}) == 1
    owed = await desk.owe(feedback.GIVEN)
    await schedule.look(desk.deps)

    async def let_go() -> bool:
        async with desk.deps.transaction() as tx:
            return await usecases.release(tx, desk.people[0], made[0].id, desk.clock.now())

    assert sorted(await asyncio.gather(*(let_go() for _ in range(4)))) == [False, False, False, True]
    async with desk.deps.transaction(reading=True) as tx:
        acts = [one.act for one in await tx.exec(select(AuditEntry))]
    assert acts.count(holds.MADE) == acts.count(holds.RELEASED) == 1
    await schedule.look(desk.deps)
    for ids in await desk.tick():
        await desk.send_all(*ids)
    assert (await desk.notice(owed)).state is State.SENT
    assert len(desk.said()) == 1
