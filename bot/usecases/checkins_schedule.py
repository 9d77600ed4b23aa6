"""The calendar's side of check-ins: whose period starts now, who is reminded, what was missed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.domain import cadence, checkins, nudges
from bot.domain.cadence import Rule
from bot.domain.checkins import Outcome
from bot.domain.working import Working
from bot.usecases import checkins_leave, cycles_people, notices, pulses_schedule, summaries_schedule, working
from bot.usecases import checkins_turns as turning
from bot.usecases.acting import has_left
from storage import inserting, people, periods, periods_closing, series
from storage.database import Tx
from storage.people import Person
from storage.periods import Due, Period, Turn, Unanswered
from storage.series import Series

BATCH = 1_000
"""People per transaction of a tick: long enough to be quick, short enough that a click never waits for it."""


async def open_due(tx: Tx, now: datetime, most: int = BATCH) -> int:
    """Start the periods that are due, with one notice each, and move their turns on. Answers how many there were.

    Safe to repeat and late: the natural key of a period makes a second start nothing, and a slot whose window has passed
    unseen is dropped by name instead of asked for.
    """
    found = await periods.due(tx, now, most)
    by_series: dict[int, list[Due]] = {}
    for one in found:
        by_series.setdefault(one.series_id, []).append(one)
    hours = await working.of(tx, await people.weeks(tx, [one.person_id for one in found]), now)
    for series_id, due in by_series.items():
        await _open(tx, await series.get(tx, series_id), due, hours, now)
    return len(found)


async def _open(tx: Tx, asking: Series, due: Sequence[Due], hours: dict[int, Working], now: datetime) -> None:
    rule, rows, moved = series.rule(asking), [], []
    # Thousands share zone, hours and days off: the calendar is asked once for all of them.
    planned: dict[tuple[str, Working], tuple[dict[str, object], str, datetime]] = {}
    for one in due:
        key = (one.slot, hours[one.person_id])
        if key not in planned:
            planned[key] = (_opened(rule, *key, now), *_next(rule, *key))
        times, slot, at = planned[key]
        who = {"workspace_id": one.workspace_id, "series_id": one.series_id, "person_id": one.person_id}
        rows.append({**who, "slot": one.slot, **times})
        moved.append({"turn": one.turn_id, "was": one.slot, "to": slot, "at": at})
    await inserting.insert_new(tx, Period, rows)
    slots = sorted({one.slot for one in due})
    await pulses_schedule.begin(tx, asking, slots, now)
    await summaries_schedule.begin(tx, asking, slots)
    waiting = await periods.unanswered(tx, due[0].series_id, slots, [one.person_id for one in due])
    await notices.owe_many(tx, checkins.PROMPT, _prompts(waiting, hours), now=now)
    await periods.advance(tx, moved)


def _prompts(waiting: Sequence[Unanswered], hours: dict[int, Working]) -> list[dict[str, Any]]:
    rows, until = [], {}  # as above: thousands share these moments
    for one in waiting:
        key = (one.opens_at, one.reminds_at, one.closes_at, hours[one.person_id])
        if key not in until:
            until[key] = checkins.prompt_until(*key)
        row = {"workspace_id": one.workspace_id, "subject_id": one.period_id, "recipient_id": one.person_id}
        rows.append(row | {"due_at": one.opens_at, "not_after": until[key]})
    return rows


def _opened(rule: Rule, slot: str, hours: Working, now: datetime) -> dict[str, object]:
    """The period of this slot for who works so: open, or already settled where nobody could answer it."""
    zone = cadence.zone_of(hours.zone)
    found = cadence.times(rule, slot, zone, hours.hours, hours.on)
    if found is None:
        at = cadence.moment(cadence.nominal_day(rule, slot), rule.opens_at, zone)
        usual = cadence.prompt_day(rule, slot, hours.usually)
        outcome = Outcome.NONE if usual is None else Outcome.AWAY
        return _period(at, None, at, False, outcome, None, now)
    short = is_short(rule, slot, hours)
    if found.closes_at <= now:
        return _period(found.opens_at, found.reminds_at, found.closes_at, short, Outcome.DROPPED, "too_late", now)
    return _period(found.opens_at, found.reminds_at, found.closes_at, short)


def is_short(rule: Rule, slot: str, hours: Working) -> bool:
    """Whether somebody works so little in this slot that they are asked the short form."""
    return hours.short(*cadence.span(rule, slot))


def early(rule: Rule, turn: Turn, hours: Working) -> dict[str, object]:
    """The period that an answer before its prompt makes: the same times as if it had been opened."""
    zone = cadence.zone_of(hours.zone)
    row: dict[str, object] = {
        "workspace_id": turn.workspace_id,
        "series_id": turn.series_id,
        "person_id": turn.person_id,
        "slot": turn.slot,
    }
    short = is_short(rule, turn.slot, hours)
    found = cadence.times(rule, turn.slot, zone, hours.hours, hours.on)
    at = cadence.moment(cadence.nominal_day(rule, turn.slot), rule.opens_at, zone)
    if found is None:
        return row | _period(at, None, at, short)
    return row | _period(found.opens_at, found.reminds_at, found.closes_at, short)


def _period(
    opens_at: datetime,
    reminds_at: datetime | None,
    closes_at: datetime,
    short: bool,
    outcome: Outcome | None = None,
    why: str | None = None,
    settled_at: datetime | None = None,
) -> dict[str, object]:
    return {
        "short": short,
        "opens_at": opens_at,
        "reminds_at": reminds_at,
        "reminded": False,
        "closes_at": closes_at,
        "outcome": outcome,
        "why": why,
        "settled_at": settled_at,
    }


def _next(rule: Rule, slot: str, hours: Working) -> tuple[str, datetime]:
    following = cadence.slot_after(rule, slot)
    return following, cadence.due_at(rule, following, cadence.zone_of(hours.zone), hours.hours, hours.on)


async def remind_due(tx: Tx, now: datetime, most: int = BATCH) -> int:
    """Owe each person who has not answered the one reminder of their period. Answers how many there were."""
    found = await periods.to_remind(tx, now, most)
    rows = [
        {
            "workspace_id": workspace_id,
            "subject_id": period_id,
            "recipient_id": person_id,
            "due_at": now,
            "not_after": closes_at,
        }
        for period_id, workspace_id, person_id, closes_at in found
    ]
    await notices.owe_many(tx, checkins.REMINDER, rows, now=now)
    await periods.mark_reminded(tx, [row[0] for row in found])
    return len(found)


async def close_due(tx: Tx, now: datetime) -> None:
    """Settle the periods whose window has closed without an answer: away, where leave was the reason, else missed.

    Who was never asked has missed nothing.
    """
    await checkins_leave.spare(tx, now)
    await periods_closing.miss(tx, now, [checkins.PROMPT.name, checkins.REMINDER.name, nudges.AGAIN.name])


async def replan(tx: Tx, person_ids: Sequence[int], now: datetime, *, edited: int | None = None) -> None:
    """Bring what these people are due next up to date: they joined, left, came back, or changed zone, hours or leave.

    A slot that was opened stays as it was; only the coming one gets a new time. Who left has nothing more due.
    `edited`: the id of the series whose timetable HR has just changed. A coming turn that would have been before now by the
    new timetable is not asked any more, and says so; the next one is.
    """
    if edited is None:
        await cycles_people.follow(tx, person_ids, now)
    for at in range(0, len(person_ids), BATCH):
        batch = await people.by_ids(tx, list(person_ids[at : at + BATCH]))
        gone = [one.id for one in batch.values() if not takes_part(one, now)]
        await periods.rest(tx, gone)
        await periods.drop_open(tx, gone, "left", now)
        staying = [one for one in batch.values() if takes_part(one, now)]
        if staying:
            await _plan(tx, staying, now, edited)


async def _plan(tx: Tx, staying: Sequence[Person], now: datetime, edited: int | None) -> None:
    hours = await working.of(tx, staying, now)
    await checkins_leave.book_returns(tx, hours, now)
    for one in await series.running(tx, staying[0].workspace_id):
        await turning.plan(tx, one, staying, hours, now, edited=one.id == edited)


def takes_part(person: Person, now: datetime) -> bool:
    """Whether check-ins are for them now: in the workspace, and employed on this day of theirs."""
    today = now.astimezone(cadence.zone_of(person.zone)).date()
    return (person.employed_from is None or person.employed_from <= today) and not has_left(person, now)
