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
    return {
        one.id: Working(
            one.zone,
            one.working_days,
            Hours(one.works_from, one.works_until),
            tuple(spans.get(one.id, ())),
            off[one.id],
        )
        for one in people
    }


async def of_one(tx: Tx, person: Person, now: datetime) -> Working:
    return (await of(tx, [person], now))[person.id]
