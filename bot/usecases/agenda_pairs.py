"""With whom somebody has 1:1s: their manager, and those who report to them, as it is today."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import budget
from bot.domain.errors import NotAllowed, RuleBroken
from bot.usecases.acting import has_left
from storage import reporting
from storage.database import Tx
from storage.people import Person


@dataclass(frozen=True)
class Pair:
    """The two of a 1:1 as one of them, `me`, sees it. `person` reports to `manager`."""

    me: Person
    other: Person
    person: Person
    manager: Person


async def access_partners(tx: Tx, me: Person, now: datetime) -> list[Person]:
    """Everybody I have 1:1s with: my manager first, then who reports to me, by name."""
    manager = await reporting.manager_of(tx, me.id, budget.local_day(me.zone, now))
    reports = await reporting.reports_of(tx, me.id, budget.local_day(me.zone, now))
    found = [manager, *reports] if manager is not None else reports
    return [one for one in found if one.id != me.id and not has_left(one, now)]


async def access_pair(tx: Tx, me: Person, other_id: int, now: datetime) -> Pair:
    """The two of us. Raises RuleBroken("no_one_on_one_with") where neither reports to the other today, or the other has left."""
    other = await tx.get(Person, other_id)
    if other is None or other.workspace_id != me.workspace_id or other.id == me.id:
        raise NotAllowed("not_found")
    if not has_left(other, now):
        for person, manager in ((me, other), (other, me)):
            if await leads(tx, manager.id, person, now):
                return Pair(me, other, person, manager)
    raise RuleBroken("no_one_on_one_with", {"name": other.name})


async def leads(tx: Tx, manager_id: int, person: Person, now: datetime) -> bool:
    """Whether this person reports to that manager today, where they are."""
    manager = await reporting.manager_of(tx, person.id, budget.local_day(person.zone, now))
    return manager is not None and manager.id == manager_id
