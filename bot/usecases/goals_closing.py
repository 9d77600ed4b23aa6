"""Closing a goal: its owner says how it ended; the other side is told, and can open it again for a week."""

from datetime import datetime

from bot.domain import goals_agreeing as rules
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.goals import Ending, GoalState
from bot.domain.goals_agreeing import Side
from bot.usecases import acting, goals_progress, goals_rights, goals_sides, goals_telling
from bot.usecases.goals_agreeing import pending
from storage import goals_versions as store
from storage import people
from storage.database import Tx
from storage.goals import Goal
from storage.people import Person


async def access_closing(tx: Tx, me: Person, goal_id: int, now: datetime) -> Goal:
    """A goal that I can close: my own, or that of somebody who has left, on whose other side I am.

    Raises NotAllowed for everybody else, RuleBroken where it is not in force.
    """
    goal = await goals_rights.access_goal(tx, me, goal_id, now)
    await _check(tx, goal, me, now)
    return goal


async def may_close(tx: Tx, goal: Goal, me: Person, now: datetime) -> bool:
    """Whether it is mine to close: as its owner; once its owner has left, as one of the other side."""
    if goal.owner_id == me.id:
        return True
    owner = await people.get(tx, goal.owner_id)
    able = await goals_sides.others(tx, goal.level, owner, goal.parent_id, now) if acting.has_left(owner, now) else []
    return me.id in {one.id for one in able}


async def _check(tx: Tx, goal: Goal, me: Person, now: datetime) -> None:
    if not await may_close(tx, goal, me, now):
        raise NotAllowed("not_allowed")
    if goal.state is GoalState.CLOSED:
        raise RuleBroken("goal_closed")
    if goal.state is not GoalState.CONFIRMED:
        raise RuleBroken("goal_not_confirmed")


async def close(tx: Tx, me: Person, goal_id: int, ended: Ending, words: str, now: datetime) -> Goal:
    """It is over. A change that waits is off; goals that support it keep it above them. Said twice, it is said once.

    Raises as `access_closing`, and RuleBroken at the field "words" where they are too long.
    """
    goal = await store.locked(tx, goal_id)
    if goal is None:
        raise NotAllowed("not_found")
    if goal.state is GoalState.CLOSED and goal.ended is ended and await may_close(tx, goal, me, now):
        return goal
    await _check(tx, goal, me, now)
    if len(words) > rules.ENDED_MAX:
        raise RuleBroken("too_long", {"most": rules.ENDED_MAX}, field="words")
    waiting = pending(await store.versions(tx, goal.id))
    if waiting is not None:
        waiting.withdrawn_at, waiting.waits_for = now, None
        tx.add(waiting)
    goal.state, goal.ended, goal.ended_words, goal.closed_at = GoalState.CLOSED, ended, words.strip() or None, now
    tx.add(goal)
    await goals_progress.roll_up(tx, [goal.id])
    await goals_telling.show_again(tx, goal.id, now)
    told = await goals_sides.others(tx, goal.level, await people.get(tx, goal.owner_id), goal.parent_id, now)
    others = [one.id for one in told if one.id != me.id]
    await goals_telling.tell(tx, rules.CLOSED, goal, others[: rules.TOLD_MOST], now)
    return goal


async def reopen(tx: Tx, me: Person, goal_id: int, now: datetime) -> Goal:
    """The other side opens it again: it runs on as it was agreed on. Pressed twice, it is done once.

    Raises NotAllowed for its owner and everybody else, RuleBroken("goal_reopen_late") after a week.
    """
    goal = await store.locked(tx, goal_id)
    if goal is None:
        raise NotAllowed("not_found")
    await goals_rights.access_goal(tx, me, goal.id, now)
    owner = await people.get(tx, goal.owner_id)
    side, _ = await goals_sides.side_of(tx, me, goal.level, owner, goal.parent_id, now)
    if side is Side.OWNER:
        raise NotAllowed("not_allowed")
    if goal.state is not GoalState.CLOSED or goal.closed_at is None:
        return goal
    if now > goal.closed_at + rules.REOPENS_FOR:
        raise RuleBroken("goal_reopen_late", {"days": rules.REOPENS_FOR.days})
    goal.state, goal.ended, goal.ended_words, goal.closed_at = GoalState.CONFIRMED, None, None, None
    tx.add(goal)
    await goals_progress.roll_up(tx, [goal.id])
    await goals_telling.show_again(tx, goal.id, now)
    await goals_telling.tell(tx, rules.REOPENED, goal, [owner.id], now)
    return goal
