"""Goals are agreed on by both sides, change only so, make no loops, weigh no more than a hundred, and add up."""

from collections import defaultdict
from collections.abc import Iterator

from bot.domain import goals_progress as rules
from bot.domain import goals_results
from bot.domain.goals import Ending, GoalState, Level, ProgressFrom
from bot.domain.goals_progress import Node
from storage.goals import Goal, GoalVersion
from tests.quarter.rows import Rows
from tests.quarter.story import Quarter

IN_FORCE = (GoalState.CONFIRMED, GoalState.CLOSED)


def standing(rows: Rows) -> Iterator[tuple[Goal, GoalVersion]]:
    """Each goal that was confirmed, with the version that is in force."""
    found = {(one.goal_id, one.number): one for one in rows.versions}
    for goal in rows.goals:
        if goal.state in IN_FORCE:
            yield goal, found[goal.id, goal.version]


def agreed(story: Quarter, rows: Rows) -> Iterator[str]:
    """A version in force was agreed to by two different people, who were its two sides when they did so."""
    for goal, version in standing(rows):
        given = story.ledger.agreed.get((goal.id, version.number), [])
        name = f"version {version.number} of goal {goal.id}"
        if version.owner_agreed_at is None or version.other_agreed_at is None or version.other_id is None:
            yield f"{name} is in force, and was not agreed to by both"
        elif version.other_id == goal.owner_id:
            yield f"{name} was agreed to by one person for both sides"
        elif all(one.person_id != goal.owner_id for one in given):
            yield f"{name} was never agreed to by its owner"
        else:
            first = next((one for one in given if one.person_id == version.other_id), None)
            if first is None or version.other_id not in first.others:
                yield f"{name} was agreed to by {version.other_id}, who was not the other side: {first}"


def changed(_: Quarter, rows: Rows) -> Iterator[str]:
    """What a confirmed goal says is what its agreed version says, its key results too."""
    for goal, version in standing(rows):
        mine = (goal.due, goal.cycle_id, goal.parent_id, goal.contribution, goal.weight)
        said = (version.due, version.cycle_id, version.parent_id, version.contribution, version.weight)
        if mine != said:
            yield f"goal {goal.id} says {mine}, its version {version.number} says {said}"
        there = {
            (one.position, one.title, one.target)
            for one in rows.results
            if one.goal_id == goal.id and one.dropped_at is None
        }
        named = {(one.position, one.title, one.target) for one in goals_results.loaded(version.key_results)}
        if there != named:
            yield f"goal {goal.id} has the key results {there}, its version {version.number} names {named}"


def loops(_: Quarter, rows: Rows) -> Iterator[str]:
    """No goal supports itself, over however many others."""
    above = {one.id: one.parent_id for one in rows.goals}
    for goal_id, parent_id in above.items():
        way, at = {goal_id}, parent_id
        while at is not None and at not in way:
            way.add(at)
            at = above.get(at)
        if at is not None:
            yield f"goal {goal_id} leads into a loop at {at}"


def weights(_: Quarter, rows: Rows) -> Iterator[str]:
    """The confirmed goals of a person in a cycle weigh a hundred per cent at the most."""
    given: dict[tuple[int, int | None], int] = defaultdict(int)
    for goal, _version in standing(rows):
        if goal.level is Level.PERSON and goal.ended is not Ending.DROPPED:
            given[goal.owner_id, goal.cycle_id] += goal.weight or 0
    yield from (f"the goals of person {key} weigh {weight}" for key, weight in given.items() if weight > 100)


def progress(_: Quarter, rows: Rows) -> Iterator[str]:
    """How far a goal is says what was said of it, or, from scratch, what supports it."""
    told = [(goal, version) for goal, version in standing(rows) if goal.progress_from is not ProgressFrom.BELOW]
    own = {goal.id: _own(rows, goal, version) for goal, version in told}
    nodes = [
        Node(
            id=one.id,
            parent_id=one.parent_id,
            contribution=one.contribution,
            progress=own.get(one.id, one.progress),
            counts=rules.counts(one.state, one.ended),
            computed=rules.is_computed(one.state, one.progress_from),
        )
        for one in rows.goals
    ]
    should = own | rules.recomputed(nodes)
    # What supports itself has no sum, and is found by `loops`.
    for goal in [one for one in rows.goals if one.state is GoalState.CONFIRMED and one.id in should]:
        if rules.differs(goal.progress, should[goal.id]):
            yield f"goal {goal.id} ({goal.level}, {goal.progress_from}) is at {goal.progress}, and should be at {should[goal.id]}"


def _own(rows: Rows, goal: Goal, version: GoalVersion) -> float | None:
    if goal.state is GoalState.CLOSED:
        return goal.progress
    told = sorted((one for one in rows.updates if one.goal_id == goal.id), key=lambda one: (one.said_at, one.id))
    last = {one.key_result_id: one.value for one in told if one.value is not None}
    if goal.progress_from is ProgressFrom.OWN:
        return rules.measured(version.measure, version.start, version.target, last.get(None))
    each = [one for one in rows.results if one.goal_id == goal.id and one.dropped_at is None]
    return rules.of_results([rules.measured(one.measure, one.start, one.target, last.get(one.id)) for one in each])
