"""The ticks of check-ins: twice, late, and cut off between two transactions, they ask everybody once."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.deps import Deps
from bot.domain.checkins import Outcome
from bot.usecases import checkins_schedule
from schedules import checkins
from storage.checkins import CheckIn
from storage.database import Database
from storage.notices import Notice
from storage.people import Person
from storage.periods import Period
from tests.office import BEFORE, CLOSES, DIGEST, OPENS, REMINDS, Office, office

HOUR = timedelta(hours=1)


@pytest.fixture
async def before(database: Database) -> AsyncIterator[Office]:
    """Friday, five minutes before three in Shanghai. Once on each database."""
    async with office(database) as made:
        yield made


class Killed(Exception):
    """The process was killed here."""


async def test_each_tick_twice_is_one_message(before: Office) -> None:
    deps = before.bot.deps
    for moment in (OPENS, REMINDS):
        await before.bot.clock.move_to(moment)
        for tick in (checkins.open_due, checkins.remind_due, checkins.close_due, checkins.replan):
            await tick(deps)
            await tick(deps)
        await before.bot.tick()
        await before.bot.tick()
    assert len(before.mei.dm) == 2
    assert len(before.bob.dm) == 2
    assert len(before.calls("chat.postMessage", before.mei)) == 2


@pytest.mark.parametrize("part", ["open", "remind"])
async def test_a_tick_that_is_killed_before_its_commit_is_due_again(before: Office, part: str) -> None:
    run, moment = {
        "open": (checkins_schedule.open_due, OPENS),
        "remind": (checkins_schedule.remind_due, REMINDS),
    }[part]
    if part == "remind":
        await before.bot.move_to(OPENS)
    await before.bot.clock.move_to(moment)
    owed = len(await before.rows(Notice))
    with pytest.raises(Killed):
        await killed_at_the_end(before.bot.deps, run)
    assert len(await before.rows(Notice)) == owed
    await before.bot.tick()
    assert len(before.mei.dm) == (1 if part == "open" else 2)


async def test_killed_between_opening_and_sending_the_prompt_still_comes_once(before: Office) -> None:
    await before.bot.clock.move_to(OPENS)
    await checkins.open_due(before.bot.deps)
    assert before.mei.dm == []
    await before.bot.tick()
    await before.bot.tick()
    assert len(before.mei.dm) == 1


async def test_a_submit_that_is_killed_before_its_commit_leaves_the_form_to_be_sent_again(before: Office) -> None:
    """Slack shows trouble and keeps the form; the second press stores it."""
    await before.bot.move_to(OPENS)
    await before.mei.press(before.mei.dm[-1], "checkins.answer")
    before.bot.sandbox.connect("http://127.0.0.1:9/", None)
    outcome = await before.mei.submit({"progress": "Survives"})
    assert not outcome.ok
    assert before.mei.modal is not None
    assert await before.rows(CheckIn) == []
    before.bot.sandbox.connect("http://bot/slack/events", before.bot.http)
    assert (await before.mei.submit()).ok
    assert len(await before.rows(CheckIn)) == 1


async def test_killed_between_the_answer_and_the_receipt_the_receipt_still_comes(before: Office) -> None:
    await before.bot.move_to(OPENS)
    await before.mei.press(before.mei.dm[-1], "checkins.answer")
    assert (await before.mei.submit({"progress": "Survives"})).ok
    assert "was sent" not in before.mei.dm[-1].text
    await before.bot.move(minutes=30)
    [receipt] = before.mei.dm
    assert "was sent" in receipt.text


async def test_a_digest_is_one_however_often_its_tick_runs(before: Office) -> None:
    await before.bot.move_to(OPENS)
    await before.mei.press(before.mei.dm[-1], "checkins.answer")
    await before.mei.submit({"progress": "Shipped it"})
    await before.bot.move_to(DIGEST)
    for _ in range(3):
        await before.bot.tick()
    await before.bot.move(hours=1)
    assert len([one for one in before.tom.dm if "Mei Lin" in str(one.blocks)]) == 1


async def test_a_clock_that_was_dead_for_a_week_makes_no_reproach(before: Office) -> None:
    await before.bot.clock.move_to(OPENS + timedelta(days=6, hours=20))
    await before.bot.tick()
    await before.bot.tick()
    assert before.mei.dm == []
    mei = await before.person(before.mei)
    [missed] = [one for one in await before.rows(Period) if one.person_id == mei.id]
    assert (missed.outcome, missed.why) == (Outcome.DROPPED, "too_late")
    await before.bot.move_to(OPENS + timedelta(days=7))
    assert len(before.mei.dm) == 1


async def test_who_ends_today_is_asked_nothing_more_after_the_nightly_look(before: Office) -> None:
    async with before.bot.deps.transaction() as tx:
        mei = await tx.get_one(Person, (await before.person(before.mei)).id)
        mei.employed_until = BEFORE.date() - timedelta(days=1)
        tx.add(mei)
    await checkins.replan(before.bot.deps)
    await before.bot.move_to(OPENS)
    assert before.mei.dm == []
    assert len(before.bob.dm) == 1


async def test_many_people_are_opened_batch_by_batch(before: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkins_schedule, "BATCH", 1)
    monkeypatch.setattr(checkins_schedule, "open_due", one_at_a_time(checkins_schedule.open_due))
    await before.bot.clock.move_to(CLOSES - HOUR)
    await checkins.open_due(before.bot.deps)
    assert len(await before.rows(Period)) == 4


def one_at_a_time(run: Callable[..., Awaitable[int]]) -> Callable[..., Awaitable[int]]:
    async def limited(tx: Any, now: Any) -> int:
        return await run(tx, now, 1)

    return limited


async def killed_at_the_end(deps: Deps, run: Callable[..., Awaitable[int]]) -> None:
    async with deps.transaction() as tx:
        assert await run(tx, deps.clock.now()) > 0
        raise Killed
