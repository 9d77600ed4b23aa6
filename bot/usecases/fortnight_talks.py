"""Agendas of 1:1s and what is asked after them, the times that are open, reminders of requests, and the greeting after leave."""

from collections.abc import AsyncIterator
from datetime import datetime, time, timedelta
from functools import cache

from bot.domain import agenda, cadence, feedback_requests, leave, one_on_ones
from bot.domain.cadence import DAY
from bot.domain.fortnight import AGENDAS, BACK, CONFIRM, REQUESTS, TIMES, Line, Tally, Target
from bot.domain.working import Working
from storage import fortnight_talks as store
from storage.database import Tx

MORNING = time(9)
EVENING = time(17, 30)
"""About when somebody is asked whether a talk took place: towards the end of their day, or right after it."""
USUAL = timedelta(minutes=30)


async def coming(tx: Tx, workspace_id: int, first: datetime, last: datetime) -> list[Line]:
    """Of talks that have a time, and of those that will have their usual one."""
    tally = Tally(first, last)
    for rows in store.agendas(tx, workspace_id, first, last + agenda.HORIZON):
        async for zone, at, people in rows:
            tally.add(Target(AGENDAS.name), agenda.TODAY, zone, _told(zone, at), people)
    for rows in store.over(tx, workspace_id, first, last):
        async for zone, at, people in rows:
            _asked(tally, zone, at, people)
    async for zone, due_at, weekday, hour, pairs in store.with_time(tx, workspace_id, last):
        here = cadence.zone_of(zone)
        day = due_at.astimezone(here).date()
        at = cadence.moment(day + (weekday - day.isoweekday()) % 7 * DAY, hour, here)
        tally.add(Target(AGENDAS.name), agenda.TODAY, zone, _told(zone, at), 2 * pairs, at_most=True)
        _asked(tally, zone, at, 2 * pairs)
    return tally.lines()


@cache
def _usual(zone: str) -> Working:
    return Working(zone)


def _told(zone: str, at: datetime) -> datetime:
    return agenda.told_at(at, _usual(zone))


def _asked(tally: Tally, zone: str, at: datetime, people: int) -> None:
    here = cadence.zone_of(zone)
    evening = cadence.moment(at.astimezone(here).date(), EVENING, here)
    asked = max(at + USUAL, evening)
    tally.add(Target(CONFIRM.name), one_on_ones.CONFIRM, zone, asked, people, at_most=True)


async def times(tx: Tx, workspace_id: int, first: datetime, last: datetime) -> list[Line]:
    """Managers whose pairs have a turn and no usual time for it: the turn comes at midnight, the message in the morning."""
    tally = Tally(first, last)
    async for zone, due_at, managers in store.without_time(tx, workspace_id, last):
        here = cadence.zone_of(zone)
        at = cadence.moment(due_at.astimezone(here).date(), MORNING, here)
        tally.add(Target(TIMES.name), one_on_ones.TIMES, zone, at, managers)
    return tally.lines()


async def requests(tx: Tx, workspace_id: int, first: datetime, last: datetime) -> list[Line]:
    """Who has not answered a request for feedback by then."""
    rows = store.requests(tx, workspace_id, last)
    return await _simply(rows, Tally(first, last), Target(REQUESTS.name), feedback_requests.REMINDER.name, at_most=True)


async def back(tx: Tx, workspace_id: int, first: datetime, last: datetime) -> list[Line]:
    """Who comes back from leave, if a check-in passed meanwhile."""
    rows = store.back(tx, workspace_id, last)
    return await _simply(rows, Tally(first, last), Target(BACK.name), leave.CATCH_UP.name, at_most=True)


async def _simply(
    rows: AsyncIterator[tuple[str, datetime, int]], tally: Tally, target: Target, kind: str, *, at_most: bool
) -> list[Line]:
    async for zone, at, people in rows:
        tally.add(target, kind, zone, at, people, at_most=at_most)
    return tally.lines()
