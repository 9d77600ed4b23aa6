"""Actions: something a person said they would do; they come back in the check-in."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel, col, select

from bot.domain.actions import ActionState
from storage.columns import BigId, choice, link, row_id
from storage.database import Tx
from storage.words import words


class Action(SQLModel, table=True):
    """`about` and `about_id` name the record it came from (a check-in, feedback, a 1:1, a plan).

    Its owner and `made_by` read it. `source` says where the words came from and makes a repeat harmless: "view:V…".
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "source"),
        Index("ix_action_owner", "owner_id", "state", "due", "id"),
        Index("ix_action_about", "about", "about_id", "id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    owner_id: int = link("person.id")
    made_by: int = link("person.id")
    about: str = Field(max_length=32)
    about_id: int = Field(sa_type=BigId)
    source: str = Field(max_length=128)
    words: str | None = words()
    due: date | None = None
    state: ActionState = choice(ActionState, ActionState.OPEN)
    outcome: str | None = Field(default=None, max_length=32)
    made_at: datetime
    settled_at: datetime | None = None


async def find(tx: Tx, action_id: int) -> Action | None:
    return await tx.get(Action, action_id)


async def locked(tx: Tx, action_id: int) -> Action | None:
    """The action, held until the transaction ends: two clicks take turns."""
    found = select(Action).where(Action.id == action_id).with_for_update().execution_options(populate_existing=True)
    return (await tx.exec(found)).one_or_none()


async def by_source(tx: Tx, workspace_id: int, source: str) -> Action:
    """What was made from these words; it must exist."""
    return (await tx.exec(select(Action).where(Action.workspace_id == workspace_id, Action.source == source))).one()


async def open_of(tx: Tx, owner_id: int) -> list[Action]:
    """What this person has still to do, what is due first in front, what has no date last."""
    found = select(Action).where(Action.owner_id == owner_id, Action.state == ActionState.OPEN)
    return list(await tx.exec(found.order_by(col(Action.due).is_(None), col(Action.due), col(Action.id))))


async def about(tx: Tx, kind: str, record_id: int, reader_id: int) -> list[Action]:
    """What came of a record and is this person's to read, in the order it was made."""
    found = select(Action).where(
        Action.about == kind,
        Action.about_id == record_id,
        (col(Action.owner_id) == reader_id) | (col(Action.made_by) == reader_id),
    )
    return list(await tx.exec(found.order_by(col(Action.id))))


async def made_of(tx: Tx, kind: str, record_id: int) -> list[Action]:
    """Everything that came of a record, whoever may read it, in the order it was made."""
    found = select(Action).where(Action.about == kind, Action.about_id == record_id)
    return list(await tx.exec(found.order_by(col(Action.id))))
