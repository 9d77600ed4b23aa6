"""The working time of people, with their leave, public holidays and the company's days off."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.cadence import Hours
from bot.domain.working import Working
from bot.usecases import holidays
from storage import leave
from storage.database import Tx
from storage.people import Person, Week

BEHIND, AHEAD = timedelta(days=40), timedelta(days=80)
"""A month's slot and the one after it, with room to spare."""


async def of(tx: Tx, people: Sequence[Person | Week], now: datetime) -> dict[int, Working]:
    """Each person's working time around `now`, by person id."""
    first, last = (now - BEHIND).date(), (now + AHEAD).date()
    spans = await leave.of_people(tx, [one.id for one in people], first, last)
    off = await holidays.off(tx, people, first, last)
    # Thousands share their week and have no leave: theirs is made once.
    shared: dict[tuple[object, ...], Working] = {}
    found: dict[int, Working] = {}
    for one in people:
        key = (one.zone, one.working_days, one.works_from, one.works_until, off[one.id])
        away = spans.get(one.id)
        mine = shared.get(key) if away is None else None
        if mine is None:
            hours = Hours(one.works_from, one.works_until)
            mine = Working(one.zone, one.working_days, hours, tuple(away or ()), off[one.id])
            if away is None:
                shared[key] = mine
        found[one.id] = mine
    return found


async def of_one(tx: Tx, person: Person, now: datetime) -> Working:
    return (await of(tx, [person], now))[person.id]
