"""Somebody with the whole database, every log line and everything that was sent, who wants to know who said what.

They know each person by every name there is, and try every way that a database, a log or a wire offers to put people beside
answers: a value that both share, every order in which either can be put, a row or line that speaks of both. Findings are ways that
name the author of far more answers than chance would (n people in random order meet one of theirs, on average).
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import MetaData, Table, text

from storage.database import Database, Tx

Row = dict[str, Any]
Guess = Callable[[int, Row], int | None]
ENOUGH = 0.5
"""Of all answers: of 19 in random order, ten or more are right once in ten million times."""
PHYSICAL = {"postgresql": "ctid::text AS at_place, xmin::text AS by_write", "sqlite": "rowid AS at_place"}
"""Where a row lies, and what wrote it; SQLite has a place only where rows are numbered."""
PERSON = ("person", "person_id", "recipient_id", "actor_id")
COMMON = ("workspace", "series", "question")
"""Rows that belong to everybody, and lead to nobody."""


@dataclass(frozen=True)
class Evidence:
    """All rows of all tables in the order in which they lie there, what was logged, and what the bot sent, in the order of time."""

    tables: dict[str, list[Row]]
    links: dict[str, dict[str, str]]
    lines: dict[str, list[str]] = field(default_factory=dict)


async def gather(database: Database, *, log: Iterable[str] = (), sent: Iterable[str] = ()) -> Evidence:
    async with database.transaction(reading=True) as tx:
        metadata = MetaData()
        await (await tx.connection()).run_sync(metadata.reflect)
        every = metadata.tables.items()
        tables = {name: await _rows(tx, table) for name, table in every}
    links = {name: {key.parent.name: key.column.table.name for key in table.foreign_keys} for name, table in every}
    return Evidence(tables, links, {"the log": list(log), "what was sent": list(sent)})


async def _rows(tx: Tx, table: Table) -> list[Row]:
    connection = await tx.connection()
    physical = PHYSICAL[connection.dialect.name]
    if connection.dialect.name == "sqlite":
        made = text("SELECT sql FROM sqlite_master WHERE name = :name")
        numbered = "WITHOUT ROWID" not in str((await connection.execute(made, {"name": table.name})).scalar()).upper()
        physical = physical if numbered else "NULL AS at_place"
    found = await connection.execute(text(f'SELECT {physical}, * FROM "{table.name}"'))  # noqa: S608 - our own tables
    return [dict(row) for row in found.mappings()]


class Joiner:
    """`names`: of each person, whatever they are called. `truth`: who said which words; it judges a way, and never finds one.

    `said`: the table of what was said. `enough`: the share of right answers that is no chance; of few people it takes all of them.
    """

    def __init__(
        self,
        evidence: Evidence,
        names: Mapping[int, Sequence[str]],
        truth: Mapping[str, int],
        *,
        said: str = "pulse_answer",
        enough: float = ENOUGH,
    ) -> None:
        self._said, self._enough = said, enough
        self._tables, self._lines, self._links = evidence.tables, evidence.lines, evidence.links
        self._names, self._truth = names, truth
        self._called = {name: person for person, known in names.items() for name in known}
        self._any_name = re.compile(rf"\b(?:{'|'.join(map(re.escape, self._called))})\b")
        self._by_id = {name: {row.get("id"): row for row in rows} for name, rows in self._tables.items()}
        self._authors = set(truth.values())
        self._whom = {
            name: [self._about(name, row) & self._authors for row in rows] for name, rows in self._tables.items()
        }
        self._answers = [row for row in self._tables[said] if _words(row) in truth]

    def findings(self) -> list[str]:
        """Every way that works, in words."""
        return sorted({*self._by_value(), *self._by_order(), *self._by_mention()})

    def _works(self, answers: Sequence[Row], guess: Guess) -> bool:
        right = sum(guess(at, row) == self._truth[_words(row)] for at, row in enumerate(answers))
        return bool(answers) and right >= self._enough * len(answers)

    def _by_value(self) -> Iterator[str]:
        """An answer's value is a name, or stands in a row about one person."""
        for column in _columns(self._answers):
            if self._works(self._answers, lambda _, row: self._named(row[column])):  # noqa: B023
                yield f"{self._said}.{column} is its author"
        for table, rows in self._tables.items():
            for other in _columns(rows) if table != self._said else ():
                met: dict[str, set[int]] = {}
                for row, about in zip(rows, self._whom[table], strict=True):
                    met.setdefault(str(row[other]), set()).update(about)
                for column in _columns(self._answers):
                    if self._works(self._answers, lambda _, row: _only(met.get(str(row[column])))):  # noqa: B023
                        yield f"{self._said}.{column} = {table}.{other}"

    def _by_order(self) -> Iterator[str]:
        """The first answer belongs to the first person, and so on; or the other way round."""
        people = {name: order for name, order in self._orders_of_people() if set(order) == self._authors}
        for mine, answers in self._orders_of_answers():
            for theirs, order in people.items():
                for turned in (order, order[::-1]):
                    if self._works(answers, lambda at, _: turned[at]):  # noqa: B023
                        yield f"{mine} in the order of {theirs}"

    def _orders_of_answers(self) -> Iterator[tuple[str, list[Row]]]:
        yield f"{self._said} as they lie", self._answers
        for column in _columns(self._answers):
            if len({str(row[column]) for row in self._answers}) == len(self._answers):
                yield f"{self._said}.{column}", sorted(self._answers, key=lambda row: _rank(row[column]))
        by_key = {str(row["key"]): row for row in self._answers}
        for source, lines in self._lines.items():
            keys = dict.fromkeys(key for line in lines for key in by_key if key in line)
            if len(keys) == len(by_key):
                yield f"the keys in {source}", [by_key[key] for key in keys]

    def _orders_of_people(self) -> Iterator[tuple[str, list[int]]]:
        """Every order in which people can be put: by the first and by the last time that a source speaks of them alone."""
        for table, rows in self._tables.items():
            alone = [
                (row, one) for row, about in zip(rows, self._whom[table], strict=True) for one in self._alone(about)
            ]
            yield from _firsts_and_lasts(f"{table} as it lies", [one for _, one in alone])
            for column in _columns(rows):
                ordered = sorted(alone, key=lambda pair: _rank(pair[0][column]))
                yield from _firsts_and_lasts(f"{table}.{column}", [one for _, one in ordered])
        for source, lines in self._lines.items():
            yield from _firsts_and_lasts(source, [one for line in lines for one in self._alone(self._named_in(line))])

    def _alone(self, about: set[int]) -> list[int]:
        return list(found) if len(found := about & self._authors) == 1 else []

    def _by_mention(self) -> Iterator[str]:
        """A row or line that speaks of one person holds the key or the words of an answer."""
        spoken = {
            name: [(line, self._named_in(line) & self._authors) for line in lines]
            for name, lines in self._lines.items()
        }
        for table, rows in self._tables.items():
            if table != self._said:
                said = [(_text(row), about) for row, about in zip(rows, self._whom[table], strict=True)]
                spoken[table] = said
        for source, lines in spoken.items():
            for what, of in (("key", lambda row: str(row["key"])), ("words", _words)):
                if self._works(self._answers, lambda _, row: _beside(lines, of(row))):  # noqa: B023
                    yield f"{source} has the author beside the {what}"

    def _about(self, table: str, row: Row, depth: int = 3) -> set[int]:
        """The people whom a row names: by links, over up to three tables, and by any of their names."""
        if table == "person":
            return {int(row["id"])}
        said = {name: value for name, value in row.items() if isinstance(value, str | dict | list)}
        found = self._named_in(_text(said)) | {
            one for value in said.values() for one in _ids(value) if one in self._names
        }
        for column, target in self._links.get(table, {}).items():
            there = self._by_id[target].get(row[column]) if target not in COMMON and depth else None
            found |= self._about(target, there, depth - 1) if there else set()
        return found

    def _named(self, value: object) -> int | None:
        return value if isinstance(value, int) and value in self._names else _only(self._named_in(str(value)))

    def _named_in(self, line: str) -> set[int]:
        return {self._called[name] for name in self._any_name.findall(line)}


def _ids(value: object) -> list[int]:
    """The ids of people in what a job carries, or anything else that is kept as JSON."""
    if isinstance(value, str) and value.startswith("{"):
        with suppress(ValueError):
            value = json.loads(value)
    return [value[name] for name in PERSON if name in value] if isinstance(value, dict) else []


def _words(row: Row) -> str:
    """They are kept with a mark in front."""
    return str(row["words"]).partition(":")[2]


def _text(row: Mapping[str, object]) -> str:
    return json.dumps(row, default=str)


def _columns(rows: Sequence[Row]) -> list[str]:
    """All but the words: they are what is known of an answer."""
    return [column for column in rows[0] if column != "words"] if rows else []


def _firsts_and_lasts(name: str, order: list[int]) -> Iterator[tuple[str, list[int]]]:
    yield name, list(dict.fromkeys(order))
    yield f"{name}, the last time", list(dict.fromkeys(order[::-1]))[::-1]


def _beside(lines: Sequence[tuple[str, set[int]]], wanted: str) -> int | None:
    return _only({one for line, about in lines if wanted in line for one in about})


def _only(found: set[int] | None) -> int | None:
    return next(iter(found)) if found and len(found) == 1 else None


def _rank(value: object) -> tuple[int, float, str]:
    """Numbers by size, PostgreSQL's places by page and line, everything else as text."""
    said = str(value)
    place = said.strip("()").split(",") if said.startswith("(") else [said]
    if all(one.isdecimal() for one in place):
        return (0, sum(float(one) * 100_000.0 ** (len(place) - at) for at, one in enumerate(place)), "")
    return (0, float(value), "") if isinstance(value, float) else (1, 0.0, said)
