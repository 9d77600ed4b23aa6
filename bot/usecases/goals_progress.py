"""How a goal goes: said by its owner, followed by every goal above it, and added up anew for a whole company."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.domain import cadence
from bot.domain import goals_progress as rules
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.goals import GoalState, Measure, ProgressFrom
from bot.domain.goals_progress import Below, Named, Said
from storage import goals_told as store
from storage import goals_tree as tree
from storage import workspaces
from storage.database import Tx
from storage.goals import Goal, GoalVersion, KeyResult
from storage.goals_tree import Repair
from storage.people import Person

FIELDS = Named(value="value", words="words", results="result_")
"""The fields of the form behind /goals and Home."""


@dataclass(frozen=True)
class Telling:
    """What the form begins with. `below`: what supports the goal, added up; `month`: the one that an indicator's value is for."""

    goal: Goal
    version: GoalVersion
    results: list[KeyResult]
    below: Below
    value: float | None
    month: date


async def access_telling(tx: Tx, me: Person, goal_id: int, now: datetime) -> Telling:
    """The form for a goal of one's own. Raises NotAllowed for everybody but its owner, RuleBroken where nothing is running."""
    goal = _running(await store.find(tx, goal_id), me)
    version = (await store.in_force(tx, [goal.id]))[goal.id]
    return Telling(
        goal=goal,
        version=version,
        results=(await store.results(tx, [goal.id]))[goal.id],
        below=(await tree.below(tx, [goal.id])).get(goal.id, Below()),
        value=await store.last_value(tx, goal.id),
        month=month_of(me, now),
    )


async def tell(
    tx: Tx,
    me: Person,
    goal_id: int,
    said: Said,
    now: datetime,
    *,
    source: str,
    words: str = "",
    month: date | None = None,
    made_of: ProgressFrom | None = None,
    checkin_id: int | None = None,
    at: Named = FIELDS,
) -> Goal:
    """Write down how one's own goal goes, and let all above it follow. From the same `source` it is written down once.

    `made_of`: where its progress comes from, from now on. `at`: the fields in which rules that are broken are shown: a reason is
    missing although confidence drops, a value cannot be.
    """
    held = await tree.hold(tx, [goal_id])
    goal = _running(next((one for one in held if one.id == goal_id), None), me)
    if await store.has(tx, goal.workspace_id, source):
        return goal
    version = (await store.in_force(tx, [goal.id]))[goal.id]
    results = {one.id: one for one in (await store.results(tx, [goal.id]))[goal.id]}
    reason = rules.check_words(words, dropped=rules.drops(goal.confidence, said.confidence), place=at.words)
    value = None if said.value is None else rules.check_value(version.measure, said.value, at.value)
    row: dict[str, Any] = {"said_by": me.id, "said_at": now, "checkin_id": checkin_id}
    await _tell_results(tx, goal, results, said, row, source=source, at=at)
    if made_of is not None:
        goal.progress_from = made_of
    known = value if value is not None else await store.last_value(tx, goal.id)
    if made_of is ProgressFrom.OWN and known is None:
        raise RuleBroken("number_needed", field=at.value)
    for_month = month or month_of(me, now) if value is not None and version.measure is Measure.INDICATOR else None
    row |= {"value": value, "month": for_month, "confidence": said.confidence, "words": reason or None}
    await store.note(tx, goal, source, row)
    goal.told_at, goal.confidence = now, said.confidence or goal.confidence
    await tx.flush()
    await _follow(tx, held, [goal.id])
    await store.note_progress(tx, goal.workspace_id, source, goal.progress)
    return goal


async def _tell_results(
    tx: Tx,
    goal: Goal,
    results: dict[int, KeyResult],
    said: Said,
    row: Mapping[str, Any],
    *,
    source: str,
    at: Named,
) -> None:
    for result_id, value in said.results.items():
        result = results.get(result_id)
        if result is None:  # it was dropped while the form was open
            continue
        result.value = rules.check_value(result.measure, value, at.result(result_id))
        await store.note(tx, goal, f"{source}:{result_id}", {**row, "key_result_id": result_id, "value": value})


def _running(goal: Goal | None, me: Person) -> Goal:
    if goal is None or goal.owner_id != me.id:
        raise NotAllowed("not_found")
    if goal.state is GoalState.CLOSED:
        raise RuleBroken("goal_over")
    if goal.state is not GoalState.CONFIRMED:
        raise RuleBroken("goal_not_agreed")
    return goal


async def roll_up(tx: Tx, goal_ids: Sequence[int]) -> None:
    """Add up anew what these goals and all above them show. For whoever changed them: what they are measured by, where they belong
    (then the goal that they supported before as well), what they count for, whether they run.
    """
    await tx.flush()
    await _follow(tx, await tree.hold(tx, goal_ids), goal_ids)


async def _follow(tx: Tx, held: Sequence[Goal], changed: Sequence[int]) -> None:
    """The progress of those that changed, and of what is above them, the deepest first. All are held."""
    computed = [one.id for one in held if rules.is_computed(one.state, one.progress_from)]
    sums = await tree.below(tx, computed, without=[one.id for one in held])
    for goal in held:
        progress = goal.progress
        if goal.id in computed:
            progress = sums.get(goal.id, Below()).progress
        elif goal.id in changed and goal.state is not GoalState.CLOSED:
            progress = await _own(tx, goal)
        if progress != goal.progress:
            goal.progress = progress
            tx.add(goal)
        if goal.parent_id is not None and rules.counts(goal.state, goal.ended):
            sums[goal.parent_id] = sums.get(goal.parent_id, Below()).plus(goal.contribution, progress)
    await tx.flush()


async def _own(tx: Tx, goal: Goal) -> float | None:
    """What its owner said last, or its key results, measured by the version in force."""
    if goal.progress_from is ProgressFrom.KEY_RESULTS:
        each = (await store.results(tx, [goal.id]))[goal.id]
        return rules.of_results([rules.measured(one.measure, one.start, one.target, one.value) for one in each])
    version = (await store.in_force(tx, [goal.id])).get(goal.id)
    if version is None:
        return goal.progress
    if version.measure is Measure.INDICATOR:
        return rules.of_months(version.start, version.target, await store.months(tx, goal.id))
    return rules.measured(version.measure, version.start, version.target, await store.last_value(tx, goal.id))


async def recompute(tx: Tx, workspace_id: int) -> int:
    """Add up every goal of a workspace anew; how many showed something else. What changes meanwhile is left as it is."""
    nodes = await tree.nodes(tx, workspace_id)
    was = {one.id: one.progress for one in nodes}
    should = rules.recomputed(nodes)
    wrong = [Repair(one, was[one], new) for one, new in should.items() if rules.differs(was[one], new)]
    await tree.write(tx, wrong)
    return len(wrong)


async def companies(tx: Tx) -> list[int]:
    """The workspaces whose goals are added up."""
    return [one.id for one in await workspaces.all_active(tx)]


def month_of(person: Person, now: datetime) -> date:
    """The first day of the month that it is where they are."""
    return now.astimezone(cadence.zone_of(person.zone)).date().replace(day=1)
