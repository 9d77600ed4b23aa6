"""A team whose manager is owed a summary on Monday, and what the tests of summaries do with it."""

from datetime import UTC, date, datetime, timedelta

from sqlmodel import select

from bot.domain import summaries as rules
from bot.usecases import summaries, summaries_schedule
from bot.usecases.summaries import Shown
from storage.summaries import Summary
from tests.team import SLOT, Team

DUE = datetime(2027, 1, 18, 15, 30, tzinfo=UTC)
"""Half past four on Monday in Tom's Berlin."""
MINUTE = timedelta(minutes=1)
BEFORE = DUE - 10 * MINUTE
FRIDAY = datetime(2027, 1, 15, 15, 0, tzinfo=UTC)
LATE_CLOSES = datetime(2027, 1, 18, 17, tzinfo=UTC)
"""Noon in New York, where Eva works."""


async def asked_on_friday(team: Team) -> Team:
    """Mei, Bob and, in New York, Eva report to Tom, and were asked on Friday."""
    await team.join("Eva", zone="America/New_York")
    await team.led_by("Eva", "Tom", date(2020, 1, 1))
    await team.replan(datetime(2027, 1, 14, tzinfo=UTC))
    await team.open_due(FRIDAY + timedelta(hours=6))
    return team


async def owe(team: Team, now: datetime) -> int:
    async with team.transaction() as tx:
        return await summaries_schedule.owe_due(tx, now)


async def count(team: Team, now: datetime) -> int:
    async with team.transaction() as tx:
        return await summaries_schedule.count_due(tx, now)


async def kept(team: Team, name: str = "Tom", slot: str = SLOT) -> Summary:
    async with team.transaction(reading=True) as tx:
        found = select(Summary).where(Summary.manager_id == team.ids[name], Summary.slot == slot)
        return (await tx.exec(found)).one()


async def told(team: Team, now: datetime = DUE, name: str = "Tom") -> Shown:
    """What the summary shows to this manager."""
    [notice] = await team.notices(rules.SUMMARY, name)
    async with team.transaction(reading=True) as tx:
        return await summaries.access_summary(tx, notice, await team.person(tx, name), now)
