"""Who may read a goal: its two sides and those above, HR; others its title, where the company shows its tree."""

from datetime import datetime

from bot.domain.errors import NotAllowed
from bot.domain.goals import GoalState, Level
from bot.domain.goals_seeing import Reads
from bot.usecases import roles
from bot.usecases.people import local_day
from storage import goals_settings, reporting
from storage import goals_versions as store
from storage.database import Tx
from storage.goals import Goal
from storage.people import Person

__all__ = ["UPPER", "Reads", "access_goal", "reads"]

UPPER = frozenset({Level.COMPANY, Level.DEPARTMENT})


async def reads(tx: Tx, viewer: Person, goal: Goal, now: datetime) -> Reads:
    """How much of this goal the viewer may read now. A draft is its writer's alone."""
    if goal.workspace_id != viewer.workspace_id:
        return Reads.NOTHING
    if goal.state is GoalState.DRAFT:
        return Reads.ALL if goal.made_by == viewer.id else Reads.NOTHING
    if viewer.id in (goal.owner_id, goal.made_by) or await roles.is_hr(tx, viewer):
        return Reads.ALL
    today = local_day(viewer, now)
    if viewer.id in await reporting.above(tx, goal.owner_id, today):
        return Reads.ALL
    parent = await store.find(tx, goal.parent_id) if goal.parent_id is not None else None
    if (parent is not None and parent.owner_id == viewer.id) or await store.wrote(tx, goal.id, viewer.id):
        return Reads.ALL
    if goal.level is Level.TEAM and goal.owner_id in await reporting.above(tx, viewer.id, today):
        return Reads.TITLE
    shown = await goals_settings.get(tx, goal.workspace_id)
    return Reads.TITLE if (shown.shows_upper if goal.level in UPPER else shown.shows_lower) else Reads.NOTHING


async def access_goal(tx: Tx, viewer: Person, goal_id: int, now: datetime) -> Goal:
    """A goal that the viewer may read in full. Raises NotAllowed for everybody else."""
    goal = await store.find(tx, goal_id)
    if goal is None or await reads(tx, viewer, goal, now) is not Reads.ALL:
        raise NotAllowed("not_found")
    return goal
