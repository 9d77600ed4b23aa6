"""Notes of a 1:1: as long as they get, and what becomes of them where two devices write at once."""

from dataclasses import dataclass

from bot.domain.notices import Kind, Lane

WILL = Kind("one_on_ones.will", Lane.SUMMARY)
"""One of the two wrote down what they themselves will do; for the other."""

PART_MAX = 3_000
"""Characters that a field takes; longer notes come as messages, one after the other."""
NOTE_MAX = 200_000
"""Of one note, however many messages it took: a talk is not a book."""


@dataclass(frozen=True)
class Typed:
    """What stands in a field, and the version of the note that the form was opened with; 0: there was none."""

    words: str
    version: int = 0


def overtaken(words: str | None, version: int, typed: Typed) -> bool:
    """Whether somebody, on another device, has saved other words since the form was opened."""
    return version != typed.version and words != typed.words


def joined(words: str | None, more: str) -> str:
    """More of a note below what stands there."""
    return f"{words}\n\n{more}" if words else more
