"""Summaries of check-ins to managers, and the word that a pulse has results: both come when windows have closed."""

from collections import Counter
from datetime import date, datetime, time

from bot.domain import cadence
from bot.domain import pulses as pulse_rules
from bot.domain import summaries as rules
from bot.domain.cadence import DAY
from bot.domain.checkins import SeriesKind
from bot.domain.fortnight import PULSES, SUMMARIES, Line, Tally, Target
from bot.domain.roles import Role
from bot.domain.working import Working, days
from bot.usecases import working
from storage import fortnight as store
from storage import people, reporting, roles, series
from storage import summaries as summary_store
from storage.database import Tx
from storage.series import Series

AT_ONCE = 5_000
Alike = tuple[Working, time]


async def coming(tx: Tx, workspace_id: int, first: datetime, last: datetime) -> list[Line]:
    """For each turn whose day is within, those who lead somebody that is asked: each at the hour that they chose."""
    tally = Tally(first, last)
    for one in await series.running(tx, workspace_id, SeriesKind.CHECKIN):
        for slot, day in (await _turns(tx, one, first, last)).items():
            await _led(tx, tally, one, slot, day, first)
    return tally.lines()


async def _turns(tx: Tx, one: Series, first: datetime, last: datetime) -> dict[str, date]:
    """The slots whose summary comes in that time, each with its day; of those that have begun, the day as it was named then."""
    rule, begin, end = series.rule(one), first.date() - DAY, last.date() + DAY
    near = days(begin - max(rule.closes_after, 1) * DAY - 7 * rule.every * DAY, end)
    named = {slot: rules.day_of(rule, slot) for slot in dict.fromkeys(cadence.slot_at(rule, day) for day in near)}
    every = {**named, **await summary_store.begun(tx, one.id)}
    since = max(begin, one.started_at.date()) if one.started_at else begin
    return {slot: day for slot, day in every.items() if since <= day <= end}


async def _led(tx: Tx, tally: Tally, one: Series, slot: str, day: date, first: datetime) -> None:
    rule, after = series.rule(one), 0
    while found := await store.leading(tx, one.workspace_id, one.id, slot, first.date(), after, AT_ONCE):
        after = found[-1][0]
        weeks = await people.weeks(tx, [who for who, _ in found])
        hours = await working.of(tx, weeks, first)
        alike: Counter[Alike] = Counter((hours[who], at) for who, at in found)
        for (mine, at), count in alike.items():
            due = rules.due_at(rule, slot, day, mine, at)
            if due is not None and due >= first - DAY:
                tally.add(Target(SUMMARIES.name, one.id, slot), rules.SUMMARY, mine.zone, due, count, at_most=True)


async def pulses(tx: Tx, workspace_id: int, first: datetime, last: datetime) -> list[Line]:
    """For each pulse that closes within: HR and those who lead somebody, if enough take part that there are results."""
    tally = Tally(first, last)
    closing = {(of, slot): at for of, slot, at in await store.pulses_open(tx, workspace_id, last)}
    for one in await series.running(tx, workspace_id, SeriesKind.PULSE):
        rule = series.rule(one)
        near = dict.fromkeys(cadence.slot_at(rule, day) for day in days(first.date(), last.date()))
        looks = {(one.id, slot): pulse_rules.first_look(rule, slot) for slot in near}
        closing = {key: at for key, at in looks.items() if first < at <= last} | closing
    if closing:
        hr = {one.id for one in await roles.holders(tx, workspace_id, Role.HR)}
        told = sorted(hr | set(await reporting.leaders(tx, workspace_id, first.date())))
        for zone, hour, count in await store.hours(tx, told):
            for at in closing.values():
                tally.add(Target(PULSES.name), pulse_rules.CLOSED, zone, _next(zone, hour, at), count, at_most=True)
    return tally.lines()


def _next(zone: str, at: time, after: datetime) -> datetime:
    """The next time that a clock there shows that hour."""
    here = cadence.zone_of(zone)
    today = after.astimezone(here).date()
    found = cadence.moment(today, at, here)
    return found if found > after else cadence.moment(today + DAY, at, here)
