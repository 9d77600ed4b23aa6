"""Skips: "not this week", said by the person, with the reason they gave if they gave one. The period's outcome says the rest."""

from datetime import datetime

from sqlalchemy import UniqueConstraint, bindparam, delete
from sqlmodel import SQLModel, col, select

from bot.domain.nudges import RECORD
from storage.columns import link, row_id
from storage.database import Tx
from storage.people import Person
from storage.periods import Period
from storage.readers import Reader
from storage.words import words


class Skip(SQLModel, table=True):
    """One period that its person does not answer this time. `words` None: they gave no reason."""

    __table_args__ = (UniqueConstraint("period_id"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    period_id: int = link("period.id")
    person_id: int = link("person.id")
    words: str | None = words()
    noted_at: datetime


async def hold(tx: Tx, period_id: int) -> Period | None:
    """The period, held until the transaction ends: two clicks take turns."""
    return await tx.get(Period, period_id, with_for_update=True, populate_existing=True)


async def find(tx: Tx, period_id: int) -> Skip | None:
    return (await tx.exec(select(Skip).where(Skip.period_id == period_id))).one_or_none()


async def keep(tx: Tx, period: Period, reason: str | None, now: datetime) -> Skip:
    """Note the skip of this period, which is held, in place of what was noted before."""
    await take_back(tx, period.id)
    made = Skip(workspace_id=period.workspace_id, period_id=period.id, person_id=period.person_id, noted_at=now)
    made.words = reason
    tx.add(made)
    await tx.flush()
    return made


async def take_back(tx: Tx, period_id: int) -> None:
    """The skip of this period goes, if there is one: its reason, and who could read it."""
    found = await find(tx, period_id)
    if found is not None:
        gone = delete(Reader).where(col(Reader.kind) == RECORD, col(Reader.record_id) == found.id)
        await (await tx.connection()).execute(gone)
        await tx.delete(found)
        await tx.flush()


# Written down once: a summary is rendered for every manager of a company in the same hours.
_TOLD_TO = (
    select(Skip)
    .join(Reader, col(Reader.record_id) == col(Skip.id))
    .where(
        Reader.kind == RECORD,
        col(Reader.person_id) == bindparam("reader"),
        col(Skip.period_id).in_(bindparam("periods", expanding=True)),
    )
)


async def told_to(tx: Tx, reader_id: int, periods: list[int]) -> dict[int, Skip]:
    """The skips of these periods that this reader was told of, by period id."""
    return {skip.period_id: skip for skip in await tx.exec(_TOLD_TO, params={"reader": reader_id, "periods": periods})}


async def noted_since(tx: Tx, reader_id: int, since: datetime, most: int) -> list[tuple[Skip, Person]]:
    """What this reader was told of after that moment, with whose it is, in the order it was noted."""
    found = (
        select(Skip, Person)
        .join(Reader, col(Reader.record_id) == col(Skip.id))
        .join(Person, col(Person.id) == col(Skip.person_id))
        .where(Reader.kind == RECORD, Reader.person_id == reader_id, Skip.noted_at > since)
        .order_by(col(Skip.noted_at), col(Skip.id))
        .limit(most)
    )
    return [(skip, person) for skip, person in await tx.exec(found)]
