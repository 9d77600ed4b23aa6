"""The workspace: one Slack team that installed the bot. Every other row belongs to exactly one."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel, select

from storage.columns import choice, row_id
from storage.database import Tx


class WorkspaceState(StrEnum):
    ACTIVE = "active"
    STOPPED = "stopped"


class Workspace(SQLModel, table=True):
    id: int = row_id()
    team_id: str = Field(max_length=32, unique=True)
    enterprise_id: str | None = Field(default=None, max_length=32)
    name: str = Field(max_length=255)
    domain: str = Field(default="", max_length=255)
    bot_user_id: str = Field(default="", max_length=32)
    zone: str = Field(default="UTC", max_length=64)
    locale: str = Field(default="en", max_length=16)
    guests: bool = False
    state: WorkspaceState = choice(WorkspaceState, WorkspaceState.ACTIVE)
    stopped_why: str | None = Field(default=None, max_length=64)
    stopped_at: datetime | None = None
    roster_synced_at: datetime | None = None


async def find(tx: Tx, team_id: str) -> Workspace | None:
    return (await tx.exec(select(Workspace).where(Workspace.team_id == team_id))).one_or_none()


async def get(tx: Tx, workspace_id: int) -> Workspace:
    return await tx.get_one(Workspace, workspace_id)


async def lock(tx: Tx, workspace_id: int) -> None:
    """Let nobody else pass here until this transaction ends: for acts of which two at once would be one too many."""
    await tx.exec(select(Workspace.id).where(Workspace.id == workspace_id).with_for_update())


async def everyone(tx: Tx) -> list[Workspace]:
    """All workspaces, those that were stopped included."""
    return list(await tx.exec(select(Workspace).order_by(Workspace.id)))  # type: ignore[arg-type]


async def all_active(tx: Tx) -> list[Workspace]:
    return list(await tx.exec(select(Workspace).where(Workspace.state == WorkspaceState.ACTIVE).order_by(Workspace.id)))  # type: ignore[arg-type]
