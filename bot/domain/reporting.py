"""Dated lines: what holds from which day to which, and what becomes of them when a source says something new.

The same rule serves reporting lines (to a manager) and departments. A line holds from `since` until the day before `until`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from bot.domain.errors import RuleBroken
from bot.domain.roles import Source

K = TypeVar("K", int, str)


@dataclass(frozen=True)
class Line:
    """`to` is a manager or a department, None is nobody on purpose; `id` None: a line that is not stored yet."""

    to: int | None
    since: date
    until: date | None
    source: Source
    id: int | None = None

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True)
class Edit:
    """What has to happen to the stored lines of one person, in this order."""

    remove: tuple[int, ...] = ()
    rewrite: tuple[Line, ...] = ()
    add: tuple[Line, ...] = ()
    was: int | None = field(default=None, compare=False)

    def __bool__(self) -> bool:
        return bool(self.remove or self.rewrite or self.add)


def change(lines: Sequence[Line], to: int | None, since: date, source: Source) -> Edit:
    """From that day on it is `to`, as `source` says. What was before that day stays as it was.

    Later lines of the same or a weaker source give way; one of a stronger source stays and ends the new line.
    Raises RuleBroken("import_beats") where a stronger source says what holds on that day.
    """
    current = at(lines, since)
    if current is not None and not source.beats(current.source):
        raise RuleBroken("import_beats", {"source": current.source.value})
    gone, until = _later(lines, since, source)
    if current is not None and current.to == to:
        wanted = replace(current, source=source, until=until)
        rewrite = (wanted,) if wanted != current else ()
        return Edit(gone, rewrite, was=to)
    if current is not None and current.since == since:
        return Edit(gone, (replace(current, to=to, source=source, until=until),), was=current.to)
    closed = (replace(current, until=since),) if current is not None else ()
    return Edit(gone, closed, (Line(to, since, until, source),), was=current.to if current is not None else None)


def end(lines: Sequence[Line], since: date, source: Source) -> Edit:
    """From that day on `source` says nothing: what it had said ends, and what others said stays."""
    gone = tuple(line.id for line in lines if line.since >= since and line.source is source and line.id is not None)
    current = at(lines, since)
    if current is None or current.source is not source or current.since == since:
        return Edit(gone, was=current.to if current is not None else None)
    return Edit(gone, (replace(current, until=since),), was=current.to)


def at(lines: Sequence[Line], on: date) -> Line | None:
    """The line that holds on that day."""
    return next((line for line in lines if line.holds(on)), None)


def _later(lines: Sequence[Line], since: date, source: Source) -> tuple[tuple[int, ...], date | None]:
    """The later lines that give way, and the day on which one that stays begins."""
    after = sorted((line for line in lines if line.since > since), key=lambda line: line.since)
    stays = next((line.since for line in after if not source.beats(line.source)), None)
    gone = tuple(line.id for line in after if line.id is not None and (stays is None or line.since < stays))
    return gone, stays


def circles(reports_to: Mapping[K, K | None]) -> list[list[K]]:
    """The groups of people who report to each other in a circle, each beginning with the one named first."""
    found: list[list[K]] = []
    settled: set[K] = set()
    for start in reports_to:
        path: dict[K, int] = {}
        one: K | None = start
        while one is not None and one not in settled and one not in path:
            path[one] = len(path)
            one = reports_to.get(one)
        if one is not None and one in path:
            found.append(list(path)[path[one] :])
        settled.update(path)
    return found
