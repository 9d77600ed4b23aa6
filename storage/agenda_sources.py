"""What comes on an agenda by itself: only what both of the two may read, and flags, which are their reader's own."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select

from bot.domain import actions, checkins, one_on_ones
from bot.domain.actions import ActionState
from bot.domain.checkins import ItemKind
from bot.domain.goals import Confidence, GoalState
from storage.actions import Action
from storage.checkins import Blocker, CheckIn, CheckInItem
from storage.database import Tx
from storage.goals import Goal, GoalVersion
from storage.one_on_ones import OneOnOne
from storage.readers import Reader

WORRYING = (Confidence.AT_RISK, Confidence.OFF_TRACK)


async def flagged(tx: Tx, reader_id: int, author_id: int) -> list[tuple[CheckIn, datetime]]:
    """The check-ins of this author that this reader flagged for their 1:1, the oldest first, and when."""
    found = (
        select(CheckIn, Reader.flagged_at)
        .join(Reader, col(Reader.record_id) == col(CheckIn.id))
        .where(Reader.kind == checkins.RECORD, Reader.person_id == reader_id, col(Reader.flagged_at).is_not(None))
        .where(CheckIn.person_id == author_id)
        .order_by(col(CheckIn.sent_at), col(CheckIn.id))
    )
    return [(checkin, at) for checkin, at in await tx.exec(found) if at is not None]


async def first_lines(tx: Tx, ids: Sequence[int]) -> dict[int, str | None]:
    """What each of these check-ins says first was done, by its id; None: erased."""
    found = (
        select(CheckInItem)
        .where(col(CheckInItem.checkin_id).in_(ids), CheckInItem.kind == ItemKind.PROGRESS)
        .order_by(col(CheckInItem.position).desc())
    )
    return {one.checkin_id: one.words for one in await tx.exec(found)} if ids else {}


async def blockers(tx: Tx, person_id: int, manager_id: int) -> list[Blocker]:
    """What stands in this person's way and their manager may read, the oldest first."""
    read = select(Reader.id).where(
        Reader.person_id == manager_id,
        ((col(Reader.kind) == checkins.RECORD) & (col(Reader.record_id) == col(Blocker.checkin_id)))
        | ((col(Reader.kind) == checkins.BLOCKER) & (col(Reader.record_id) == col(Blocker.id))),
    )
    found = select(Blocker).where(Blocker.person_id == person_id, col(Blocker.closed_at).is_(None), read.exists())
    return list(await tx.exec(found.order_by(col(Blocker.opened_at), col(Blocker.id))))


async def goals(tx: Tx, owner_id: int) -> list[tuple[Goal, str | None]]:
    """This person's goals that they are not sure to reach, with their titles, what is due first in front."""
    found = (
        select(Goal, GoalVersion)
        .join(GoalVersion, (col(GoalVersion.goal_id) == col(Goal.id)) & (col(GoalVersion.number) == col(Goal.version)))
        .where(Goal.owner_id == owner_id, Goal.state == GoalState.CONFIRMED, col(Goal.confidence).in_(WORRYING))
        .order_by(col(Goal.due), col(Goal.id))
    )
    return [(goal, version.title) for goal, version in await tx.exec(found)]


async def open_actions(tx: Tx, person_id: int, manager_id: int) -> list[Action]:
    """What one of the two has still to do and both may read, what is due first in front.

    One wrote it down for the other, or let them read it; and what came of this person's 1:1s, whoever led them then.
    """
    pair = [person_id, manager_id]
    shown = select(Reader.id).where(
        Reader.kind == actions.RECORD, col(Reader.record_id) == col(Action.id), col(Reader.person_id).in_(pair)
    )
    talks = select(OneOnOne.id).where(OneOnOne.person_id == person_id)
    between = col(Action.owner_id).in_(pair) & col(Action.made_by).in_(pair)
    found = select(Action).where(
        Action.state == ActionState.OPEN,
        (between & (col(Action.owner_id) != col(Action.made_by)))
        | (col(Action.owner_id).in_(pair) & shown.where(col(Reader.person_id) != col(Action.owner_id)).exists())
        | ((col(Action.about) == one_on_ones.RECORD) & col(Action.about_id).in_(talks)),
    )
    return list(await tx.exec(found.order_by(col(Action.due).is_(None), col(Action.due), col(Action.id))))
