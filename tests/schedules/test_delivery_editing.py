"""What is owed again edits the message that was sent, and pings nobody."""

import pytest

from bot.domain.notices import Lane, State
from bot.usecases import delivery
from tests.schedules.desk import PROMPT, REPLY, Desk


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
