"""Of whom HR was told that they have no manager: once, until they had one."""

from datetime import datetime

from sqlalchemy import UniqueConstraint, delete
from sqlmodel import SQLModel, col, select

from storage.columns import link, row_id
from storage.database import Tx
from storage.inserting import insert_new
from storage.people import MANY, Person


class Unled(SQLModel, table=True):
    """This person had no manager at `noted_at`, of which HR was told in the message of that moment."""

    __table_args__ = (UniqueConstraint("person_id"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id", index=True)
    person_id: int = link("person.id")
    noted_at: datetime


async def known(tx: Tx, workspace_id: int) -> set[int]:
    return set(await tx.exec(select(Unled.person_id).where(Unled.workspace_id == workspace_id)))


async def note(tx: Tx, workspace_id: int, people: list[int], now: datetime) -> None:
    await insert_new(tx, Unled, [{"workspace_id": workspace_id, "person_id": one, "noted_at": now} for one in people])


async def forget(tx: Tx, people: list[int]) -> None:
    """They have a manager, or take part no longer: were it so again, it would be news."""
    for at in range(0, len(people), MANY):
        some = people[at : at + MANY]
        await (await tx.connection()).execute(delete(Unled).where(col(Unled.person_id).in_(some)))


async def noted_at(tx: Tx, workspace_id: int, at: datetime) -> list[Person]:
    """Who was noted at that moment, by name."""
    found = (
        select(Person)
        .join(Unled, col(Unled.person_id) == col(Person.id))
        .where(Unled.workspace_id == workspace_id, Unled.noted_at == at)
        .order_by(col(Person.name), col(Person.id))
    )
    return list(await tx.exec(found))
