"""Days on which the company is closed: for everybody, for those in one country, or for one department."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import UniqueConstraint, bindparam
from sqlmodel import Field, SQLModel, col, select

from storage.columns import link, row_id
from storage.database import Tx
from storage.reporting import Department, Membership


class DayOff(SQLModel, table=True):
    """`country` and `department` (its name) narrow down for whom; empty means everybody."""

    __tablename__ = "day_off"
    __table_args__ = (UniqueConstraint("workspace_id", "day", "country", "department"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    day: date
    name: str = Field(max_length=255)
    country: str = Field(default="", max_length=2)
    department: str = Field(default="", max_length=255)
    noted_at: datetime


# Written down once, as all statements of a submit are: putting them together takes longer than running them.
_BETWEEN = (
    select(DayOff)
    .where(
        col(DayOff.workspace_id) == bindparam("workspace"),
        col(DayOff.day) >= bindparam("from"),
        col(DayOff.day) <= bindparam("to"),
    )
    .order_by(col(DayOff.day), col(DayOff.id))
)


async def between(tx: Tx, workspace_id: int, first: date, last: date) -> list[DayOff]:
    """The days off of the workspace from `first` to `last`."""
    return list(await tx.exec(_BETWEEN, params={"workspace": workspace_id, "from": first, "to": last}))


async def departments_of(tx: Tx, people: Sequence[int], on: date) -> dict[int, str]:
    """The names of these people's departments on that day, by person id."""
    found = (
        select(Membership.person_id, Department.name)
        .join(Department, col(Department.id) == col(Membership.department_id))
        .where(
            col(Membership.person_id).in_(people),
            Membership.since <= on,
            col(Membership.until).is_(None) | (col(Membership.until) > on),
        )
    )
    return dict((await tx.exec(found)).all())
