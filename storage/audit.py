"""The audit log: who did what to whom, for the acts that change rights, timetables and records of others."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel, col, select

from storage.columns import BigId, link, link_or_none, row_id
from storage.database import Tx


class AuditEntry(SQLModel, table=True):
    """`actor_id` None: the settings, the roster or the calendar did it. `details` holds ids and plain values, never words."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_at", "workspace_id", "at"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    at: datetime
    actor_id: int | None = link_or_none("person.id")
    act: str = Field(max_length=64)
    subject: str = Field(max_length=32)
    subject_id: int = Field(sa_type=BigId)
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


async def note(
    tx: Tx,
    workspace_id: int,
    act: str,
    subject: str,
    subject_id: int,
    *,
    actor_id: int | None,
    now: datetime,
    **details: object,
) -> None:
    """Write down what was done, in the transaction that does it."""
    tx.add(
        AuditEntry(
            workspace_id=workspace_id,
            at=now,
            actor_id=actor_id,
            act=act,
            subject=subject,
            subject_id=subject_id,
            details=details,
        )
    )


LATELY = 200
"""Entries about one thing that are looked at: more edits than two people make while one form is open."""


async def about(tx: Tx, workspace_id: int, act: str, subject: str, subject_id: int) -> list[AuditEntry]:
    """The last entries of one kind about one thing, the oldest first."""
    found = select(AuditEntry).where(
        AuditEntry.workspace_id == workspace_id,
        AuditEntry.act == act,
        AuditEntry.subject == subject,
        AuditEntry.subject_id == subject_id,
    )
    return list(await tx.exec(found.order_by(col(AuditEntry.id).desc()).limit(LATELY)))[::-1]
