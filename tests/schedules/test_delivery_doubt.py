"""Killed between any two lines, or left without an answer: nothing is lost, and nothing comes twice."""

from datetime import timedelta
from itertools import chain
from typing import Any

import pytest

from bot.domain.notices import DOUBT_SECONDS, Kind, State
from bot.usecases import delivery, notices
from bot.usecases.delivery import Ready
from schedules.registry import TryAgain
from storage.database import DatabaseUnavailable
from storage.people import Person
from tests.schedules.desk import NEWS, PROMPT, REPLY, Desk


async def marked(desk: Desk, notice_id: int, kind: Kind = REPLY) -> Ready:
    """The first half of a send: what a worker had done when it was killed before, or during, the call."""
    async with desk.deps.transaction() as tx:
        (owed,) = await delivery.access_owed(tx, [notice_id])
        ready = await delivery.prepare(tx, owed, desk.registry.tellings[kind.name], desk.clock.now())
    assert ready is not None
    return ready


async def pass_doubt(desk: Desk) -> None:
    await desk.clock.move_by(seconds=DOUBT_SECONDS + 1)


async def test_a_worker_killed_before_the_call_loses_nothing(desk: Desk) -> None:
    notice_id = await desk.owe(REPLY)
    await marked(desk, notice_id)
    await desk.send(notice_id)
    assert desk.said() == [], "it may still be on its way"
    await pass_doubt(desk)
    assert await desk.tick() == [[notice_id]]
    await desk.send(notice_id)
    assert desk.said() == ["about 1"]


async def test_a_worker_killed_after_the_call_sends_nothing_twice(desk: Desk) -> None:
    notice_id = await desk.owe(REPLY)
    ready = await marked(desk, notice_id)
    posted = await desk.deps.slack.post(ready.person.slack_id, ready.message, metadata={"notice": str(notice_id)})
    await pass_doubt(desk)
    await desk.send(notice_id)
    await desk.send(notice_id)
    notice = await desk.notice(notice_id)
    assert desk.said() == ["about 1"]
    assert (notice.state, notice.channel, notice.ts) == (State.SENT, posted.channel, posted.ts)


async def test_a_database_that_is_gone_after_the_call_sends_nothing_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(*_: object) -> None:
        raise DatabaseUnavailable("gone")

    notice_id = await desk.owe(REPLY)
    with monkeypatch.context() as patched:
        patched.setattr(delivery, "sent", gone)
        with pytest.raises(DatabaseUnavailable):
            await desk.send(notice_id)
    await pass_doubt(desk)
    await desk.send(notice_id)
    assert (desk.said(), (await desk.notice(notice_id)).state) == (["about 1"], State.SENT)


@pytest.mark.parametrize("fault", [{"status": 503}, {"error": "internal_error"}, {"drop": True}])
async def test_a_lost_answer_is_settled_by_what_is_there_and_not_sent_again(desk: Desk, fault: dict[str, Any]) -> None:
    notice_id = await desk.owe(REPLY)
    desk.sandbox.faults.add("chat.postMessage", after_effect=True, **fault)
    await desk.send(notice_id)
    assert (await desk.notice(notice_id)).state is State.IN_DOUBT
    await pass_doubt(desk)
    assert await desk.tick() == [[notice_id]]
    assert await desk.tick() == [], "one job settles it"
    await desk.send(notice_id)
    assert (desk.said(), (await desk.notice(notice_id)).state) == (["about 1"], State.SENT)


async def test_a_message_that_never_arrived_is_sent_when_its_doubt_is_settled(desk: Desk) -> None:
    notice_id = await desk.owe(REPLY)
    desk.sandbox.faults.add("chat.postMessage", status=503)
    await desk.send(notice_id)
    await desk.send(notice_id)
    assert desk.said() == []
    await pass_doubt(desk)
    await desk.send(notice_id)
    assert (desk.said(), (await desk.notice(notice_id)).state) == (["about 1"], State.SENT)


async def test_a_reply_in_a_thread_is_found_there(desk: Desk) -> None:
    root_id = await desk.owe(PROMPT)
    await desk.send(root_id)
    root = await desk.notice(root_id)
    notice_id = await desk.owe(REPLY, 2, thread_ts=root.ts)
    desk.sandbox.faults.add("chat.postMessage", after_effect=True, status=500)
    await desk.send_all(notice_id)
    await pass_doubt(desk)
    await desk.send(notice_id)
    assert desk.said() == ["about 1", "about 2"]
    assert desk.got()[-1].thread_ts == root.ts


async def test_without_the_right_to_read_each_kind_says_whether_it_is_repeated(desk: Desk) -> None:
    desk.sandbox.revoke_scope("im:history")
    once, repeated = await desk.owe(REPLY, 1), await desk.owe(NEWS, 2, to=1)
    desk.sandbox.faults.add("chat.postMessage", status=503, times=2)
    await desk.send_all(once, repeated)
    await pass_doubt(desk)
    assert sorted(chain.from_iterable(await desk.tick())) == [once, repeated]
    await desk.send_all(once, repeated)
    left = await desk.notice(once)
    assert (left.state, left.why, desk.said()) == (State.IN_DOUBT, "unreadable", [])
    assert desk.said(1) == ["about 2"]
    await desk.clock.move_by(hours=1)
    assert await desk.tick() == [], "it is never repeated by itself"


async def test_history_that_cannot_be_read_for_the_moment_is_read_later(desk: Desk) -> None:
    notice_id = await desk.owe(REPLY)
    desk.sandbox.faults.add("chat.postMessage", after_effect=True, status=503)
    await desk.send(notice_id)
    await pass_doubt(desk)
    desk.sandbox.faults.add("conversations.history", retry_after=7)
    with pytest.raises(TryAgain) as again:
        await desk.send(notice_id)
    assert again.value.seconds == 7
    await desk.clock.move_by(seconds=7)
    await desk.send(notice_id)
    assert (desk.said(), (await desk.notice(notice_id)).state) == (["about 1"], State.SENT)


async def test_a_doubt_holds_up_nobody_else(desk: Desk) -> None:
    unclear, fine = await desk.owe(REPLY, 1), await desk.owe(REPLY, 2, to=1)
    desk.sandbox.faults.add("chat.postMessage", status=503)
    await desk.send(unclear, fine)
    assert desk.said(1) == ["about 2"]


async def test_when_answers_are_lost_in_a_row_the_rest_of_the_batch_waits(desk: Desk) -> None:
    ids = [await desk.owe(REPLY, subject, to=subject % 3) for subject in range(5)]
    desk.sandbox.faults.add("chat.postMessage", status=503, times=3)
    with pytest.raises(TryAgain):
        await desk.send(*ids)
    await desk.send_all(*ids)
    await pass_doubt(desk)
    await desk.send_all(*ids)
    assert sorted(desk.said(0) + desk.said(1) + desk.said(2)) == [f"about {n}" for n in range(5)]


async def test_slack_out_of_reach_is_tried_again_in_growing_steps(desk: Desk) -> None:
    notice_id = await desk.owe(REPLY)
    client = desk.deps.slack._client
    address, client.base_url = client.base_url, "http://127.0.0.1:9/api/"
    waits = []
    for _ in range(3):
        with pytest.raises(TryAgain) as again:
            await desk.send(notice_id)
        waits.append(again.value.seconds)
        await desk.clock.move_by(seconds=again.value.seconds)
    assert waits == [5, 10, 20]
    client.base_url = address
    await desk.send(notice_id)
    assert desk.said() == ["about 1"]


async def test_a_send_that_is_never_answered_is_given_up_in_the_end(desk: Desk) -> None:
    notice_id = await desk.owe(REPLY)
    desk.sandbox.faults.add("chat.postMessage", status=503, times=100)
    for _ in range(25):
        await desk.send_all(notice_id)
        await pass_doubt(desk)
    notice = await desk.notice(notice_id)
    assert (notice.state, notice.why) == (State.FAILED, "no_answer")


async def test_two_workers_settle_one_doubt_with_one_message(desk: Desk) -> None:
    notice_id = await desk.owe(REPLY)
    await marked(desk, notice_id)
    await pass_doubt(desk)
    async with desk.deps.transaction(reading=True) as tx:
        (owed,) = await delivery.access_owed(tx, [notice_id])
    async with desk.deps.transaction() as tx:
        assert await delivery.not_found(tx, owed)
    async with desk.deps.transaction() as tx:
        assert not await delivery.not_found(tx, owed), "the second one is told that it is settled"
    await desk.send_all(notice_id)
    assert desk.said() == ["about 1"]


async def test_what_changed_while_a_send_was_in_doubt_is_shown_once_it_is_found(desk: Desk) -> None:
    notice_id = await desk.owe(REPLY)
    desk.sandbox.faults.add("chat.postMessage", after_effect=True, status=503)
    await desk.send(notice_id)
    desk.says[1] = "newer words"
    assert not await desk.again(REPLY), "nobody can count on it"
    await pass_doubt(desk)
    await desk.send(notice_id)
    await desk.send(notice_id)
    assert desk.said() == ["newer words"]


async def test_the_recipient_is_looked_up_again_when_a_doubt_leads_to_a_repeat(desk: Desk) -> None:
    notice_id = await desk.owe(REPLY)
    await marked(desk, notice_id)
    person: Person = desk.people[0]
    await desk.change(person, active=False)
    await pass_doubt(desk)
    await desk.send_all(notice_id)
    assert (desk.said(), (await desk.notice(notice_id)).why) == ([], "left")


async def test_a_notice_that_was_sent_can_be_owed_for_another_occurrence(desk: Desk) -> None:
    first = await desk.owe(REPLY)
    await desk.send(first)
    person, now = desk.people[0], desk.clock.now() + timedelta(seconds=5)
    async with desk.deps.transaction() as tx:
        key: dict[str, Any] = {"workspace_id": person.workspace_id, "subject_id": 1, "recipient_id": person.id}
        owed = await notices.owe(tx, REPLY, due_at=now, now=now, occurrence="2", **key)
    assert owed is not None
    await desk.clock.move_to(now)
    await desk.send(owed)
    assert desk.said() == ["about 1", "about 1"]
