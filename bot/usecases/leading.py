"""Whether somebody leads somebody, directly or over others."""

from datetime import date, datetime

from bot.domain.cadence import zone_of
from storage import reporting
from storage.database import Tx
from storage.people import Person


def today_of(me: Person, now: datetime) -> date:
    """The day it is where this person is."""
    return now.astimezone(zone_of(me.zone)).date()


async def leads(tx: Tx, me: Person, person_id: int, now: datetime) -> bool:
    """Whether that person reports to me, directly or over others."""
    return me.id != person_id and me.id in await reporting.above(tx, person_id, today_of(me, now))
