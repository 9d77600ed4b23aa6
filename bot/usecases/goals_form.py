"""What the form of a goal shows: for whom it can be written, what it can support, and which cycles there are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import goals_form as forms
from bot.domain import goals_results, goals_weights
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.goals import GoalState, Level
from bot.domain.goals_form import Filled, Held
from bot.usecases import acting, goals_cycles, goals_rights, goals_sides, roles
from bot.usecases.goals_rights import Reads
from bot.usecases.people import local_day
from storage import goals_settings, people, reporting
from storage import goals_versions as store
from storage.cycles import Cycle
from storage.database import Tx
from storage.goals import Goal, GoalVersion
from storage.people import Person
from storage.reporting import Department

OFFERED_MOST = 99
"""Goals to choose from: what a select takes, with one place left for none."""
LEADING = frozenset({Level.DEPARTMENT, Level.TEAM})


@dataclass(frozen=True)
class Above:
    """A goal that can be supported, with its path: itself and those above it, the highest first."""

    goal: Goal
    owner: Person
    title: str | None
    path: Sequence[str | None]


@dataclass(frozen=True)
class Form:
    """`owners`: those who are chosen. `chooses`: others than oneself can be. `levels`: more than one can be chosen from.

    `given`: how much of the 100 per cent of the one owner is given away. `goal`: the one that is changed.
    """

    me: Person
    owners: Sequence[Person]
    chooses: bool
    levels: Sequence[Level]
    above: Sequence[Above]
    cycles: Sequence[Cycle]
    departments: Sequence[Department]
    perspectives: bool
    given: int = 0
    goal: Goal | None = None


async def access_form(tx: Tx, me: Person, held: Held, now: datetime) -> Form:
    """The form as it stands. Raises NotAllowed for a goal that this person may not change."""
    goal = await access_changing(tx, me, held.goal, now) if held.goal is not None else None
    filled = held.filled
    leads = await reporting.leads(tx, me.id, local_day(me, now))
    hr = await roles.is_hr(tx, me)
    owners = [await people.get(tx, goal.owner_id)] if goal else await _known(tx, me, filled.owners, now) or [me]
    level = goal.level if goal else filled.level
    given = 0
    if level is Level.PERSON and len(owners) == 1:
        without = goal.id if goal else None
        given = goals_weights.given(await store.weights(tx, owners[0].id, filled.cycle, without=without))
    return Form(
        me=me,
        owners=owners,
        chooses=goal is None and (leads or hr),
        levels=[goal.level] if goal else _levels(leads=leads, hr=hr),
        above=await access_above(tx, me, level, goal, now),
        cycles=await goals_cycles.open_for(tx, owners[0], local_day(me, now)),
        departments=await reporting.departments(tx, me.workspace_id),
        perspectives=(await goals_settings.get(tx, me.workspace_id)).perspectives,
        given=given,
        goal=goal,
    )


async def access_new(tx: Tx, me: Person, slack_ids: Sequence[str], now: datetime) -> Held:
    """An empty form: for these people, in the cycle that runs now. Raises RuleBroken where it cannot be for them."""
    known = await _known(tx, me, slack_ids, now)
    today = local_day(me, now)
    cycles = [one for one in await goals_cycles.open_for(tx, (known or [me])[0], today) if one.starts <= today]
    filled = Filled(owners=tuple(one.slack_id for one in known), cycle=cycles[0].id if cycles else None)
    others = [one for one in known if one.id != me.id]
    if others and not await reporting.leads(tx, me.id, today) and not await roles.is_hr(tx, me):
        raise RuleBroken("goal_not_report", {"name": others[0].name})
    return Held(replace(filled, due=cycles[0].ends if cycles else None))


async def access_change(tx: Tx, me: Person, goal_id: int, now: datetime) -> Held:
    """The form filled with the goal as it was proposed last. Raises NotAllowed for those on none of its sides."""
    goal = await access_changing(tx, me, goal_id, now)
    versions = await store.versions(tx, goal.id)
    return Held(
        filled_from(goal, standing(versions), await people.get(tx, goal.owner_id)), goal.id, versions[-1].number
    )


async def access_changing(tx: Tx, me: Person, goal_id: int, now: datetime) -> Goal:
    """A goal that this person may write a version of. Raises NotAllowed, and RuleBroken("goal_closed") once it is closed."""
    goal = await goals_rights.access_goal(tx, me, goal_id, now)
    if goal.state is GoalState.CLOSED:
        raise RuleBroken("goal_closed")
    if goal.state is not GoalState.DRAFT:
        owner = await people.get(tx, goal.owner_id)
        await goals_sides.side_of(tx, me, goal.level, owner, goal.parent_id, now)
    return goal


async def access_writer(tx: Tx, me: Person, version: GoalVersion, now: datetime) -> Person:
    """Who wrote a version of a goal that I may change."""
    await access_changing(tx, me, version.goal_id, now)
    return await people.get(tx, version.written_by)


async def access_above(tx: Tx, me: Person, level: Level, goal: Goal | None, now: datetime) -> list[Above]:
    """What a goal of this level can support, as far as the viewer may read it: the company's first, then what is nearer."""
    rank = forms.RANK[level]
    levels = [one for one, place in forms.RANK.items() if place <= rank]
    today = local_day(me, now)
    near = [me.id, *await reporting.above(tx, me.id, today)]
    near += [one.id for one in await reporting.reports_of(tx, me.id, today)]
    upper = [one for one in levels if one in goals_rights.UPPER]
    found = [*await store.owned_by(tx, near, levels, OFFERED_MOST)]
    found += await store.at_levels(tx, me.workspace_id, upper, OFFERED_MOST)
    if goal is not None and goal.parent_id is not None:
        found += [one for one in [await store.find(tx, goal.parent_id)] if one is not None and one.state in store.OPEN]
    kept = {one.id: one for one in found if goal is None or one.id != goal.id}
    return await _shown(tx, me, list(kept.values())[:OFFERED_MOST], goal, now)


async def _shown(tx: Tx, me: Person, found: list[Goal], goal: Goal | None, now: datetime) -> list[Above]:
    rows = []
    for one in found:
        way = await store.above(tx, one.parent_id)
        if goal is not None and goal.id in {above.id for above in way}:
            continue
        if await goals_rights.reads(tx, me, one, now) is not Reads.NOTHING:
            rows.append((one, way))
    titles = await store.in_force(tx, sorted({above.id for one, way in rows for above in (one, *way)}))
    who = await people.by_ids(tx, sorted({one.owner_id for one, _ in rows})) if rows else {}
    shown = []
    for one, way in rows:
        seen = [above for above in way if await goals_rights.reads(tx, me, above, now) is not Reads.NOTHING]
        path = [titles[above.id].title for above in [*seen[::-1], one] if above.id in titles]
        shown.append(Above(one, who[one.owner_id], titles[one.id].title if one.id in titles else None, path))
    return sorted(shown, key=lambda above: (forms.RANK[above.goal.level], above.title or ""))


def standing(versions: Sequence[GoalVersion]) -> GoalVersion:
    """What was written last and was not taken back; the first one, where all were."""
    return next((one for one in reversed(versions) if one.withdrawn_at is None), versions[0])


def filled_from(goal: Goal, version: GoalVersion, owner: Person) -> Filled:
    """The form's fields as a version says them."""
    return Filled(
        level=goal.level,
        owners=(owner.slack_id,),
        title=version.title or "",
        measure=version.measure,
        start=_plain(version.start),
        target=_plain(version.target),
        unit=version.unit,
        why=version.why or "",
        parent=version.parent_id,
        contribution=_plain(version.contribution),
        due=version.due,
        cycle=version.cycle_id,
        weight=_plain(version.weight),
        perspective=version.perspective,
        department=goal.department_id,
        results=goals_results.loaded(version.key_results),
    )


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")


def _levels(*, leads: bool, hr: bool) -> list[Level]:
    """What somebody can write: everybody a goal of their own, who leads one of their team or department as well, HR all."""
    return [one for one in Level if hr or one is Level.PERSON or (leads and one in LEADING)]


async def _known(tx: Tx, me: Person, slack_ids: Sequence[str], now: datetime) -> list[Person]:
    found = [await acting.find_colleague(tx, me, one, now) for one in dict.fromkeys(slack_ids)]
    return [one for one in found if one is not None]


async def access_owners(tx: Tx, me: Person, held: Held, now: datetime) -> list[Person]:
    """Those for whom it is written. Raises RuleBroken at the field "owners" for strangers, too many, and those it cannot be written for.

    For a person: oneself and who reports to oneself. For a team: who leads one. Raises NotAllowed for a level that is not theirs to write.
    """
    filled = held.filled
    if len(filled.owners) > (forms.OWNERS_MOST if filled.level is Level.PERSON else 1):
        many: dict[str, object] = {"most": forms.OWNERS_MOST}
        raise RuleBroken("goal_owners_many" if filled.level is Level.PERSON else "goal_one_owner", many, field="owners")
    found = await _known(tx, me, filled.owners, now)
    if len(found) < len(set(filled.owners)):
        raise RuleBroken("goal_owner_unknown", field="owners")
    owners = found or [me]
    today = local_day(me, now)
    leads, hr = await reporting.leads(tx, me.id, today), await roles.is_hr(tx, me)
    if filled.level not in _levels(leads=leads, hr=hr):
        raise NotAllowed("not_allowed")
    for owner in owners:
        await _check_owner(tx, me, filled, owner, now)
    return owners


async def _check_owner(tx: Tx, me: Person, filled: Filled, owner: Person, now: datetime) -> None:
    if filled.level is Level.TEAM and not await reporting.leads(tx, owner.id, local_day(owner, now)):
        raise RuleBroken("goal_owner_leads_nobody", {"name": owner.name}, field="owners")
    try:
        await goals_sides.side_of(tx, me, filled.level, owner, filled.parent, now)
    except NotAllowed as refused:
        raise RuleBroken("goal_not_report", {"name": owner.name}, field="owners") from refused
