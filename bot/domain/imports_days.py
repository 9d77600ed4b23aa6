"""Leave and company days off as HR's file gives them: read whole or not at all, every problem named by its line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain import imports
from bot.domain.imports import DELIMITERS, Problem, broken
from bot.domain.leave import LONGEST

LEAVE = ("email", "first", "last")
DAYS_OFF = ("date", "name", "country", "department")
NEEDED = ("email", "first", "last", "date", "name")
NAME_MAX = 255


@dataclass(frozen=True)
class LeaveRow:
    line: int
    email: str
    first: date
    last: date


@dataclass(frozen=True)
class DayRow:
    line: int
    day: date
    name: str
    country: str = ""
    department: str = ""

    @property
    def key(self) -> tuple[date, str, str]:
        return self.day, self.country, self.department.casefold()


def read_leave(raw: bytes) -> list[LeaveRow]:
    """Who is away from when to when. Raises ImportBroken."""
    problems: list[Problem] = []
    rows: list[LeaveRow] = []
    for line, cells in _table(raw, LEAVE):
        try:
            row = LeaveRow(line, imports.email(cells["email"]), imports.day(cells["first"]), imports.day(cells["last"]))
            _check(row, rows)
            rows.append(row)
        except ValueError as error:
            problems.append(Problem(line, str(error)))
    if problems:
        raise broken(*problems)
    return rows


def _check(row: LeaveRow, before: Sequence[LeaveRow]) -> None:
    if row.last < row.first:
        raise ValueError(f"last {row.last} is before first {row.first}.")
    if row.last - row.first > LONGEST:
        raise ValueError("Leave can be noted for up to three years.")
    for other in before:
        if other.email == row.email and other.first <= row.last and row.first <= other.last:
            raise ValueError(f"{row.email} is away on some of these days already in line {other.line}.")


def read_days_off(raw: bytes) -> list[DayRow]:
    """On which days the company is closed, and for whom. Raises ImportBroken."""
    problems: list[Problem] = []
    found: dict[tuple[date, str, str], DayRow] = {}
    for line, cells in _table(raw, DAYS_OFF):
        try:
            row = _day_off(line, cells)
            if row.key in found:
                raise ValueError(f"{row.day} is there already in line {found[row.key].line}.")
            found[row.key] = row
        except ValueError as error:
            problems.append(Problem(line, str(error)))
    if problems:
        raise broken(*problems)
    return list(found.values())


def _day_off(line: int, cells: Mapping[str, str]) -> DayRow:
    name, department = cells["name"], " ".join(cells.get("department", "").split())
    if not name or max(len(name), len(department)) > NAME_MAX:
        raise ValueError(f"name and department take up to {NAME_MAX} characters, and name must be there.")
    if "\x00" in name + department:
        raise ValueError("A cell holds a character that is no text.")
    where = cells.get("country", "")
    return DayRow(line, imports.day(cells["date"]), name, imports.country(where) if where else "", department)


def _table(raw: bytes, known: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """The lines of the file by column. Raises ImportBroken for a header or a line that does not fit."""
    text = imports.decoded(raw)
    lines = imports.lines(text, max(DELIMITERS, key=text.partition("\n")[0].count))
    header = next(lines, None)
    if header is None or isinstance(header, Problem):
        raise broken(header or Problem(1, f"The file is empty. Its first line names the columns: {', '.join(known)}."))
    names = [name.lower() for name in header[1]]
    lacking = [name for name in known if name in NEEDED and name not in names]
    if lacking or set(names) - set(known) or len(set(names)) < len(names):
        raise broken(
            Problem(header[0], f"The columns are {', '.join(known)}, each once; country and department may lack.")
        )
    rows, problems = imports.named(lines, names)
    if problems:
        raise broken(*problems)
    return rows
