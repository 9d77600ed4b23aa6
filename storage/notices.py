"""Notices: the record of what the bot owes and told. One row per kind, subject, recipient and occurrence."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from bot.domain.notices import State
from storage.columns import BigId, choice, link, row_id


class Notice(SQLModel, table=True):
    """Holds ids, never words. A sent notice that is owed again keeps `ts` and is delivered as an edit of its message."""

    __table_args__ = (
        UniqueConstraint("kind", "subject_id", "recipient_id", "occurrence"),
        Index(
            "ix_notice_due",
            "due_at",
            "id",
            postgresql_where=text("state IN ('pending', 'in_doubt', 'sending')"),
            sqlite_where=text("state IN ('pending', 'in_doubt', 'sending')"),
        ),
        Index("ix_notice_recipient", "recipient_id", "sent_on"),
        Index("ix_notice_message", "channel", "ts"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    kind: str = Field(max_length=64)
    subject_id: int = Field(sa_type=BigId)
    recipient_id: int = link("person.id")
    occurrence: str = Field(default="", max_length=64)
    lane: int
    unasked: bool = True
    state: State = choice(State, State.PENDING)
    why: str | None = Field(default=None, max_length=64)
    due_at: datetime
    not_after: datetime | None = None
    batched_at: datetime | None = None
    attempts: int = 0
    sending_at: datetime | None = None
    sent_at: datetime | None = None
    sent_on: date | None = None
    channel: str | None = Field(default=None, max_length=32)
    ts: str | None = Field(default=None, max_length=32)
    thread_ts: str | None = Field(default=None, max_length=32)
    made_at: datetime
