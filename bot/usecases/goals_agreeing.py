"""Agreeing on a goal: proposed by one side, confirmed by the other, by whom and when is kept; then it is in force."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain import goals_agreeing as rules
from bot.domain import goals_results, goals_weights
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.goals import GoalState, Level
from bot.domain.goals_agreeing import Side
from bot.usecases import goals_progress, goals_rights, goals_sides, goals_telling
from storage import goals_versions as store
from storage import people, workspaces
from storage.database import Tx
from storage.goals import Goal, GoalVersion, KeyResult
from storage.people import Person


def pending(versions: Sequence[GoalVersion]) -> GoalVersion | None:
    """The version that waits for one of the sides; None: there is none."""
    return next((one for one in reversed(versions) if is_pending(one)), None)


def is_pending(version: GoalVersion) -> bool:
    """Whether it was proposed, and somebody has not agreed yet."""
    settled = version.owner_agreed_at is not None and version.other_agreed_at is not None
    return version.proposed_at is not None and version.withdrawn_at is None and not settled


async def propose(tx: Tx, me: Person, goal_id: int, now: datetime) -> Goal:
    """Propose what was written last: with that I agree for my side, and the other side is asked. Twice is once.

    A version that waited before gives way. Raises NotAllowed for those on none of the sides, RuleBroken where there is no other side.
    """
    goal = await _locked(tx, me, goal_id, now)
    versions = await store.versions(tx, goal.id)
    last = versions[-1]
    if last.proposed_at is not None or (goal.state is GoalState.DRAFT and goal.made_by != me.id):
        return goal
    owner = await people.get(tx, goal.owner_id)
    side, found = await goals_sides.side_of(tx, me, goal.level, owner, last.parent_id, now)
    for one in versions[:-1]:
        if is_pending(one):
            one.withdrawn_at, one.waits_for = now, None
            tx.add(one)
    last.proposed_at = now
    _agree(last, side, me, now)
    if goal.state is GoalState.DRAFT:
        goal.state = GoalState.PROPOSED
    asked = [owner] if side is Side.OTHER else found
    last.waits_for = asked[0].id
    tx.add_all([goal, last])
    await tx.flush()
    await goals_telling.show_again(tx, goal.id, now)
    await goals_telling.ask(tx, goal, last.number, asked, now)
    return goal


async def confirm(tx: Tx, me: Person, goal_id: int, number: int, now: datetime) -> Goal:
    """I agree to that version for my side. Agreed on by both sides, it is in force. Pressed twice, it is done once.

    Raises RuleBroken("goal_other_version") where another one was proposed meanwhile, ("goal_own_side") for the side that has
    agreed already, and whatever stands in its way by now; NotAllowed for those on none of the sides.
    """
    goal = await _locked(tx, me, goal_id, now)
    versions = await store.versions(tx, goal.id)
    version = pending(versions)
    if version is None or version.number != number:
        mine = [one for one in versions if one.number == number and me.id in (goal.owner_id, one.other_id)]
        if version is None and mine and goal.version == number and goal.state is GoalState.CONFIRMED:
            return goal
        raise RuleBroken("goal_other_version")
    owner = await people.get(tx, goal.owner_id)
    side, found = await goals_sides.side_of(tx, me, goal.level, owner, version.parent_id, now)
    agreed = version.owner_agreed_at if side is Side.OWNER else version.other_agreed_at
    if agreed is not None:
        names = [owner.name] if side is Side.OTHER else [one.name for one in found]
        raise RuleBroken("goal_own_side", {"names": names})
    _agree(version, side, me, now)
    if is_pending(version):
        asked = found if side is Side.OWNER else [owner]
        version.waits_for = asked[0].id
        await goals_telling.show_again(tx, goal.id, now)
        await goals_telling.ask(tx, goal, version.number, asked, now)
        return goal
    await check(tx, goal, version, owner)
    await put_in_force(tx, goal, version, now)
    await goals_telling.show_again(tx, goal.id, now)
    await goals_telling.agreed(tx, goal, version, me, now)
    return goal


async def withdraw(tx: Tx, me: Person, goal_id: int, now: datetime) -> Goal:
    """Take back what I proposed and the other side has not confirmed. What was confirmed before stays in force, else it is a draft.

    Raises RuleBroken("goal_nothing_proposed") where nothing of mine waits.
    """
    goal = await _locked(tx, me, goal_id, now)
    versions = await store.versions(tx, goal.id)
    version = pending(versions)
    if version is None or version.written_by != me.id:
        raise RuleBroken("goal_nothing_proposed")
    version.withdrawn_at, version.waits_for = now, None
    if goal.state is GoalState.PROPOSED:
        last = next(one for one in reversed(versions) if one.written_by == goal.made_by)
        goal.state = GoalState.DRAFT
        _copy(goal, last)
    tx.add_all([goal, version])
    await tx.flush()
    await goals_telling.show_again(tx, goal.id, now)
    return goal


async def discard(tx: Tx, me: Person, goal_id: int, now: datetime) -> None:
    """A draft is gone, with all its words. Raises NotAllowed for everybody but its writer."""
    goal = await _locked(tx, me, goal_id, now)
    if goal.state is not GoalState.DRAFT or goal.made_by != me.id:
        raise NotAllowed("not_found")
    await store.remove(tx, goal.id)


async def look(tx: Tx, now: datetime, after: int = 0) -> int | None:
    """Ask whoever is the other side by now, of the next versions that wait from `after` on. The last id; None: there are no more."""
    found = await store.waiting(tx, after, rules.BATCH)
    for version in found:
        goal = await store.find(tx, version.goal_id)
        if goal is None or version.other_agreed_at is not None:
            continue
        owner = await people.get(tx, goal.owner_id)
        able = await goals_sides.others(tx, goal.level, owner, version.parent_id, now)
        if version.waits_for == owner.id:
            await goals_telling.ask(tx, goal, version.number, able, now)
        elif able and version.waits_for not in {one.id for one in able}:
            version.waits_for = able[0].id
            tx.add(version)
            await tx.flush()
            await goals_telling.show_again(tx, goal.id, now)
            await goals_telling.ask(tx, goal, version.number, able, now)
    return found[-1].id if len(found) == rules.BATCH else None


def _agree(version: GoalVersion, side: Side, me: Person, now: datetime) -> None:
    if side is Side.OWNER:
        version.owner_agreed_at = now
    else:
        version.other_id, version.other_agreed_at = me.id, now


async def check(tx: Tx, goal: Goal, version: GoalVersion, owner: Person) -> None:
    """What may have changed since it was written: the goals above it, and the weights beside it. Raises RuleBroken.

    The workspace is held until the transaction ends: of two agreements that make a loop together, the second is refused.
    """
    await workspaces.lock(tx, goal.workspace_id)
    if version.parent_id is not None:
        parent = await store.find(tx, version.parent_id)
        if parent is None or parent.state is GoalState.DRAFT:
            raise RuleBroken("goal_parent_gone")
        await tx.refresh(parent)
        if parent.state is GoalState.CLOSED and version.parent_id != goal.parent_id:
            raise RuleBroken("goal_parent_closed")
        if goal.id in {one.id for one in await store.above(tx, version.parent_id)}:
            raise RuleBroken("goal_loop")
    if goal.level is Level.PERSON:
        others = await store.weights(tx, owner.id, version.cycle_id, without=goal.id)
        goals_weights.check(version.weight, others, owner.name)


async def put_in_force(tx: Tx, goal: Goal, version: GoalVersion, now: datetime) -> None:
    """From now on the goal is what this version says, its key results and what it counts for above included."""
    version.waits_for, before = None, goal.parent_id
    _copy(goal, version)
    goal.state = GoalState.CONFIRMED
    tx.add_all([goal, version])
    await tx.flush()
    await _results(tx, goal, version, now)
    moved = [before] if before is not None and before != goal.parent_id else []
    await goals_progress.roll_up(tx, [goal.id, *moved])


def _copy(goal: Goal, version: GoalVersion) -> None:
    goal.version, goal.due, goal.cycle_id = version.number, version.due, version.cycle_id
    goal.parent_id, goal.contribution, goal.weight = version.parent_id, version.contribution, version.weight


async def _results(tx: Tx, goal: Goal, version: GoalVersion, now: datetime) -> None:
    """The key results as the version names them; one that it names no more is dropped, and what was said of it stays."""
    known = {one.position: one for one in await store.key_results(tx, goal.id)}
    following = max(known, default=0) + 1
    named = []
    for result in goals_results.loaded(version.key_results):
        position = result.position if result.position in known else None
        if position is None:
            position, following = following, following + 1
        row = known.get(position) or KeyResult(
            workspace_id=goal.workspace_id, goal_id=goal.id, position=position, measure=result.measure
        )
        row.title, row.measure, row.unit, row.dropped_at = result.title, result.measure, result.unit, None
        row.start, row.target = result.start, result.target
        tx.add(row)
        named.append(replace(result, position=position))
    for position, row in known.items():
        if position not in {one.position for one in named} and row.dropped_at is None:
            row.dropped_at = now
            tx.add(row)
    version.key_results = goals_results.dumped(named)
    tx.add(version)


async def _locked(tx: Tx, me: Person, goal_id: int, now: datetime) -> Goal:
    """A goal that is still open, held until the transaction ends. Raises NotAllowed, RuleBroken("goal_closed")."""
    goal = await store.locked(tx, goal_id)
    if goal is None:
        raise NotAllowed("not_found")
    await goals_rights.access_goal(tx, me, goal.id, now)
    if goal.state is GoalState.CLOSED:
        raise RuleBroken("goal_closed")
    return goal
