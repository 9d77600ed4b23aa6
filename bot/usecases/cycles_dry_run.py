"""The dry run of a cycle: who would be told of which phase on which day, zone by zone, counted without telling anybody."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from pydantic import JsonValue

from bot.domain import budget
from bot.domain.cycles import DRY_RUN, Phase, Phased
from bot.domain.cycles_people import FIRST_DAYS
from bot.domain.notices import Lane
from bot.usecases import acting, audience, cycles, roles
from storage import cycles as store
from storage import cycles_people, jobs, people, reporting
from storage.cycles import Cycle, Inside
from storage.database import Tx
from storage.people import Person, Week

AT_ONCE = 5_000
"""People looked at in one go: memory does not grow with the company."""
DAY = timedelta(days=1)


@dataclass
class Told:
    """A phase that people are told of from that day on, each by their own clock: how many of them live in which zone.

    `joins`: they are told of it as they are taken in, while it is on already.
    """

    day: date
    phase: Phase
    joins: bool = False
    zones: Counter[str] = field(default_factory=Counter)

    @property
    def people(self) -> int:
        return self.zones.total()


@dataclass
class DryRun:
    """What would be sent, in the order of days. `people` are meant; `elsewhere` of them are in another cycle and are taken in later.
    `barred` more are in another one until this one is over for them: at the latest until `barred_until`.

    `unled` have no manager; `zoneless` name no zone, and are told by UTC. `managers` get a summary at the end of each phase.
    """

    cycle: Cycle
    phases: Sequence[Phased]
    today: date
    told: list[Told] = field(default_factory=list)
    people: int = 0
    elsewhere: int = 0
    elsewhere_until: date | None = None
    barred: int = 0
    barred_until: date | None = None
    unled: int = 0
    zoneless: int = 0
    managers: int = 0


async def require(tx: Tx, hr: Person, cycle_id: int) -> None:
    """Raises NotAllowed for anybody but HR, and for another workspace's cycle."""
    await roles.require_hr(tx, hr)
    await cycles.access_cycle(tx, hr, cycle_id)


async def ask(tx: Tx, hr: Person, cycle_id: int, view: str, waits: str) -> None:
    """Have it counted and shown in that view, if that still waits for it: `waits` is its hash by then."""
    args: dict[str, JsonValue] = {"person": hr.id, "cycle": cycle_id, "view": view, "waits": waits}
    await jobs.add(tx, DRY_RUN, args=args, priority=int(Lane.ANSWER))


async def access_for(tx: Tx, person_id: int, cycle_id: int, now: datetime) -> tuple[Person, DryRun]:
    """What somebody asked for, and who they are. Raises NotAllowed where they are not in HR any more."""
    hr = await acting.access_still(tx, person_id, now)
    return hr, await access_dry_run(tx, hr, cycle_id, now)


async def access_dry_run(tx: Tx, hr: Person, cycle_id: int, now: datetime) -> DryRun:
    """What the cycle would send to whom and when, as of now. Raises NotAllowed for anybody but HR."""
    await roles.require_hr(tx, hr)
    one = await cycles.access_cycle(tx, hr, cycle_id)
    phases = (await cycles_people.phases(tx, [one.id]))[one.id]
    made = DryRun(one, phases, budget.local_day(hr.zone, now))
    counted, managers, after = _Counted(one, phases, now), set[int](), 0
    while rows := await people.weeks_of_workspace(tx, one.workspace_id, after, AT_ONCE):
        some, after = (after, rows[-1][0].id), rows[-1][0].id
        meant = {week.id: week for week in await audience.among(tx, one.audience, [row[0] for row in rows], now.date())}
        inside = await store.taken_in(tx, one.id, *some)
        others = await store.elsewhere(tx, one, *some, now.date())
        taken = [
            week.id
            for week, _, since, until in rows
            if week.id in meant and counted.add(week, since, until, others.get(week.id), inside.get(week.id))
        ]
        waiting = [others[each] for each in taken if counted.waits(meant[each], others.get(each))]
        lines = await reporting.managers_of(tx, taken, now.date())
        managers.update(lines.values())
        made.people += len(taken)
        made.unled += len(taken) - len(lines)
        made.zoneless += len(await store.without_zone(tx, one.workspace_id, *some) & set(taken))
        made.elsewhere += len(waiting)
        made.elsewhere_until = max([*waiting, made.elsewhere_until or date.min]) if waiting else made.elsewhere_until
        barred = [
            others[week.id]
            for week, _, since, _ in rows
            if week.id in meant
            and week.id in others
            and week.id not in inside
            and counted.bars(week, since, others[week.id])
        ]
        made.barred += len(barred)
        made.barred_until = max([*barred, made.barred_until or date.min]) if barred else made.barred_until
    made.told, made.managers = counted.told(), len(managers)
    return made


class _Counted:
    """Who is told of what. Thousands share zone and days: what they are told of is looked up once for all of them."""

    def __init__(self, cycle: Cycle, phases: Sequence[Phased], now: datetime) -> None:
        self._cycle, self._phases, self._now = cycle, phases, now
        self._told: dict[tuple[date, Phase, bool], Told] = {}
        self._alike: dict[tuple[str, date, date, date, bool], list[Told] | None] = {}

    def add(
        self, week: Week, since: date | None, until: date | None, other: date | None, inside: Inside | None
    ) -> bool:
        """Count what somebody is told who is employed from and until those days, and in another cycle until `other`.

        Whether they are in it.
        """
        today, cycle = budget.local_day(week.zone, self._now), self._cycle
        if inside is not None and inside.left_on is not None and inside.left_on < today:
            return False
        begins = inside.begins if inside is not None else since if cycle.rolling else cycle.starts
        if begins is None:
            return False
        joins = max(begins, since or begins, today) if inside is None else today + DAY
        if inside is None and other is not None:
            joins = max(joins, other + DAY)
        if inside is None and cycle.rolling and joins >= begins + FIRST_DAYS:
            return False
        last = min(cycle.ends + (begins - cycle.starts), until or date.max)
        key = (week.zone, begins, joins, last, inside is not None)
        if key not in self._alike:
            self._alike[key] = self._told_of(begins, joins, last, inside=inside is not None)
        told = self._alike[key]
        for one in told or ():
            one.zones[week.zone] += 1
        return told is not None

    def waits(self, week: Week, other: date | None) -> bool:
        """Whether somebody would be in it already, were they not in another cycle until that day."""
        return other is not None and other >= max(self._cycle.starts, budget.local_day(week.zone, self._now))

    def bars(self, week: Week, since: date | None, other: date) -> bool:
        """Whether this one is over for somebody before they leave another cycle, on that day, though it is not over today."""
        begins = since if self._cycle.rolling else self._cycle.starts
        if begins is None:
            return False
        last = self._cycle.ends + (begins - self._cycle.starts)
        return budget.local_day(week.zone, self._now) <= last <= other

    def _told_of(self, begins: date, joins: date, last: date, *, inside: bool) -> list[Told] | None:
        """What they are told of; None: it is over before they would be in it."""
        if not inside and joins > last:
            return None
        later = begins - self._cycle.starts
        made = []
        for one in (each.moved(later) for each in self._phases):
            day = max(one.starts, joins)
            if day > min(one.ends, last) or (inside and one.starts < joins):
                continue
            key = (day, one.phase, one.starts < joins)
            made.append(self._told.setdefault(key, Told(*key)))
        return made

    def told(self) -> list[Told]:
        """What was counted, in the order of days."""
        order = list(Phase)
        return sorted(self._told.values(), key=lambda one: (one.day, order.index(one.phase), one.joins))
