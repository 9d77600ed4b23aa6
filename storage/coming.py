"""When the next thing is due: for clocks that are moved by hand, and for whoever asks how long it is quiet."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from bot.domain.announcements import Stage
from bot.domain.notices import State
from storage.announcements import Announcement
from storage.announcements_to import AnnouncementTo
from storage.cycles import CyclePerson
from storage.database import Tx
from storage.feedback import Feedback
from storage.feedback_requests import FeedbackAsked, FeedbackRequest
from storage.leave import Leave
from storage.notices import Notice
from storage.one_on_ones import OneOnOne, Pairing
from storage.periods import Period, Turn
from storage.pulses import PulseSlot


async def next_due(tx: Tx, after: datetime) -> datetime | None:
    """The first moment after that one at which something becomes due: a period's turns, a pulse's, a request's, an announcement's, a
    phase's, a return, a notice."""
    waiting = col(Period.outcome).is_(None)
    pending = col(Notice.state) == State.PENDING
    found = [
        await _first(tx, col(Turn.due_at), after),
        await _first(tx, col(Period.reminds_at), after, waiting),
        await _first(tx, col(Period.closes_at), after, waiting),
        await _first(tx, col(Notice.due_at), after, pending),
        await _first(tx, col(PulseSlot.looks_at), after),
        await _first(tx, col(Announcement.starts_at), after, col(Announcement.stage) == Stage.SCHEDULED),
        await _first(tx, col(AnnouncementTo.remind_at), after),
        await _first(tx, col(CyclePerson.due_at), after),
        await _first(tx, col(Feedback.look_at), after),
        await _first(tx, col(FeedbackAsked.remind_at), after),
        await _first(tx, col(FeedbackRequest.ends_at), after, col(FeedbackRequest.ended_at).is_(None)),
        await _first(tx, col(Pairing.due_at), after),
        await _first(tx, col(OneOnOne.look_at), after),
        await _first(tx, col(Leave.back_at), after, col(Leave.greeted).is_(False)),
    ]
    return min((one for one in found if one is not None), default=None)


async def _first(tx: Tx, column: Any, after: datetime, *where: ColumnElement[bool]) -> datetime | None:
    first = select(column).where(column > after, *where).order_by(column).limit(1)
    return (await (await tx.connection()).execute(first)).scalar_one_or_none()
