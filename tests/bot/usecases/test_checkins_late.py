"""Check-ins after their window: words are kept, nobody has them, and they are sent late once."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain import checkins as rules
from bot.domain.checkins import Draft, Outcome
from bot.domain.errors import NotAllowed
from bot.usecases import checkins, checkins_late
from storage import drafts, periods
from tests.checkins import draft, readers_of
from tests.team import CLOSES, FULL, OPENS, SLOT, Team

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def test_after_the_window_the_words_are_kept_and_nobody_has_them(team: Team) -> None:
    await team.open_due(OPENS)
    await team.prompted()
    await team.close_due(CLOSES)
    sent = await team.submit("Mei", CLOSES + HOUR)
    assert sent.checkin is None
    assert sent.kept is not None
    assert await team.checkins("Mei") == []
    assert await team.notices(rules.DIGEST) == []
    assert (await team.period("Mei")).outcome == Outcome.MISSED
    async with team.transaction(reading=True) as tx:
        kept = await tx.get_one(drafts.KeptDraft, sent.kept)
        assert "Shipped the importer" in str(kept.words)


async def test_kept_words_are_sent_late_once(team: Team) -> None:
    await team.open_due(OPENS)
    kept = (await team.submit("Mei", CLOSES + HOUR)).kept
    assert kept is not None
    for _ in range(2):
        async with team.transaction() as tx:
            sent = await checkins_late.send_late(tx, await team.person(tx, "Mei"), kept, CLOSES + 2 * HOUR)
    [checkin] = await team.checkins("Mei")
    assert sent.checkin is not None
    assert (checkin.late, checkin.version) == (True, 1)
    assert await draft(team, checkin) == Draft(**FULL)
    assert (await team.period("Mei")).outcome == Outcome.LATE
    assert await readers_of(team, checkin) == [team.ids["Tom"]]
    assert len(await team.notices(rules.DIGEST, "Tom")) == 1


async def test_a_form_sent_again_while_its_words_go_late_does_not_wait_for_them_in_a_circle(team: Team) -> None:
    await team.open_due(OPENS)
    kept = (await team.submit("Mei", CLOSES + HOUR)).kept
    assert kept is not None

    async def send() -> None:
        async with team.transaction() as tx:
            await checkins_late.send_late(tx, await team.person(tx, "Mei"), kept, CLOSES + 2 * HOUR)

    async with team.transaction() as tx:
        me = await team.person(tx, "Mei")
        await periods.locked(tx, team.series_id, me.id, SLOT)
        sending = asyncio.create_task(send())
        await asyncio.sleep(0.3)  # until it has taken what it takes first
        again = Draft(progress="Said in other words")
        await checkins.submit(tx, me, again, CLOSES + 2 * HOUR, series_id=team.series_id, slot=SLOT)
    await sending
    [checkin] = await team.checkins("Mei")
    assert await draft(team, checkin) == again
    assert (await team.period("Mei")).outcome == Outcome.LATE


async def test_two_late_sends_at_once_are_one(team: Team) -> None:
    await team.open_due(OPENS)
    kept = (await team.submit("Mei", CLOSES + HOUR)).kept
    assert kept is not None

    async def send() -> None:
        async with team.transaction() as tx:
            await checkins_late.send_late(tx, await team.person(tx, "Mei"), kept, CLOSES + 2 * HOUR)

    await asyncio.gather(send(), send(), send())
    [checkin] = await team.checkins("Mei")
    assert checkin.version == 1


async def test_kept_words_are_sent_by_nobody_else(team: Team) -> None:
    await team.open_due(OPENS)
    kept = (await team.submit("Mei", CLOSES + HOUR)).kept
    assert kept is not None
    for name in ("Bob", "Tom", "Ann"):
        with pytest.raises(NotAllowed, match="not_found"):
            async with team.transaction() as tx:
                await checkins_late.send_late(tx, await team.person(tx, name), kept, CLOSES + 2 * HOUR)


async def test_a_change_after_the_window_is_kept_and_what_was_sent_stays(team: Team) -> None:
    await team.open_due(OPENS)
    before = await team.submit("Mei", OPENS + HOUR)
    late = await team.submit("Mei", CLOSES, progress="Changed my mind")
    assert late.kept is not None
    assert await draft(team, before.checkin) == Draft(**FULL)
    async with team.transaction() as tx:
        await checkins_late.send_late(tx, await team.person(tx, "Mei"), late.kept, CLOSES + HOUR)
    [checkin] = await team.checkins("Mei")
    assert await draft(team, checkin) == Draft(progress="Changed my mind")
    assert (checkin.late, checkin.version) == (False, 2)
    assert (await team.period("Mei")).outcome == Outcome.ANSWERED


async def test_an_answer_to_a_window_that_a_dead_clock_dropped_is_kept_too(team: Team) -> None:
    await team.open_due(CLOSES + HOUR)
    assert (await team.period("Mei")).outcome == Outcome.DROPPED
    assert (await team.submit("Mei", CLOSES + 2 * HOUR)).kept is not None


async def test_a_submit_after_the_window_that_no_clock_opened_is_kept(team: Team) -> None:
    """The form was open, the clock dead: the period is made by the submit, and its window is over."""
    assert (await team.submit("Mei", CLOSES + HOUR)).kept is not None
    assert await team.checkins("Mei") == []
