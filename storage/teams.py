"""Teams as figures: how many were asked and answered lately, and how their week was on average. No words, no single person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func
from sqlalchemy import select as pick
from sqlmodel import col, select

from bot.domain.checkins import Outcome
from storage.checkins import CheckIn, Mood
from storage.database import Tx
from storage.people import Person
from storage.periods import Period, of_checkins
from storage.reporting import ReportingLine, holds

NOT_ASKED = (Outcome.AWAY, Outcome.NONE, Outcome.DROPPED)


@dataclass(frozen=True)
class Figures:
    """Of `asked` people so many `answered`; `mood` is the average of as many `moods`, one a person."""

    asked: int
    answered: int
    moods: int
    mood: float | None


async def managing(tx: Tx, people: Sequence[int], on: date) -> set[int]:
    """Those of these people to whom somebody who takes part reports on that day."""
    found = (
        select(ReportingLine.manager_id)
        .join(Person, col(Person.id) == col(ReportingLine.person_id))
        .where(col(ReportingLine.manager_id).in_(people), *holds(on), col(Person.active))
        .distinct()
    )
    return {one for one in await tx.exec(found) if one is not None}


async def gone(tx: Tx, manager_id: int, on: date) -> list[Person]:
    """Who reports to this manager on that day and no longer takes part, by name."""
    found = (
        select(Person)
        .join(ReportingLine, col(ReportingLine.person_id) == col(Person.id))
        .where(ReportingLine.manager_id == manager_id, *holds(on))
        .where(col(Person.active).is_(False) | (col(Person.employed_until) < on))
        .order_by(Person.name, col(Person.id))
    )
    return list(await tx.exec(found))


async def figures(tx: Tx, managers: Sequence[int], on: date, since: datetime, now: datetime) -> dict[int, Figures]:
    """The figures of who reports to each of these managers on that day, by manager: from the last check-in of each that closed
    after `since` or is open at `now`. Who was away or had no working day was not asked."""
    if not managers:
        return {}
    latest = (
        pick(
            col(ReportingLine.manager_id).label("manager"),
            col(Period.id).label("period"),
            col(Period.outcome).label("outcome"),
            func.row_number()
            .over(partition_by=col(Period.person_id), order_by=(col(Period.opens_at).desc(), col(Period.id).desc()))
            .label("nth"),
        )
        .select_from(ReportingLine)
        .join(Person, col(Person.id) == col(ReportingLine.person_id))
        .join(Period, col(Period.person_id) == col(ReportingLine.person_id))
        .where(
            col(ReportingLine.manager_id).in_(managers),
            *holds(on),
            col(Person.active),
            col(Period.closes_at) > since,
            of_checkins(),
            (col(Period.opens_at) <= now) | (col(Period.outcome) == Outcome.ANSWERED),
        )
        .subquery()
    )
    wanted = (
        pick(
            latest.c.manager,
            func.count(),
            func.sum(case((col(CheckIn.id).is_not(None), 1), else_=0)),
            func.count(col(Mood.id)),
            func.avg(col(Mood.value)),
        )
        .select_from(latest)
        .outerjoin(CheckIn, col(CheckIn.period_id) == latest.c.period)
        .outerjoin(Mood, col(Mood.checkin_id) == col(CheckIn.id))
        .where(latest.c.nth == 1, latest.c.outcome.is_(None) | latest.c.outcome.not_in(NOT_ASKED))
        .group_by(latest.c.manager)
    )
    rows = await (await tx.connection()).execute(wanted)
    return {row[0]: Figures(row[1], row[2], row[3], None if row[4] is None else float(row[4])) for row in rows}
