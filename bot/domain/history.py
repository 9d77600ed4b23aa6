"""Somebody's own history: the pages of it, and its messages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from bot.domain.notices import Kind, Lane

E = TypeVar("E")

EXPORT = Kind("history.export", Lane.ANSWER, unasked=False)
PAGE = 10


@dataclass(frozen=True)
class Place:
    """Beside which record a page begins, by its moment and its id; and in which direction."""

    at: datetime
    record_id: int
    newer: bool = False


@dataclass(frozen=True)
class Span:
    """The records of one message of an export, by the first and the last id; `part`: where one alone is too long for a message."""

    first_id: int
    last_id: int
    part: int = 0


@dataclass(frozen=True)
class Page(Generic[E]):
    """What stands on one page, the newest first; `older` and `newer` lead to the pages beside it."""

    entries: list[E]
    older: Place | None
    newer: Place | None


def page(found: Sequence[E], place: Place | None, at: Callable[[E], tuple[datetime, int]]) -> Page[E]:
    """A page of what was found beside a place, in that direction: one more than a page, if there is more.

    `at` says where an entry stands: its moment and its id.
    """
    to_newer = place is not None and place.newer
    more, shown = len(found) > PAGE, list(found[:PAGE])
    if to_newer:
        shown.reverse()
    older_left, newer_left = (to_newer or more, more if to_newer else place is not None)
    return Page(
        shown,
        Place(*at(shown[-1])) if shown and older_left else None,
        Place(*at(shown[0]), newer=True) if shown and newer_left else None,
    )
