"""Actions: something a person said they would do; they come back in the check-in."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from bot.domain.actions import ActionState
from storage.columns import BigId, choice, link, row_id
from storage.words import words


class Action(SQLModel, table=True):
    """`about` and `about_id` name the record it came from (a check-in, feedback, a 1:1, a plan)."""

    __table_args__ = (Index("ix_action_owner", "owner_id", "state", "due", "id"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    owner_id: int = link("person.id")
    about: str = Field(max_length=32)
    about_id: int = Field(sa_type=BigId)
    words: str | None = words()
    due: date | None = None
    state: ActionState = choice(ActionState, ActionState.OPEN)
    outcome: str | None = Field(default=None, max_length=32)
    made_at: datetime
    settled_at: datetime | None = None
