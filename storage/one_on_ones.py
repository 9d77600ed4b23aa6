"""1:1s: which two talk how often, and each of their talks."""

from datetime import datetime, time

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.domain.one_on_ones import Cadence, Purpose, TalkState
from storage.columns import choice, choice_or_none, link, link_or_none, row_id
from storage.words import words


class Pairing(SQLModel, table=True):
    """A manager and a person who talk regularly. `weekday` (1 is Monday) and `at` are what they usually agree on, in the person's zone."""

    __table_args__ = (
        UniqueConstraint("person_id", "manager_id"),
        Index("ix_pairing_manager", "manager_id", "ended_at"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    person_id: int = link("person.id")
    manager_id: int = link("person.id")
    cadence: Cadence = choice(Cadence, Cadence.FORTNIGHTLY)
    weekday: int | None = None
    at: time | None = None
    minutes: int = 30
    place: str | None = words()
    made_by: int = link("person.id")
    made_at: datetime
    ended_at: datetime | None = None


class OneOnOne(SQLModel, table=True):
    """One talk of a pairing. `slot` is its nominal turn: an ISO week or a month; moved, it stays the same turn.

    `at` is when, UTC; `sequence` counts the changes of it, for the calendar. Said that it took place: `person_said`, `manager_said`.
    """

    __tablename__ = "one_on_one"
    __table_args__ = (
        UniqueConstraint("pairing_id", "slot"),
        Index("ix_one_on_one_person", "person_id", "at", "id"),
        Index("ix_one_on_one_manager", "manager_id", "at", "id"),
        Index("ix_one_on_one_state", "state", "at", "id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    pairing_id: int = link("pairing.id")
    person_id: int = link("person.id")
    manager_id: int = link("person.id")
    slot: str = Field(max_length=16)
    state: TalkState = choice(TalkState, TalkState.DUE)
    at: datetime | None = None
    minutes: int = 30
    place: str | None = words()
    purpose: Purpose | None = choice_or_none(Purpose)
    proposed_by: int | None = link_or_none("person.id")
    sequence: int = 0
    skipped_by: int | None = link_or_none("person.id")
    why_skipped: str | None = words()
    person_said: bool | None = None
    manager_said: bool | None = None
    said_at: datetime | None = None
    settled_at: datetime | None = None
