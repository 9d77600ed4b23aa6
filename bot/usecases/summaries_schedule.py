"""The calendar's side of summaries: whose is due, what its figures are, and which of those that were sent show old ones."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.domain import cadence
from bot.domain import summaries as rules
from bot.domain.cadence import Rule
from bot.domain.checkins import SeriesKind
from bot.domain.notices import Lane
from bot.domain.pictures import PictureState
from bot.domain.summaries import Figures
from bot.usecases import closed_loop, notices, working
from storage import inserting, people, series
from storage import summaries as store
from storage import summaries_counts as counts
from storage.database import Tx
from storage.people import Person
from storage.series import Series
from storage.summaries import Summary
from storage.summaries_counts import Turn

BATCH = 1_000
"""Managers per transaction."""
LOOP = timedelta(weeks=4)
"""How far back it is counted what managers were asked, and whether they answered in time."""
ENDED = timedelta(days=14)
"""How long after its end a series may still have windows that close."""


async def owe_due(tx: Tx, now: datetime, most: int = BATCH) -> int:
    """Write down the summaries whose hour comes, with one notice each. Answers how many there were.

    Safe to repeat and late: the natural key of a summary makes a second one nothing.
    """
    for one in await store.series_told(tx, now - ENDED):
        rule, begun = series.rule(one), await store.begun(tx, one.id)
        for slot, day in rules.due_days(rule, begun, now).items():
            turn = Turn(one.id, slot, day)
            if managers := await _due(tx, turn, now, most):
                await _owe(tx, one, rule, turn, managers, now)
                return len(managers)
    return 0


async def begin(tx: Tx, asking: Series, slots: Sequence[str]) -> None:
    """Somebody is asked in these slots: their managers hear of it on the day that the timetable names now, whatever HR edits later."""
    if asking.kind is SeriesKind.CHECKIN:
        rule = series.rule(asking)
        await store.begin(tx, asking, {slot: rules.day_of(rule, slot) for slot in slots})


async def _due(tx: Tx, turn: Turn, now: datetime, most: int) -> list[int]:
    """Managers whose clock shows their digest hour of that day, or will in a moment."""
    waiting = await counts.hours_waiting(tx, turn)
    hours = [
        (zone, at) for zone, at in waiting if cadence.moment(turn.day, at, cadence.zone_of(zone)) <= now + rules.AHEAD
    ]
    return await counts.managers_waiting(tx, turn, hours, most) if hours else []


async def _owe(tx: Tx, one: Series, rule: Rule, turn: Turn, managers: Sequence[int], now: datetime) -> None:
    persons = list((await people.by_ids(tx, list(managers))).values())
    hours = await working.of(tx, persons, now)
    due = {who.id: rules.due_at(rule, turn.slot, turn.day, hours[who.id], who.digest_at) for who in persons}
    days = await store.begun(tx, one.id) | {turn.slot: turn.day}
    for slot in rules.turns(rule, turn.slot):
        day = days.get(slot) or rules.day_of(rule, slot)
        await _keep(tx, one, Turn(one.id, slot, day), managers, now, due=slot == turn.slot)
    told = [_notice(one, who, due[who.id], turn.slot) for who in persons if due[who.id] is not None]
    await notices.owe_many(tx, rules.SUMMARY, told, now=now)
    channels = await store.channels(tx, one.id, managers)
    posted = [
        row | {"channel": place, "occurrence": rules.posted(turn.slot, place)}
        for row in told
        if (place := channels.get(row["recipient_id"]))
    ]
    await notices.owe_many(tx, rules.CHANNEL, posted, now=now)


def _notice(one: Series, who: Person, due_at: datetime | None, slot: str) -> dict[str, Any]:
    return {
        "workspace_id": one.workspace_id,
        "subject_id": one.id,
        "recipient_id": who.id,
        "due_at": due_at,
        "occurrence": slot,
    }


async def _keep(tx: Tx, one: Series, turn: Turn, managers: Sequence[int], now: datetime, *, due: bool) -> None:
    """Keep the figures of a turn for those managers who have none. Of an earlier turn, which nobody was told, only what it was."""
    known = await store.known(tx, one.id, turn.slot, managers)
    wanted = [who for who in managers if who not in known]
    if not wanted:
        return
    found = await (_counted(tx, turn, wanted, now) if due else _turnouts(tx, turn, wanted))
    row = {"workspace_id": one.workspace_id, "series_id": one.id, "slot": turn.slot, "day": turn.day}
    row |= {"counted_at": now, "chart": PictureState.WANTED if due else PictureState.NONE}
    rows = [
        row | vars(found[who]) | {"manager_id": who, "count_at": _again(found[who], now) if due else None}
        for who in wanted
    ]
    await inserting.insert_new(tx, Summary, rows)


async def _turnouts(tx: Tx, turn: Turn, managers: Sequence[int]) -> dict[int, Figures]:
    found = await counts.turnouts(tx, turn, managers)
    return {who: Figures(**found.get(who, {})) for who in managers}


async def _counted(tx: Tx, turn: Turn, managers: Sequence[int], now: datetime) -> dict[int, Figures]:
    """All figures of a turn, by manager id: one statement each, however many managers."""
    weeks = await people.weeks(tx, managers)
    rates = await closed_loop.closed_loop_of_many(tx, weeks, now - LOOP, now, now)
    found: list[dict[int, dict[str, Any]]] = [
        {who: {"questions": one.asked, "answered_in_time": one.in_time} for who, one in rates.items()},
        await counts.turnouts(tx, turn, managers),
        await counts.blockers(tx, turn.day, managers),
        await counts.help_waiting(tx, managers),
        await counts.unread(tx, managers),
    ]
    return {who: Figures(**{name: n for one in found for name, n in one.get(who, {}).items()}) for who in managers}


def _again(figures: Figures, now: datetime) -> datetime | None:
    return None if figures.is_final(now) else now + rules.EVERY


async def count_due(tx: Tx, now: datetime, most: int = BATCH) -> int:
    """Count anew what is not final; a message that shows old figures is edited. Answers how many were looked at."""
    rows = await store.to_count(tx, now, most)
    by_turn: dict[Turn, list[Summary]] = {}
    for row in rows:
        by_turn.setdefault(Turn(row.series_id, row.slot, row.day), []).append(row)
    for turn, same in by_turn.items():
        found = await _counted(tx, turn, [row.manager_id for row in same], now)
        await store.write(tx, [_written(row, found[row.manager_id], now) for row in same])
        changed = [row for row in same if found[row.manager_id] != store.figures(row)]
        channels = await store.channels(tx, turn.series_id, [row.manager_id for row in changed])
        for row in changed:
            await _show(tx, row, channels.get(row.manager_id), now)
    return len(rows)


def _written(row: Summary, figures: Figures, now: datetime) -> dict[str, Any]:
    return {"this": row.id, **vars(figures), "counted_at": now, "count_at": _again(figures, now)}


async def _show(tx: Tx, row: Summary, channel: str | None, now: datetime) -> None:
    """Let the messages of this summary show how things stand now: edits, in the lane of summaries, as nobody waits for them."""
    of: dict[str, Any] = {"subject_id": row.series_id, "recipient_id": row.manager_id}
    await notices.owe_again(tx, rules.SUMMARY, **of, occurrence=row.slot, now=now, lane=Lane.SUMMARY)
    if channel is not None:
        place = rules.posted(row.slot, channel)
        await notices.owe_again(tx, rules.CHANNEL, **of, occurrence=place, now=now, lane=Lane.SUMMARY)
