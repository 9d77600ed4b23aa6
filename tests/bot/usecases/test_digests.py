"""The digest of a manager: one a day, whatever hour they choose and however many series ask their team."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain import checkins as rules
from bot.domain.checkins import Draft
from bot.domain.notices import NoLonger, State
from bot.usecases import checkins, checkins_notices, series, series_editor
from storage.notices import Notice
from tests.clock import START
from tests.team import OPENS, SLOT, Team

MORNING = datetime(2027, 1, 15, 8, tzinfo=UTC)
"""Nine o'clock on Friday in Tom's Berlin."""
HOUR = timedelta(hours=1)


async def at(team: Team, hour: int) -> None:
    """Tom wants his digest then."""
    async with team.transaction() as tx:
        (await team.person(tx, "Tom")).digest_at = time(hour)


async def test_what_comes_after_the_digest_of_a_day_is_in_that_of_the_next(team: Team) -> None:
    await at(team, 10)
    await team.open_due(OPENS)
    await team.sent("Mei", MORNING)
    await team.delivered(rules.DIGEST, "Tom", "1.1")
    await at(team, 16)
    await team.sent("Bob", MORNING + 2 * HOUR)
    assert [one.occurrence for one in await team.notices(rules.DIGEST, "Tom")] == ["2027-01-15", "2027-01-18"]


async def test_two_series_make_one_digest(team: Team) -> None:
    async with team.transaction() as tx:
        ann = await team.person(tx, "Ann")
        wanted = series_editor.with_(series_editor.blank(ann, START), {"name": "Second"})
        second = (await series.create(tx, ann, wanted, START)).id
        await series.start(tx, ann, second, START)
    await team.open_due(OPENS)
    await team.sent("Mei", OPENS + HOUR)
    async with team.transaction() as tx:
        bob = await team.person(tx, "Bob")
        await checkins.submit(tx, bob, Draft(progress="Done"), OPENS + HOUR, series_id=second, slot=SLOT)
    first, other = await team.notices(rules.DIGEST, "Tom")
    now = first.due_at
    assert other.due_at == now
    async with team.transaction(reading=True) as tx:
        tom = await team.person(tx, "Tom")
        assert len((await checkins_notices.access_digest(tx, other, tom, now)).unread) == 2
    async with team.transaction() as tx:
        sent = await tx.get_one(Notice, first.id)
        sent.state, sent.sending_at, sent.sent_on = State.SENT, now, now.date()
    async with team.transaction(reading=True) as tx:
        with pytest.raises(NoLonger, match="in_digest"):
            await checkins_notices.access_digest(tx, other, tom, now)
