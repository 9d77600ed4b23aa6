"""Pairings of people who do not report to each other any more."""

from datetime import date

from sqlalchemy import ColumnElement, Date, and_, bindparam, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.database import Tx
from storage.one_on_ones import Pairing
from storage.people import Person
from storage.reporting import ReportingLine, holds


def _apart() -> SelectOfScalar[Pairing]:
    today: ColumnElement[date] = bindparam("today", type_=Date)
    person, manager = aliased(Person), aliased(Person)
    line = exists().where(
        col(ReportingLine.person_id) == col(Pairing.person_id),
        col(ReportingLine.manager_id) == col(Pairing.manager_id),
        *holds(today),
    )
    there = [
        and_(col(one.active), or_(col(one.employed_until).is_(None), col(one.employed_until) >= today))
        for one in (person, manager)
    ]
    return (
        select(Pairing)
        .join(person, col(person.id) == col(Pairing.person_id))
        .join(manager, col(manager.id) == col(Pairing.manager_id))
        .where(col(Pairing.ended_at).is_(None), ~and_(line, *there))
        .order_by(col(Pairing.id))
        .limit(bindparam("most"))
    )


_APART = _apart()
"""Made once: it is asked every minute, and takes longer to put together than to run."""


async def apart(tx: Tx, today: date, most: int) -> list[Pairing]:
    """Some of those that have not ended, where no line leads from the one to the other today, or one of them has left."""
    return list(await tx.exec(_APART, params={"today": today, "most": most}))
