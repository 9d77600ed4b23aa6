"""The roster as a company's other system gives it: a CSV file, read whole or not at all, every problem named by its line.

A blank cell says nothing: what an earlier import said there no longer holds, and what others said stays.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain.countries import COUNTRIES, LANGUAGES
from bot.domain.errors import Refused
from bot.domain.roles import Role

LENGTHS = {
    "email": 320,
    "manager_email": 320,
    "employee_id": 64,
    "department": 255,
    "title": 255,
    "job_family": 255,
    "level": 64,
}
COLUMNS = (
    "email",
    "employee_id",
    "manager_email",
    "department",
    "title",
    "job_family",
    "level",
    "key_role",
    "country",
    "locale",
    "start_date",
    "end_date",
    "roles",
)
"""The columns that are understood, in any order; only the first must be there."""

YES, NO = frozenset({"yes", "y", "true", "1", "x"}), frozenset({"no", "n", "false", "0"})
DELIMITERS = ",;\t"
LIST = re.compile(r"[;,|/\s]+")
EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LOCALE = re.compile(r"([A-Za-z]{2})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}))?")


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong in one line of the file; the header is line 1."""

    line: int
    why: str


@dataclass
class ImportBroken(Refused):
    """Nothing of the file was taken: these lines have to be mended first."""

    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """One person as the file describes them; None: the cell is blank or the column is not there."""

    line: int
    email: str
    employee_id: str | None = None
    manager_email: str | None = None
    department: str | None = None
    title: str | None = None
    job_family: str | None = None
    level: str | None = None
    key_role: bool | None = None
    country: str | None = None
    locale: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True)
class Roster:
    """The whole file: which columns it has, and its rows in their order."""

    columns: frozenset[str]
    rows: tuple[Row, ...]


def read(raw: bytes) -> Roster:
    """The file as values. Raises ImportBroken with everything that can be seen in the file alone."""
    text = decoded(raw)
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    rest = lines(text, delimiter)
    header = next(rest, None)
    if header is None:
        raise broken(Problem(1, f"The file is empty. Its first line names the columns: {', '.join(COLUMNS)}."))
    if isinstance(header, Problem):
        raise broken(header)
    columns = _columns(*header)
    problems: list[Problem] = []
    rows = [row for line in rest if (row := _row(columns, line, problems)) is not None]
    problems += _repeated(rows, "email") + _repeated(rows, "employee_id")
    if not rows and not problems:
        problems.append(Problem(2, "There is nobody in the file."))
    if problems:
        raise broken(*problems)
    return Roster(frozenset(columns), tuple(rows))


def broken(*problems: Problem) -> ImportBroken:
    return ImportBroken("import_broken", problems=sorted(problems))


def decoded(raw: bytes) -> str:
    """The file as text. Raises ImportBroken for another encoding."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise broken(Problem(line, "This is not UTF-8. Save the file as “CSV UTF-8”.")) from None


def lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]] | Problem]:
    """Every line that is not blank, with its number; a cell in quotes may run over several lines. Ends at a broken quote."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error:
            yield Problem(number, "The quotes in this line do not match.")
            return
        if any(cells):
            yield number, cells


def named(
    rest: Iterator[tuple[int, list[str]] | Problem], names: Sequence[str]
) -> tuple[list[tuple[int, dict[str, str]]], list[Problem]]:
    """The lines below a header, each with its number and its cells by their columns; and what is wrong with the others."""
    rows: list[tuple[int, dict[str, str]]] = []
    problems: list[Problem] = []
    for one in rest:
        if isinstance(one, Problem):
            problems.append(one)
        elif len(one[1]) != len(names):
            problems.append(Problem(one[0], f"There are {len(one[1])} cells, and the header names {len(names)}."))
        else:
            rows.append((one[0], dict(zip(names, one[1], strict=True))))
    return rows, problems


def _columns(line: int, cells: Sequence[str]) -> list[str]:
    names = [cell.lower() for cell in cells]
    known = ", ".join(COLUMNS)
    problems = [
        Problem(line, f"The column {name!r} is not known. Known are: {known}.") for name in names if name not in COLUMNS
    ]
    problems += [Problem(line, f"The column {name} is there twice.") for name in COLUMNS if names.count(name) > 1]
    if "email" not in names:
        problems.append(Problem(line, "The column email is missing: people are known by it."))
    if problems:
        raise broken(*problems)
    return names


def _row(columns: Sequence[str], line: tuple[int, list[str]] | Problem, problems: list[Problem]) -> Row | None:
    """The row, or None where something is wrong with it, which is then among the problems."""
    if isinstance(line, Problem):
        problems.append(line)
        return None
    number, cells = line
    if len(cells) != len(columns):
        problems.append(Problem(number, f"There are {len(cells)} cells, and the header names {len(columns)}."))
        return None
    values: dict[str, Any] = {}
    before = len(problems)
    for column, cell in zip(columns, cells, strict=True):
        why = _take(column, cell, values)
        if why:
            problems.append(Problem(number, why))
    if not values.get("email") and len(problems) == before:
        problems.append(Problem(number, "The e-mail address is missing."))
    if len(problems) > before:
        return None
    row = Row(line=number, **values)
    if row.start_date and row.end_date and row.end_date < row.start_date:
        problems.append(Problem(number, f"end_date {row.end_date} is before start_date {row.start_date}."))
        return None
    return row


def _take(column: str, cell: str, values: dict[str, Any]) -> str | None:
    """Put the cell's value among `values`; answers what is wrong with it, if anything is."""
    if not cell:
        return None
    if "\x00" in cell:
        return f"{column} holds a character that is no text."
    most = LENGTHS.get(column)
    if most and len(cell) > most:
        return f"{column} is longer than {most} characters."
    try:
        values[column] = CELLS.get(column, str)(cell)
    except ValueError as error:
        return str(error)
    return None


def email(cell: str) -> str:
    """An address in small letters. Raises ValueError with a sentence."""
    if not EMAIL.fullmatch(cell):
        raise ValueError(f"{cell!r} is not an e-mail address.")
    return cell.lower()


def day(cell: str) -> date:
    """A day written as 2027-01-31. Raises ValueError with a sentence."""
    try:
        if DAY.fullmatch(cell):
            return date.fromisoformat(cell)
    except ValueError:
        pass
    raise ValueError(f"{cell!r} is not a date. Write it as 2027-01-31.")


def _yes(cell: str) -> bool:
    if cell.lower() not in YES | NO:
        raise ValueError(f"key_role is {cell!r}. Write yes or no.")
    return cell.lower() in YES


def country(cell: str) -> str:
    """Two capital letters. Raises ValueError with a sentence."""
    if cell.upper() not in COUNTRIES:
        raise ValueError(f"{cell!r} is not a country. Write two letters, for example DE or CN (ISO 3166).")
    return cell.upper()


def _locale(cell: str) -> str:
    found = LOCALE.fullmatch(cell)
    language, script, country = found.groups() if found else ("", None, None)
    if language.lower() not in LANGUAGES or (country and country.upper() not in COUNTRIES):
        raise ValueError(f"{cell!r} is not a locale. Write for example en, de-DE, zh-CN or zh-Hant-TW.")
    parts = (language.lower(), script and script.title(), country and country.upper())
    return "-".join(part for part in parts if part)


def _roles(cell: str) -> tuple[Role, ...]:
    found = []
    for name in filter(None, LIST.split(cell.lower())):
        if name not in list(Role):
            raise ValueError(f"The role {name!r} is not known. Known are: {', '.join(Role)}.")
        found.append(Role(name))
    return tuple(dict.fromkeys(found))


CELLS: dict[str, Callable[[str], Any]] = {
    "email": email,
    "manager_email": email,
    "department": lambda cell: " ".join(cell.split()),
    "key_role": _yes,
    "country": country,
    "locale": _locale,
    "start_date": day,
    "end_date": day,
    "roles": _roles,
}


def _repeated(rows: Sequence[Row], column: str) -> list[Problem]:
    """The later ones of those rows that have the same value here."""
    first: dict[str, int] = {}
    problems = []
    for row in rows:
        value = getattr(row, column)
        if value is None:
            continue
        if value in first:
            problems.append(Problem(row.line, f"{column} {value} is already in line {first[value]}."))
        first.setdefault(value, row.line)
    return problems
