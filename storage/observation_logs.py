"""How an author's observations are spread over their people, and what was said to them about it."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import UniqueConstraint, case, func
from sqlalchemy import select as pick
from sqlmodel import Field, SQLModel, col, select

from bot.domain.observations import Log, Tilt
from storage.columns import BigId, choice, link, row_id
from storage.database import Tx
from storage.inserting import insert_row
from storage.observations import Observation
from storage.people import MANY, Person
from storage.reporting import ReportingLine, holds


class ObservationTilt(SQLModel, table=True):
    """The author was told of a tilt in their log of one person, in the message of `told_at`.

    It is said once since the observation `since`; 0: since there is none.
    """

    __tablename__ = "observation_tilt"
    __table_args__ = (UniqueConstraint("author_id", "subject_id", "tilt", "since"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    author_id: int = link("person.id")
    subject_id: int = link("person.id")
    tilt: Tilt = choice(Tilt)
    since: int = Field(sa_type=BigId)
    told_at: datetime


async def authors(tx: Tx, workspace_id: int) -> list[int]:
    """Those who keep observations at all and take part."""
    found = (
        select(Observation.author_id)
        .join(Person, col(Person.id) == col(Observation.author_id))
        .where(Observation.workspace_id == workspace_id, col(Person.active))
        .distinct()
    )
    return list(await tx.exec(found.order_by(col(Observation.author_id))))


async def logs(tx: Tx, ids: Sequence[int], since: date) -> dict[tuple[int, int], Log]:
    """Of these authors, their log of each person by (author, person): counts from the day `since` on."""
    good = case((col(Observation.good), col(Observation.id)), else_=0)
    lately = case((col(Observation.day) >= since, 1), else_=0)
    good_lately = case((col(Observation.good) & (col(Observation.day) >= since), 1), else_=0)
    found: dict[tuple[int, int], Log] = {}
    connection = await tx.connection()
    for at in range(0, len(ids), MANY):
        wanted = (
            pick(
                col(Observation.author_id),
                col(Observation.subject_id),
                func.max(col(Observation.id)),
                func.max(good),
                func.max(col(Observation.day)),
                func.sum(lately),
                func.sum(good_lately),
            )
            .where(col(Observation.author_id).in_(ids[at : at + MANY]))
            .group_by(col(Observation.author_id), col(Observation.subject_id))
        )
        for author, subject, last, last_good, day, number, good_number in await connection.execute(wanted):
            found[author, subject] = Log(last, last_good, day, int(number), int(good_number))
    return found


async def reports(tx: Tx, ids: Sequence[int], on: date) -> dict[tuple[int, int], date]:
    """Who reports directly to each of these people on that day and takes part: since when, by (manager, person)."""
    found: dict[tuple[int, int], date] = {}
    connection = await tx.connection()
    for at in range(0, len(ids), MANY):
        wanted = (
            pick(col(ReportingLine.manager_id), col(ReportingLine.person_id), col(ReportingLine.since))
            .join(Person, col(Person.id) == col(ReportingLine.person_id))
            .where(col(ReportingLine.manager_id).in_(ids[at : at + MANY]), col(Person.active), *holds(on))
        )
        found |= {(manager, person): since for manager, person, since in await connection.execute(wanted) if manager}
    return found


async def told_since(tx: Tx, workspace_id: int, moment: datetime) -> set[int]:
    """The authors who were told something after that moment."""
    found = select(ObservationTilt.author_id).where(
        ObservationTilt.workspace_id == workspace_id, ObservationTilt.told_at > moment
    )
    return set(await tx.exec(found.distinct()))


async def tell(
    tx: Tx, workspace_id: int, author_id: int, subject_id: int, tilt: Tilt, since: int, now: datetime
) -> bool:
    """Note that an author is told of a tilt. False: they were already."""
    key = {"workspace_id": workspace_id, "author_id": author_id, "subject_id": subject_id, "tilt": tilt, "since": since}
    return await insert_row(tx, ObservationTilt, key | {"told_at": now}) is not None


async def told_at(tx: Tx, author_id: int, moment: datetime) -> list[ObservationTilt]:
    """What an author was told of in the message of that moment."""
    found = select(ObservationTilt).where(ObservationTilt.author_id == author_id, ObservationTilt.told_at == moment)
    return list(await tx.exec(found.order_by(col(ObservationTilt.id))))
