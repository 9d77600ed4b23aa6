"""Where somebody stands among the job families, and how they and their managers rate their competencies, dated and by whom."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, func, update
from sqlalchemy import select as pick
from sqlmodel import Field, SQLModel, col, select

from bot.domain.competencies import KEY_MAX, Rated
from storage.columns import link, row_id
from storage.database import Tx
from storage.inserting import insert_new, insert_row
from storage.people import MANY, Person
from storage.words import words


class CompetencyPlace(SQLModel, table=True):
    """The job family and the level that is expected of somebody, since `set_at` until `ended_at` (None: now)."""

    __tablename__ = "competency_place"
    __table_args__ = (Index("ix_competency_place_person", "person_id", "ended_at", "id"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    person_id: int = link("person.id")
    family: str = Field(max_length=KEY_MAX)
    level: int
    set_by: int = link("person.id")
    set_at: datetime
    ended_at: datetime | None = None


class CompetencyAssessment(SQLModel, table=True):
    """How `author` rated `person` at that moment, in that version of the model. Their own where both are the same."""

    __tablename__ = "competency_assessment"
    __table_args__ = (
        UniqueConstraint("workspace_id", "source"),
        Index("ix_competency_assessment_person", "person_id", "family", "author_id", "id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    person_id: int = link("person.id")
    author_id: int = link("person.id")
    version_id: int = link("competency_version.id")
    family: str = Field(max_length=KEY_MAX)
    source: str = Field(max_length=128)
    made_at: datetime


class CompetencyRating(SQLModel, table=True):
    """A level, and the instance behind it."""

    __tablename__ = "competency_rating"
    __table_args__ = (UniqueConstraint("assessment_id", "competency"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    assessment_id: int = link("competency_assessment.id")
    competency: str = Field(max_length=KEY_MAX)
    level: int
    instance: str | None = words()


async def places(tx: Tx, person_ids: Sequence[int]) -> dict[int, CompetencyPlace]:
    """Where these people stand now, by person."""
    found: dict[int, CompetencyPlace] = {}
    for at in range(0, len(person_ids), MANY):
        some = col(CompetencyPlace.person_id).in_(person_ids[at : at + MANY])
        wanted = select(CompetencyPlace).where(some, col(CompetencyPlace.ended_at).is_(None))
        found |= {one.person_id: one for one in await tx.exec(wanted.order_by(col(CompetencyPlace.id)))}
    return found


async def place(tx: Tx, person: Person, family: str, level: int, set_by: int, now: datetime) -> None:
    """Somebody stands there from now on; where they stood before stays on record. The same place is no change."""
    held = (await places(tx, [person.id])).get(person.id)
    if held is not None and (held.family, held.level) == (family, level):
        return
    open_ = (col(CompetencyPlace.person_id) == person.id) & col(CompetencyPlace.ended_at).is_(None)
    await (await tx.connection()).execute(update(CompetencyPlace).where(open_).values(ended_at=now))
    row: dict[str, Any] = {"workspace_id": person.workspace_id, "person_id": person.id}
    tx.add(CompetencyPlace(family=family, level=level, set_by=set_by, set_at=now, **row))
    await tx.flush()


async def latest(tx: Tx, person_ids: Sequence[int]) -> dict[int, list[CompetencyAssessment]]:
    """Of each of these people the last assessment by each author in each family, the newest first."""
    found: dict[int, list[CompetencyAssessment]] = {one: [] for one in person_ids}
    one = CompetencyAssessment
    for at in range(0, len(person_ids), MANY):
        some = col(one.person_id).in_(person_ids[at : at + MANY])
        newest = select(func.max(col(one.id))).where(some)
        newest = newest.group_by(col(one.person_id), col(one.author_id), col(one.family))
        for each in await tx.exec(select(one).where(col(one.id).in_(newest)).order_by(col(one.id).desc())):
            found[each.person_id].append(each)
    return found


async def ratings(tx: Tx, assessment_ids: Sequence[int]) -> dict[int, dict[str, Rated]]:
    """What was given in each of these assessments, by competency."""
    found: dict[int, dict[str, Rated]] = {one: {} for one in assessment_ids}
    for at in range(0, len(assessment_ids), MANY):
        some = col(CompetencyRating.assessment_id).in_(assessment_ids[at : at + MANY])
        for one in await tx.exec(select(CompetencyRating).where(some).order_by(col(CompetencyRating.id))):
            found[one.assessment_id][one.competency] = Rated(one.level, one.instance)
    return found


async def add(tx: Tx, row: Mapping[str, Any], given: Mapping[str, Rated], now: datetime) -> int | None:
    """Keep an assessment with its ratings. None: its source is there already."""
    made = await insert_row(tx, CompetencyAssessment, {**row, "made_at": now})
    if made is not None:
        here: dict[str, Any] = {"workspace_id": row["workspace_id"], "assessment_id": made}
        rated = [here | {"competency": key, "level": one.level, "instance": one.instance} for key, one in given.items()]
        await insert_new(tx, CompetencyRating, rated)
    return made


async def counts(tx: Tx, workspace_id: int, among: Sequence[int] | None = None) -> dict[str, tuple[int, int, int]]:
    """By family: how many people stand in it, how many of them rated themselves, and how many were rated by a manager.

    `among`: of these people alone.
    """
    own = CompetencyAssessment.person_id == CompetencyAssessment.author_id
    rated = pick(col(CompetencyAssessment.id)).where(
        col(CompetencyAssessment.person_id) == col(CompetencyPlace.person_id),
        col(CompetencyAssessment.family) == col(CompetencyPlace.family),
    )
    by_self, by_manager = rated.where(own).exists(), rated.where(~own).exists()  # type: ignore[arg-type]
    found = (
        pick(
            col(CompetencyPlace.family),
            func.count(),
            func.count().filter(by_self),
            func.count().filter(by_manager),
        )
        .join(Person, col(Person.id) == col(CompetencyPlace.person_id))
        .where(col(CompetencyPlace.workspace_id) == workspace_id, col(CompetencyPlace.ended_at).is_(None))
        .where(col(Person.active))
        .group_by(col(CompetencyPlace.family))
    )
    if among is not None:
        found = found.where(col(Person.id).in_(among))
    rows = await (await tx.connection()).execute(found)
    return {family: (people, own_given, given) for family, people, own_given, given in rows}
