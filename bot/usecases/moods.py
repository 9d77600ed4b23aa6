"""One's own moods of the last weeks, for oneself."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import moods
from bot.domain.moods import Trend
from storage import checkins as store
from storage.database import Tx
from storage.people import Person


@dataclass(frozen=True)
class Moods:
    """What somebody said of their last weeks, the oldest first; None where they said nothing."""

    values: list[int | None]
    trend: Trend | None


async def access_own(tx: Tx, me: Person, now: datetime) -> Moods | None:
    """One's own last weeks in the series that asked last how they were; None: nothing was ever said."""
    values = await store.moods_of(tx, me.id, now, moods.SHOWN)
    return Moods(values, moods.trend(values)) if any(one is not None for one in values) else None
