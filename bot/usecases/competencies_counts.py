"""How many rated their competencies: figures for HR and for managers above, which never speak for fewer than four people."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import privacy
from bot.usecases.leading import today_of
from storage import competency_ratings, reporting
from storage.database import Tx
from storage.people import Person


@dataclass(frozen=True)
class Counts:
    """Of four people or more: how many have a job family, rated themselves, and were rated by a manager."""

    people: int
    own: int
    manager: int


def shown(people: int, own: int, manager: int) -> Counts | None:
    """None: a figure, or what is left of it, would speak for fewer than four."""
    parts = [one for given in (own, manager) for one in (given, people - given)]
    shows = privacy.may_show(people) and all(one == 0 or privacy.may_show(one) for one in parts)
    return Counts(people, own, manager) if shows else None


async def access_below(tx: Tx, me: Person, now: datetime) -> Counts | None:
    """Of the teams of those who report to me; None: there are none, or they are too small for figures."""
    steps = await reporting.everyone_below(tx, me.id, today_of(me, now))
    below = [person for person, step in steps.items() if step > 1]
    if not below:
        return None
    counted = (await competency_ratings.counts(tx, me.workspace_id, below)).values()
    return shown(*(sum(one[at] for one in counted) for at in range(3)))
