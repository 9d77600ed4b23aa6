"""What one summary shows beside its figures: names, and the words that its reader may read. Looked up when it is rendered."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from bot.domain.checkins import BLOCKER, RECORD, HelpState, Outcome
from storage.checkins import Blocker, CheckIn
from storage.database import Tx
from storage.people import Person
from storage.periods import Period
from storage.readers import Reader
from storage.reporting import ReportingLine, holds
from storage.summaries import Kept, Summary

MOST = 50
"""Blockers and requests that are looked up: far more than a message shows."""


@dataclass(frozen=True)
class Member:
    """One of the team in one turn. `checkin_id`: what the manager may open of it. `leads`: they are still their manager."""

    period_id: int
    name: str
    outcome: Outcome | None
    leads: bool
    checkin_id: int | None
    sent_at: datetime | None
    read_at: datetime | None


@dataclass(frozen=True)
class Standing:
    """What stands in somebody's way, and since when. `readable`: by whom the summary is for; else its words are not for them."""

    blocker_id: int
    checkin_id: int
    name: str
    words: str | None
    since: datetime
    help_state: HelpState | None
    readable: bool


_today = bindparam("today", type_=Date())
_day = bindparam("day", type_=Date())
_me: Any = bindparam("manager")
_Now = aliased(ReportingLine)
_STILL = and_(
    col(_Now.person_id) == col(ReportingLine.person_id),
    col(_Now.manager_id) == _me,
    col(_Now.since) <= _today,
    col(_Now.until).is_(None) | (col(_Now.until) > _today),
)


def _reads(kind: str, record_id: Any) -> ColumnElement[bool]:
    return and_(col(Reader.kind) == kind, col(Reader.record_id) == record_id, col(Reader.person_id) == _me)


# Written down once: a summary is rendered for every manager of a company in the same hours.
_TEAM = (
    select(
        col(Period.id),
        col(Person.name),
        col(Period.outcome),
        col(_Now.id),
        col(Reader.record_id),
        func.coalesce(col(CheckIn.edited_at), col(CheckIn.sent_at)),
        col(Reader.read_at),
    )
    .select_from(ReportingLine)
    .join(Person, col(Person.id) == col(ReportingLine.person_id))
    .join(Period, col(Period.person_id) == col(ReportingLine.person_id))
    .outerjoin(_Now, _STILL)
    .outerjoin(CheckIn, col(CheckIn.period_id) == col(Period.id))
    .outerjoin(Reader, _reads(RECORD, col(CheckIn.id)))
    .where(col(ReportingLine.manager_id) == _me, *holds(_day))
    .where(col(Period.series_id) == bindparam("series"), col(Period.slot) == bindparam("slot"))
    .order_by(col(Person.name), col(Person.id))
)
_STANDING = (
    col(Blocker.id),
    col(Blocker.checkin_id),
    col(Person.name),
    col(Blocker.words),
    col(Blocker.opened_at),
    col(Blocker.help_state),
    col(Reader.id),
)
_BLOCKERS = (
    select(*_STANDING)
    .select_from(ReportingLine)
    .join(Person, col(Person.id) == col(ReportingLine.person_id))
    .join(Blocker, col(Blocker.person_id) == col(ReportingLine.person_id))
    .outerjoin(Reader, _reads(RECORD, col(Blocker.checkin_id)))
    .where(col(ReportingLine.manager_id) == _me, *holds(_today), col(Blocker.closed_at).is_(None))
    .where(col(Person.active).is_(True))
    .where(func.coalesce(col(Blocker.help_from), 0) != _me)
    .order_by(col(Blocker.opened_at), col(Blocker.id))
    .limit(MOST)
)
_HELP = (
    select(*_STANDING)
    .select_from(Blocker)
    .join(Person, col(Person.id) == col(Blocker.person_id))
    .join(Reader, _reads(BLOCKER, col(Blocker.id)))
    .where(col(Blocker.help_from) == _me, col(Blocker.closed_at).is_(None), col(Person.active).is_(True))
    .where(col(Blocker.help_state).in_((HelpState.ASKED, HelpState.ACCEPTED)))
    .order_by(col(Blocker.help_asked_at), col(Blocker.id))
    .limit(MOST)
)


async def team(tx: Tx, row: Summary | Kept, today: date) -> list[Member]:
    """Those who were asked in this turn, and whom its manager led on its day, by name."""
    given = {"manager": row.manager_id, "series": row.series_id, "slot": row.slot, "day": row.day, "today": today}
    rows = await (await tx.connection()).execute(_TEAM, given)
    return [
        Member(period, name, outcome, still is not None, checkin, sent, read)
        for period, name, outcome, still, checkin, sent, read in rows
    ]


async def blockers(tx: Tx, manager_id: int, today: date) -> list[Standing]:
    """What stands in the way of those whom somebody leads today, the oldest first; what they were asked to help with left out."""
    return _standing(await (await tx.connection()).execute(_BLOCKERS, {"manager": manager_id, "today": today}))


async def help_asked(tx: Tx, manager_id: int) -> list[Standing]:
    """What somebody was asked to help with and that is not settled, the oldest first."""
    return _standing(await (await tx.connection()).execute(_HELP, {"manager": manager_id}))


def _standing(rows: Any) -> list[Standing]:
    return [
        Standing(blocker, checkin, name, words, since, state, reader is not None)
        for blocker, checkin, name, words, since, state, reader in rows
    ]
