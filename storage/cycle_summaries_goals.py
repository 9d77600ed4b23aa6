"""How the goals of groups stand at the end of a time, and what became of them in it."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, and_, case, cast, func, or_, select, true
from sqlalchemy.orm import aliased
from sqlmodel import col

from bot.domain.cycle_summaries import Change, Stand
from bot.domain.goals import Confidence, Ending, GoalState
from storage import cycle_summaries_parts as parts
from storage.cycle_summaries_groups import Groups
from storage.goals import Goal, GoalUpdate, GoalVersion

SURE = (Confidence.OFF_TRACK, Confidence.AT_RISK, Confidence.ON_TRACK)
"""From the least to the most."""


def of_groups(groups: Groups, cycle_id: int | None) -> Select[Any]:
    """Goals of those who are there to the last day: whoever leads somebody now reads their goals."""
    g = groups.rows.c
    first, agreed = aliased(GoalUpdate), aliased(GoalVersion)
    said = (
        select(_sureness(col(first.confidence)))
        .where(col(first.goal_id) == col(Goal.id), col(first.confidence).is_not(None))
        .where(col(first.said_at) >= g.opens, col(first.said_at) < g.closes)
        .order_by(col(first.said_at), col(first.id))
        .limit(1)
        .correlate(Goal, groups.rows)
        .scalar_subquery()
    )
    both = and_(
        col(agreed.goal_id) == col(Goal.id),
        col(agreed.number) == col(Goal.version),
        or_(col(agreed.owner_agreed_at) >= g.opens, col(agreed.other_agreed_at) >= g.opens),
        col(agreed.owner_agreed_at) < g.closes,
        col(agreed.other_agreed_at) < g.closes,
    )
    sure, confirmed = _sureness(col(Goal.confidence)), col(Goal.state) == GoalState.CONFIRMED
    closed = and_(col(Goal.state) == GoalState.CLOSED, col(Goal.closed_at) >= g.opens, col(Goal.closed_at) < g.closes)
    proposed = col(Goal.state) == GoalState.PROPOSED
    here = true() if cycle_id is None else or_(col(Goal.cycle_id).is_(None), col(Goal.cycle_id) == cycle_id)
    each = (
        select(
            g.group_id,
            col(Goal.id).label("id"),
            col(Goal.state).label("state"),
            col(Goal.confidence).label("confidence"),
            col(Goal.ended).label("ended"),
            case((and_(col(agreed.id).is_not(None), col(Goal.version) == 1), 1), else_=0).label("agreed"),
            case((and_(col(agreed.id).is_not(None), col(Goal.version) > 1), 1), else_=0).label("rewritten"),
            case((and_(confirmed, sure > said), 1), else_=0).label("better"),
            case((and_(confirmed, sure < said), 1), else_=0).label("worse"),
        )
        .select_from(groups.rows)
        .join(Goal, col(Goal.owner_id) == g.person_id)
        .outerjoin(agreed, both)
        .where(g.stays, col(Goal.made_at) < g.closes, here, or_(proposed, confirmed, closed))
        .subquery()
    )
    c = each.c
    stands = {
        Stand.PROPOSED: c.state == GoalState.PROPOSED,
        Stand.ON_TRACK: and_(c.state == GoalState.CONFIRMED, c.confidence == Confidence.ON_TRACK),
        Stand.AT_RISK: and_(c.state == GoalState.CONFIRMED, c.confidence == Confidence.AT_RISK),
        Stand.OFF_TRACK: and_(c.state == GoalState.CONFIRMED, c.confidence == Confidence.OFF_TRACK),
        Stand.UNSAID: and_(c.state == GoalState.CONFIRMED, c.confidence.is_(None)),
        Stand.REACHED: c.ended == Ending.REACHED,
        Stand.PARTLY: c.ended == Ending.PARTLY,
        Stand.MISSED: c.ended == Ending.MISSED,
        Stand.DROPPED: c.ended == Ending.DROPPED,
    }
    return select(
        c.group_id,
        *(parts.number(condition).label(f"stand_{stand.value}") for stand, condition in stands.items()),
        func.sum(c.agreed, type_=Integer).label("change_agreed"),
        func.sum(c.rewritten, type_=Integer).label("change_rewritten"),
        func.sum(c.better, type_=Integer).label("change_better"),
        func.sum(c.worse, type_=Integer).label("change_worse"),
        parts.number(c.state == GoalState.CLOSED).label("change_closed"),
        func.aggregate_strings(cast(c.id, String), ",").label("ids"),
    ).group_by(c.group_id)


def _sureness(confidence: Any) -> ColumnElement[int]:
    return case(*((confidence == one, at) for at, one in enumerate(SURE)), else_=None)


def figures(row: Any) -> dict[str, Any]:
    stands = {stand: n for stand in Stand if (n := getattr(row, f"stand_{stand.value}"))}
    changes = {change: n for change in Change if (n := getattr(row, f"change_{change.value}"))}
    return {"goals": stands, "changes": changes}
