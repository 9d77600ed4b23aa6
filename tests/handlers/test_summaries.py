"""Monday's summary by hand: it comes at the manager's hour, its buttons act, it follows the answers, and a channel gets counts."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import col, select

from bot.domain import summaries as rules
from bot.domain.roles import Source
from bot.sandbox.model import Message
from storage.database import Database
from storage.notices import Notice
from storage.reporting import ReportingLine
from storage.summaries import Summary, SummaryChannel
from tests.office import OPENS, Office, office, shown

DUE = datetime(2027, 1, 18, 15, 30, tzinfo=UTC)
"""Half past four on Monday in Tom's Berlin."""
CLOSED = datetime(2027, 1, 19, 17, 5, tzinfo=UTC)
"""Just after noon on Tuesday in Ann's New York, where Monday is a holiday: her window was the last."""


@pytest.fixture
async def monday(sqlite: Database) -> AsyncIterator[Office]:
    """Mei and Bob answered on Friday; Ann, who reports to Tom here as well, has not. It is Tom's hour."""
    async with office(sqlite) as made:
        await leads(made)
        await made.bot.move_to(OPENS)
        await made.mei.press(made.mei.dm[-1], "checkins.answer")
        await made.mei.submit({"progress": "Shipped", "blocker": "The pump <!here>", "help_from": made.tom.person})
        await made.bob.press(made.bob.dm[-1], "checkins.answer")
        await made.bob.submit({"progress": "Wrote", "blocker": "No paint"})
        await jump(made, DUE)
        yield made


async def jump(made: Office, when: datetime) -> None:
    """Be there at once; what fell due on the way is found then."""
    await made.bot.clock.move_to(when)
    await made.bot.tick()
    await made.bot.tick()


async def leads(made: Office) -> None:
    """Ann reports to Tom, and Tom to nobody."""
    ann, tom = await made.person(made.ann), await made.person(made.tom)
    async with made.bot.deps.transaction() as tx:
        line = (await tx.exec(select(ReportingLine).where(col(ReportingLine.person_id) == tom.id))).one()
        line.person_id, line.manager_id = ann.id, tom.id
        tx.add(line)


def summaries_of(made: Office) -> list[Message]:
    return [one for one in made.tom.dm if "answered" in one.text]


async def test_the_summary_says_who_answered_and_what_waits_with_the_buttons_that_act(monday: Office) -> None:
    [message] = summaries_of(monday)
    seen = shown(message)

    assert message.text == "Weekly check-in, Jan 11 to Jan 17: 2 of 3 answered, 1 is still open."
    assert "The pump" not in message.text
    assert "No paint" in seen
    assert (await monday.tom.press(message, "help.accept")).ok
    assert (await monday.tom.press(message, "reading.read", value="1")).ok
    assert monday.tom.modal is not None


async def test_no_tick_and_no_second_one_sends_it_twice(monday: Office) -> None:
    await monday.bot.tick()
    await monday.bot.move(hours=1)

    assert len(summaries_of(monday)) == 1


async def test_the_message_follows_the_answers_by_edits_and_says_until_when(monday: Office) -> None:
    [message] = summaries_of(monday)
    assert "as answers come, until Tuesday" in shown(message)
    await monday.ann.command("/checkin")
    await monday.ann.submit({"progress": "Planned"})
    await monday.bot.settle()
    assert "2 of 3" in message.text
    await monday.bot.move(minutes=6)

    [message] = summaries_of(monday)
    assert message.text == "Weekly check-in, Jan 11 to Jan 17: 3 of 3 answered."
    edits = [one for one in monday.calls("chat.update", monday.tom) if "answered" in one["text"]]
    assert len(edits) == 1


async def test_nothing_is_edited_any_more_once_the_last_window_has_closed(monday: Office) -> None:
    await jump(monday, CLOSED)
    before = len(monday.calls("chat.update", monday.tom))
    await monday.tom.press(summaries_of(monday)[0], "reading.read", value="1")
    await jump(monday, CLOSED + timedelta(hours=1))

    assert len(monday.calls("chat.update", monday.tom)) == before
    assert all(one.count_at is None for one in await monday.rows(Summary))


async def test_a_private_channel_gets_the_counts_alone_after_the_bot_was_invited(monday: Office) -> None:
    leads_channel = monday.bot.sandbox.workspace.add_channel("leads", [monday.tom.person], private=True)
    [message] = summaries_of(monday)
    await monday.tom.press(message, "summaries.place")
    refused = await monday.tom.submit({"channel": leads_channel})
    assert refused.errors == {
        "channel": "I am not in this channel. Please invite me there first: type /invite @Growloop in it."
    }
    assert await monday.rows(SummaryChannel) == []

    leads_channel.members.add(monday.bot.sandbox.bot_user_id)
    assert (await monday.tom.submit({"channel": leads_channel})).ok
    await monday.bot.move(minutes=1)
    only_tom, posted = monday.tom.channel("leads")
    assert only_tom.ephemeral_to == monday.tom.person.id
    assert posted.text == message.text
    assert "Mei" not in shown(posted)
    assert "paint" not in shown(posted)
    assert "Mood" not in shown(posted)


async def test_the_counts_in_the_channel_follow_by_edits_as_well(monday: Office) -> None:
    place = monday.bot.sandbox.workspace.add_channel("leads", [monday.tom.person], private=True)
    place.members.add(monday.bot.sandbox.bot_user_id)
    await monday.tom.press(summaries_of(monday)[0], "summaries.place")
    await monday.tom.submit({"channel": place})
    await monday.bot.move(minutes=1)
    await monday.ann.command("/checkin")
    await monday.ann.submit({"progress": "Planned"})
    await monday.bot.move(minutes=6)

    [posted] = [one for one in monday.tom.channel("leads") if not one.ephemeral_to]
    assert "3 of 3 answered" in posted.text


async def test_whoever_leads_nobody_is_told_so_and_nothing_is_stored(monday: Office) -> None:
    [message] = summaries_of(monday)
    await monday.tom.press(message, "summaries.place")
    async with monday.bot.deps.transaction() as tx:
        for line in await tx.exec(select(ReportingLine)):
            line.until = date(2027, 1, 18)
            tx.add(line)
    assert not (await monday.tom.submit({})).ok
    assert await monday.rows(SummaryChannel) == []


async def test_after_a_handover_the_message_shows_counts_alone(monday: Office) -> None:
    ann = await monday.person(monday.ann)
    async with monday.bot.deps.transaction() as tx:
        for line in list(await tx.exec(select(ReportingLine))):
            line.until = date(2027, 1, 18)
            tx.add(line)
            if line.person_id != ann.id:
                fresh = ReportingLine(
                    workspace_id=line.workspace_id,
                    person_id=line.person_id,
                    manager_id=ann.id,
                    since=date(2027, 1, 18),
                    source=Source.IMPORT,
                )
                tx.add(fresh)
    await monday.ann.command("/checkin")
    await monday.ann.submit({"progress": "Planned"})
    await monday.bot.move(minutes=6)
    [notice] = [one for one in await monday.rows(Notice) if one.kind == rules.SUMMARY.name]
    seen = shown(summaries_of(monday)[0])

    assert notice.due_at >= DUE + timedelta(minutes=5)
    assert "reports to somebody else" in seen
    assert "paint" not in seen
    assert "Mei" not in seen
