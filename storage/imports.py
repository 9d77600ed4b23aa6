"""Everybody of a workspace in one look, and changes to thousands of them in a few statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlmodel import SQLModel, col, select

from bot.domain.roles import Source
from storage.database import Tx
from storage.people import WAITING, Person
from storage.reporting import Department


@dataclass(frozen=True)
class Known:
    """What is known of one person, of all that an import may change."""

    id: int
    slack_id: str
    email: str | None
    employee_id: str | None
    title: str
    title_from: Source | None
    job_family: str
    level: str
    key_role: bool
    country: str | None
    country_from: Source | None
    locale: str
    locale_from: Source | None
    employed_from: date | None
    employed_until: date | None
    active: bool

    @property
    def waits(self) -> bool:
        return self.slack_id.startswith(WAITING)

    @property
    def left(self) -> bool:
        return not self.active and not self.waits


async def everybody(tx: Tx, workspace_id: int) -> list[Known]:
    """All people of the workspace: those who left, those who wait for an account, and the rest."""
    table = SQLModel.metadata.tables["person"]
    wanted = select(*(table.c[one.name] for one in fields(Known)))
    rows = await (await tx.connection()).execute(wanted.where(table.c.workspace_id == workspace_id))
    return [Known(*row) for row in rows]


async def add(tx: Tx, people: Sequence[Person]) -> None:
    table = SQLModel.metadata.tables["person"]
    if people:
        await (await tx.connection()).execute(insert(table), [one.model_dump(exclude={"id"}) for one in people])


async def update_many(tx: Tx, changed: Mapping[int, Mapping[str, Any]]) -> None:
    """Write the new values of these people, by their id; all name the same columns."""
    table = SQLModel.metadata.tables["person"]
    if changed:
        rows = [{"person": person_id, **values} for person_id, values in changed.items()]
        await (await tx.connection()).execute(update(table).where(table.c.id == bindparam("person")), rows)


async def waiting_ids(tx: Tx, workspace_id: int) -> dict[str, int]:
    """The ids of all who wait for an account, by what stands for their Slack id."""
    wanted = select(Person.slack_id, Person.id).where(
        Person.workspace_id == workspace_id, col(Person.slack_id).startswith(WAITING)
    )
    return dict((await tx.exec(wanted)).all())


async def add_departments(tx: Tx, workspace_id: int, names: Sequence[str]) -> None:
    if names:
        rows = [{"workspace_id": workspace_id, "name": name} for name in names]
        await (await tx.connection()).execute(insert(SQLModel.metadata.tables[str(Department.__tablename__)]), rows)
