"""What there is of people in a cycle, counted for their own page of it and for whoever leads them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, case, func, or_, select
from sqlmodel import col

from bot.domain.feedback_requests import Said
from bot.domain.goals import GoalState
from bot.domain.one_on_ones import TalkState
from storage.database import Tx
from storage.feedback_requests import FeedbackAsked, FeedbackRequest
from storage.goals import Goal, GoalVersion
from storage.one_on_ones import OneOnOne
from storage.people import MANY


async def goals(
    tx: Tx, cycle_id: int, owners: Sequence[int], since: datetime
) -> dict[int, dict[GoalState, tuple[int, int]]]:
    """How many goals of the cycle each of these people has in each state, and of how many of them nothing was said since then."""
    unsaid = or_(col(Goal.told_at).is_(None), col(Goal.told_at) < since)
    counted = (func.count(), func.sum(case((unsaid, 1), else_=0)))
    made: dict[int, dict[GoalState, tuple[int, int]]] = {}
    for at in range(0, len(owners), MANY):
        some = col(Goal.owner_id).in_(owners[at : at + MANY])
        found = select(col(Goal.owner_id), col(Goal.state), *counted).where(col(Goal.cycle_id) == cycle_id, some)
        for owner, state, count, quiet in await (await tx.connection()).execute(
            found.group_by(col(Goal.owner_id), col(Goal.state))
        ):
            made.setdefault(owner, {})[state] = (count, int(quiet))
    return made


async def waiting_for(tx: Tx, cycle_id: int, person_id: int) -> dict[int, int]:
    """How many goals of the cycle wait for this person's agreement, by whose they are."""
    found = (
        select(col(Goal.owner_id), func.count(col(GoalVersion.goal_id).distinct()))
        .join(Goal, col(Goal.id) == col(GoalVersion.goal_id))
        .where(col(GoalVersion.waits_for) == person_id, col(Goal.cycle_id) == cycle_id)
        .group_by(col(Goal.owner_id))
    )
    return {row[0]: row[1] for row in await (await tx.connection()).execute(found)}


async def talks(tx: Tx, manager_id: int, person_ids: Sequence[int], since: datetime, now: datetime) -> dict[int, int]:
    """How many 1:1s of this manager with each of these people were recorded since then."""
    made: dict[int, int] = {}
    for at in range(0, len(person_ids), MANY):
        found = select(col(OneOnOne.person_id), func.count()).where(
            col(OneOnOne.person_id).in_(person_ids[at : at + MANY]),
            col(OneOnOne.manager_id) == manager_id,
            col(OneOnOne.state) == TalkState.HELD,
            col(OneOnOne.at) >= since,
            col(OneOnOne.at) <= now,
        )
        rows = await (await tx.connection()).execute(found.group_by(col(OneOnOne.person_id)))
        made |= {row[0]: row[1] for row in rows}
    return made


async def asked(tx: Tx, person_id: int) -> int:
    """How many requests for feedback wait for this person's answer."""
    goes_on = and_(col(FeedbackAsked.said) == Said.OPEN, col(FeedbackRequest.ended_at).is_(None))
    found = (
        select(func.count())
        .select_from(FeedbackAsked)
        .join(FeedbackRequest, col(FeedbackRequest.id) == col(FeedbackAsked.request_id))
        .where(col(FeedbackAsked.person_id) == person_id, goes_on)
    )
    return (await (await tx.connection()).execute(found)).scalar_one()
