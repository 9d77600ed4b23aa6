"""Roles that were granted, by whom and when."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel, col, select

from bot.domain.roles import Role
from storage.columns import choice, link, link_or_none, row_id
from storage.database import Tx
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
