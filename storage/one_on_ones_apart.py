"""Pairings of people who do not report to each other any more."""

from datetime import date

from sqlalchemy import and_, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from storage.database import Tx
from storage.one_on_ones import Pairing
from storage.people import Person
from storage.reporting import ReportingLine, holds


async def apart(tx: Tx, today: date, most: int) -> list[Pairing]:
    """Some of those that have not ended, where no line leads from the one to the other today, or one of them has left."""
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
    found = (
        select(Pairing)
        .join(person, col(person.id) == col(Pairing.person_id))
        .join(manager, col(manager.id) == col(Pairing.manager_id))
        .where(col(Pairing.ended_at).is_(None), ~and_(line, *there))
        .order_by(col(Pairing.id))
        .limit(most)
    )
    return list(await tx.exec(found))
