"""Counting what is going to be sent around 1:1s, requests for feedback and leave: grouped by the database, read as it comes."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy import select as pick
from sqlmodel import col

from bot.domain.feedback_requests import Said
from bot.domain.one_on_ones import TalkState
from storage.agenda import AgendaPlanned
from storage.database import Tx
from storage.feedback_requests import FeedbackAsked, FeedbackRequest
from storage.fortnight import Rows, each
from storage.leave import Leave
from storage.one_on_ones import STANDING, OneOnOne, Pairing
from storage.people import Person


def agendas(tx: Tx, workspace_id: int, first: datetime, last: datetime) -> list[Rows]:
    """Talks whose agenda is not owed yet, for each of the two: zone, moment, how many."""
    planned = pick(col(AgendaPlanned.id)).where(
        col(AgendaPlanned.talk_id) == col(OneOnOne.id), col(AgendaPlanned.at) == col(OneOnOne.at)
    )
    return [_talks(tx, workspace_id, first, last, one, TalkState.AGREED, unplanned=~planned.exists()) for one in _SIDES]


def over(tx: Tx, workspace_id: int, first: datetime, last: datetime) -> list[Rows]:
    """Talks that may take place, for each of the two: zone, moment, how many."""
    return [_talks(tx, workspace_id, first, last, one, *STANDING) for one in _SIDES]


_SIDES = (OneOnOne.person_id, OneOnOne.manager_id)


def _talks(
    tx: Tx,
    workspace_id: int,
    first: datetime,
    last: datetime,
    side: Any,
    *states: TalkState,
    unplanned: ColumnElement[bool] | None = None,
) -> Rows:
    by = (col(Person.zone), col(OneOnOne.at))
    found = (
        pick(*by, func.count())
        .join(Person, col(Person.id) == col(side))
        .where(
            col(OneOnOne.state).in_(states),
            col(OneOnOne.at) > first,
            col(OneOnOne.at) <= last,
            col(OneOnOne.workspace_id) == workspace_id,
        )
        .group_by(*by)
    )
    return each(tx, found if unplanned is None else found.where(unplanned))


def without_time(tx: Tx, workspace_id: int, last: datetime) -> Rows:
    """Managers with pairs whose turn comes and who have no usual time: zone of the manager, moment, how many managers."""
    by = (col(Person.zone), col(Pairing.due_at))
    found = (
        pick(*by, func.count(col(Pairing.manager_id).distinct()))
        .join(Person, col(Person.id) == col(Pairing.manager_id))
        .where(*_pairs(workspace_id, last), or_(col(Pairing.weekday).is_(None), col(Pairing.at).is_(None)))
        .group_by(*by)
    )
    return each(tx, found)


def with_time(tx: Tx, workspace_id: int, last: datetime) -> Rows:
    """Pairs whose turn comes and who have a usual time: zone of the person, moment of the turn, weekday, time, how many."""
    by = (col(Person.zone), col(Pairing.due_at), col(Pairing.weekday), col(Pairing.at))
    found = (
        pick(*by, func.count())
        .join(Person, col(Person.id) == col(Pairing.person_id))
        .where(*_pairs(workspace_id, last), col(Pairing.weekday).is_not(None), col(Pairing.at).is_not(None))
        .group_by(*by)
    )
    return each(tx, found)


def _pairs(workspace_id: int, last: datetime) -> tuple[Any, ...]:
    return (
        col(Pairing.due_at) <= last,
        col(Pairing.workspace_id) == workspace_id,
        col(Pairing.ended_at).is_(None),
        col(Pairing.accepted_at).is_not(None),
    )


def requests(tx: Tx, workspace_id: int, last: datetime) -> Rows:
    """Whom a request for feedback waits for: zone, moment of the reminder, how many."""
    by = (col(Person.zone), col(FeedbackAsked.remind_at))
    found = (
        pick(*by, func.count())
        .join(Person, col(Person.id) == col(FeedbackAsked.person_id))
        .join(FeedbackRequest, col(FeedbackRequest.id) == col(FeedbackAsked.request_id))
        .where(
            col(FeedbackAsked.remind_at) <= last,
            col(FeedbackAsked.workspace_id) == workspace_id,
            col(FeedbackAsked.said) == Said.OPEN,
            col(FeedbackRequest.ended_at).is_(None),
        )
        .group_by(*by)
    )
    return each(tx, found)


def back(tx: Tx, workspace_id: int, last: datetime) -> Rows:
    """Who comes back from leave: zone, first morning, how many."""
    by = (col(Person.zone), col(Leave.back_at))
    found = (
        pick(*by, func.count(col(Leave.person_id).distinct()))
        .join(Person, col(Person.id) == col(Leave.person_id))
        .where(
            col(Leave.back_at) <= last,
            col(Leave.workspace_id) == workspace_id,
            col(Leave.greeted).is_(False),
            col(Person.active),
        )
        .group_by(*by)
    )
    return each(tx, found)
