"""What receivers say of feedback, and what its giver sees of that: a figure that grows by several people at once."""

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel, col, select

from bot.domain.feedback_helpful import Helpful
from storage.columns import choice, link, row_id
from storage.database import Tx


class FeedbackHelpful(SQLModel, table=True):
    """One answer of one receiver, which stays as it is. `counted`: it is in the giver's figure."""

    __tablename__ = "feedback_helpful"
    __table_args__ = (
        UniqueConstraint("feedback_id", "person_id"),
        Index("ix_feedback_helpful_author", "author_id", "counted"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    feedback_id: int = link("feedback.id")
    person_id: int = link("person.id")
    author_id: int = link("person.id")
    answer: Helpful = choice(Helpful)
    counted: bool = False


class HelpfulFigure(SQLModel, table=True):
    """The figure of one giver as it is shown: the sum of `points`, one value a person, over so many `people`."""

    __tablename__ = "helpful_figure"

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    author_id: int = link("person.id", unique=True)
    points: float = Field(default=0.0)
    people: int = 0


async def find(tx: Tx, feedback_id: int, person_id: int) -> FeedbackHelpful | None:
    found = select(FeedbackHelpful).where(
        FeedbackHelpful.feedback_id == feedback_id, FeedbackHelpful.person_id == person_id
    )
    return (await tx.exec(found)).one_or_none()


async def not_counted(tx: Tx, author_id: int) -> list[FeedbackHelpful]:
    """What was said of this giver's feedback and is in no figure yet."""
    found = select(FeedbackHelpful).where(
        FeedbackHelpful.author_id == author_id, col(FeedbackHelpful.counted).is_(False)
    )
    return list(await tx.exec(found.order_by(col(FeedbackHelpful.id))))


async def figure(tx: Tx, author_id: int) -> HelpfulFigure | None:
    """What is shown to this giver."""
    return (await tx.exec(select(HelpfulFigure).where(HelpfulFigure.author_id == author_id))).one_or_none()
