"""What is owed is told once, to whom it is owed, when they can take it."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.errors import NotAllowed
from bot.domain.notices import Lane, NoLonger, State
from bot.domain.profiles import Profile
from bot.usecases import notices
from tests.schedules.desk import NEWS, NUDGE, PROMPT, REPLY, SUMMARY, Desk


async def test_a_notice_is_owed_once(desk: Desk) -> None:
    now, person = desk.clock.now(), desk.people[0]
    key: dict[str, Any] = {
        "workspace_id": person.workspace_id,
        "subject_id": 1,
        "recipient_id": person.id,
        "due_at": now,
    }
    async with desk.deps.transaction() as tx:
        first = await notices.owe(tx, REPLY, now=now, **key)
        second = await notices.owe(tx, REPLY, now=now, **key)
        other = await notices.owe(tx, REPLY, now=now, occurrence="2027-01-13", **key)
    assert first is not None
    assert (await desk.notice(first)).state is State.PENDING
    assert second is None
    assert other is not None
    assert len(await desk.jobs()) == 2


async def test_what_is_due_now_is_handed_to_a_worker_in_its_lane_and_the_rest_is_not(desk: Desk) -> None:
    at_once = await desk.owe(REPLY)
    await desk.owe(PROMPT, due_at=desk.clock.now() + timedelta(minutes=1))
    assert await desk.jobs() == [([at_once], Lane.ANSWER)]


async def test_what_is_rolled_back_is_not_owed(desk: Desk) -> None:
    with pytest.raises(KeyError):
        await _owe_and_stumble(desk)
    assert await desk.jobs() == []
    assert await desk.owe(REPLY) > 0


async def _owe_and_stumble(desk: Desk) -> None:
    async with desk.deps.transaction() as tx:
        now, person = desk.clock.now(), desk.people[0]
        await notices.owe(
            tx, REPLY, workspace_id=person.workspace_id, subject_id=1, recipient_id=person.id, due_at=now, now=now
        )
        raise KeyError


async def test_a_message_arrives_and_its_place_is_remembered(desk: Desk) -> None:
    notice_id = await desk.owe(PROMPT)
    await desk.send(notice_id)
    notice, (message,) = await desk.notice(notice_id), desk.got()
    assert (message.text, message.metadata) == (
        "about 1",
        {"event_type": "growloop_notice", "event_payload": {"notice": str(notice_id)}},
    )
    assert (notice.state, notice.channel, notice.ts) == (State.SENT, message.channel, message.ts)
    assert notice.sent_on == date(2027, 1, 13)
    async with desk.deps.transaction(reading=True) as tx:
        person = await tx.get_one(type(desk.people[0]), desk.people[0].id)
    assert person.dm_channel == message.channel


async def test_a_job_that_runs_twice_sends_once(desk: Desk) -> None:
    notice_id = await desk.owe(REPLY)
    await desk.send(notice_id)
    await desk.send(notice_id)
    assert desk.said() == ["about 1"]


async def test_two_workers_with_the_same_batch_send_each_message_once(desk: Desk) -> None:
    ids = [await desk.owe(NUDGE, subject, to=subject % 3) for subject in range(9)]
    await asyncio.gather(desk.send_all(*ids), desk.send_all(*ids))
    assert sorted(desk.said(0) + desk.said(1) + desk.said(2)) == sorted(f"about {n}" for n in range(9))


async def test_the_tick_hands_out_what_is_due_and_a_second_tick_nothing(desk: Desk) -> None:
    later = desk.clock.now() + timedelta(minutes=5)
    ids = [await desk.owe(PROMPT, subject, due_at=later) for subject in range(3)]
    assert await desk.tick() == []
    await desk.clock.move_to(later)
    assert await desk.tick() == [ids]
    assert await desk.tick() == []


async def test_a_tick_makes_batches_of_fifty_and_keeps_the_queue_shallow(desk: Desk) -> None:
    now, person = desk.clock.now(), desk.people[0]
    rows = [
        {"workspace_id": person.workspace_id, "subject_id": n, "recipient_id": person.id, "due_at": now}
        for n in range(2100)
    ]
    async with desk.deps.transaction() as tx:
        await notices.owe_many(tx, NEWS, rows, now=now)
        await notices.owe_many(tx, NEWS, rows, now=now)
    batches = await desk.tick()
    assert [len(batch) for batch in batches] == [50] * 40
    assert await desk.tick() == []
    await desk.forget_jobs()
    assert sum(len(batch) for batch in await desk.tick()) == 100


async def test_a_batch_that_was_lost_is_handed_out_again_after_a_while(desk: Desk) -> None:
    notice_id = await desk.owe(REPLY)
    await desk.forget_jobs()
    assert await desk.tick() == []
    await desk.clock.move_by(minutes=16)
    assert await desk.tick() == [[notice_id]]


async def test_the_most_urgent_lane_is_handed_out_first(desk: Desk) -> None:
    later = desk.clock.now() + timedelta(minutes=1)
    for kind in (NEWS, PROMPT, SUMMARY, REPLY):
        await desk.owe(kind, due_at=later)
    await desk.clock.move_to(later)
    await desk.tick()
    assert [lane for _, lane in await desk.jobs()] == [Lane.ANSWER, Lane.SUMMARY, Lane.REMINDER, Lane.BROADCAST]


@pytest.mark.parametrize(("error", "why"), [(NoLonger("answered"), "answered"), (NotAllowed("not_found"), "not_found")])
async def test_what_makes_no_sense_any_more_is_dropped_with_its_reason(desk: Desk, error: Exception, why: str) -> None:
    desk.says[1] = error
    notice_id = await desk.owe(PROMPT)
    await desk.send(notice_id)
    notice = await desk.notice(notice_id)
    assert (notice.state, notice.why, desk.got()) == (State.DROPPED, why, [])


async def test_a_mistake_of_ours_stops_one_notice_and_not_the_batch(desk: Desk) -> None:
    desk.says[1] = ZeroDivisionError()
    broken, fine = await desk.owe(REPLY, 1), await desk.owe(REPLY, 2)
    await desk.send(broken, fine)
    notice = await desk.notice(broken)
    assert notice.state is State.FAILED
    assert (notice.why or "").startswith("bug:")
    assert desk.said() == ["about 2"]


async def test_who_left_gets_nothing_more(desk: Desk) -> None:
    gone, ended = await desk.owe(PROMPT, to=0), await desk.owe(PROMPT, to=1)
    await desk.change(desk.people[0], active=False)
    await desk.change(desk.people[1], employed_until=date(2027, 1, 12))
    await desk.send(gone, ended)
    assert [(await desk.notice(one)).why for one in (gone, ended)] == ["left", "left"]
    assert desk.said(0) + desk.said(1) == []


async def test_what_is_too_late_is_dropped(desk: Desk) -> None:
    notice_id = await desk.owe(PROMPT)
    await desk.clock.move_by(hours=4, minutes=1)
    await desk.send(notice_id)
    assert (await desk.notice(notice_id)).why == "too_late"
    assert desk.got() == []


async def test_an_unasked_message_waits_for_the_end_of_quiet_hours_and_an_answer_does_not(desk: Desk) -> None:
    await desk.clock.move_to(desk.clock.now().replace(hour=21))
    digest, reply = await desk.owe(SUMMARY), await desk.owe(REPLY, 2)
    await desk.send(digest, reply)
    assert desk.said() == ["about 2"]
    waiting = await desk.notice(digest)
    assert (waiting.state, waiting.due_at.isoformat()) == (State.PENDING, "2027-01-14T08:00:00+00:00")
    await desk.clock.move_to(waiting.due_at)
    assert await desk.tick() == [[digest]]
    await desk.send(digest)
    assert desk.said() == ["about 2", "about 1"]


async def test_the_budget_counts_every_kind_and_what_is_too_much_waits_or_is_dropped(desk: Desk) -> None:
    await desk.change(desk.people[0], profile=Profile.LIGHT)
    ids = [
        await desk.owe(kind, subject) for subject, kind in enumerate((PROMPT, REPLY, SUMMARY, NUDGE, SUMMARY, PROMPT))
    ]
    await desk.send_all(*ids)
    assert desk.said() == ["about 0", "about 1", "about 2", "about 3"]
    waits, dropped = await desk.notice(ids[4]), await desk.notice(ids[5])
    assert (waits.state, waits.due_at.isoformat()) == (State.PENDING, "2027-01-14T09:00:00+00:00")
    assert (dropped.state, dropped.why) == (State.DROPPED, "budget")
