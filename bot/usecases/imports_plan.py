"""What an import would change, worked out from the file and from everybody who is known; nothing is written here.

People and departments that are new have negative numbers here until they get an id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain import reporting
from bot.domain.imports import Problem, Roster, Row
from bot.domain.reporting import Edit, Line
from bot.domain.roles import Role, Source
from storage.imports import Known

PLANNED = ("employed_from", "employed_until", "country")
"""What decides on which days somebody is asked: what they are due next is planned anew."""
SOURCES = ("title", "locale", "country")
"""The values that others than imports tell as well, so that it is kept who did."""


@dataclass(frozen=True)
class Change:
    """One value of one person that would change, for the person who runs the import to look at."""

    line: int
    email: str
    what: str
    was: str
    will: str


@dataclass
class Plan:
    """What would be done. `new` holds e-mail addresses, `people` new values (of new people all), both by number or id."""

    since: date
    rows: int
    new: dict[int, str] = field(default_factory=dict)
    people: dict[int, dict[str, Any]] = field(default_factory=dict)
    managers: dict[int, Edit] = field(default_factory=dict)
    memberships: dict[int, Edit] = field(default_factory=dict)
    departments: dict[str, int] = field(default_factory=dict)
    roles: list[tuple[int, Role]] = field(default_factory=list)
    planned: list[int] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.people or self.managers or self.memberships or self.departments or self.roles)

    def counts(self) -> dict[str, int]:
        return {
            "lines": self.rows,
            "new": len(self.new),
            "changed": len(self.people.keys() - self.new.keys()),
            "managers": len(self.managers),
            "departments": len(self.memberships),
            "roles": len(self.roles),
        }


class Planner:
    """Works the plan out row by row; `problems` are what stands in its way."""

    def __init__(
        self,
        since: date,
        roster: Roster,
        everybody: Sequence[Known],
        managers: Mapping[int, Sequence[Line]],
        memberships: Mapping[int, Sequence[Line]],
        departments: Mapping[str, int],
        held: set[tuple[int, Role]],
        locale: str,
    ) -> None:
        """`locale` is the workspace's, which new people begin with."""
        self.roster, self.managers, self.memberships, self.held = roster, managers, memberships, held
        self.locale = locale
        self.known = {person.id: person for person in everybody}
        # Whoever is active is the one who is meant by an address; whoever left, the last.
        ordered = sorted(everybody, key=lambda one: (one.active, one.waits))
        self.by_email = {one.email: one.id for one in ordered if one.email}
        self.by_employee = {one.employee_id: one.id for one in ordered if one.employee_id}
        self.departments = {name.casefold(): number for name, number in departments.items()}
        self.named = {number: name for name, number in departments.items()}
        self.of_row: dict[str, int] = {}
        self.problems: list[Problem] = []
        self.done = Plan(since, len(roster.rows))

    def plan(self) -> Plan:
        """What the file would change, row by row, and everything that is wrong with it."""
        for row in self.roster.rows:
            self._find(row)
        self._check_people()
        reports_to = {person: reporting.at(lines, self.done.since) for person, lines in self.managers.items()}
        chart = {person: line.to if line else None for person, line in reports_to.items()}
        for row in self.roster.rows:
            person = self.of_row[row.email]
            self._values(row, person)
            self._manager(row, person, chart)
            self._department(row, person)
            self._roles(row, person)
        self._check_circles(chart)
        return self.done

    def _find(self, row: Row) -> None:
        """Whom this row is about: known by e-mail, else by employee id (the address changed), else new."""
        person = self.by_email.get(row.email)
        if person is None and row.employee_id:
            person = self.by_employee.get(row.employee_id)
        if person is None:
            person = -len(self.done.new) - 1
            self.done.new[person] = row.email
        self.of_row[row.email] = person

    def _check_people(self) -> None:
        first: dict[int, Row] = {}
        for row in self.roster.rows:
            person = self.of_row[row.email]
            if person in first:
                self._problem(row, f"This is the same person as in line {first[person].line}, by their employee_id.")
            first.setdefault(person, row)
        for row in self.roster.rows:
            owner = self.by_employee.get(row.employee_id or "")
            if owner is not None and owner != self.of_row[row.email] and owner not in first:
                other = self.known[owner].email or "somebody else"
                self._problem(row, f"employee_id {row.employee_id} belongs to {other}, who is not in the file.")

    def _values(self, row: Row, person: int) -> None:
        """The person's own values that change. A blank cell takes back what an import said."""
        before = self.known.get(person)
        was = {name: getattr(before, name) for name in VALUES} if before else {**FRESH, "locale": self.locale}
        new = {**was, **self._told(row, was)}
        if before is None or before.waits or before.email is None:
            new["email"] = row.email
        changed = [name for name in VALUES if new[name] != was[name]]
        if not changed:
            return
        self.done.people[person] = new
        if before and any(name in PLANNED for name in changed):
            self.done.planned.append(person)
        for name in changed:
            if name.removesuffix("_from") not in SOURCES or name in SOURCES:
                self._change(row, SHOWN.get(name, name), was[name], new[name])

    def _told(self, row: Row, was: Mapping[str, Any]) -> dict[str, Any]:
        columns = self.roster.columns
        told = {
            name: getattr(row, column) if getattr(row, column) is not None else blank
            for name, (column, blank) in PLAIN.items()
            if column in columns
        }
        for name in SOURCES:
            if name not in columns:
                continue
            value = getattr(row, name)
            if value is not None:
                told |= {name: value, f"{name}_from": Source.IMPORT}
            elif was[f"{name}_from"] is Source.IMPORT:
                told |= {f"{name}_from": None} | ({"country": None} if name == "country" else {})
        return told

    def _manager(self, row: Row, person: int, chart: dict[int, int | None]) -> None:
        if "manager_email" not in self.roster.columns:
            return
        lines = self.managers.get(person, ())
        if row.manager_email is None:
            edit = reporting.end(lines, self.done.since, Source.IMPORT)
            line = reporting.at(lines, self.done.since)
            manager = line.to if line and line.source is not Source.IMPORT else None
        else:
            found = self._who(row)
            if found is None:
                return
            manager = found
            edit = reporting.change(lines, manager, self.done.since, Source.IMPORT)
        chart[person] = manager
        if edit:
            self.done.managers[person] = edit
            if edit.was != manager:
                self._change(row, "manager", self._email(edit.was), self._email(manager))

    def _who(self, row: Row) -> int | None:
        """The manager that the row names, or None, with a problem noted."""
        email = row.manager_email or ""
        if email in self.of_row:
            return self.of_row[email]
        manager = self.by_email.get(email)
        if manager is None:
            self._problem(row, f"The manager {email} is neither in this file nor in the workspace.")
        elif self.known[manager].left:
            self._problem(row, f"The manager {email} has left the workspace.")
            return None
        return manager

    def _department(self, row: Row, person: int) -> None:
        if "department" not in self.roster.columns:
            return
        lines = self.memberships.get(person, ())
        if row.department is None:
            edit = reporting.end(lines, self.done.since, Source.IMPORT)
        else:
            edit = reporting.change(lines, self._department_number(row.department), self.done.since, Source.IMPORT)
        if edit:
            self.done.memberships[person] = edit
            self._change(row, "department", self.named.get(edit.was or 0), row.department)

    def _department_number(self, name: str) -> int:
        number = self.departments.get(name.casefold())
        if number is None:
            number = -len(self.done.departments) - 1
            self.departments[name.casefold()] = number
            self.done.departments[name] = number
        return number

    def _roles(self, row: Row, person: int) -> None:
        for role in row.roles:
            if (person, role) not in self.held:
                self.done.roles.append((person, role))
                self._change(row, "role", None, role.value)

    def _check_circles(self, chart: Mapping[int, int | None]) -> None:
        lines = {self.of_row[row.email]: row for row in self.roster.rows}
        for circle in reporting.circles(chart):
            path = " → ".join(self._email(one) or "somebody" for one in [*circle, circle[0]])
            why = "manager_email names the person themselves." if len(circle) == 1 else f"Managers in a circle: {path}."
            for one in circle:
                if one in lines:
                    self._problem(lines[one], why)

    def _email(self, person: int | None) -> str | None:
        if person is None:
            return None
        return self.done.new.get(person) or self.known[person].email

    def _problem(self, row: Row, why: str) -> None:
        self.problems.append(Problem(row.line, why))

    def _change(self, row: Row, what: str, was: object, will: object) -> None:
        self.done.changes.append(Change(row.line, row.email, what, _shown(was), _shown(will)))


PLAIN: dict[str, tuple[str, Any]] = {
    "employee_id": ("employee_id", None),
    "job_family": ("job_family", ""),
    "level": ("level", ""),
    "key_role": ("key_role", False),
    "employed_from": ("start_date", None),
    "employed_until": ("end_date", None),
}
"""The person's values that only imports tell: their column, and what a blank cell means."""

SHOWN = {name: column for name, (column, _) in PLAIN.items()}
VALUES = ("email", *PLAIN, *SOURCES, *(f"{name}_from" for name in SOURCES))
FRESH: dict[str, Any] = {name: blank for name, (_, blank) in PLAIN.items()}
FRESH |= {"email": None, "title": "", "locale": "", "country": None} | {f"{name}_from": None for name in SOURCES}


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "–" if value in (None, "") else str(value)
