"""Leave: days on which somebody is away. The reason is theirs alone."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, bindparam, select
from sqlmodel import Field, SQLModel, col

from storage.columns import link, row_id
from storage.database import Tx
from storage.words import words


class Leave(SQLModel, table=True):
    """Away from `first` to `last`, both included."""

    __table_args__ = (UniqueConstraint("person_id", "first"), Index("ix_leave_person", "person_id", "last"))

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    person_id: int = link("person.id")
    first: date
    last: date
    words: str | None = words()
    source: str = Field(default="app", max_length=16)
    noted_at: datetime


# Written down once, as all statements of a submit are: putting them together takes longer than running them.
_OF_PEOPLE = select(col(Leave.person_id), col(Leave.first), col(Leave.last)).where(
    col(Leave.person_id).in_(bindparam("people", expanding=True)),
    col(Leave.first) <= bindparam("to"),
    col(Leave.last) >= bindparam("from"),
)


async def of_people(tx: Tx, people: list[int], first: date, last: date) -> dict[int, list[tuple[date, date]]]:
    """The first and last days of these people's leave, where it touches the days from `first` to `last`, by person id."""
    spans: dict[int, list[tuple[date, date]]] = {}
    connection = await tx.connection()
    for person_id, *span in await connection.execute(_OF_PEOPLE, {"people": people, "from": first, "to": last}):
        spans.setdefault(person_id, []).append((span[0], span[1]))
    return spans
