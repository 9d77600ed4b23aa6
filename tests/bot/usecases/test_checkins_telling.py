"""Check-ins are told: who reads them, the digest, and the receipt of their author."""

from datetime import date, timedelta

from bot.domain import checkins as rules
from bot.domain.notices import State
from tests.checkins import readers_of
from tests.clock import START
from tests.team import NEXT, OPENS, REMINDS, Team

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def test_a_new_manager_reads_what_is_sent_from_then_on_and_nothing_before(team: Team) -> None:
    first = await team.submit("Mei", START)
    await team.led_by("Mei", "Ann", date(2027, 1, 14))
    await team.submit("Mei", START + 2 * DAY, progress="Edited under the new one")
    assert first.checkin is not None
    assert await readers_of(team, first.checkin) == [team.ids["Tom"]]
    await team.open_due(OPENS + 7 * DAY)
    second = await team.submit("Mei", OPENS + 7 * DAY + HOUR, slot=NEXT)
    assert second.checkin is not None
    assert await readers_of(team, second.checkin) == [team.ids["Ann"]]


async def test_without_a_manager_or_with_one_who_left_nobody_else_reads_it(team: Team) -> None:
    una = await team.sent("Una", START)
    await team.change("Tom", START, active=False)
    mei = await team.sent("Mei", START + HOUR)
    assert await readers_of(team, una) == []
    assert await readers_of(team, mei) == []
    # The next one up is told how many there are, and nobody's words (tests/bot/usecases/test_team.py).
    assert [one.recipient_id for one in await team.notices(rules.DIGEST)] == [team.ids["Ann"]]


async def test_a_digest_is_one_a_day_for_all_reports_at_the_managers_own_hour(team: Team) -> None:
    """Tom's hour is 16:30 in Berlin; what comes after it waits for his Monday."""
    await team.submit("Mei", OPENS)
    await team.submit("Bob", OPENS + HOUR)
    await team.open_due(OPENS + 10 * HOUR)
    due = [one.due_at.isoformat() for one in await team.notices(rules.DIGEST, "Tom")]
    assert due == ["2027-01-15T15:30:00+00:00"]
    await team.submit("Tom", OPENS + 10 * HOUR)
    assert [one.due_at.isoformat() for one in await team.notices(rules.DIGEST, "Ann")] == ["2027-01-15T21:30:00+00:00"]


async def test_a_digest_after_the_managers_hour_comes_on_their_next_working_day(team: Team) -> None:
    await team.open_due(OPENS)
    await team.submit("Mei", OPENS + 9 * HOUR)
    assert [one.due_at.isoformat() for one in await team.notices(rules.DIGEST)] == ["2027-01-18T15:30:00+00:00"]


async def test_the_author_gets_one_receipt_however_often_they_change_it(team: Team) -> None:
    await team.submit("Mei", START)
    await team.submit("Mei", START + HOUR, progress="Other words")
    assert len(await team.notices(rules.RECEIPT, "Mei")) == 1


async def test_what_asked_becomes_the_receipt_prompt_and_reminder_alike(team: Team) -> None:
    await team.open_due(OPENS)
    await team.delivered(rules.PROMPT, "Mei", "1.1")
    await team.remind_due(REMINDS)
    await team.delivered(rules.REMINDER, "Mei", "1.2")
    await team.submit("Mei", REMINDS + HOUR)
    for kind in (rules.PROMPT, rules.REMINDER):
        assert [one.state for one in await team.notices(kind, "Mei")] == [State.PENDING]
    assert await team.notices(rules.RECEIPT) == []


async def test_a_prompt_that_was_never_posted_leaves_the_receipt_to_a_message_of_its_own(team: Team) -> None:
    await team.open_due(OPENS)
    await team.submit("Mei", OPENS + HOUR)
    assert [one.ts for one in await team.notices(rules.PROMPT, "Mei")] == [None]
    assert len(await team.notices(rules.RECEIPT, "Mei")) == 1
