"""What somebody has to do with goals: what waits for them, what does not run yet, and their drafts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.usecases import goal_causes
from bot.usecases.goals_copying import Copying, access_copying
from bot.usecases.people import local_day
from storage import goals_told
from storage import goals_versions as store
from storage.database import Tx
from storage.goals import Goal, GoalVersion
from storage.people import Person


@dataclass(frozen=True)
class Overview:
    """Each goal with what it says. `causes`: how many of mine were missed or are at risk in the last cycle."""

    waiting: Sequence[tuple[Goal, GoalVersion]]
    coming: Sequence[tuple[Goal, GoalVersion]]
    drafts: Sequence[tuple[Goal, GoalVersion]]
    copying: Copying | None = None
    causes: goal_causes.Row | None = None


async def access_overview(tx: Tx, me: Person, now: datetime) -> Overview:
    """What waits for my agreement, what of mine does not run yet, and what I have not proposed yet."""
    waiting = []
    for version in await store.waiting_for(tx, me.id):
        goal = await store.find(tx, version.goal_id)
        waiting += [(goal, version)] if goal is not None else []
    runs = {one.id for one in await goals_told.running(tx, me.id, local_day(me, now))}
    coming = [one for one in await store.of_owner(tx, me.id) if one.id not in runs]
    drafts = await store.drafts_of(tx, me.id, me.workspace_id)
    said = await store.in_force(tx, [one.id for one in (*coming, *drafts)])
    return Overview(
        waiting,
        [(one, said[one.id]) for one in coming if one.id in said],
        [(one, said[one.id]) for one in drafts if one.id in said],
        await access_copying(tx, me, now),
        await goal_causes.count_mine(tx, me, now),
    )
