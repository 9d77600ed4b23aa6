"""Roles that were granted, by whom and when."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import UniqueConstraint, delete
from sqlmodel import SQLModel, col, select

from bot.domain.roles import Role
from storage.columns import choice, link, link_or_none, row_id
from storage.database import Tx
from storage.inserting import insert_once
from storage.people import Person


class RoleGrant(SQLModel, table=True):
    """`granted_by` is None where the settings or an import said so."""

    __table_args__ = (UniqueConstraint("person_id", "role"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id", index=True)
    person_id: int = link("person.id")
    role: Role = choice(Role)
    granted_by: int | None = link_or_none("person.id")
    granted_at: datetime


async def has(tx: Tx, person_id: int, role: Role) -> bool:
    found = select(RoleGrant.id).where(RoleGrant.person_id == person_id, RoleGrant.role == role)
    return (await tx.exec(found)).first() is not None


async def holders(tx: Tx, workspace_id: int, role: Role) -> list[Person]:
    """The active people who hold this role."""
    found = (
        select(Person)
        .join(RoleGrant, col(RoleGrant.person_id) == col(Person.id))
        .where(RoleGrant.workspace_id == workspace_id, RoleGrant.role == role, col(Person.active))
        .order_by(col(Person.id))
    )
    return list(await tx.exec(found))


async def remove(tx: Tx, person_id: int, role: Role) -> bool:
    """Whether the role was there to be taken away."""
    connection = await tx.connection()
    gone = delete(RoleGrant).where(col(RoleGrant.person_id) == person_id, col(RoleGrant.role) == role)
    return (await connection.execute(gone)).rowcount == 1


async def without(tx: Tx, workspace_id: int, role: Role, emails: Collection[str]) -> list[Person]:
    """The active people with one of these e-mail addresses (lower case) who do not hold the role."""
    held = select(RoleGrant.person_id).where(RoleGrant.workspace_id == workspace_id, RoleGrant.role == role)
    found = select(Person).where(
        Person.workspace_id == workspace_id,
        col(Person.active),
        col(Person.email).in_(emails),
        col(Person.id).not_in(held),
    )
    return list(await tx.exec(found.order_by(col(Person.id))))


async def add(tx: Tx, workspace_id: int, person_id: int, role: Role, *, granted_by: int | None, now: datetime) -> bool:
    """Whether the role is new to this person."""
    values = {
        "workspace_id": workspace_id,
        "person_id": person_id,
        "role": role,
        "granted_by": granted_by,
        "granted_at": now,
    }
    return await insert_once(tx, RoleGrant, values)


async def held(tx: Tx, workspace_id: int) -> set[tuple[int, Role]]:
    """Who holds what, by person id."""
    found = select(RoleGrant.person_id, RoleGrant.role).where(RoleGrant.workspace_id == workspace_id)
    return {(person_id, Role(role)) for person_id, role in await tx.exec(found)}
