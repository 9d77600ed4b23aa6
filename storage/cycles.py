"""Cycles: a span of days with a name, such as Q1 2027."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import link, row_id


class Cycle(SQLModel, table=True):
    """From `starts` to `ends`, both included, by each person's own calendar."""

    __table_args__ = (UniqueConstraint("workspace_id", "name"), Index("ix_cycle_span", "workspace_id", "ends", "id"))

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    name: str = Field(max_length=80)
    starts: date
    ends: date
    made_by: int = link("person.id")
    made_at: datetime
