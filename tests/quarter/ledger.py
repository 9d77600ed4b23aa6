"""What people were told is stored, as they typed it: the ledger against which the quarter is judged."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.feedback import Part
from bot.domain.goals import Ending
from bot.domain.goals_progress import Said

MARKER = re.compile(r"qq[wp]\d+zz")


@dataclass(frozen=True)
class Version:
    """A version of a goal as it was typed."""

    writer_id: int
    title: str
    why: str
    weight: str
    parent: int | None
    due: date | None
    results: tuple[str, ...]


@dataclass(frozen=True)
class Agreement:
    """Somebody agreed to a version; `others` could agree for the other side at that moment."""

    person_id: int
    owner_id: int
    others: frozenset[int]


@dataclass(frozen=True)
class Update:
    """How a goal goes, as its owner said it outside of a check-in."""

    goal_id: int
    said: Said
    words: str


@dataclass
class Point:
    """Something on an agenda."""

    words: str
    struck: bool = False


@dataclass(frozen=True)
class Page:
    """Whom somebody's page of the cycle, or their summary of it, named, and whom they led at that moment."""

    name: str
    named: frozenset[str]
    led: frozenset[str]


@dataclass
class Ledger:
    """Everything here was acknowledged. What replaces something takes its place; what was deleted is gone.

    `rhythms`: when the two of a pairing set it up, agreed to it, or changed it. `additions`: to somebody's own summary of the cycle,
    `addition_readers`: who may read them.
    """

    versions: dict[tuple[int, int], Version] = field(default_factory=dict)
    agreed: dict[tuple[int, int], list[Agreement]] = field(default_factory=lambda: defaultdict(list))
    updates: dict[str, Update] = field(default_factory=dict)
    in_checkin: dict[int, dict[int, tuple[Said, str]]] = field(default_factory=dict)
    endings: dict[int, tuple[Ending, str]] = field(default_factory=dict)
    points: dict[str, Point] = field(default_factory=dict)
    notes: dict[tuple[int, int, bool], str] = field(default_factory=dict)
    weekly: dict[tuple[int, int, str], str] = field(default_factory=dict)
    reasons: dict[int, tuple[int, str]] = field(default_factory=dict)
    held: dict[tuple[int, int], bool] = field(default_factory=dict)
    surveys: dict[int, tuple[int, int]] = field(default_factory=dict)
    observed: dict[int, dict[Part, str]] = field(default_factory=dict)
    observers: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    actions: dict[str, str] = field(default_factory=dict)
    rhythms: dict[int, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    ever_away: dict[int, list[tuple[date, date]]] = field(default_factory=lambda: defaultdict(list))
    additions: dict[int, str] = field(default_factory=dict)
    addition_readers: dict[int, set[int]] = field(default_factory=dict)
    pages: list[Page] = field(default_factory=list)
    not_asked: list[str] = field(default_factory=list)
    asked_stale: int = 0
    repeated: int = 0
    overtaken: int = 0
    died: int = 0
    _marks: int = 0

    def words(self, what: str, *, private: bool = False) -> str:
        """Something to type that nobody else ever types; what is private is known by its mark."""
        self._marks += 1
        return f"{what} qq{'p' if private else 'w'}{self._marks}zz"


def mark(words: str) -> str:
    """By what these words are found again in anything."""
    found = MARKER.search(words)
    return found[0] if found else words


def forget_goal(ledger: Ledger, goal_id: int) -> None:
    """A draft is gone with all its words."""
    for key in [one for one in ledger.versions if one[0] == goal_id]:
        del ledger.versions[key]
