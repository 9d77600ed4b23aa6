"""Pictures of goals that somebody asked for."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, update
from sqlmodel import Field, SQLModel, col, select

from bot.domain.goals_pictures import PICTURE, PictureOf
from bot.domain.notices import State
from bot.domain.pictures import PictureState
from storage.columns import choice, link, row_id
from storage.database import Tx
from storage.goals import GoalUpdate
from storage.goals_tree import descendants
from storage.notices import Notice


class GoalPicture(SQLModel, table=True):
    """`minute`: when it was asked for; pressed twice in one, it is asked for once."""

    __tablename__ = "goal_picture"
    __table_args__ = (UniqueConstraint("person_id", "of", "minute"), Index("ix_goal_picture_state", "state", "id"))

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    person_id: int = link("person.id")
    of: PictureOf = choice(PictureOf)
    minute: str = Field(max_length=16)
    state: PictureState = choice(PictureState, PictureState.WANTED)
    asked_at: datetime


async def to_draw(tx: Tx, most: int) -> list[int]:
    """The ids of those whose message was sent."""
    found = (
        select(GoalPicture.id)
        .join(Notice, col(Notice.subject_id) == col(GoalPicture.id))
        .where(GoalPicture.state == PictureState.WANTED, Notice.kind == PICTURE.name, Notice.state == State.SENT)
    )
    return list(await tx.exec(found.order_by(col(GoalPicture.id)).limit(most)))


async def mark(tx: Tx, picture_id: int, was: PictureState, now: PictureState) -> bool:
    """Whether it was in that state, and is now in the other."""
    changed = update(GoalPicture).where(col(GoalPicture.id) == picture_id, col(GoalPicture.state) == was)
    found = await (await tx.connection()).execute(changed.values(state=now).returning(col(GoalPicture.id)))
    return found.first() is not None


async def leave_out(tx: Tx, before: datetime) -> None:
    """None is wanted any more that was asked for before then."""
    changed = update(GoalPicture).where(
        col(GoalPicture.state) == PictureState.WANTED, col(GoalPicture.asked_at) < before
    )
    await (await tx.connection()).execute(changed.values(state=PictureState.NONE))


async def with_below(tx: Tx, goal_ids: list[int], most: int) -> list[int]:
    """The ids of these goals and of what supports them, directly or not; as many as that at the most."""
    found = select(descendants(goal_ids).c.id).distinct().limit(most)
    rows: Any = await (await tx.connection()).execute(found)
    return [row[0] for row in rows]


async def told(tx: Tx, goal_ids: list[int]) -> dict[int, list[tuple[datetime, float]]]:
    """How far each goal was whenever something was said of it, in the order of time."""
    found: dict[int, list[tuple[datetime, float]]] = {one: [] for one in goal_ids}
    for at in range(0, len(goal_ids), 500):
        some = col(GoalUpdate.goal_id).in_(goal_ids[at : at + 500])
        wanted = select(GoalUpdate.goal_id, GoalUpdate.said_at, GoalUpdate.progress).where(
            some, col(GoalUpdate.progress).is_not(None)
        )
        for goal_id, said_at, progress in await tx.exec(wanted.order_by(col(GoalUpdate.said_at), col(GoalUpdate.id))):
            found[goal_id].append((said_at, float(progress or 0)))
    return found
