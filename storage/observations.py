"""Observations: what a manager saw, by day; read by their author alone until they are shared or handed over."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Index, UniqueConstraint, delete, func, or_, update
from sqlmodel import Field, SQLModel, col, select

from bot.domain.observations import RECORD
from storage.columns import link, row_id
from storage.database import Tx
from storage.evidence import MESSAGE, CitedMessage, Evidence
from storage.people import Person
from storage.readers import Reader
from storage.words import words


class Observation(SQLModel, table=True):
    """`author` saw `subject` do something on `day`. `source` makes a repeat harmless: "view:V…".

    `shared_at`: since then its subject reads it. `asked_at`: its author was asked what becomes of it, as they no longer lead the
    subject; `decided_at`: they said.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "source"),
        Index("ix_observation_author", "author_id", "subject_id", "day", "id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    author_id: int = link("person.id")
    subject_id: int = link("person.id", index=True)
    source: str = Field(max_length=128)
    day: date
    good: bool
    situation: str | None = words()
    behaviour: str | None = words()
    impact: str | None = words()
    made_at: datetime
    edited_at: datetime | None = None
    shared_at: datetime | None = None
    asked_at: datetime | None = None
    decided_at: datetime | None = None


async def find(tx: Tx, observation_id: int) -> Observation | None:
    return await tx.get(Observation, observation_id)


async def locked(tx: Tx, observation_id: int) -> Observation | None:
    """The observation, held until the transaction ends: two clicks take turns."""
    found = select(Observation).where(Observation.id == observation_id).with_for_update()
    return (await tx.exec(found.execution_options(populate_existing=True))).one_or_none()


async def by_source(tx: Tx, workspace_id: int, source: str) -> Observation | None:
    found = select(Observation).where(Observation.workspace_id == workspace_id, Observation.source == source)
    return (await tx.exec(found)).one_or_none()


async def by_ids(tx: Tx, ids: Sequence[int]) -> dict[int, Observation]:
    rows = await tx.exec(select(Observation).where(col(Observation.id).in_(ids))) if ids else ()
    return {one.id: one for one in rows}


async def readable(tx: Tx, reader_id: int, at: int, most: int) -> list[Observation]:
    """Some of what this person may read, from the `at`-th on: first what they wrote, by whom it is about, the newest in front."""
    granted = select(Reader.record_id).where(Reader.kind == RECORD, Reader.person_id == reader_id)
    found = (
        select(Observation)
        .join(Person, col(Person.id) == col(Observation.subject_id))
        .where(or_(col(Observation.author_id) == reader_id, col(Observation.id).in_(granted)))
        .order_by(
            col(Observation.author_id) != reader_id,
            col(Person.name),
            col(Person.id),
            col(Observation.day).desc(),
            col(Observation.id).desc(),
        )
    )
    return list(await tx.exec(found.offset(at).limit(most)))


async def remove(tx: Tx, observation_id: int) -> None:
    """Delete it with all that points from it or to it."""
    cited = select(Evidence.to_id).where(
        Evidence.from_kind == RECORD, Evidence.from_id == observation_id, Evidence.to_kind == MESSAGE
    )
    messages = list(await tx.exec(cited))
    connection = await tx.connection()
    from_here = (col(Evidence.from_kind) == RECORD) & (col(Evidence.from_id) == observation_id)
    to_here = (col(Evidence.to_kind) == RECORD) & (col(Evidence.to_id) == observation_id)
    await connection.execute(delete(Evidence).where(from_here | to_here))
    await connection.execute(delete(CitedMessage).where(col(CitedMessage.id).in_(messages)))
    await connection.execute(delete(Observation).where(col(Observation.id) == observation_id))


async def unlink(tx: Tx, observation_id: int, kinds: Sequence[str]) -> None:
    """Let it point to nothing of these kinds any more."""
    gone = delete(Evidence).where(
        col(Evidence.from_kind) == RECORD,
        col(Evidence.from_id) == observation_id,
        col(Evidence.to_kind).in_(kinds),
    )
    await (await tx.connection()).execute(gone)


async def resting_on(tx: Tx, observation_id: int, from_kind: str) -> list[int]:
    """The ids of the records of a kind that rest on it."""
    found = select(Evidence.from_id).where(
        Evidence.from_kind == from_kind, Evidence.to_kind == RECORD, Evidence.to_id == observation_id
    )
    return list(await tx.exec(found.order_by(col(Evidence.from_id))))


def _undecided(author_id: int, subject_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Observation.author_id) == author_id,
        col(Observation.subject_id) == subject_id,
        col(Observation.shared_at).is_(None),
        col(Observation.decided_at).is_(None),
    )


async def undecided(tx: Tx, author_id: int, subject_id: int, most: int | None = None) -> list[Observation]:
    """What its author was asked about and has not decided, the newest first."""
    found = select(Observation).where(*_undecided(author_id, subject_id), col(Observation.asked_at).is_not(None))
    return list(await tx.exec(found.order_by(col(Observation.day).desc(), col(Observation.id).desc()).limit(most)))


async def count_undecided(tx: Tx, author_id: int, subject_id: int) -> int:
    found = select(func.count(col(Observation.id)))
    return (
        await tx.exec(found.where(*_undecided(author_id, subject_id), col(Observation.asked_at).is_not(None)))
    ).one()


async def unasked(tx: Tx, workspace_id: int) -> list[tuple[int, int]]:
    """Author and subject of what is its author's alone, of which they were not asked what becomes of it; both still take part."""
    author, subject = select(Person.id).where(col(Person.active)), select(Person.id).where(col(Person.active))
    found = (
        select(Observation.author_id, Observation.subject_id)
        .where(Observation.workspace_id == workspace_id)
        .where(col(Observation.shared_at).is_(None), col(Observation.asked_at).is_(None))
        .where(col(Observation.author_id).in_(author), col(Observation.subject_id).in_(subject))
        .distinct()
    )
    return list(await tx.exec(found.order_by(col(Observation.author_id), col(Observation.subject_id))))


async def ask(tx: Tx, author_id: int, subject_id: int, now: datetime) -> int | None:
    """Note that its author is asked. The first id of what they are asked about; None: they were already."""
    wanted = select(Observation).where(*_undecided(author_id, subject_id), col(Observation.asked_at).is_(None))
    ids = [one.id for one in await tx.exec(wanted.order_by(col(Observation.id)).with_for_update())]
    if not ids:
        return None
    asked = update(Observation).where(col(Observation.id).in_(ids)).values(asked_at=now)
    await (await tx.connection()).execute(asked)
    return ids[0]
