"""What is owed is told once, to whom it is owed, when they can take it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.errors import NotAllowed
from bot.domain.notices import Lane, NoLonger, State
from bot.domain.profiles import Profile
from bot.domain.roles import Role
from bot.usecases import delivery, notices
from schedules.registry import TryAgain
from storage import roles
from storage.audit import AuditEntry
from storage.database import Database
from storage.pace import Pace
from storage.workspaces import Workspace, WorkspaceState
from tests.schedules.desk import NEWS, NUDGE, PROMPT, REPLY, SUMMARY, Desk, open_desk


@pytest.fixture
async def desk(database: Database) -> AsyncIterator[Desk]:
    async with open_desk(database) as made:
        yield made


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


async def test_a_notice_owed_again_edits_its_message_and_pings_nobody(desk: Desk) -> None:
    notice_id = await desk.owe(PROMPT)
    await desk.send(notice_id)
    await desk.clock.move_to(desk.clock.now().replace(hour=23))
    desk.says[1] = "answered, thank you"
    assert await desk.again(PROMPT)
    assert await desk.again(PROMPT)
    assert (await desk.jobs())[1:] == [([notice_id], Lane.ANSWER)]
    await desk.send(notice_id)
    assert desk.said() == ["answered, thank you"]
    assert (await desk.notice(notice_id)).state is State.SENT


async def test_what_was_never_sent_is_not_owed_again(desk: Desk) -> None:
    assert not await desk.again(PROMPT)
    await desk.owe(PROMPT)
    assert not await desk.again(PROMPT)
    assert len(await desk.jobs()) == 1


async def test_a_change_while_the_message_is_on_its_way_is_shown_afterwards(desk: Desk) -> None:
    notice_id = await desk.owe(REPLY)
    telling = desk.registry.tellings[REPLY.name]
    async with desk.deps.transaction() as tx:
        (owed,) = await delivery.access_owed(tx, [notice_id])
        ready = await delivery.prepare(tx, owed, telling, desk.clock.now())
    assert ready is not None
    desk.says[1] = "newer words"
    assert await desk.again(REPLY)
    posted = await desk.deps.slack.post(desk.people[0].slack_id, ready.message)
    async with desk.deps.transaction() as tx:
        await delivery.sent(tx, ready, posted, desk.clock.now())
    assert (await desk.jobs())[-1] == ([notice_id], Lane.ANSWER)
    await desk.send(notice_id)
    assert desk.said() == ["newer words"]
    assert (await desk.notice(notice_id)).state is State.SENT


@pytest.mark.parametrize("error", ["message_not_found", "cant_update_message", "edit_window_closed"])
async def test_a_message_that_cannot_be_edited_stays_as_it_was_sent(desk: Desk, error: str) -> None:
    notice_id = await desk.owe(REPLY)
    await desk.send(notice_id)
    await desk.again(REPLY)
    desk.sandbox.faults.add("chat.update", error=error)
    await desk.send(notice_id)
    notice = await desk.notice(notice_id)
    assert (notice.state, notice.why) == (State.SENT, "edit_refused")


async def test_an_edit_whose_answer_was_lost_is_repeated(desk: Desk) -> None:
    notice_id = await desk.owe(REPLY)
    await desk.send(notice_id)
    desk.says[1] = "newer words"
    await desk.again(REPLY)
    desk.sandbox.faults.add("chat.update", status=503)
    await desk.send_all(notice_id)
    assert desk.said() == ["newer words"]


async def test_a_workspace_that_stops_keeps_what_is_owed_until_it_goes_on(desk: Desk) -> None:
    ids = [await desk.owe(REPLY, subject, to=subject) for subject in range(3)]
    desk.sandbox.faults.add("chat.postMessage", error="account_inactive")
    await desk.send(*ids)
    async with desk.deps.transaction(reading=True) as tx:
        workspace = await tx.get_one(Workspace, desk.people[0].workspace_id)
        audited = list(await tx.exec(select(AuditEntry.act)))
    assert (workspace.state, workspace.stopped_why) == (WorkspaceState.STOPPED, "account_inactive")
    assert audited == ["workspace.stopped"]
    assert {(await desk.notice(one)).state for one in ids} == {State.PENDING}
    assert await desk.tick() == []
    await desk.send(*ids)
    assert len(desk.sandbox.calls("chat.postMessage")) == 0
    await desk.change(workspace, state=WorkspaceState.ACTIVE)
    assert await desk.tick() == [ids]
    await desk.send(*ids)
    assert [desk.said(n) for n in range(3)] == [["about 0"], ["about 1"], ["about 2"]]


@pytest.mark.parametrize("error", ["user_disabled", "messages_tab_disabled", "restricted_action"])
async def test_what_slack_will_never_take_fails_with_its_word_and_the_next_goes_on(desk: Desk, error: str) -> None:
    broken, fine = await desk.owe(REPLY, 1, to=0), await desk.owe(REPLY, 2, to=1)
    desk.sandbox.faults.add("chat.postMessage", error=error)
    await desk.send(broken, fine)
    notice = await desk.notice(broken)
    assert (notice.state, notice.why) == (State.FAILED, error)
    assert desk.said(1) == ["about 2"]


async def test_too_many_messages_slow_the_pace_wait_as_long_as_slack_asks_and_lose_none(desk: Desk) -> None:
    ids = [await desk.owe(REPLY, subject, to=subject) for subject in range(3)]
    await desk.send(ids[0])
    desk.sandbox.faults.add("chat.postMessage", retry_after=30)
    with pytest.raises(TryAgain) as again:
        await desk.send(*ids)
    assert again.value.seconds == 30
    async with desk.deps.transaction(reading=True) as tx:
        pace = await tx.get_one(Pace, f"{desk.people[0].workspace_id}:all")
    assert pace.rate == 2.5
    assert pace.free_at >= desk.clock.now() + timedelta(seconds=30)
    await desk.clock.move_by(seconds=30)
    await desk.send_all(*ids)
    assert [desk.said(n) for n in range(3)] == [["about 0"], ["about 1"], ["about 2"]]


async def test_only_hr_sends_again_what_failed_and_it_is_written_down(desk: Desk) -> None:
    notice_id = await desk.owe(REPLY)
    desk.sandbox.faults.add("chat.postMessage", error="restricted_action")
    await desk.send(notice_id)
    with pytest.raises(NotAllowed):
        await _send_again(desk, notice_id)
    hr = desk.people[2]
    async with desk.deps.transaction() as tx:
        await roles.add(tx, hr.workspace_id, hr.id, Role.HR, granted_by=None, now=desk.clock.now())
    await _send_again(desk, notice_id)
    await desk.send(notice_id)
    assert desk.said() == ["about 1"]


async def _send_again(desk: Desk, notice_id: int) -> None:
    async with desk.deps.transaction() as tx:
        await notices.send_again(tx, desk.people[2], notice_id, desk.clock.now())
