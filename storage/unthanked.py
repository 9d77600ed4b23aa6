"""Who of a team was not thanked for long."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Date, bindparam, exists, select
from sqlmodel import col

from storage.database import Tx
from storage.people import Person
from storage.periods import Period
from storage.recognition import RecognitionOf
from storage.reporting import ReportingLine, holds
from storage.summaries import Kept, Summary

MOST = 100
"""People who are looked up: more than a message names."""


@dataclass(frozen=True)
class Unthanked:
    person_id: int
    name: str


_today = bindparam("today", type_=Date())
# Written down once: it is asked for every manager of a company in the same hours.
_UNTHANKED = (
    select(col(Person.id), col(Person.name))
    .select_from(ReportingLine)
    .join(Person, col(Person.id) == col(ReportingLine.person_id))
    .where(col(ReportingLine.manager_id) == bindparam("manager"), *holds(_today), col(Person.active).is_(True))
    .where(col(Person.employed_from).is_(None) | (col(Person.employed_from) <= bindparam("begun")))
    # Whoever was asked something before then was here; nobody misses thanks from before the bot came.
    .where(exists().where(col(Period.person_id) == col(Person.id), col(Period.closes_at) <= bindparam("here_by")))
    .where(
        ~exists().where(
            col(RecognitionOf.person_id) == col(Person.id), col(RecognitionOf.said_at) >= bindparam("since")
        )
    )
    .order_by(col(Person.name), col(Person.id))
    .limit(MOST)
)
_EARLIER = (
    select(col(Summary.id))
    .where(
        col(Summary.manager_id) == bindparam("manager"),
        col(Summary.day) >= bindparam("first"),
        (col(Summary.day) < bindparam("day"))
        | ((col(Summary.day) == bindparam("day")) & (col(Summary.series_id) < bindparam("series"))),
    )
    .limit(1)
)


async def of_team(tx: Tx, manager_id: int, today: date, since: datetime, here_by: datetime) -> list[Unthanked]:
    """Those whom somebody leads today, who were here by then, and whom nobody has thanked since, by name."""
    given = {"manager": manager_id, "today": today, "begun": since.date(), "since": since, "here_by": here_by}
    return [Unthanked(*row) for row in await (await tx.connection()).execute(_UNTHANKED, given)]


async def is_first(tx: Tx, summary: Summary | Kept) -> bool:
    """Whether this is the first summary of its manager in its month; of several on one day, that of the oldest series."""
    first = summary.day.replace(day=1)
    given = {"manager": summary.manager_id, "first": first, "day": summary.day, "series": summary.series_id}
    return (await (await tx.connection()).execute(_EARLIER, given)).first() is None
