"""Talking about a goal: between its owner and whoever is on the other side."""

from bot.domain import goals
from bot.domain import goals_agreeing as rules
from bot.domain.errors import NotAllowed
from bot.domain.goals import GoalState
from storage import goals_versions as store
from storage import people, talks
from storage.database import Tx
from storage.goals import Goal, GoalVersion
from storage.people import Person

TOLD = (rules.PROPOSED.name, rules.CLOSED.name)


async def pair(tx: Tx, me: Person, goal_id: int) -> tuple[int, int]:
    """The ids of its owner and of the other side, one of whom I am. Raises NotAllowed for everybody else, and about a draft.

    The owner goes on with whoever spoke to them, else talks to whoever is asked, has agreed, or wrote it.
    """
    goal = await store.find(tx, goal_id)
    if goal is None or goal.workspace_id != me.workspace_id or goal.state is GoalState.DRAFT:
        raise NotAllowed("not_found")
    versions = await store.versions(tx, goal.id)
    if me.id != goal.owner_id:
        if me.id not in _others(goal, versions) and me.id not in await store.told(tx, goal.id, TOLD):
            raise NotAllowed("not_found")
        return goal.owner_id, me.id
    begun = await talks.about(tx, goals.RECORD, goal.id, me.id)
    others = _others(goal, versions)
    for one in [*(talk.other_id for talk in reversed(begun) if talk.other_id in others), *others]:
        if (await people.get(tx, one)).active:
            return goal.owner_id, one
    raise NotAllowed("not_found")


def _others(goal: Goal, versions: list[GoalVersion]) -> list[int]:
    """Who is on the other side, the nearest first."""
    found = []
    for version in reversed(versions):
        if version.proposed_at is not None:
            found += [version.waits_for, version.other_id, version.written_by]
    return [one for one in dict.fromkeys(found) if one is not None and one != goal.owner_id]


async def access_other(tx: Tx, me: Person, goal_id: int) -> Person:
    """With whom I talk about it. Raises NotAllowed as `pair`."""
    owner, other = await pair(tx, me, goal_id)
    return await people.get(tx, other if me.id == owner else owner)
