"""Anonymous words to one's manager: what a ticket tells, and answers back by those who are not known."""

import pytest

from bot.domain import upward as rules
from bot.domain.errors import RuleBroken
from bot.domain.upward import REPLIES_WAITING_MOST, Stand
from storage.notices import Notice
from tests import upward_team
from tests.upward_team import DAY, TELLS, WROTE, Upward, three_write


async def test_a_ticket_tells_how_it_stands_and_never_the_words(upward: Upward) -> None:
    ticket = (await upward.send("Tom1", "mine alone")).ticket
    stands = [(await upward.found("Tom1", ticket)).stand]
    await upward.send("Tom2")
    await upward.send("Tom3")
    await upward.deliver()
    stands.append((await upward.found("Tom1", ticket)).stand)
    await upward.read("Tom")
    stands.append((await upward.found("Tom1", ticket)).stand)
    await upward.answer("Tom", "Thank you")
    await upward.answer("Tom", "Thank you all")
    found = await upward.found("Tom1", ticket.lower().replace("-", ""))
    assert [*stands, found.stand] == [Stand.WAITS, Stand.DELIVERED, Stand.READ, Stand.ANSWERED]
    assert (found.answer, found.may_reply) == ("Thank you all", True)
    assert "mine alone" not in repr(found)


async def test_to_look_leaves_no_trace(upward: Upward) -> None:
    """It runs where nothing can be written."""
    (ticket, *_) = await three_write(upward)
    await upward.deliver()
    before = repr([await upward.words(), await upward.batch()])
    await upward.found("Tom1", ticket)
    assert repr([await upward.words(), await upward.batch()]) == before


@pytest.mark.parametrize("typed", ["", "x", "BCDF-GHJK-MNPR-STWX", "1 OR 1=1"])
async def test_a_wrong_ticket_is_told_nothing_but_that(upward: Upward, typed: str) -> None:
    await three_write(upward)
    with pytest.raises(RuleBroken, match="ticket_unknown") as broken:
        await upward.found("Tom1", typed)
    assert broken.value.field == "ticket"


async def test_tickets_are_of_one_workspace(upward: Upward) -> None:
    (ticket, *_) = await three_write(upward)
    other = await upward_team.founded_beside(upward.team.database)
    with pytest.raises(RuleBroken, match="ticket_unknown"):
        await other.found("Tom1", ticket)


async def test_answers_back_come_on_a_later_day_as_belonging_to_the_batch(upward: Upward) -> None:
    tickets = await three_write(upward)
    with pytest.raises(RuleBroken, match="upward_not_delivered"):
        await upward.reply("Tom1", tickets[0], "too early", WROTE)
    await upward.deliver()
    await upward.answer("Tom", "Thank you")
    wrote = WROTE + 2 * DAY
    await upward.reply("Tom1", tickets[0], "and one thing more", wrote)
    await upward.reply("Tom2", tickets[1], "agreed", wrote)
    before = {one.key for one in await upward.replies()}
    assert (await upward.read("Tom")).replies == []
    assert await upward.look(wrote) is False
    assert await upward.look(wrote + DAY) is True
    assert sorted(str(one) for one in (await upward.read("Tom")).replies) == ["agreed", "and one thing more"]
    assert {one.key for one in await upward.replies()} & before == set()
    told = [one for one in await upward.rows(Notice) if one.kind == rules.REPLIED.name]
    assert [(one.recipient_id, one.subject_id) for one in told] == [(upward.team.ids["Tom"], 1)]
    assert await upward.look(wrote + 2 * DAY) is False


async def test_an_answer_back_is_kept_once_however_often_it_comes(upward: Upward) -> None:
    (ticket, *_) = await three_write(upward)
    await upward.deliver()
    nonce = (await upward.found("Tom1", ticket)).nonce
    wrote = WROTE + 2 * DAY
    for _ in range(2):
        await upward.reply("Tom1", ticket, "once", wrote, nonce)
    await upward.look(wrote)
    await upward.look(wrote + DAY)
    await upward.reply("Tom1", ticket, "once", wrote + DAY, nonce)
    assert [(one.words, one.delivered) for one in await upward.replies()] == [("once", True)]
    await upward.reply("Tom1", ticket, "twice", wrote + DAY)
    assert len(await upward.replies()) == 2


async def test_a_storm_of_answers_back_is_told_kindly(upward: Upward) -> None:
    (ticket, *_) = await three_write(upward)
    await upward.deliver()
    for number in range(REPLIES_WAITING_MOST):
        await upward.reply("Tom1", ticket, f"reply {number}", TELLS)
    with pytest.raises(RuleBroken, match="upward_many_replies"):
        await upward.reply("Tom1", ticket, "one more", TELLS)
    await upward.look(TELLS)
    await upward.look(TELLS + DAY)
    await upward.reply("Tom1", ticket, "one more", TELLS + DAY)


async def test_nobody_answers_back_to_a_manager_who_left_and_what_waits_is_deleted(upward: Upward) -> None:
    tickets = await three_write(upward)
    await upward.deliver()
    await upward.reply("Tom1", tickets[0], "just in time", TELLS)
    await upward.team.change("Tom", TELLS, active=False)
    assert (await upward.found("Tom2", tickets[1], TELLS)).may_reply is False
    with pytest.raises(RuleBroken, match="person_inactive"):
        await upward.reply("Tom2", tickets[1], "too late", TELLS)
    assert await upward.look(TELLS) is True
    assert await upward.replies() == []
    assert await upward.look(TELLS + DAY) is False
