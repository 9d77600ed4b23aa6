"""Goals that feedback is about: its receiver's, as far as whoever gives it may see them."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain import goals
from bot.domain.errors import RuleBroken
from bot.domain.goals_seeing import Reads
from bot.usecases import goals_reading
from bot.usecases.feedback import About
from bot.usecases.people import local_day
from storage import feedback_history, goals_told
from storage.database import Tx
from storage.goals import GoalVersion
from storage.people import Person

OFFERED_MOST = 50
CITED_MOST = 20


async def access_offered(tx: Tx, me: Person, to: Sequence[Person], now: datetime) -> list[GoalVersion]:
    """The running goals of the one it is for, of which I may see at least the title; for several people: none."""
    if len(to) != 1:
        return []
    found = await goals_told.running(tx, to[0].id, local_day(to[0], now))
    reads = await goals_reading.reads(tx, me, found, now)
    open_to_me = [one.id for one in found if reads[one.id] is not Reads.NOTHING][:OFFERED_MOST]
    versions = await goals_told.in_force(tx, open_to_me)
    return [versions[one] for one in open_to_me if one in versions]


async def access_about(tx: Tx, me: Person, to: Sequence[Person], goal_id: int, now: datetime) -> About:
    """The goal that was chosen. Raises RuleBroken at the field "goal" where it is not theirs, or not open to me."""
    goal = await goals_told.find(tx, goal_id)
    theirs = goal is not None and [one.id for one in to] == [goal.owner_id]
    if goal is None or not theirs or (await goals_reading.reads(tx, me, [goal], now))[goal.id] is Reads.NOTHING:
        raise RuleBroken("feedback_goal_gone", field="goal")
    return About(goals.RECORD, goal.id, local_day(me, now))


async def access_cited(tx: Tx, me: Person, now: datetime) -> list[GoalVersion]:
    """The goals that some of my feedback is about and that I may see, to look for it by them."""
    ids = await feedback_history.goals_cited(tx, me.id, now, CITED_MOST)
    found = await goals_told.by_ids(tx, ids)
    reads = await goals_reading.reads(tx, me, list(found.values()), now)
    versions = await goals_told.in_force(tx, [one for one in ids if one in found and reads[one] is not Reads.NOTHING])
    return [versions[one] for one in ids if one in versions]
