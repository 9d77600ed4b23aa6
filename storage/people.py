"""People who take part, as the roster, imports and they themselves describe them."""

from datetime import date, datetime, time

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel, col, select

from bot.domain.profiles import Profile
from bot.domain.roles import Source
from storage.columns import choice, choice_or_none, link, row_id
from storage.database import Tx


class Person(SQLModel, table=True):
    """One person of one workspace. Times of day are local to `zone`; `working_days` holds ISO weekdays, "12345"."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "slack_id"),
        Index("ix_person_email", "workspace_id", "email"),
        Index("ix_person_employee", "workspace_id", "employee_id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    slack_id: str = Field(max_length=32)
    name: str = Field(max_length=255)
    email: str | None = Field(default=None, max_length=320)
    employee_id: str | None = Field(default=None, max_length=64)
    title: str = Field(default="", max_length=255)
    title_from: Source | None = choice_or_none(Source)
    job_family: str = Field(default="", max_length=255)
    level: str = Field(default="", max_length=64)
    key_role: bool = False
    owner: bool = False
    guest: bool = False
    zone: str = Field(default="UTC", max_length=64)
    zone_from: Source | None = choice_or_none(Source)
    locale: str = Field(default="en", max_length=16)
    locale_from: Source | None = choice_or_none(Source)
    country: str | None = Field(default=None, max_length=2)
    region: str | None = Field(default=None, max_length=16)
    working_days: str = Field(default="12345", max_length=7)
    works_from: time = time(9)
    works_until: time = time(18)
    quiet_from: time = time(19)
    quiet_until: time = time(8)
    profile: Profile = choice(Profile, Profile.STANDARD)
    digest_at: time = time(16, 30)
    employed_from: date | None = None
    employed_until: date | None = None
    active: bool = True
    left_at: datetime | None = None
    dm_channel: str | None = Field(default=None, max_length=32)
    seen_run: str = Field(default="", max_length=36)


async def get(tx: Tx, person_id: int) -> Person:
    return await tx.get_one(Person, person_id)


async def find(tx: Tx, workspace_id: int, slack_id: str) -> Person | None:
    found = select(Person).where(Person.workspace_id == workspace_id, Person.slack_id == slack_id)
    return (await tx.exec(found)).one_or_none()


async def by_ids(tx: Tx, ids: list[int]) -> dict[int, Person]:
    """The people with these ids, by id."""
    rows = await tx.exec(select(Person).where(col(Person.id).in_(ids)))
    return {person.id: person for person in rows}


async def active(tx: Tx, workspace_id: int) -> list[Person]:
    """Everyone who takes part in the workspace, by name."""
    found = select(Person).where(Person.workspace_id == workspace_id, col(Person.active))
    return list(await tx.exec(found.order_by(col(Person.name), col(Person.id))))


async def active_ids(tx: Tx, workspace_id: int) -> list[int]:
    """The ids of everyone who takes part in the workspace."""
    return list(await tx.exec(select(Person.id).where(Person.workspace_id == workspace_id, col(Person.active))))
