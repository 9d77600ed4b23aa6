"""What is owed while a workspace is stopped, or Slack refuses, or has too much: kept, slowed, failed, or sent again."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.domain.errors import NotAllowed
from bot.domain.notices import State
from bot.domain.roles import Role
from bot.usecases import notices
from schedules.registry import TryAgain
from storage import roles
from storage.audit import AuditEntry
from storage.pace import Pace
from storage.workspaces import Workspace, WorkspaceState
from tests.schedules.desk import REPLY, Desk


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
