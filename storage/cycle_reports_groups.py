"""Those who were in a cycle, by their department or by who led them on the last day: each of them in one group, for the days of
their part."""

from datetime import date
from typing import Any

from sqlalchemy import CTE, Date, Integer, Select, cast, func, literal, literal_column, null, or_, select
from sqlalchemy import case as choose
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import col

from bot.domain.cadence import DAY
from bot.domain.cycle_reports import FROM_THE_START, NOWHERE
from storage.columns import BigId
from storage.cycle_summaries_groups import Groups, Midnight
from storage.cycles import Cycle, CyclePerson
from storage.database import Tx
from storage.people import Person
from storage.reporting import Membership, ReportingLine, holds


class DaysAfter(FunctionElement[Any]):
    """The day so many days after a day."""

    type = Date()
    inherit_cache = True


@compiles(DaysAfter, "sqlite")
def _sqlite(element: Any, compiler: Any, **options: Any) -> str:
    day, many = (compiler.process(one, **options) for one in element.clauses)
    return f"date({day}, '+' || {many} || ' day')"


@compiles(DaysAfter, "postgresql")
def _postgres(element: Any, compiler: Any, **options: Any) -> str:
    day, many = (compiler.process(one, **options) for one in element.clauses)
    return f"({day} + {many})"


def _later(day: Any, many: int) -> Any:
    return DaysAfter(day, literal_column(str(many), Integer))


def by_department(cycle: Cycle, last: date, above: int | None = None) -> Groups:
    """By the department's id, `NOWHERE` for those of none. `above`: only those whom this person's managers lead on that day."""
    department = func.coalesce(col(Membership.department_id), NOWHERE)
    found = _people(cycle, last, department, above).outerjoin(
        Membership,
        (col(Membership.person_id) == col(CyclePerson.person_id))
        & (col(Membership.since) <= last)
        & or_(col(Membership.until).is_(None), col(Membership.until) > last),
    )
    return Groups(found.cte("groups"), cycle.starts, last)


def by_manager(cycle: Cycle, last: date, above: int | None = None) -> Groups:
    """By the id of who leads them; those whom nobody leads are left out."""
    line = aliased(ReportingLine)
    found = _people(cycle, last, col(line.manager_id), above).join(
        line, (col(line.person_id) == col(CyclePerson.person_id)) & col(line.manager_id).is_not(None)
    )
    until = or_(col(line.until).is_(None), col(line.until) > last)
    return Groups(found.where(col(line.since) <= last, until).cte("groups"), cycle.starts, last)


def _people(cycle: Cycle, last: date, group: Any, above: int | None) -> Select[Any]:
    """From the day on which their part began, as a rule the cycle's own first day for them, to the last day of it.

    Whoever has left the company stays in it with their days: taken out, two dates of one report would differ by them alone.
    """
    end, left = literal(last + DAY, Date), col(CyclePerson.left_on)
    begins, joined = col(CyclePerson.begins), col(CyclePerson.joined_on)
    taken_in = literal(cycle.started_at.date() + FROM_THE_START if cycle.started_at is not None else cycle.starts, Date)
    since = choose((joined <= taken_in, begins), else_=joined)
    bound: Any = end
    if cycle.rolling:
        own = _later(begins, (cycle.ends - cycle.starts).days + 1)
        bound = choose((own < end, own), else_=end)
    until = choose((_later(left, 1) < bound, _later(left, 1)), else_=bound)
    found = (
        select(
            group.label("group_id"),
            col(CyclePerson.person_id).label("person_id"),
            cast(null(), BigId).label("reader_id"),
            since.label("since"),
            until.label("until"),
            Midnight(since).label("opens"),
            Midnight(until).label("closes"),
            choose((left < last, 0), else_=1).label("stays"),
        )
        .select_from(CyclePerson)
        .where(col(CyclePerson.cycle_id) == cycle.id, joined <= last)
    )
    if above is None:
        return found
    lines = aliased(ReportingLine)
    indirect = select(col(lines.person_id)).where(
        col(lines.manager_id).in_(select(_below(above, last).c.person_id)),
        col(lines.manager_id) != above,
        col(lines.person_id) != above,
        col(lines.since) <= last,
        or_(col(lines.until).is_(None), col(lines.until) > last),
    )
    return found.where(col(CyclePerson.person_id).in_(indirect))


def _below(person_id: int, on: date) -> CTE:
    """Everybody who reports to this person on that day, directly or over others; a circle ends where it began."""
    first = select(col(ReportingLine.person_id)).where(col(ReportingLine.manager_id) == person_id, *holds(on))
    below = first.cte("below", recursive=True)
    next_ = aliased(ReportingLine)
    until = or_(col(next_.until).is_(None), col(next_.until) > on)
    further = select(col(next_.person_id)).join(below, col(next_.manager_id) == below.c.person_id)
    return below.union(further.where(col(next_.since) <= on, until))


async def leads_managers(tx: Tx, person_id: int, on: date) -> bool:
    """Whether somebody who takes part reports to somebody who reports to this person on that day."""
    upper, lower = aliased(ReportingLine), aliased(ReportingLine)
    found = (
        select(col(lower.id))
        .join(upper, col(upper.person_id) == col(lower.manager_id))
        .join(Person, col(Person.id) == col(lower.person_id))
        .where(col(upper.manager_id) == person_id, col(lower.person_id) != person_id, col(Person.active))
    )
    for line in (upper, lower):
        found = found.where(col(line.since) <= on, or_(col(line.until).is_(None), col(line.until) > on))
    return (await (await tx.connection()).execute(found.limit(1))).first() is not None
