"""With whom there were fewer 1:1s than agreed: the manager sees it first and by name, HR later and in counts."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain import numbers
from bot.domain import one_on_ones as rules
from bot.domain.numbers import Group
from bot.usecases import one_on_ones_pairs as pairs
from bot.usecases import roles
from storage import one_on_ones_counts as store
from storage import people
from storage.database import Tx
from storage.people import Person


@dataclass(frozen=True)
class Missed:
    """With one person: how many talks there were this month of those that were agreed so far."""

    person: Person
    had: int
    agreed: int


@dataclass(frozen=True)
class Counts:
    """By department, how many pairs talked as often as agreed last month; `total` None: too few to say."""

    first: date
    last: date
    groups: list[Group]
    total: Group | None


async def access_missed(tx: Tx, me: Person, now: datetime) -> list[Missed]:
    """Those I lead and talked to less than agreed this month, the least in front."""
    slots = rules.slots_of(pairs.local_day(me, now))
    counted: dict[int, list[bool]] = defaultdict(list)
    for talk in await store.of_manager(tx, me.id, slots):
        missed = rules.missed(talk.state, talk.at, now, by_choice=talk.skipped_by is not None)
        if missed is not None:
            counted[talk.person_id].append(missed)
    fewer = {person_id: some for person_id, some in counted.items() if any(some)}
    who = await people.by_ids(tx, sorted(fewer)) if fewer else {}
    found = [Missed(who[one], some.count(False), len(some)) for one, some in fewer.items() if who[one].active]
    return sorted(found, key=lambda one: (one.had - one.agreed, one.person.name))


async def access_counts(tx: Tx, me: Person, now: datetime) -> Counts:
    """Last month by department, in groups that speak for enough people. Raises NotAllowed for those who are not HR.

    Of the month that still goes on nobody but the managers knows.
    """
    await roles.require_hr(tx, me)
    today = pairs.local_day(me, now)
    last = today.replace(day=1) - timedelta(days=1)
    groups = await store.by_department(tx, me.workspace_id, rules.slots_of(last), today, now)
    return Counts(last.replace(day=1), last, numbers.grouped(groups), numbers.total(groups))
