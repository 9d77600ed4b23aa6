"""What each person is due next in a series: planned anew when they, their calendar or the timetable change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain import cadence
from bot.domain.cadence import Rule
from bot.domain.checkins import Outcome
from bot.domain.working import Working
from bot.usecases import audience
from storage import inserting, periods, series
from storage.database import Tx
from storage.people import Person
from storage.periods import Period, Turn
from storage.series import Series

TIMETABLE = "timetable"
"""Why a slot was dropped: an edit of the timetable put it into the past before it was asked."""


@dataclass(frozen=True)
class _Coming:
    """The next slot and when it is due; and the slot that is passed over for it."""

    slot: str
    at: datetime
    passed: str | None = None


async def plan(
    tx: Tx, one: Series, staying: Sequence[Person], hours: Mapping[int, Working], now: datetime, *, edited: bool
) -> None:
    """Plan these people's turns in a running series; `edited`: its timetable has just been changed."""
    rule = series.rule(one)
    meant = await audience.among(tx, one.audience, staying, now.date())
    asked = {person.id for person in meant}
    await periods.rest_in(tx, one.id, [person.id for person in staying if person.id not in asked])
    turns = await periods.turns(tx, one.id, [person.id for person in meant])
    rows: list[dict[str, Any]] = []
    moved: list[dict[str, Any]] = []
    passed: list[dict[str, Any]] = []
    for person in meant:
        turn = turns.get(person.id)
        coming = _coming(rule, turn, hours[person.id], now, edited=edited)
        key = {"workspace_id": one.workspace_id, "series_id": one.id, "person_id": person.id}
        if turn is None:
            rows.append(key | {"slot": coming.slot, "due_at": coming.at})
        elif (turn.slot, turn.due_at) != (coming.slot, coming.at):
            moved.append({"turn": turn.id, "was": turn.slot, "to": coming.slot, "at": coming.at})
        if coming.passed is not None:
            passed.append(key | {"slot": coming.passed} | _dropped(now))
    await inserting.insert_new(tx, Turn, rows)
    await periods.advance(tx, moved)
    await inserting.insert_new(tx, Period, passed)


def _coming(rule: Rule, turn: Turn | None, hours: Working, now: datetime, *, edited: bool) -> _Coming:
    """The slot they wait for, or, where they wait for none that the rule still has, the first from now on."""
    zone = cadence.zone_of(hours.zone)

    def due(slot: str) -> datetime:
        return cadence.due_at(rule, slot, zone, hours.hours, hours.on)

    if turn is not None and turn.due_at is not None and cadence.is_turn(rule, turn.slot):
        at = due(turn.slot)
        if edited and at <= now < turn.due_at:
            following = cadence.slot_after(rule, turn.slot)
            return _Coming(following, due(following), passed=turn.slot)
        return _Coming(turn.slot, at)
    slot = cadence.first_slot(rule, now, zone, hours.hours, hours.on)
    if turn is not None and ("W" in turn.slot) == ("W" in slot):
        # Not before the one they waited for: what is before that was asked already.
        slot = max(slot, cadence.slot_at(rule, cadence.span(rule, turn.slot)[0]))
    return _Coming(slot, due(slot))


def _dropped(now: datetime) -> dict[str, Any]:
    times = {"opens_at": now, "reminds_at": None, "reminded": False, "closes_at": now, "short": False}
    return times | {"outcome": Outcome.DROPPED, "why": TIMETABLE, "settled_at": now}
