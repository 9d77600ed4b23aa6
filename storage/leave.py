"""Leave: days on which somebody is away. The reason is theirs alone."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, bindparam, update
from sqlalchemy import select as pick
from sqlmodel import SQLModel, col, select

from bot.domain.roles import Source
from storage.columns import choice, link, row_id
from storage.database import Tx
from storage.people import Person
from storage.words import words


class Leave(SQLModel, table=True):
    """Away from `first` to `last`, both included; `last` before `first`: it was taken back before it began.

    `told_last` is the last day as the HR file has it: who is back earlier stays back when the file is read again.
    `back_at` is the start of the first working day after it (UTC), until `greeted`.
    """

    __table_args__ = (
        UniqueConstraint("person_id", "first", "source"),
        Index("ix_leave_person", "person_id", "last"),
        Index("ix_leave_back", "back_at", "id"),
        Index("ix_leave_workspace", "workspace_id", "last"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    person_id: int = link("person.id")
    first: date
    last: date
    words: str | None = words()
    source: Source = choice(Source, Source.APP)
    told_last: date | None = None
    noted_at: datetime
    back_at: datetime | None = None
    greeted: bool = False


# Written down once, as all statements of a submit are: putting them together takes longer than running them.
_OF_PEOPLE = pick(col(Leave.person_id), col(Leave.first), col(Leave.last)).where(
    col(Leave.person_id).in_(bindparam("people", expanding=True)),
    col(Leave.first) <= bindparam("to"),
    col(Leave.last) >= bindparam("from"),
)


async def of_people(tx: Tx, people: Sequence[int], first: date, last: date) -> dict[int, list[tuple[date, date]]]:
    """The first and last days of these people's leave, where it touches the days from `first` to `last`, by person id."""
    spans: dict[int, list[tuple[date, date]]] = {}
    connection = await tx.connection()
    for person_id, *span in await connection.execute(_OF_PEOPLE, {"people": people, "from": first, "to": last}):
        spans.setdefault(person_id, []).append((span[0], span[1]))
    return spans


async def lock(tx: Tx, person_id: int) -> None:
    """Let nobody else change this person's leave until the transaction ends: two clicks on one form take turns."""
    await tx.exec(select(Person.id).where(Person.id == person_id).with_for_update())


async def from_day(tx: Tx, person_id: int, day: date) -> list[Leave]:
    """The leave of this person that is not over on that day, in the order of time."""
    found = select(Leave).where(Leave.person_id == person_id, Leave.last >= day).order_by(col(Leave.first))
    return [one for one in await tx.exec(found) if one.first <= one.last]


async def find(tx: Tx, person_id: int, leave_id: int) -> Leave | None:
    found = select(Leave).where(Leave.id == leave_id, Leave.person_id == person_id)
    return (await tx.exec(found)).one_or_none()


async def in_workspace(tx: Tx, workspace_id: int, first: date, last: date) -> list[tuple[Person, Leave]]:
    """Who is away at any time from `first` to `last`, the earliest first."""
    found = (
        select(Person, Leave)
        .join(Leave, col(Leave.person_id) == col(Person.id))
        .where(Leave.workspace_id == workspace_id, Leave.last >= first, Leave.first <= last, col(Person.active))
        .order_by(col(Leave.first), col(Person.name), col(Leave.id))
    )
    return [(person, leave) for person, leave in await tx.exec(found) if leave.first <= leave.last]


async def imported(tx: Tx, people: Sequence[int]) -> dict[int, list[Leave]]:
    """All leave of these people that a file told, by person id."""
    spans: dict[int, list[Leave]] = {}
    found = select(Leave).where(col(Leave.person_id).in_(people), Leave.source == Source.IMPORT)
    for leave in await tx.exec(found):
        spans.setdefault(leave.person_id, []).append(leave)
    return spans


async def unwelcomed(tx: Tx, people: Sequence[int], since: date) -> list[Leave]:
    """The leave of these people that ends after `since` and after which nobody has greeted them yet."""
    found = select(Leave).where(col(Leave.person_id).in_(people), Leave.last >= since, col(Leave.greeted).is_(False))
    return list(await tx.exec(found))


async def book_return(tx: Tx, moments: dict[int, datetime | None]) -> None:
    """Write down when each of these is over, by leave id."""
    if moments:
        statement = update(Leave).where(col(Leave.id) == bindparam("leave")).values(back_at=bindparam("at"))
        rows = [{"leave": leave_id, "at": at} for leave_id, at in moments.items()]
        await (await tx.connection()).execute(statement, rows)


async def returning(tx: Tx, now: datetime, most: int) -> list[Leave]:
    """The leave whose first day back has begun, and after which nobody was greeted yet."""
    found = select(Leave).where(col(Leave.back_at) <= now, col(Leave.greeted).is_(False))
    return list(await tx.exec(found.order_by(col(Leave.back_at), col(Leave.id)).limit(most)))
