"""What becomes of periods whose window has closed without an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import exists, update
from sqlalchemy import select as pick
from sqlmodel import col, select

from bot.domain.checkins import NOT_ASKED, Outcome
from bot.domain.holds import HELD
from storage.database import Tx
from storage.leave import Leave
from storage.notices import Notice
from storage.periods import Period, of_checkins


async def miss(tx: Tx, now: datetime, asking: Sequence[str]) -> None:
    """Every open period whose window has closed was missed; dropped, if no message of these kinds ever asked for it.

    Where HR held such a message, that is why.
    """
    over = update(Period).where(col(Period.outcome).is_(None), col(Period.closes_at) <= now)
    of = exists().where(
        col(Notice.kind).in_(asking),
        col(Notice.subject_id) == col(Period.id),
        col(Notice.recipient_id) == col(Period.person_id),
    )
    asked, held = of.where(col(Notice.sent_at).is_not(None)), of.where(col(Notice.hold_id).is_not(None))
    connection = await tx.connection()
    await connection.execute(over.where(asked).values(outcome=Outcome.MISSED, settled_at=now))
    await connection.execute(over.where(held).values(outcome=Outcome.DROPPED, why=HELD, settled_at=now))
    await connection.execute(over.values(outcome=Outcome.DROPPED, why=NOT_ASKED, settled_at=now))


@dataclass(frozen=True)
class Closing:
    """A period whose window has closed without an answer."""

    period_id: int
    person_id: int
    series_id: int
    slot: str
    opens_at: datetime
    closes_at: datetime


async def closing_after_leave(
    tx: Tx, now: datetime, since: date, after: tuple[datetime, int] | None, most: int
) -> list[Closing]:
    """What closes unanswered for people with leave at any time since that day, in the order of closing and id, behind `after`.

    In that order the index of what is open serves it; in the order of ids alone, SQLite reads every period that ever was.
    """
    on_leave = exists().where(
        col(Leave.person_id) == col(Period.person_id),
        col(Leave.last) >= since,
        col(Leave.first) <= (now + timedelta(days=1)).date(),
    )
    found = (
        pick(
            col(Period.id),
            col(Period.person_id),
            col(Period.series_id),
            col(Period.slot),
            col(Period.opens_at),
            col(Period.closes_at),
        )
        .where(col(Period.outcome).is_(None), col(Period.closes_at) <= now, on_leave)
        .order_by(col(Period.closes_at), col(Period.id))
        .limit(most)
    )
    if after is not None:
        closes_at, period_id = after
        later = (col(Period.closes_at) == closes_at) & (col(Period.id) > period_id)
        found = found.where((col(Period.closes_at) > closes_at) | later)
    return [Closing(*row) for row in (await (await tx.connection()).execute(found)).all()]


async def settle_away(tx: Tx, ids: Sequence[int], now: datetime) -> None:
    """These were not answered because their person was on leave."""
    if ids:
        statement = update(Period).where(col(Period.id).in_(ids), col(Period.outcome).is_(None))
        await (await tx.connection()).execute(statement.values(outcome=Outcome.AWAY, settled_at=now))


async def was_away(tx: Tx, person_id: int, first: date, until: datetime) -> bool:
    """Whether a check-in of this person passed as away in the time from the day `first` to that moment."""
    begun = datetime.combine(first, time(0), UTC) - timedelta(days=1)
    found = select(Period.id).where(
        Period.person_id == person_id,
        Period.outcome == Outcome.AWAY,
        Period.closes_at > begun,
        Period.opens_at <= until,
        of_checkins(),
    )
    return (await tx.exec(found.limit(1))).first() is not None
