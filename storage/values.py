"""The company's values, as HR lists them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel, col, select

from bot.domain.values import NAME_MAX
from storage.columns import link, row_id
from storage.database import Tx


class CompanyValue(SQLModel, table=True):
    """Where one is listed is its `position`. One that was taken out is `retired_at`: what was written under it keeps it."""

    __tablename__ = "company_value"
    __table_args__ = (UniqueConstraint("workspace_id", "name"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    name: str = Field(max_length=NAME_MAX)
    position: int
    retired_at: datetime | None = None


async def of_workspace(tx: Tx, workspace_id: int) -> list[CompanyValue]:
    """Every value there ever was, in the order of the list; retired ones keep the place they had."""
    found = select(CompanyValue).where(CompanyValue.workspace_id == workspace_id)
    return list(await tx.exec(found.order_by(col(CompanyValue.position), col(CompanyValue.id))))


async def by_ids(tx: Tx, ids: Sequence[int]) -> dict[int, CompanyValue]:
    """These values by id, retired ones too."""
    rows = await tx.exec(select(CompanyValue).where(col(CompanyValue.id).in_(ids))) if ids else ()
    return {one.id: one for one in rows}
