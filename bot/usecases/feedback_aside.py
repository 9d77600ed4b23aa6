"""What a receiver is quietly offered beside feedback they read: to say whether it was helpful, and to report it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.feedback_helpful import Helpful
from storage import feedback_helpful, feedback_reports
from storage.database import Tx
from storage.feedback import Feedback
from storage.feedback_reports import FeedbackReport
from storage.people import Person


@dataclass(frozen=True)
class Aside:
    """For its receiver alone. `asks`: whether it was helpful is asked now; `helpful`: what they said. `report`: theirs, to HR."""

    mine: bool = False
    asks: bool = False
    helpful: Helpful | None = None
    report: FeedbackReport | None = None


async def of(tx: Tx, viewer: Person, one: Feedback, read_at: datetime | None, now: datetime) -> Aside:
    """Nothing is asked while it is read for the first time."""
    if viewer.id != one.subject_id or read_at is None:
        return Aside()
    said = await feedback_helpful.find(tx, one.id, viewer.id)
    return Aside(
        mine=True,
        asks=said is None and read_at < now,
        helpful=said.answer if said is not None else None,
        report=await feedback_reports.of_feedback(tx, one.id),
    )
