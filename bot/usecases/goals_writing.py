"""Writing a goal, or a new version of it: checked, asked about once, stored for each of those it is for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain import goals_form as forms
from bot.domain import goals_results, goals_weights
from bot.domain import goals_writing as writing
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.goals import GoalState, Level, ProgressFrom
from bot.domain.goals_form import Filled, Held, Written
from bot.domain.goals_writing import Around, Finding
from bot.usecases import goals_agreeing, goals_cycles, goals_rights
from bot.usecases.goals_form import access_changing, access_owners, standing
from bot.usecases.goals_rights import Reads
from bot.usecases.people import local_day
from storage import goals_versions as store
from storage import people
from storage.database import Tx
from storage.goals import Goal, GoalVersion
from storage.inserting import insert_row
from storage.people import Person


@dataclass(frozen=True)
class Sent:
    """What became of a Submit. Without `goals`: nothing is stored, and the form comes back as `held` says.

    `changed`: the version that came meanwhile, after the one that the form was filled from.
    """

    held: Held
    goals: Sequence[Goal] = ()
    changed: tuple[GoalVersion, GoalVersion] | None = None


async def send(tx: Tx, me: Person, held: Held, source: str, now: datetime, *, propose: bool = True) -> Sent:
    """Store what was filled in and propose it, unless something has to be looked at before. `propose` False: keep it as a draft.

    The same form sent twice is stored once. Raises RuleBroken at the field that cannot be stored.
    """
    if held.goal is not None:
        return await _change(tx, me, held, source, now, propose=propose)
    owners = await access_owners(tx, me, held, now)
    written = await access_written(tx, me, held.filled, now)
    for owner in owners:
        await check_weight(tx, me, written, owner)
    if propose and writing.asks(held, written, await access_review(tx, me, held, now)):
        return Sent(replace(held, reviewed=forms.mark(written), reviews=held.reviews + 1))
    made = [await make(tx, me, held.filled, written, owner, f"{source}:{owner.id}", now) for owner in owners]
    if propose:
        for goal in made:
            await goals_agreeing.propose(tx, me, goal.id, now)
    return Sent(held, made)


async def make(tx: Tx, me: Person, filled: Filled, written: Written, owner: Person, source: str, now: datetime) -> Goal:
    """A draft of somebody's goal. From the same source it is made once."""
    row: dict[str, Any] = {"workspace_id": me.workspace_id, "source": source, "level": filled.level}
    row |= {"owner_id": owner.id, "made_by": me.id, "made_at": now, "state": GoalState.DRAFT, "version": 1}
    row |= {"department_id": filled.department if filled.level is Level.DEPARTMENT else None}
    row |= {"progress_from": ProgressFrom.KEY_RESULTS if written.results else ProgressFrom.OWN}
    made = await insert_row(tx, Goal, row | in_goal(written))
    if made is None:
        return await _made(tx, me, source)
    goal = await tx.get_one(Goal, made)
    await _add(tx, me, goal, written, 1, f"goal:{goal.id}", now)
    return goal


async def _made(tx: Tx, me: Person, source: str) -> Goal:
    found = await store.by_source(tx, me.workspace_id, source)
    if found is None:
        raise NotAllowed("not_found")
    return found


async def _change(tx: Tx, me: Person, held: Held, source: str, now: datetime, *, propose: bool) -> Sent:
    """A new version, unless another one came since the form was filled."""
    goal = await store.locked(tx, held.goal or 0)
    if goal is None:
        raise NotAllowed("not_found")
    await access_changing(tx, me, goal.id, now)
    versions = await store.versions(tx, goal.id)
    if await store.version_by_source(tx, me.workspace_id, source) is not None:
        return Sent(held, [goal])
    if versions[-1].number != held.base:
        before = next((one for one in versions if one.number == held.base), versions[0])
        return Sent(replace(held, base=versions[-1].number, reviewed=""), changed=(before, standing(versions)))
    owner = await people.get(tx, goal.owner_id)
    written = await access_written(tx, me, held.filled, now, goal)
    await check_weight(tx, me, written, owner, goal)
    if propose and writing.asks(held, written, await access_review(tx, me, held, now)):
        return Sent(replace(held, reviewed=forms.mark(written), reviews=held.reviews + 1))
    draft = goal.state is GoalState.DRAFT
    if draft or versions[-1].withdrawn_at is not None or not _same(versions[-1], written):
        await _add(tx, me, goal, written, versions[-1].number + 1, source, now)
    if goal.state is not GoalState.CONFIRMED:
        for name, value in in_goal(written).items():
            setattr(goal, name, value)
        goal.version = (await store.versions(tx, goal.id))[-1].number
        tx.add(goal)
        await tx.flush()
    if propose or not draft:
        await goals_agreeing.propose(tx, me, goal.id, now)
    return Sent(held, [goal])


def _same(version: GoalVersion, written: Written) -> bool:
    return all(getattr(version, name) == value for name, value in in_version(written).items())


async def _add(tx: Tx, me: Person, goal: Goal, written: Written, number: int, source: str, now: datetime) -> None:
    row = {"workspace_id": goal.workspace_id, "goal_id": goal.id, "number": number, "source": source}
    row |= {"written_by": me.id, "written_at": now}
    await insert_row(tx, GoalVersion, row | in_version(written))


def in_version(written: Written) -> dict[str, Any]:
    """What was written, as a version's columns."""
    made = {name: getattr(written, name) for name in ("title", "why", "measure", "unit", "start", "target", "due")}
    made |= {"parent_id": written.parent, "contribution": written.contribution, "weight": written.weight}
    made |= {"cycle_id": written.cycle, "perspective": written.perspective}
    return made | {"key_results": goals_results.dumped(written.results)}


def in_goal(written: Written) -> dict[str, Any]:
    """What queries need of it, as a goal's columns."""
    made = {"parent_id": written.parent, "contribution": written.contribution, "weight": written.weight}
    return made | {"cycle_id": written.cycle, "due": written.due}


async def access_written(tx: Tx, me: Person, filled: Filled, now: datetime, goal: Goal | None = None) -> Written:
    """What was filled in, checked against everything it names. Raises RuleBroken at its field."""
    cycle = await goals_cycles.chosen(tx, me, filled.owners, filled.cycle)
    written = forms.check(filled, local_day(me, now), cycle.ends if cycle else None)
    if written.parent is not None:
        kept = goal.parent_id if goal is not None else None
        await check_parent(tx, me, filled.level, written.parent, goal.id if goal else None, now, kept=kept)
    return written


async def check_parent(
    tx: Tx, me: Person, level: Level, parent_id: int, goal_id: int | None, now: datetime, *, kept: int | None = None
) -> None:
    """Raises RuleBroken at the field "parent" for one that is gone, closed, lower, or supports this goal itself.

    `kept`: the goal above as it was agreed on, which stays although the writer could not choose it anew.
    """
    parent = await store.find(tx, parent_id)
    hidden = parent is None or await goals_rights.reads(tx, me, parent, now) is Reads.NOTHING
    if parent is None or (hidden and parent_id != kept):
        raise RuleBroken("goal_parent_gone", field="parent")
    if parent.state is GoalState.CLOSED:
        raise RuleBroken("goal_parent_closed", field="parent")
    if parent.state is GoalState.DRAFT:
        raise RuleBroken("goal_parent_gone", field="parent")
    if forms.RANK[parent.level] > forms.RANK[level]:
        raise RuleBroken("goal_parent_lower", field="parent")
    if goal_id is not None and goal_id in {one.id for one in await store.above(tx, parent_id)}:
        raise RuleBroken("goal_loop", field="parent")


async def check_weight(tx: Tx, me: Person, written: Written, owner: Person, goal: Goal | None = None) -> None:
    """Raises RuleBroken at the field "weight" where the owner's goals in this cycle would weigh more than 100."""
    others = await store.weights(tx, owner.id, written.cycle, without=goal.id if goal else None)
    goals_weights.check(written.weight, others, "" if owner.id == me.id else owner.name)


async def access_review(tx: Tx, me: Person, held: Held, now: datetime) -> list[Finding]:
    """What there is to be asked about a form that is complete."""
    filled = held.filled
    goal = await store.find(tx, held.goal) if held.goal is not None else None
    if goal is not None:
        await goals_rights.access_goal(tx, me, goal.id, now)
    owners = [await people.get(tx, goal.owner_id)] if goal else await access_owners(tx, me, held, now)
    cycle = await goals_cycles.chosen(tx, me, filled.owners, filled.cycle)
    counts = [
        len(await store.weights(tx, one.id, filled.cycle, without=goal.id if goal else None))
        for one in owners
        if filled.level is Level.PERSON
    ]
    around = Around(
        others=max(counts, default=0),
        first=cycle.starts if cycle else None,
        last=cycle.ends if cycle else None,
        current=await store.current_value(tx, goal.id) if goal else None,
        dated=filled.due is not None,
    )
    return writing.review(await access_written(tx, me, filled, now, goal), around)
