"""Leave: days on which somebody is away. The reason is theirs alone."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, bindparam
from sqlmodel import Field, SQLModel, col, select

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
_OF_PEOPLE = select(Leave).where(
    col(Leave.person_id).in_(bindparam("people", expanding=True)),
    col(Leave.first) <= bindparam("to"),
    col(Leave.last) >= bindparam("from"),
)


async def of_people(tx: Tx, people: list[int], first: date, last: date) -> dict[int, list[Leave]]:
    """The leave of these people that touches the days from `first` to `last`."""
    spans: dict[int, list[Leave]] = {}
    for leave in await tx.exec(_OF_PEOPLE, params={"people": people, "from": first, "to": last}):
        spans.setdefault(leave.person_id, []).append(leave)
    return spans
