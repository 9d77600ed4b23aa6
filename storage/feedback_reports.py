"""Reports of feedback to HR. Who may read one stands among the readers, under the name of the report."""

from datetime import datetime

from sqlmodel import SQLModel, select

from storage.columns import link, link_or_none, row_id
from storage.database import Tx
from storage.words import words


class FeedbackReport(SQLModel, table=True):
    """One for a piece of feedback, by its receiver. `words`: why, empty where no reason was given."""

    __tablename__ = "feedback_report"

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    feedback_id: int = link("feedback.id", unique=True)
    person_id: int = link("person.id")
    words: str | None = words()
    reported_at: datetime
    handled_at: datetime | None = None
    handled_by: int | None = link_or_none("person.id")


async def of_feedback(tx: Tx, feedback_id: int) -> FeedbackReport | None:
    return (await tx.exec(select(FeedbackReport).where(FeedbackReport.feedback_id == feedback_id))).one_or_none()


async def locked(tx: Tx, report_id: int) -> FeedbackReport | None:
    """The report, held until the transaction ends: two in HR who handle it take turns."""
    found = select(FeedbackReport).where(FeedbackReport.id == report_id).with_for_update()
    return (await tx.exec(found.execution_options(populate_existing=True))).one_or_none()
