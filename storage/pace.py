"""The pace at which Slack lets us send: one row per workspace and lane, one per channel, shared by all workers."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class Pace(SQLModel, table=True):
    """`free_at`: when the next send may start; `rate`: sends a second; `raised_at`: when the rate last recovered a step."""

    key: str = Field(primary_key=True, max_length=96)
    rate: float
    free_at: datetime
    raised_at: datetime | None = None
