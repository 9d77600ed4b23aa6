"""A cycle's report: for HR of the company, for whoever leads managers of those whom these lead. Figures alone, nobody's name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from pydantic import JsonValue

from bot.domain import cycle_reports as rules
from bot.domain.cycle_reports import Scope, Table
from bot.domain.cycle_summaries import Figures
from bot.domain.cycles import Stage
from bot.domain.errors import NotAllowed
from bot.usecases import acting, roles
from bot.usecases.people import local_day
from storage import cycle_reports as store
from storage import cycle_reports_groups as groups
from storage import cycle_summaries_counts as counts
from storage import goals_versions as cycles
from storage import jobs, reporting
from storage.cycles import Cycle
from storage.database import Tx
from storage.people import Person

EMPTY = Table()
CYCLES_MOST = 25
"""Cycles to choose from, the last ones."""


@dataclass(frozen=True)
class Past:
    """One cycle of the trend. `total` None: too few people, or nothing was kept of it."""

    cycle: Cycle
    total: Figures | None


@dataclass(frozen=True)
class Report:
    """`cycle` None: there is none that has begun. `last` is the last day that is counted; `names` those of the departments, by id.

    `trend` has the cycles before and this one, the oldest first; `cycles` and `scopes` are what can be looked at instead.
    """

    scope: Scope
    scopes: Sequence[Scope]
    cycle: Cycle | None = None
    last: date = date.min
    table: Table = EMPTY
    names: Mapping[int, str] = field(default_factory=dict)
    trend: Sequence[Past] = ()
    cycles: Sequence[Cycle] = ()


async def scopes(tx: Tx, me: Person, now: datetime) -> list[Scope]:
    """What this person may look at, one thing at the most: nothing, for whoever is neither in HR nor leads somebody who leads."""
    if await roles.is_hr(tx, me):
        # Theirs is in it. Beside each other, the two would speak for whoever is in the one and not in the other.
        return [Scope.COMPANY]
    found = []
    if await groups.leads_managers(tx, me.id, local_day(me, now)):
        found.append(Scope.BELOW)
    return found


async def access_scopes(tx: Tx, me: Person, now: datetime) -> list[Scope]:
    """The same. Raises NotAllowed where there is nothing."""
    found = await scopes(tx, me, now)
    if not found:
        raise NotAllowed("report_above")
    return found


async def access_cycle(tx: Tx, me: Person, cycle_id: int, scope: Scope, now: datetime) -> Cycle:
    """A cycle that has begun. Raises NotAllowed for whoever may not see its report."""
    if scope not in await access_scopes(tx, me, now):
        raise NotAllowed("report_above")
    found = await tx.get(Cycle, cycle_id)
    if found is None or found.workspace_id != me.workspace_id or not _begun(found, local_day(me, now)):
        raise NotAllowed("not_found")
    return found


async def ask(
    tx: Tx, me: Person, view: str, now: datetime, *, cycle_id: int | None = None, scope: Scope | None = None
) -> None:
    """Have the view that is open filled. Raises what `access_scopes` raises."""
    allowed = await access_scopes(tx, me, now)
    wanted = scope if scope in allowed else allowed[0]
    args: dict[str, JsonValue] = {"view": view, "person": me.id, "cycle": cycle_id, "scope": wanted.value}
    await jobs.add(tx, rules.SHOW, args=args, priority=int(rules.TEXT.lane))


async def access_for(
    tx: Tx, person_id: int, cycle_id: int | None, scope: Scope, now: datetime
) -> tuple[Person, Report]:
    """The report for somebody who asked before. Raises NotAllowed where they may not see it any more."""
    me = await acting.access_still(tx, person_id, now)
    return me, await access_report(tx, me, cycle_id, scope, now)


async def access_report(tx: Tx, me: Person, cycle_id: int | None, scope: Scope, now: datetime) -> Report:
    """The report of that cycle, or of the last one that began. Raises NotAllowed for whoever may not see it."""
    allowed = await access_scopes(tx, me, now)
    if scope not in allowed:
        raise NotAllowed("report_above")
    today = local_day(me, now)
    begun = [one for one in await cycles.cycles(tx, me.workspace_id) if _begun(one, today)]
    # A cycle that counts from people's own first days is never over: others go before it, and it is compared with its like.
    begun.sort(key=lambda one: (not one.rolling, one.starts, one.id))
    if not begun:
        return Report(scope, allowed)
    cycle = next((one for one in begun if one.id == cycle_id), begun[-1])
    before = [one for one in begun[: begun.index(cycle)] if one.rolling is cycle.rolling][-rules.PAST_MOST + 1 :]
    table = await _table(tx, cycle, _last(cycle, today), scope, me, now)
    return Report(
        scope,
        allowed,
        cycle,
        _last(cycle, today),
        table,
        {one.id: one.name for one in await reporting.departments(tx, me.workspace_id)},
        [*await _past(tx, before, today, scope, me, now), Past(cycle, table.total)],
        begun[::-1][:CYCLES_MOST],
    )


def _begun(cycle: Cycle, today: date) -> bool:
    return cycle.stage is not Stage.PLANNED and cycle.starts <= today


def _last(cycle: Cycle, today: date) -> date:
    """The last day that is counted. A cycle that was closed early ends with that day, in UTC."""
    ends = [today] if cycle.rolling else [today, cycle.ends]
    if cycle.stage is Stage.CLOSED and cycle.closed_at is not None:
        ends.append(max(cycle.closed_at.date(), cycle.starts))
    return min(ends)


async def _table(tx: Tx, cycle: Cycle, last: date, scope: Scope, me: Person, now: datetime) -> Table:
    """What was kept of a cycle that is over; else what is counted now. Of those below somebody nothing is kept."""
    if scope is Scope.COMPANY and cycle.stage is Stage.CLOSED:
        found = (await store.kept(tx, [cycle.id])).get(cycle.id)
        if found is not None and (cycle.closed_at is None or found.counted_at >= cycle.closed_at):
            return await _for(tx, rules.loaded_table(found.figures), cycle, last, scope, me)
    return await _counted(tx, cycle, last, scope, me, now)


async def _counted(tx: Tx, cycle: Cycle, last: date, scope: Scope, me: Person, now: datetime) -> Table:
    made = await count(tx, cycle, last, now, me.id if scope is Scope.BELOW else None)
    return await _for(tx, made, cycle, last, scope, me)


async def _for(tx: Tx, made: Table, cycle: Cycle, last: date, scope: Scope, me: Person) -> Table:
    """As this person may see it."""
    those = groups.by_department(cycle, last, me.id if scope is Scope.BELOW else None)
    return rules.for_reader(made, await groups.known_to(tx, those, me.id))


async def count(tx: Tx, cycle: Cycle, last: date, now: datetime, above: int | None = None) -> Table:
    """The figures of a cycle up to that day. `above`: of those alone whom this person's managers lead."""
    by_department, by_manager = groups.by_department(cycle, last, above), groups.by_manager(cycle, last, above)
    departments = await counts.count(tx, by_department, now, cycle_id=cycle.id, records=False)
    teams = await counts.count(tx, by_manager, now, cycle_id=cycle.id, records=False)
    figures = {department: one.figures for department, one in departments.items()}
    return rules.table(figures, (one.figures for one in teams.values()))


async def _past(tx: Tx, before: Sequence[Cycle], today: date, scope: Scope, me: Person, now: datetime) -> list[Past]:
    """The cycles before, from what was kept of them: counted anew where nothing is kept."""
    if scope is Scope.BELOW:
        return [Past(one, (await _counted(tx, one, _last(one, today), scope, me, now)).total) for one in before]
    found = await store.kept(tx, [one.id for one in before])
    tables = {
        one.id: await _for(tx, rules.loaded_table(found[one.id].figures), one, _last(one, today), scope, me)
        for one in before
        if one.id in found
    }
    return [Past(one, tables[one.id].total if one.id in tables else None) for one in before]


async def access_to_keep(tx: Tx, now: datetime) -> list[int]:
    """The cycles whose figures are to be kept."""
    return await store.to_keep(tx, now.date())


async def keep_later(tx: Tx, cycle_ids: Sequence[int]) -> None:
    for one in cycle_ids:
        await jobs.add(tx, rules.KEEP, args={"cycle": one}, queueing_lock=f"{rules.KEEP}:{one}")


async def access_kept(tx: Tx, cycle_id: int, now: datetime) -> tuple[Cycle, Table] | None:
    """What there is to keep of a cycle; None: nothing any more."""
    cycle = await tx.get(Cycle, cycle_id)
    if cycle is None or cycle_id not in await store.to_keep(tx, now.date()):
        return None
    return cycle, await count(tx, cycle, _last(cycle, now.date()), now)


async def keep(tx: Tx, cycle: Cycle, table: Table, now: datetime) -> None:
    """Keep the figures, to be read again in later years."""
    await store.keep(tx, cycle, table, now)
