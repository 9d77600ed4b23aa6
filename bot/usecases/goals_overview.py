"""What somebody has to do with goals: theirs, what waits for them, and their drafts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storage import goals_versions as store
from storage.database import Tx
from storage.goals import Goal, GoalVersion
from storage.people import Person


@dataclass(frozen=True)
class Overview:
    """Each goal with what it says."""

    waiting: Sequence[tuple[Goal, GoalVersion]]
    mine: Sequence[tuple[Goal, GoalVersion]]
    drafts: Sequence[tuple[Goal, GoalVersion]]


async def access_overview(tx: Tx, me: Person, now: datetime) -> Overview:
    """What waits for my agreement, what is mine, and what I have not proposed yet."""
    waiting = []
    for version in await store.waiting_for(tx, me.id):
        goal = await store.find(tx, version.goal_id)
        waiting += [(goal, version)] if goal is not None else []
    mine, drafts = await store.of_owner(tx, me.id), await store.drafts_of(tx, me.id, me.workspace_id)
    said = await store.in_force(tx, [one.id for one in (*mine, *drafts)])
    return Overview(
        waiting,
        [(one, said[one.id]) for one in mine if one.id in said],
        [(one, said[one.id]) for one in drafts if one.id in said],
    )
