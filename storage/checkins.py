"""Check-ins: one person's answers for one period. Built-in kinds have rows of their own; HR's questions are answers."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.domain.checkins import CheckInState, HelpState, ItemKind, PlanOutcome
from storage.columns import choice, choice_or_none, link, link_or_none, row_id
from storage.words import words


class CheckIn(SQLModel, table=True):
    """`version` counts submits: 1 is the first, more are edits."""

    __table_args__ = (UniqueConstraint("period_id"), Index("ix_checkin_person", "person_id", "sent_at", "id"))

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    period_id: int = link("period.id")
    person_id: int = link("person.id")
    state: CheckInState = choice(CheckInState, CheckInState.SENT)
    late: bool = False
    sent_at: datetime
    edited_at: datetime | None = None
    version: int = 1


class CheckInItem(SQLModel, table=True):
    """One line of progress, of next week's plan, or an idea. `became` says later what became of a planned line."""

    __tablename__ = "checkin_item"
    __table_args__ = (UniqueConstraint("checkin_id", "kind", "position"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    checkin_id: int = link("checkin.id")
    kind: ItemKind = choice(ItemKind)
    position: int = 0
    words: str | None = words()
    became: PlanOutcome | None = choice_or_none(PlanOutcome)


class Mood(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("checkin_id"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    checkin_id: int = link("checkin.id")
    value: int
    words: str | None = words()


class Blocker(SQLModel, table=True):
    """What stands in somebody's way, from the check-in that named it until it is closed. `help_from` was asked for help."""

    __table_args__ = (
        UniqueConstraint("checkin_id", "position"),
        Index("ix_blocker_person", "person_id", "closed_at", "id"),
        Index("ix_blocker_help", "help_from", "closed_at", "id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    checkin_id: int = link("checkin.id")
    person_id: int = link("person.id")
    position: int = 0
    words: str | None = words()
    opened_at: datetime
    closed_at: datetime | None = None
    help_from: int | None = link_or_none("person.id")
    help_state: HelpState | None = choice_or_none(HelpState)
    help_asked_at: datetime | None = None
    help_answered_at: datetime | None = None


class Answer(SQLModel, table=True):
    """What somebody answered to one of HR's own questions, tied to the version that was asked."""

    __table_args__ = (UniqueConstraint("checkin_id", "question_id"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    checkin_id: int = link("checkin.id")
    question_id: int = link("question.id")
    number: float | None = None
    chosen: str | None = Field(default=None, max_length=1_000)
    words: str | None = words()
