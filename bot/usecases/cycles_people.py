"""Who is in a running cycle: taken in on the day they belong to it, let go on the day they do not, told when their own days say.

The rules: whoever its audience means is taken in on their first day at work, or on the day it begins to mean them. Whoever is in
another cycle that is not over is taken in on the day after they leave that one. Another manager or department inside the audience
changes nothing. Whoever leaves the company or the audience is let go, and who comes back goes on with the part they had.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain import cycles_people as rules
from bot.domain.budget import local_day
from bot.domain.cycles import Phase, Phased, Stage
from bot.domain.cycles_people import CLOSED, EMPTY, PAUSED, PHASE, Course
from bot.domain.roles import Role
from bot.usecases import audience, notices
from storage import cycles_people, roles
from storage import cycles_taking as store
from storage.cycles import Cycle, CycleLook
from storage.cycles_taking import Seen
from storage.database import Tx

BATCH = 500
"""People looked at in one transaction: a click waits for one of these at the most, and memory stays flat."""


@dataclass
class _Changes:
    add: list[dict[str, Any]] = field(default_factory=list)
    change: list[dict[str, Any]] = field(default_factory=list)


class _Days:
    """A cycle's days as they are for some people. Thousands share zone, days and phase: theirs are worked out once."""

    def __init__(self, cycle: Cycle, phases: Sequence[Phased], now: datetime) -> None:
        self.cycle, self.now, self.course = cycle, now, course(cycle)
        self._phases = phases
        self._days: dict[str, date] = {}
        self._due: dict[tuple[Any, ...], datetime | None] = {}
        self._told: dict[tuple[Phase | None, date, date], Phase | None] = {}

    def day(self, one: Seen) -> date:
        if one.zone not in self._days:
            self._days[one.zone] = local_day(one.zone, self.now)
        return self._days[one.zone]

    def told(self, one: Seen, begins: date) -> Phase | None:
        """The phase that they were told of, as far as it has begun for them."""
        key = (one.told, begins, self.day(one))
        if key not in self._told:
            self._told[key] = rules.told_of(self._moved(begins), one.told, self.day(one))
        return self._told[key]

    def _moved(self, begins: date) -> list[Phased]:
        return [each.moved(begins - self.cycle.starts) for each in self._phases]

    def due(self, one: Seen, begins: date, told: Phase | None, joined_on: date) -> datetime | None:
        """When they are to be told next."""
        key = (one.zone, begins, told, joined_on)
        if key not in self._due:
            self._due[key] = rules.tell_at(self._moved(begins), told, joined_on, one.zone, self.now)
        return self._due[key]


def course(cycle: Cycle) -> Course:
    """The cycle as far as it says whom it takes in."""
    return Course(cycle.starts, cycle.ends, cycle.rolling, cycle.stage)


async def look(tx: Tx, now: datetime) -> bool:
    """Look at the next people of one cycle. Whether there are more to look at.

    Everybody is looked at when a cycle starts, goes on, is edited or closed, and at each full hour, when somewhere a day begins.
    """
    hour = now.replace(minute=0, second=0, microsecond=0)
    for cycle, seen in await store.out(tx):
        if seen is None:
            await store.first_look(tx, cycle, now)
            return True
        changed = (seen.stage, seen.revision) != (cycle.stage, cycle.revision)
        if not changed and seen.after is None and seen.began_at >= hour:
            continue
        await store.looked_after(tx, cycle.workspace_id)
        if changed:
            await _changed(tx, cycle, seen, now)
        elif seen.after is None:
            seen.after, seen.began_at = 0, now
        await _look_on(tx, cycle, seen, now)
        return True
    return False


async def _changed(tx: Tx, cycle: Cycle, seen: CycleLook, now: datetime) -> None:
    """HR changed it: everybody is looked at again, and who was not told because it was paused or closed is told now."""
    if cycle.stage is Stage.RUNNING and seen.stage is not Stage.RUNNING:
        seen.running_since = now
        await store.untold(tx, PHASE.name, cycle.id, (PAUSED, CLOSED), now)
    seen.stage, seen.revision, seen.after, seen.began_at = cycle.stage, cycle.revision, 0, now
    tx.add(seen)


async def _look_on(tx: Tx, cycle: Cycle, seen: CycleLook, now: datetime) -> None:
    some = await store.following(tx, cycle, seen.after or 0, BATCH)
    await _settle(tx, cycle, some, now)
    seen.after = some[-1].id if len(some) == BATCH else None
    tx.add(seen)
    # On its last day it is over in the east already: nobody there is missing from it.
    if seen.after is None and cycle.stage is Stage.RUNNING and not cycle.rolling and now.date() < cycle.ends:
        await _tell_if_empty(tx, cycle, now)


async def _tell_if_empty(tx: Tx, cycle: Cycle, now: datetime) -> None:
    if not await store.anybody(tx, cycle.id):
        key: dict[str, Any] = {"workspace_id": cycle.workspace_id, "subject_id": cycle.id, "due_at": now, "now": now}
        hr = [one.id for one in await roles.holders(tx, cycle.workspace_id, Role.HR)]
        for one in [cycle.made_by] if cycle.made_by in hr else hr:
            await notices.owe(tx, EMPTY, recipient_id=one, occurrence=str(cycle.revision), **key)


async def follow(tx: Tx, person_ids: Sequence[int], now: datetime) -> None:
    """These people joined, left, came back or changed zone: their parts and what they are told next follow at once."""
    for one in await store.with_cycles(tx):
        for cycle in await store.looked_after(tx, one):
            await _settle(tx, cycle, await store.these(tx, cycle, person_ids), now)


async def _settle(tx: Tx, cycle: Cycle, some: Sequence[Seen], now: datetime) -> None:
    """Bring the parts of these people up to date."""
    days = _Days(cycle, (await cycles_people.phases(tx, [cycle.id]))[cycle.id], now)
    meant = await _meant(tx, days, some)
    entering = [one for one in some if one.id in meant and not one.takes_part and _may_enter(days, one)]
    takes_in = {one.id for one in entering} - await _held_elsewhere(tx, days, entering)
    back = [one.id for one in entering if one.id in takes_in and one.told is not None]
    owed = await store.messages(tx, PHASE.name, cycle.id, back)
    last_sent = {(person_id, rules.phase_of(occurrence)): sent for person_id, occurrence, sent in owed}
    made = _Changes()
    for one in some:
        if one.takes_part:
            _go_on(made, days, one, meant=one.id in meant)
        elif one.id in takes_in:
            _take_in(made, days, one, sent=one.told is not None and last_sent.get((one.id, one.told), False))
    await store.add(tx, made.add)
    await store.change(tx, made.change)


async def _meant(tx: Tx, days: _Days, some: Sequence[Seen]) -> set[int]:
    """Those who are at work on their own day, and meant by the audience on it."""
    by_day = defaultdict[date, list[Seen]](list)
    for one in some:
        day = days.day(one)
        since, until = one.employed_from, one.employed_until
        if one.active and (since is None or since <= day) and (until is None or day <= until):
            by_day[day].append(one)
    found: set[int] = set()
    for day, here in by_day.items():
        found |= {one.id for one in await audience.among(tx, days.cycle.audience, here, day)}
    return found


def _may_enter(days: _Days, one: Seen) -> bool:
    begins = days.course.begins(one.employed_from)
    return days.course.takes(begins, days.day(one), again=one.part_id is not None and begins == one.begins)


async def _held_elsewhere(tx: Tx, days: _Days, some: Sequence[Seen]) -> set[int]:
    """Those of these people whose part in another cycle is not over; one that begins once this one is over holds nobody."""
    found: set[int] = set()
    today = {one.id: days.day(one) for one in some}
    begin = {one.id: days.course.begins(one.employed_from) or days.cycle.starts for one in some}
    for other, part in await store.elsewhere(tx, days.cycle.id, list(today)) if today else []:
        last = course(other).last(part.begins)
        last = last if part.left_on is None else min(last, part.left_on)
        if today[part.person_id] <= last and part.joined_on <= days.course.last(begin[part.person_id]):
            found.add(part.person_id)
    return found


def _take_in(made: _Changes, days: _Days, one: Seen, *, sent: bool) -> None:
    """`sent`: they have the message of the phase that they were told of last."""
    cycle, day = days.cycle, days.day(one)
    begins = days.course.begins(one.employed_from) or cycle.starts
    if one.part_id is None:
        joined = max(day, begins)
        row = {"workspace_id": cycle.workspace_id, "cycle_id": cycle.id, "person_id": one.id, "begins": begins}
        due = days.due(one, begins, None, joined)
        made.add.append(row | {"joined_on": joined, "left_on": None, "told": None, "due_at": due})
        return
    # What they were told stays told, whatever its first day is by now. What was not sent, as they were let go meanwhile, is sent now.
    told = days.told(one, begins) if sent else None
    made.change.append(_written(one, begins, None, told, days.due(one, begins, told, day)))


def _written(
    one: Seen, begins: date, left_on: date | None, told: Phase | None, due_at: datetime | None
) -> dict[str, Any]:
    new = {"begins": begins, "left_on": left_on, "told": told, "due_at": due_at}
    return {"part": one.part_id, **{f"new_{name}": value for name, value in new.items()}}


def _go_on(made: _Changes, days: _Days, one: Seen, *, meant: bool) -> None:
    """It goes on, with its next phase where they are now, or is over since their last day in it."""
    cycle, day = days.cycle, days.day(one)
    begins = days.course.begins(one.employed_from) or one.begins or cycle.starts
    last, due, told = days.course.last(begins), None, one.told
    left: date | None = None
    if cycle.stage is Stage.CLOSED:
        left = min(last, local_day(one.zone, cycle.closed_at or days.now))
    elif not meant:
        left = min(last, _last_there(one, day))
    elif day > last:
        left = last
    else:
        told = days.told(one, begins)
        due = days.due(one, begins, told, one.joined_on or day)
        waits = one.due_at is not None and one.due_at <= days.now
        due = one.due_at if waits and due is not None and due <= days.now else due
    if (begins, left, due, told) != (one.begins, one.left_on, one.due_at, one.told):
        made.change.append(_written(one, begins, left, told, due))


def _last_there(one: Seen, day: date) -> date:
    """The last day on which they were at work, else yesterday."""
    if one.employed_until is not None and one.employed_until < day:
        return one.employed_until
    if not one.active and one.left_at is not None:
        return local_day(one.zone, one.left_at)
    return day - timedelta(days=1)
