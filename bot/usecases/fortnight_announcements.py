"""Announcements that wait for their time, and the reminders of those who were asked to confirm one."""

from datetime import datetime

from bot.domain import announcements as rules
from bot.domain import budget
from bot.domain.announcements import FIRST_AFTER, NEXT_AFTER
from bot.domain.budget import Habits
from bot.domain.fortnight import ANNOUNCEMENTS, Line, Tally, Target
from bot.domain.working import Working
from bot.usecases import announcements_audience as counting
from bot.usecases.announcements_sending import when_of
from storage import fortnight as store
from storage.announcements import Announcement
from storage.database import Tx


async def coming(tx: Tx, workspace_id: int, first: datetime, last: datetime) -> list[Line]:
    """To whom each is addressed as things stand now; reminders only as far as nobody confirms before."""
    tally = Tally(first, last)
    for one in await store.scheduled(tx, workspace_id, last):
        await _scheduled(tx, tally, one, first)
    async for subject, zone, at, reminded, foreseen, people in store.confirming(tx, workspace_id, last):
        for number in range(foreseen - reminded):
            due = _reminds(zone, at + number * NEXT_AFTER)
            tally.add(Target(ANNOUNCEMENTS.name, subject), rules.REMINDER, zone, due, people, at_most=True)
    return tally.lines()


def _reminds(zone: str, at: datetime) -> datetime:
    """When it comes to somebody there who works as most do: on a day at work, and outside of quiet hours."""
    mine = Working(zone)
    moment = at if mine.on(budget.local_day(zone, at)) else mine.next_at(mine.hours.start, at)
    return budget.quiet_end(Habits(zone), moment) or moment


async def _scheduled(tx: Tx, tally: Tally, one: Announcement, now: datetime) -> None:
    target, when = Target(ANNOUNCEMENTS.name, one.id), when_of(one)
    if one.place.to_channel:
        tally.add(target, rules.POST, one.zone, when.due_at(one.zone, now), 1)
    for zone, people in (await counting.zones(tx, one.workspace_id, one.audience, now)).items():
        due = when.due_at(zone, now)
        if one.place.to_people:
            tally.add(target, rules.TOLD, zone, due, people)
        for number in range(one.reminders if one.asks else 0):
            reminds = _reminds(zone, due + FIRST_AFTER + number * NEXT_AFTER)
            tally.add(target, rules.REMINDER, zone, reminds, people, at_most=True)
