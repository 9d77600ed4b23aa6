"""Bad luck while prompts go out: Slack is away over a Friday afternoon, and the machine's clock is put back by an hour."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.domain import checkins
from bot.domain.checkins import Outcome
from bot.domain.notices import State
from bot.domain.roles import Source
from bot.slack import Message, Posted
from storage.database import Database
from storage.notices import Notice
from storage.people import Person
from storage.periods import Period
from tests.office import BEFORE, CLOSES, OPENS, REMINDS, Office, office, shown
from tests.schedules.desk import PROMPT, REPLY, Desk, open_desk

HOUR = timedelta(hours=1)


@pytest.fixture
async def desk(database: Database) -> AsyncIterator[Desk]:
    async with open_desk(database, people=6) as made:
        yield made


@pytest.fixture
async def before(sqlite: Database) -> AsyncIterator[Office]:
    async with office(sqlite) as made:
        yield made


def set_back(desk: Desk) -> None:
    """The machine's clock is put right."""
    desk.clock.start_at(desk.clock.now() - HOUR)


async def test_a_clock_set_back_while_prompts_go_out_sends_each_of_them_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [await desk.owe(PROMPT, to=who) for who in range(6)]
    slack, post, sent = desk.deps.slack, desk.deps.slack.post, []

    async def post_and_set_back(channel: str, message: Message, **more: Any) -> Posted:
        sent.append(channel)
        if len(sent) == 3:
            set_back(desk)
        return await post(channel, message, **more)

    monkeypatch.setattr(slack, "post", post_and_set_back)
    await desk.send_all(*ids)
    for _ in range(2):
        await desk.clock.move_by(hours=1, minutes=1)
        for batch in await desk.tick():
            await desk.send_all(*batch)
    assert [desk.said(who) for who in range(6)] == [["about 1"]] * 6
    assert {(await desk.notice(one)).state for one in ids} == {State.SENT}


async def test_whoever_clicks_after_the_clock_was_set_back_does_not_wait_for_an_hour(desk: Desk) -> None:
    await desk.send(*[await desk.owe(PROMPT, to=who) for who in range(6)])
    set_back(desk)
    clicked_at = desk.clock.now()
    await desk.send_all(await desk.owe(REPLY, to=0))
    assert desk.said(0)[-1] == "about 1"
    assert len(desk.said(0)) == 2
    assert desk.clock.now() - clicked_at < timedelta(seconds=10)


async def lose_slack(before: Office, span: timedelta) -> None:
    """Slack cannot be reached for so long, from the moment of the prompts in Shanghai on."""
    client = before.bot.deps.slack._client
    address, client.base_url = client.base_url, "http://127.0.0.1:9/api/"
    await before.bot.move_to(OPENS + span)
    client.base_url = address
    await before.bot.move(minutes=30)


async def test_slack_away_for_an_hour_makes_prompts_late(before: Office) -> None:
    await lose_slack(before, HOUR)
    assert len(before.mei.dm) == 1
    assert len(before.bob.dm) == 1


async def test_slack_away_over_friday_afternoon_drops_the_prompt_and_monday_asks_and_hr_reads_of_it(
    before: Office,
) -> None:
    await lose_slack(before, 6 * HOUR)
    assert before.mei.dm == []
    mei = await before.person(before.mei)
    prompts = [one for one in await before.rows(Notice) if one.kind == checkins.PROMPT.name]
    assert [(one.state, one.why) for one in prompts if one.recipient_id == mei.id] == [(State.DROPPED, "too_late")]
    await before.ann.open_home()
    assert "came too late to be of use and were left out" in shown(before.ann.home)
    await before.bot.move_to(REMINDS)
    [reminder] = before.mei.dm
    await before.mei.press(reminder, "checkins.answer")
    assert (await before.mei.submit({"progress": "Shipped it"})).ok
    [period] = [one for one in await before.rows(Period) if one.person_id == mei.id]
    assert period.outcome is Outcome.ANSWERED


async def test_a_prompt_that_could_come_only_after_work_is_left_to_the_reminder(before: Office) -> None:
    """Six in the evening is within the limit of four hours, and nobody is there any more."""
    await lose_slack(before, 3 * HOUR)
    assert before.mei.dm == []
    await before.bot.move_to(REMINDS)
    assert len(before.mei.dm) == 1


async def test_who_flew_over_the_weekend_is_reminded_when_they_are_at_work_there(before: Office) -> None:
    """Nine on Monday in Shanghai is half past six in Kolkata, and the window is open until half past nine there."""
    await before.bot.move_to(OPENS)
    mei = await before.person(before.mei)
    async with before.bot.deps.transaction() as tx:
        person = await tx.get_one(Person, mei.id)
        person.zone, person.zone_from = "Asia/Kolkata", Source.APP
        tx.add(person)
    await before.bot.move_to(REMINDS + timedelta(hours=2))
    assert len(before.mei.dm) == 1, "half past eight in Kolkata"
    await before.bot.move_to(REMINDS + timedelta(hours=2, minutes=30))
    assert len(before.mei.dm) == 2


async def test_slack_away_until_the_window_has_closed_is_no_miss_of_those_who_were_never_asked(before: Office) -> None:
    await lose_slack(before, CLOSES - OPENS + HOUR)
    mei = await before.person(before.mei)
    [period] = [one for one in await before.rows(Period) if one.person_id == mei.id]
    assert before.mei.dm == []
    assert (period.outcome, period.why) == (Outcome.DROPPED, "not_asked")


def test_the_prompts_of_these_tests_are_still_to_come() -> None:
    assert BEFORE < OPENS < REMINDS < CLOSES
