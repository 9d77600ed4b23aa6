"""Events that Slack sent, by their id, stored in the transaction of their effect: a repeat changes nothing."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.columns import link
from storage.database import Tx
from storage.inserting import insert_once


class InboundEvent(SQLModel, table=True):
    __tablename__ = "inbound_event"
    __table_args__ = (Index("ix_inbound_event_at", "at"),)

    event_id: str = Field(primary_key=True, max_length=64)
    workspace_id: int = link("workspace.id")
    type: str = Field(max_length=64)
    at: datetime


async def first_time(tx: Tx, event_id: str, workspace_id: int, type_: str, now: datetime) -> bool:
    """Note the event. False: it was noted before, and its effect with it."""
    return await insert_once(
        tx, InboundEvent, {"event_id": event_id, "workspace_id": workspace_id, "type": type_, "at": now}
    )
