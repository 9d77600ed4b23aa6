"""Import goals from a company's file: all or nothing, and the second time nothing changes.

Goals of the company and its departments are agreed on with the import, as HR runs it; those of teams and people are proposed to both sides.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain import goals_form as forms
from bot.domain import goals_import as rules
from bot.domain import goals_weights
from bot.domain.errors import RuleBroken
from bot.domain.goals import GoalState, Level
from bot.domain.goals_form import Filled, Written
from bot.domain.goals_import import GoalRow, GoalsBroken
from bot.domain.roles import Role
from bot.usecases import acting, goals_agreeing, goals_progress, goals_sides, goals_telling, goals_writing
from bot.usecases.goals_rights import UPPER
from bot.usecases.people import local_day
from storage import audit, imports, people, reporting, roles, workspaces
from storage import goals_versions as store
from storage.cycles import Cycle
from storage.database import Tx
from storage.goals import Goal
from storage.people import Person
from storage.workspaces import Workspace

TREE_MOST = 20_000
"""Open goals among which one above is looked for by its title."""


@dataclass(frozen=True)
class Planned:
    """One goal that is new. `above`: the line of the goal above it, where that is in the file as well."""

    row: GoalRow
    owner: Person
    filled: Filled
    written: Written
    source: str
    above: int | None = None


@dataclass
class _Around:
    """What the rows are looked up in."""

    owners: dict[str, int]
    cycles: dict[str, Cycle]
    departments: dict[str, int]
    titles: dict[str, list[Goal]]
    known: dict[str, Goal]
    by: Person | None
    wrong: list[tuple[int, Any]] = field(default_factory=list)


async def bring(tx: Tx, place: Workspace, rows: Sequence[GoalRow], now: datetime, *, dry_run: bool) -> list[str]:
    """Make the goals of the file, a sentence for each that is new. Raises GoalsBroken with everything that stands in its way."""
    if not dry_run:
        await workspaces.lock(tx, place.id)
    around = await _around(tx, place, rows)
    planned = [one for one in [await _plan(tx, around, rows, row, now) for row in rows] if one is not None]
    _check_circles(around, planned)
    await _check_weights(tx, around, planned)
    if around.wrong:
        raise GoalsBroken("import_broken", wrong=sorted(around.wrong, key=lambda one: one[0]))
    new = [one for one in planned if one.source not in around.known]
    if not dry_run and around.by is not None:
        await _make(tx, place, around.by, around, new, now)
    return [f"line {one.row.line}: {one.row.owner_email}: {one.row.level}: {one.row.title}" for one in new]


def source_of(row: GoalRow) -> str:
    """What tells this goal from all others, also when the file comes again."""
    if row.ref:
        return f"{rules.SOURCE}ref:{row.ref}"
    key = "\n".join((row.owner_email, row.folded, row.cycle.casefold()))
    return rules.SOURCE + hashlib.sha256(key.encode()).hexdigest()[:32]


async def _around(tx: Tx, place: Workspace, rows: Sequence[GoalRow]) -> _Around:
    everybody = await imports.everybody(tx, place.id)
    titles: dict[str, list[Goal]] = {}
    if any(row.parent_title for row in rows):
        found = await store.at_levels(tx, place.id, list(Level), TREE_MOST)
        said = await store.in_force(tx, [one.id for one in found])
        for goal in found:
            title = (said[goal.id].title if goal.id in said else None) or ""
            titles.setdefault(" ".join(title.casefold().split()), []).append(goal)
    sources = [source_of(row) for row in rows] + [f"{rules.SOURCE}ref:{row.parent_ref}" for row in rows]
    hr = await roles.holders(tx, place.id, Role.HR)
    around = _Around(
        {one.email.lower(): one.id for one in everybody if one.email and one.active},
        {one.name.casefold(): one for one in await store.cycles(tx, place.id) if not one.rolling},
        {one.name.casefold(): one.id for one in await reporting.departments(tx, place.id)},
        titles,
        await store.by_sources(tx, place.id, sources),
        hr[0] if hr else None,
    )
    if not hr:
        around.wrong.append((1, "Nobody is in HR yet: somebody has to stand behind these goals."))
    return around


async def _plan(tx: Tx, around: _Around, rows: Sequence[GoalRow], row: GoalRow, now: datetime) -> Planned | None:
    """One row as it would be made; None, with what is wrong noted."""
    before = len(around.wrong)
    owner = await _owner(tx, around, row, now)
    cycle = _named(around, row, "cycle", around.cycles, row.cycle)
    department = _named(around, row, "department", around.departments, row.department)
    above, parent = _parent(around, rows, row)
    if owner is None or len(around.wrong) > before:
        return None
    filled = Filled(
        level=row.level,
        title=row.title,
        measure=row.measure,
        start=row.start,
        target=row.target,
        unit=row.unit,
        why=row.why,
        parent=parent.id if parent is not None else None,
        due=row.due,
        cycle=cycle.id if cycle is not None else None,
        weight=row.weight,
        department=department if row.level is Level.DEPARTMENT else None,
    )
    source = source_of(row)
    try:
        written = forms.check(filled, local_day(owner, now), cycle.ends if cycle is not None else None)
        if source not in around.known:
            await _check_sides(tx, row, owner, filled.parent, now)
    except RuleBroken as refused:
        if source not in around.known or refused.code != "due_over":
            around.wrong.append((row.line, refused))
        return None
    return Planned(row, owner, filled, written, source, above)


async def _owner(tx: Tx, around: _Around, row: GoalRow, now: datetime) -> Person | None:
    found = around.owners.get(row.owner_email)
    owner = await people.get(tx, found) if found is not None else None
    if owner is None or acting.has_left(owner, now):
        around.wrong.append((row.line, f"{row.owner_email} takes no part in this workspace."))
        return None
    return owner


def _named(around: _Around, row: GoalRow, what: str, among: dict[str, Any], name: str) -> Any:
    """What bears that name; None where none is given, or where there is none, which is noted."""
    found = among.get(name.casefold()) if name else None
    if name and found is None:
        known = ", ".join(sorted(among)[:10]) or "none yet"
        around.wrong.append((row.line, f"The {what} {name!r} is not known. Known are: {known}."))
    return found


def _parent(around: _Around, rows: Sequence[GoalRow], row: GoalRow) -> tuple[int | None, Goal | None]:
    """The goal above: by its line in the file, or as it is known already. What is wrong with it is noted."""
    folded = " ".join(row.parent_title.casefold().split())
    if row.parent_ref:
        found = [one for one in rows if one.ref == row.parent_ref]
        known = [one for one in [around.known.get(f"{rules.SOURCE}ref:{row.parent_ref}")] if one is not None]
    elif folded:
        found = [one for one in rows if one.folded == folded and one.line != row.line]
        known = around.titles.get(folded, []) if not found else []
    else:
        return None, None
    name = row.parent_ref or row.parent_title
    if not found and not known:
        around.wrong.append((row.line, f"The goal above, {name!r}, is neither in this file nor in the workspace."))
    elif len(found) > 1 or (not found and len(known) > 1):
        around.wrong.append((row.line, f"Several goals are called {name!r}: please give the one above a ref."))
    else:
        goal, above = (None, found[0].level) if found else (known[0], known[0].level)
        if goal is not None and goal.state is GoalState.CLOSED:
            around.wrong.append((row.line, RuleBroken("goal_parent_closed")))
        elif forms.RANK[above] > forms.RANK[row.level]:
            around.wrong.append((row.line, RuleBroken("goal_parent_lower")))
        return (found[0].line if found else None), goal
    return None, None


async def _check_sides(tx: Tx, row: GoalRow, owner: Person, parent: int | None, now: datetime) -> None:
    """Raises RuleBroken where nobody could agree to it beside its owner, or the owner of a team's goal leads nobody."""
    if row.level is Level.TEAM and not await reporting.leads(tx, owner.id, local_day(owner, now)):
        raise RuleBroken("goal_owner_leads_nobody", {"name": owner.name})
    if row.level not in UPPER and not await goals_sides.others(tx, row.level, owner, parent, now):
        raise RuleBroken("goal_no_other_side")


def _check_circles(around: _Around, planned: Sequence[Planned]) -> None:
    for circle in rules.circles({one.row.line: one.above for one in planned if one.above is not None}):
        lines = ", ".join(map(str, circle))
        around.wrong += [(line, f"The goals in lines {lines} support each other in a circle.") for line in circle]


async def _check_weights(tx: Tx, around: _Around, planned: Sequence[Planned]) -> None:
    """The weights of each person and cycle, those that stand already among them."""
    taken: dict[tuple[int, int | None], dict[int, int | None]] = {}
    for one in planned:
        if one.row.level is not Level.PERSON or one.source in around.known:
            continue
        key = (one.owner.id, one.written.cycle)
        if key not in taken:
            taken[key] = await store.weights(tx, *key)
        try:
            goals_weights.check(one.written.weight, taken[key], one.owner.name)
        except RuleBroken as refused:
            around.wrong.append((one.row.line, refused))
        taken[key][-one.row.line] = one.written.weight


async def _make(tx: Tx, place: Workspace, by: Person, around: _Around, new: Sequence[Planned], now: datetime) -> None:
    made = {one.row.line: around.known[one.source] for one in new if one.source in around.known}
    for one in _from_above(new):
        goal = await goals_writing.make(tx, by, one.filled, one.written, one.owner, one.source, now)
        made[one.row.line] = goal
        if one.above is not None:
            goal.parent_id = made[one.above].id if one.above in made else None
        [version] = await store.versions(tx, goal.id)
        version.parent_id, version.source, version.proposed_at = goal.parent_id, f"{one.source}:1", now
        tx.add_all([goal, version])
        await tx.flush()
        if one.row.level in UPPER:
            version.owner_agreed_at = version.other_agreed_at = now
            await goals_agreeing.put_in_force(tx, goal, version, now)
        else:
            await _ask(tx, goal, one, now)
    if new:
        upper = sum(one.row.level in UPPER for one in new)
        given = {"goals": len(new), "agreed": upper}
        await audit.note(tx, place.id, "goals.imported", "workspace", place.id, actor_id=None, now=now, **given)
        await goals_progress.roll_up(tx, [goal.id for goal in made.values()])


async def _ask(tx: Tx, goal: Goal, one: Planned, now: datetime) -> None:
    """Both sides are asked, the owner first."""
    [version] = await store.versions(tx, goal.id)
    goal.state, version.waits_for = GoalState.PROPOSED, one.owner.id
    tx.add_all([goal, version])
    await tx.flush()
    others = await goals_sides.others(tx, goal.level, one.owner, goal.parent_id, now)
    await goals_telling.ask(tx, goal, version.number, [one.owner, *others], now)


def _from_above(new: Sequence[Planned]) -> list[Planned]:
    """What supports others first: a goal comes after the one above it."""
    lines = {one.row.line: one for one in new}
    ordered: dict[int, Planned] = {}

    def place(one: Planned) -> None:
        if one.row.line not in ordered:
            if one.above in lines:
                place(lines[one.above])
            ordered[one.row.line] = one

    for one in new:
        place(one)
    return list(ordered.values())
