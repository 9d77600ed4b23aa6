"""People who take part, as the roster, imports and they themselves describe them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, Index, UniqueConstraint, func, update
from sqlalchemy import select as pick
from sqlmodel import Field, SQLModel, col, select

from bot.domain.profiles import Profile
from bot.domain.roles import Source
from storage.columns import choice, choice_or_none, link, row_id
from storage.database import Tx

WAITING = "import:"
"""Begins the Slack id of people whom an import named and who have no account yet; the rest is made from their e-mail."""
MANY = 500
"""Ids in one condition."""


class Person(SQLModel, table=True):
    """One person of one workspace. Times of day are local to `zone`; `working_days` holds ISO weekdays, "12345".

    `slack_locale` is what Slack says whatever else is in force. `quiet_own`: they chose their quiet hours themselves.
    `thanks_posted`: thanks to them may be posted.
    `tells_read`: whoever gives them feedback is told when they have read it.
    """

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
    slack_locale: str | None = Field(default=None, max_length=16)
    country: str | None = Field(default=None, max_length=2)
    country_from: Source | None = choice_or_none(Source)
    region: str | None = Field(default=None, max_length=16)
    working_days: str = Field(default="12345", max_length=7)
    works_from: time = time(9)
    works_until: time = time(18)
    quiet_from: time = time(19)
    quiet_until: time = time(8)
    quiet_own: bool = False
    profile: Profile = choice(Profile, Profile.STANDARD)
    digest_at: time = time(16, 30)
    thanks_posted: bool = True
    tells_read: bool = True
    employed_from: date | None = None
    employed_until: date | None = None
    active: bool = True
    left_at: datetime | None = None
    dm_channel: str | None = Field(default=None, max_length=32)
    seen_run: str = Field(default="", max_length=36)

    @property
    def waits(self) -> bool:
        """Whether an import named this person and Slack does not know them yet."""
        return self.slack_id.startswith(WAITING)


async def get(tx: Tx, person_id: int) -> Person:
    return await tx.get_one(Person, person_id)


async def find(tx: Tx, workspace_id: int, slack_id: str) -> Person | None:
    found = select(Person).where(Person.workspace_id == workspace_id, Person.slack_id == slack_id)
    return (await tx.exec(found)).one_or_none()


async def by_ids(tx: Tx, ids: list[int]) -> dict[int, Person]:
    """The people with these ids, by id."""
    rows = await tx.exec(select(Person).where(col(Person.id).in_(ids)))
    return {person.id: person for person in rows}


@dataclass(frozen=True, slots=True)
class Week:
    """As much of a person as says when they work, named as there: for the thousands whom a tick looks at."""

    id: int
    workspace_id: int
    zone: str
    locale: str
    slack_locale: str | None
    country: str | None
    region: str | None
    working_days: str
    works_from: time
    works_until: time


async def weeks(tx: Tx, ids: Sequence[int]) -> list[Week]:
    """When these people work."""
    wanted = [col(getattr(Person, field.name)) for field in fields(Week)]
    connection = await tx.connection()
    return [Week(*row) for row in await connection.execute(pick(*wanted).where(col(Person.id).in_(ids)))]


async def weeks_of_workspace(
    tx: Tx, workspace_id: int, after: int, most: int
) -> list[tuple[Week, str, date | None, date | None]]:
    """When the next people of a workspace work, with their names and first and last days, in the order of ids from `after` on."""
    wanted = [col(getattr(Person, field.name)) for field in fields(Week)]
    more = [col(Person.name), col(Person.employed_from), col(Person.employed_until)]
    found = pick(*wanted, *more).where(
        col(Person.workspace_id) == workspace_id, col(Person.active), col(Person.id) > after
    )
    rows = await (await tx.connection()).execute(found.order_by(col(Person.id)).limit(most))
    at = len(wanted)
    return [(Week(*row[:at]), row[at], row[at + 1], row[at + 2]) for row in rows]


async def active(tx: Tx, workspace_id: int) -> list[Person]:
    """Everyone who takes part in the workspace, by name."""
    found = select(Person).where(Person.workspace_id == workspace_id, col(Person.active))
    return list(await tx.exec(found.order_by(col(Person.name), col(Person.id))))


async def spoken(tx: Tx, workspace_id: int, without: Sequence[int], on: date) -> dict[str, int]:
    """How many of those who take part on that day, but for these people, have which locale."""
    found = pick(col(Person.locale), func.count()).where(*_employed(workspace_id, without, on))
    rows = await (await tx.connection()).execute(found.group_by(col(Person.locale)))
    return {row[0]: row[1] for row in rows}


async def first_names(tx: Tx, workspace_id: int, without: Sequence[int], on: date, most: int) -> list[str]:
    """The first of the same people, by name."""
    found = pick(col(Person.name)).where(*_employed(workspace_id, without, on)).order_by(col(Person.name)).limit(most)
    return [row[0] for row in await (await tx.connection()).execute(found)]


def _employed(workspace_id: int, without: Sequence[int], on: date) -> tuple[ColumnElement[bool], ...]:
    since, until = col(Person.employed_from), col(Person.employed_until)
    here = (since.is_(None) | (since <= on)) & (until.is_(None) | (until >= on))
    return (
        col(Person.workspace_id) == workspace_id,
        col(Person.active).is_(True),
        col(Person.id).not_in(without),
        here,
    )


async def active_ids(tx: Tx, workspace_id: int) -> list[int]:
    """The ids of everyone who takes part in the workspace."""
    return list(await tx.exec(select(Person.id).where(Person.workspace_id == workspace_id, col(Person.active))))


async def still_active(tx: Tx, ids: Sequence[int]) -> set[int]:
    """Those of these people who take part."""
    found: set[int] = set()
    for at in range(0, len(ids), MANY):
        some = col(Person.id).in_(ids[at : at + MANY])
        found |= set(await tx.exec(select(Person.id).where(some, col(Person.active))))
    return found


async def by_slack_ids(tx: Tx, workspace_id: int, slack_ids: Sequence[str]) -> dict[str, Person]:
    """The people with these Slack ids, by Slack id."""
    found: dict[str, Person] = {}
    for at in range(0, len(slack_ids), MANY):
        wanted = select(Person).where(
            Person.workspace_id == workspace_id, col(Person.slack_id).in_(slack_ids[at : at + MANY])
        )
        found |= {person.slack_id: person for person in await tx.exec(wanted)}
    return found


async def waiting(tx: Tx, workspace_id: int, emails: Sequence[str]) -> dict[str, Person]:
    """The people without an account whom an import named by one of these addresses (lower case), by address."""
    wanted = select(Person).where(
        Person.workspace_id == workspace_id,
        col(Person.email).in_(emails),
        col(Person.slack_id).startswith(WAITING),
    )
    return {person.email: person for person in await tx.exec(wanted) if person.email}


async def known_emails(tx: Tx, workspace_id: int, emails: Collection[str]) -> set[str]:
    """Those of these addresses (lower case) that active people have."""
    found = select(Person.email).where(
        Person.workspace_id == workspace_id, col(Person.active), col(Person.email).in_(emails)
    )
    return {email for email in await tx.exec(found) if email}


async def mark_seen(tx: Tx, workspace_id: int, slack_ids: Sequence[str], run: str) -> None:
    """Mark these people as seen in a run of the roster. Runs sort by their time: a later one's mark stays."""
    if slack_ids:
        seen = update(Person).where(
            col(Person.workspace_id) == workspace_id,
            col(Person.slack_id).in_(slack_ids),
            col(Person.seen_run) < run,
        )
        await (await tx.connection()).execute(seen.values(seen_run=run))


async def unseen(tx: Tx, workspace_id: int, run: str, most: int) -> list[Person]:
    """Some of the active people whom no run since this one has seen."""
    found = select(Person).where(Person.workspace_id == workspace_id, col(Person.active), Person.seen_run < run)
    return list(await tx.exec(found.order_by(col(Person.id)).limit(most)))


async def without_zone(tx: Tx, workspace_id: int, most: int | None = None) -> list[Person]:
    """Who takes part in a zone that nobody named, by name."""
    found = select(Person).where(*_zoneless(workspace_id)).order_by(col(Person.name), col(Person.id)).limit(most)
    return list(await tx.exec(found))


async def count_without_zone(tx: Tx, workspace_id: int) -> int:
    return (await tx.exec(select(func.count(col(Person.id))).where(*_zoneless(workspace_id)))).one()


def _zoneless(workspace_id: int) -> tuple[ColumnElement[bool], ...]:
    return (col(Person.workspace_id) == workspace_id, col(Person.active).is_(True), col(Person.zone_from).is_(None))


async def homes(tx: Tx) -> list[tuple[str | None, str | None, str, str]]:
    """Where people who take part live, each once: country, region, locale as Slack says it, zone."""
    spoken = func.coalesce(col(Person.slack_locale), col(Person.locale))
    found = select(Person.country, Person.region, spoken, Person.zone).where(col(Person.active))
    return list(await tx.exec(found.distinct()))


async def all_ids(tx: Tx) -> list[int]:
    """The ids of everybody who ever took part."""
    return list(await tx.exec(select(Person.id).order_by(col(Person.id))))
