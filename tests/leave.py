"""Leave in a test, and a clock that lives through it."""

from datetime import UTC, date, datetime, timedelta

from sqlmodel import select

from bot.domain.notices import Kind, State
from bot.usecases import checkins_leave, leave
from storage.leave import Leave
from tests.clock import START
from tests.team import Team

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
TODAY = date(2027, 1, 13)
MONDAY, FRIDAY = date(2027, 1, 18), date(2027, 1, 22)
BACK = datetime(2027, 1, 25, 1, tzinfo=UTC)
"""Monday 09:00 in Shanghai, after a week away."""


async def away(
    team: Team, first: date, last: date, *, now: datetime = START, reason: str = "", name: str = "Mei"
) -> Leave:
    async with team.transaction() as tx:
        return await leave.set_away(tx, await team.person(tx, name), first, last, reason, now)


async def back(team: Team, now: datetime) -> None:
    async with team.transaction() as tx:
        await leave.come_back(tx, await team.person(tx, "Mei"), now)


async def noted(team: Team) -> list[tuple[date, date]]:
    async with team.transaction(reading=True) as tx:
        return [(one.first, one.last) for one in await tx.exec(select(Leave).order_by("first"))]


async def tick(team: Team, now: datetime) -> None:
    await team.open_due(now)
    await team.remind_due(now)
    await team.close_due(now)
    async with team.transaction() as tx:
        await checkins_leave.welcome_due(tx, now)


async def live(team: Team, since: datetime, until: datetime) -> None:
    now = since
    while now <= until:
        await tick(team, now)
        now += HOUR


async def told(team: Team, kind: Kind) -> None:
    """As if what is owed of this kind had been sent."""
    async with team.transaction() as tx:
        for notice in await team.notices(kind):
            notice.state, notice.sent_at = State.SENT, notice.due_at
            tx.add(notice)
