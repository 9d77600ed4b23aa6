"""Groups of people whose work is counted together: a manager's team, or one person, each for the days of their own part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, Date, DateTime, Select, and_, case, cast, literal, null, or_, select, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import col

from bot.domain.cadence import DAY
from storage.among import among
from storage.columns import BigId
from storage.cycle_summaries_waiting import Over, in_it
from storage.cycles import CyclePerson
from storage.people import Person
from storage.reporting import ReportingLine


class Midnight(FunctionElement[Any]):
    """The moment at which a day begins in UTC, to compare moments with."""

    type = DateTime(timezone=True)
    inherit_cache = True


@compiles(Midnight, "sqlite")
def _sqlite(element: Any, compiler: Any, **options: Any) -> str:
    # Moments and days are texts there, and a day stands before every moment of it.
    return str(compiler.process(element.clauses, **options))


@compiles(Midnight, "postgresql")
def _postgres(element: Any, compiler: Any, **options: Any) -> str:
    return f"(({compiler.process(element.clauses, **options)})::timestamp AT TIME ZONE 'UTC')"


@dataclass(frozen=True)
class Groups:
    """`rows`: one for each person and span of days: group_id, person_id, reader_id, since, until, opens, closes, stays.

    `reader_id`: whose rights it is counted with; null: everybody's words count, and who shows the figures hides those of too few.
    `since` to before `until` are days, `opens` to before `closes` the same as moments; `stays`: to the last day that is counted.
    """

    rows: CTE
    first: date
    last: date


def cte(found: Select[Any]) -> CTE:
    """Put together once for each statement. PostgreSQL would take it apart again, and work out each day for each row behind it."""
    return found.cte("groups").prefix_with("MATERIALIZED", dialect="postgresql")


def of_managers(managers: Sequence[int], first: date, last: date) -> Groups:
    """The teams of these managers, by the manager's id: each person for the days on which they led them."""
    lead, person = col(ReportingLine.manager_id), col(ReportingLine.person_id)
    return _lines(lead, person, lead, among(lead, managers), first, last)


def of_managers_over(managers: Sequence[int], over: Over, first: date) -> Groups:
    """The same of those alone of whom a part of a cycle is over: from the day on which the cycle began for them to the part's last."""
    lead, person = col(ReportingLine.manager_id), col(ReportingLine.person_id)
    begins = col(CyclePerson.begins)
    which = and_(among(lead, managers), col(CyclePerson.person_id) == person, *in_it(over))
    return _lines(lead, person, lead, which, first, over.last, begins)


def of_reports(manager_id: int, people: Sequence[int], first: date, last: date) -> Groups:
    """Each of these people by their own id, for the days on which this manager led them."""
    lead, person = col(ReportingLine.manager_id), col(ReportingLine.person_id)
    return _lines(person, person, lead, (lead == manager_id) & among(person, people), first, last)


def of_people(people: Sequence[int], first: date, last: date) -> Groups:
    """Each of these people by their own id, with all that is theirs."""
    day, end = literal(first, Date), literal(last + DAY, Date)
    found = select(
        col(Person.id).label("group_id"),
        col(Person.id).label("person_id"),
        cast(null(), BigId).label("reader_id"),
        day.label("since"),
        end.label("until"),
        Midnight(day).label("opens"),
        Midnight(end).label("closes"),
        true().label("stays"),
    )
    return Groups(cte(found.where(among(col(Person.id), people))), first, last)


def _lines(
    group: Any,
    person: Any,
    reader: Any,
    which: ColumnElement[bool],
    first: date,
    last: date,
    begins: Any = None,
) -> Groups:
    """`begins`: the first day of each one of them, where it is not the same for all."""
    line = ReportingLine
    begin, end = literal(first, Date) if begins is None else begins, literal(last + DAY, Date)
    since = case((col(line.since) > begin, col(line.since)), else_=begin)
    until = case((col(line.until) < end, col(line.until)), else_=end)
    found = (
        select(
            group.label("group_id"),
            person.label("person_id"),
            reader.label("reader_id"),
            since.label("since"),
            until.label("until"),
            Midnight(since).label("opens"),
            Midnight(until).label("closes"),
            or_(col(line.until).is_(None), col(line.until) >= end).label("stays"),
        )
        .select_from(line)
        .join(Person, col(Person.id) == person)
        .where(which, col(line.since) < end, col(line.until).is_(None) | (col(line.until) > begin))
        .where(col(Person.active))
    )
    return Groups(cte(found), first, last)
