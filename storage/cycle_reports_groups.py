"""Those who were in a cycle, by the department in which they came into it, or by who led them on the last day, for the days of their
part: each of them in one group, but for whoever was led by several managers of one reader, in turn."""

from datetime import date
from typing import Any

from sqlalchemy import CTE, Date, Integer, Select, cast, distinct, func, literal, literal_column, null, or_, select
from sqlalchemy import case as choose
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import col

from bot.domain.cadence import DAY
from bot.domain.cycle_reports import FROM_THE_START, NOWHERE
from storage.columns import BigId
from storage.cycle_summaries_groups import Groups, Midnight, cte
from storage.cycles import Cycle, CyclePerson
from storage.database import Tx
from storage.people import Person
from storage.reporting import ReportingLine, department_on, holds


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


def later(day: Any, many: int) -> Any:
    """The day so many days after that one, as part of a statement."""
    return DaysAfter(day, literal_column(str(many), Integer))


def by_department(cycle: Cycle, last: date, above: int | None = None) -> Groups:
    """By the id of the department in which they came into the cycle, `NOWHERE` for those of none.

    `above`: only those whom this person's managers lead, for the days on which they do.
    """
    joined = col(CyclePerson.joined_on)
    came = department_on(col(CyclePerson.person_id), joined, later(joined, 1))
    department = func.coalesce(came, NOWHERE)
    if above is None:
        return Groups(cte(_people(cycle, last, department)), cycle.starts, last)
    line = aliased(ReportingLine)
    return Groups(cte(_led(cycle, last, department, line, above)), cycle.starts, last)


def by_manager(cycle: Cycle, last: date, above: int | None = None) -> Groups:
    """By the id of who leads them; those whom nobody leads are left out. `above`: as for departments."""
    line = aliased(ReportingLine)
    if above is not None:
        found = _led(cycle, last, col(line.manager_id), line, above)
        return Groups(cte(found), cycle.starts, last)
    found = _people(cycle, last, col(line.manager_id)).join(
        line, (col(line.person_id) == col(CyclePerson.person_id)) & col(line.manager_id).is_not(None)
    )
    until = or_(col(line.until).is_(None), col(line.until) > last)
    return Groups(cte(found.where(col(line.since) <= last, until)), cycle.starts, last)


def _people(cycle: Cycle, last: date, group: Any, line: Any = None) -> Select[Any]:
    """From the day on which their part began, as a rule the cycle's own first day for them, to the last day of it.

    Whoever has left the company stays in it with their days: taken out, two dates of one report would differ by them alone.
    `line`: only the days of that reporting line.
    """
    end, left = literal(last + DAY, Date), col(CyclePerson.left_on)
    begins, joined = col(CyclePerson.begins), col(CyclePerson.joined_on)
    taken_in = literal(cycle.started_at.date() + FROM_THE_START if cycle.started_at is not None else cycle.starts, Date)
    since = choose((joined <= taken_in, begins), else_=joined)
    bound: Any = end
    if cycle.rolling:
        own = later(begins, (cycle.ends - cycle.starts).days + 1)
        bound = choose((own < end, own), else_=end)
    until = choose((later(left, 1) < bound, later(left, 1)), else_=bound)
    gone = left < last
    if line is not None:
        since = choose((col(line.since) > since, col(line.since)), else_=since)
        gone = or_(gone, col(line.until) <= last)
        until = choose((col(line.until) < until, col(line.until)), else_=until)
    return (
        select(
            group.label("group_id"),
            col(CyclePerson.person_id).label("person_id"),
            cast(null(), BigId).label("reader_id"),
            since.label("since"),
            until.label("until"),
            Midnight(since).label("opens"),
            Midnight(until).label("closes"),
            choose((gone, False), else_=True).label("stays"),
        )
        .select_from(CyclePerson)
        .where(col(CyclePerson.cycle_id) == cycle.id, joined <= last)
    )


def _led(cycle: Cycle, last: date, group: Any, line: Any, above: int) -> Select[Any]:
    """For the days on which somebody led them who reports to that person on the last day, directly or over others.

    So who comes to one of those managers, or goes, takes no days along. A manager who comes under that person, or goes, does: with all
    days on which they led their own.
    """
    found = _people(cycle, last, group, line)
    begins, ends = found.selected_columns.since, found.selected_columns.until
    return found.join(line, col(line.person_id) == col(CyclePerson.person_id)).where(
        col(line.manager_id).in_(select(_below(above, last).c.person_id)),
        col(line.manager_id) != above,
        col(line.person_id) != above,
        col(line.since) <= last,
        begins < ends,
    )


async def known_to(tx: Tx, groups: Groups, person_id: int) -> dict[int, int]:
    """How many people of each group somebody knows: themselves, and those whom they led in the days that are counted."""
    g, line = groups.rows.c, aliased(ReportingLine)
    led = (
        select(col(line.id))
        .where(col(line.manager_id) == person_id, col(line.person_id) == g.person_id)
        .where(col(line.since) < g.until, or_(col(line.until).is_(None), col(line.until) > g.since))
        .exists()
    )
    found = select(g.group_id, func.count(distinct(g.person_id)).label("people")).where(
        or_(g.person_id == person_id, led)
    )
    rows = await (await tx.connection()).execute(found.group_by(g.group_id))
    return {row.group_id: row.people for row in rows}


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
