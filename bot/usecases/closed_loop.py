"""How much of what was asked of managers they answered in time."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain import closed_loop
from bot.domain.closed_loop import Rate
from bot.usecases import working
from storage import closed_loop as store
from storage.database import Tx
from storage.people import Person, Week


async def closed_loop_of(tx: Tx, manager: Person | Week, since: datetime, until: datetime, now: datetime) -> Rate:
    """The closed-loop rate of what was asked of this manager from `since` until before `until` (UTC)."""
    return (await closed_loop_of_many(tx, [manager], since, until, now))[manager.id]


async def closed_loop_of_many(
    tx: Tx, managers: Sequence[Person | Week], since: datetime, until: datetime, now: datetime
) -> dict[int, Rate]:
    """The same for many at once, by person id. Leave and holidays count as far back as `working` looks."""
    found = await store.asked(tx, [one.id for one in managers], since, until)
    asked = [one for one in managers if one.id in found]
    works = await working.of(tx, asked, min(until, now)) if asked else {}
    rates = {one.id: closed_loop.rate(found[one.id], works[one.id], now) for one in asked}
    return {one.id: rates.get(one.id, Rate()) for one in managers}
