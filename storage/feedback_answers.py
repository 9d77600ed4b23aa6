"""What the receiver of feedback answered with a click: thanks, or that they would like to talk about it."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel, col, select

from bot.domain.feedback import Reaction
from storage.columns import choice, link, row_id
from storage.database import Tx


class FeedbackAnswer(SQLModel, table=True):
    """`person` answered `other`, who gave it; one answer of each sort.

    Of a talk: `at` is when, None: at their next 1:1; `agreed_at`: `other` agreed to that.
    """

    __tablename__ = "feedback_answer"
    __table_args__ = (
        UniqueConstraint("feedback_id", "answer"),
        Index("ix_feedback_answer_person", "person_id", "answer", "at", "id"),
        Index("ix_feedback_answer_other", "other_id", "answer", "at", "id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    feedback_id: int = link("feedback.id")
    person_id: int = link("person.id")
    other_id: int = link("person.id")
    answer: Reaction = choice(Reaction)
    made_at: datetime
    at: datetime | None = Field(default=None)
    agreed_at: datetime | None = Field(default=None)


async def find(tx: Tx, feedback_id: int, answer: Reaction) -> FeedbackAnswer | None:
    found = select(FeedbackAnswer).where(FeedbackAnswer.feedback_id == feedback_id, FeedbackAnswer.answer == answer)
    return (await tx.exec(found)).one_or_none()


async def locked(tx: Tx, feedback_id: int, answer: Reaction) -> FeedbackAnswer | None:
    """The answer, held until the transaction ends: who changes it and who agrees to it take turns."""
    found = select(FeedbackAnswer).where(FeedbackAnswer.feedback_id == feedback_id, FeedbackAnswer.answer == answer)
    held = found.with_for_update().execution_options(populate_existing=True)
    return (await tx.exec(held)).one_or_none()


async def of(tx: Tx, feedback_id: int) -> list[FeedbackAnswer]:
    found = select(FeedbackAnswer).where(FeedbackAnswer.feedback_id == feedback_id)
    return list(await tx.exec(found.order_by(col(FeedbackAnswer.id))))


async def to_talk_about(tx: Tx, one_id: int, other_id: int) -> list[FeedbackAnswer]:
    """What one of these two would like to talk about with the other at their next 1:1, the oldest first."""
    found = select(FeedbackAnswer).where(
        FeedbackAnswer.answer == Reaction.TALK,
        col(FeedbackAnswer.at).is_(None),
        col(FeedbackAnswer.person_id).in_([one_id, other_id]),
        col(FeedbackAnswer.other_id).in_([one_id, other_id]),
    )
    return list(await tx.exec(found.order_by(col(FeedbackAnswer.made_at), col(FeedbackAnswer.id))))
